"""The sheet of each practice that says most about it."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q

from les_schemes.models import SchemeVersion, SignUp
from les_schemes.statuses import IN_FORCE, SignUpStatus
from localities.models import Commissioner, Practice
from localities.statuses import ContractType
from payments.facts.days import day_of, last_moment_of
from payments.facts.members import Member, Members

# A SignUp with ``eligible_gps`` and ``signed_gps`` annotated and, of a member, ``counts`` and
# ``has_withdrawn`` set.
Sheet = Any


def sign_ups(
    commissioner: Commissioner,
    version: SchemeVersion,
    members: Members,
    as_at: date,
    known_at: datetime,
) -> tuple[dict[int, Sheet], list[Sheet]]:
    """The sign-up of each member that says most about it; and accepted ones of non-members.

    A sign-up belongs to the run of the practice's own commissioner, whoever shares the scheme.
    """
    found = (
        SignUp.objects.filter(version=version, created_at__lte=known_at)
        .filter(
            Q(commissioner=commissioner)
            | Q(provider__in=Practice.objects.commissioned_by([commissioner.pk], as_at))
        )
        .select_related("provider", "locality")
        .with_counted_gps(as_at, min(known_at, last_moment_of(as_at)))
        .order_by("created_at")
    )
    best: dict[int, Sheet] = {}
    strangers = []
    for sign_up in found:
        if sign_up.provider_id not in members.by_id:
            if sign_up.accepted_at is not None:
                strangers.append(sign_up)
            continue
        held = best.get(sign_up.provider_id)
        if held is None or _tells(sign_up) >= _tells(held):
            best[sign_up.provider_id] = sign_up
    for sign_up in best.values():
        sign_up.counts = _counts(sign_up, as_at, known_at)
        sign_up.has_withdrawn = sign_up.counts and has_withdrawn(sign_up, as_at, known_at)
    return best, strangers


def _tells(sign_up: Sheet) -> int:
    """Of several sheets of a practice a live one tells most, then one once accepted."""
    if sign_up.status not in (SignUpStatus.REFUSED, SignUpStatus.WITHDRAWN):
        return 2
    return 1 if sign_up.accepted_at is not None else 0


def was_accepted(sign_up: Sheet) -> bool:
    return sign_up.accepted_at is not None


def _counts(sign_up: Sheet, as_at: date, known_at: datetime) -> bool:
    """Whether the sign-up was accepted, as known, on or before the day.

    One that was withdrawn since counts too: what it earned until then is the contract's to say.
    """
    return (
        was_accepted(sign_up)
        and sign_up.status in (*IN_FORCE, SignUpStatus.WITHDRAWN)
        and sign_up.accepted_at <= known_at
        and day_of(sign_up.accepted_at) <= as_at
    )


def has_withdrawn(sign_up: Sheet, as_at: date, known_at: datetime) -> bool:
    """Whether an accepted sheet binds no more on the day, as known: by its notice, or at once."""
    said_at = sign_up.notice_given_at or sign_up.withdrawn_at
    return (
        sign_up.withdrawn_from is not None
        and said_at <= known_at
        and sign_up.withdrawn_from <= as_at
    )


def sign_up_facts(member: Member, sign_up: Sheet | None) -> dict[str, Any] | None:
    """The contract's ``sign_up``."""
    if sign_up is None or not sign_up.counts:
        return None
    # The GPs of a PCTMS practice are the PCT's employees, to whom the scheme does not apply.
    salaried_by_the_pct = member.contract_type == ContractType.PCTMS
    return {
        "received": day_of(sign_up.received_at).isoformat(),
        "accepted": day_of(sign_up.accepted_at).isoformat(),
        "withdrawn": (sign_up.withdrawn_from.isoformat() if sign_up.has_withdrawn else None),
        "eligible_gps": 0 if salaried_by_the_pct else sign_up.eligible_gps,
        "signed_gps": 0 if salaried_by_the_pct else sign_up.signed_gps,
    }


def provenance(version: SchemeVersion, sign_up: Sheet | None) -> dict[str, Any] | None:
    if sign_up is None or not sign_up.counts:
        return None
    return {
        "id": str(sign_up.pk),
        "received_at": sign_up.received_at.isoformat(),
        "accepted_at": sign_up.accepted_at.isoformat(),
        "late": sign_up.received_at > version.sign_up_deadline,
        "late_decision": sign_up.late_decision,
    }
