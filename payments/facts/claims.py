"""The items that providers claim, and the claim that says so."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from les_schemes.claims import months
from les_schemes.models import Claim, SchemeVersion
from les_schemes.rules import SchemeDefinition
from payments.facts.members import Member


class Claims:
    """The items of a version as known at a moment, in two queries; in none if none are paid."""

    def __init__(
        self, version: SchemeVersion, definition: SchemeDefinition, known_at: datetime
    ) -> None:
        takes_claims = bool(months.objectives(definition))
        self._items = months.known(version, known_at) if takes_claims else {}
        self._claims = _accepted(version, known_at) if takes_claims else {}

    def facts(self, member: Member) -> dict[str, Any]:
        """The contract's ``claims``; nothing of one that claims nothing."""
        claimed = [
            {"objective": objective, "month": f"{month:%Y-%m}", "count": count}
            for objective, month, count in self._items.get(member.id, [])
        ]
        return {"claims": claimed} if claimed else {}

    def provenance(self, member: Member) -> dict[str, Any]:
        """Each claim that was accepted, with when and why it was made void, if it was."""
        claims = self._claims.get(member.id)
        return {"claims": claims} if claims else {}


def _accepted(version: SchemeVersion, known_at: datetime) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    accepted = Claim.objects.filter(version=version, accepted_at__lte=known_at)
    for claim in accepted.order_by("provider", "month", "accepted_at"):
        is_void = claim.voided_at is not None and claim.voided_at <= known_at
        found[claim.provider_id].append(
            {
                "id": str(claim.pk),
                "month": f"{claim.month:%Y-%m}",
                "received_at": _written(claim.received_at),
                "accepted_at": _written(claim.accepted_at),
                "void_since": _written(claim.voided_at) if is_void else None,
                "void_because": claim.voided_because if is_void else "",
            }
        )
    return found


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
