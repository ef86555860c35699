"""Who is in the facts: those commissioned on the day, and those whose place they have taken."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from les_schemes.models import SchemeVersion, SignUp
from localities.models import (
    Commissioner,
    CommissionerMembership,
    Practice,
    Provider,
    Succession,
)
from localities.statuses import OrganisationKind, SuccessionKind

HANDED_ON = (SuccessionKind.MERGED, SuccessionKind.REPLACED)
"""A split leaves the year with the parent (readings.md AMB-68)."""


@dataclass(frozen=True)
class Member:
    """A practice that the commissioner commissions on the day, or did until it merged; or a
    provider that is none and agrees the scheme with the commissioner."""

    id: int
    code: str
    name: str
    contract_type: str
    opened: date | None
    closed: date | None
    since: date | None
    """From when the commissioner commissions it; nothing of one that is no practice."""
    has_merged: bool = False
    """Whether a member has taken its place."""
    kind: OrganisationKind = OrganisationKind.PRACTICE

    @property
    def is_practice(self) -> bool:
        return self.kind == OrganisationKind.PRACTICE


@dataclass(frozen=True)
class Members:
    """All of them by id, with the mergers by which some took the place of others."""

    by_id: dict[int, Member]
    practices: "QuerySet[Practice]"
    mergers: list[dict[str, Any]]


def members(
    commissioner: Commissioner, version: SchemeVersion, as_at: date, known_at: datetime
) -> Members:
    """The practices commissioned on a day, with the predecessors whose payments they inherit, and
    the providers that are no practices with a sheet of the version."""
    found = _practices(commissioner, as_at, known_at)
    found.by_id.update(_others(commissioner, version, known_at))
    return found


def _others(
    commissioner: Commissioner, version: SchemeVersion, known_at: datetime
) -> dict[int, Member]:
    """Those no practices whose sheet is with this commissioner, whatever became of it.

    Whether it still stands on the list does not matter: what it agreed stands.
    """
    sheets = SignUp.objects.filter(
        version=version, commissioner=commissioner, created_at__lte=known_at
    )
    return {
        one.pk: Member(
            id=one.pk,
            code=one.code,
            name=one.name,
            contract_type="",
            opened=one.opened,
            closed=one.closed,
            since=None,
            kind=OrganisationKind.PROVIDER,
        )
        for one in Provider.objects.filter(pk__in=sheets.order_by().values("provider_id"))
    }


def _practices(commissioner: Commissioner, as_at: date, known_at: datetime) -> Members:
    current = _rows(
        CommissionerMembership.objects.on(as_at)
        .filter(commissioner=commissioner, recorded_at__lte=known_at)
        .filter(Q(practice__closed__isnull=True) | Q(practice__closed__gt=as_at))
    )
    found = {row["practice_id"]: _member(row) for row in current}
    successions = _inherited(_successions(commissioner, as_at, known_at), found)
    commissioned = Practice.objects.commissioned_by([commissioner.pk], as_at)
    if not successions:
        return Members(found, commissioned, [])
    gone = {row["predecessor_id"] for row in successions}
    former = CommissionerMembership.objects.filter(
        commissioner=commissioner, practice__in=gone, recorded_at__lte=known_at
    )
    for row in _rows(former):
        identity = row["practice_id"]
        found[identity] = _member(row, has_merged=True)
    practices = Practice.objects.filter(Q(pk__in=commissioned.values("pk")) | Q(pk__in=list(gone)))
    return Members(found, practices, _mergers(found, successions))


def _mergers(found: dict[int, Member], successions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The mergers in the contract's form."""
    grouped: dict[tuple[date, int], list[str]] = {}
    for row in successions:
        predecessor = found.get(row["predecessor_id"])
        if predecessor is not None:
            key = (row["on"], row["successor_id"])
            grouped.setdefault(key, []).append(predecessor.code)
    return [
        {
            "predecessors": sorted(predecessors),
            "successor": found[successor_id].code,
            "on": on.isoformat(),
        }
        for (on, successor_id), predecessors in sorted(grouped.items())
    ]


def _successions(
    commissioner: Commissioner, as_at: date, known_at: datetime
) -> list[dict[str, Any]]:
    """The mergers of practices that the commissioner has commissioned at some time."""
    once = CommissionerMembership.objects.filter(commissioner=commissioner)
    found: Any = (
        Succession.objects.filter(
            kind__in=HANDED_ON,
            on__lte=as_at,
            recorded_at__lte=known_at,
            predecessor__in=once.values("practice"),
        )
        .order_by("on", "pk")
        .values("predecessor_id", "successor_id", "on")
    )
    return list(found)


def _inherited(successions: list[dict[str, Any]], current: Iterable[int]) -> list[dict[str, Any]]:
    """Those by which somebody's place came to a practice that is commissioned now.

    A practice has one successor: of several rows the first counts.
    """
    following: dict[int, dict[str, Any]] = {}
    for row in successions:
        following.setdefault(row["predecessor_id"], row)
    still_there = set(current)

    def leads_to_current(row: dict[str, Any]) -> bool:
        passed = {row["predecessor_id"]}
        successor = row["successor_id"]
        while successor not in still_there:
            if successor in passed or successor not in following:
                return False
            passed.add(successor)
            successor = following[successor]["successor_id"]
        return True

    return [
        row
        for row in following.values()
        if row["predecessor_id"] not in still_there and leads_to_current(row)
    ]


def _rows(
    memberships: "QuerySet[CommissionerMembership]",
) -> "QuerySet[CommissionerMembership, Any]":
    return memberships.order_by("starts").values(
        "practice_id",
        "practice__code",
        "practice__name",
        "practice__contract_type",
        "practice__opened",
        "practice__closed",
        "starts",
    )


def _member(row: dict[str, Any], *, has_merged: bool = False) -> Member:
    return Member(
        row["practice_id"],
        row["practice__code"],
        row["practice__name"],
        row["practice__contract_type"],
        row["practice__opened"],
        row["practice__closed"],
        row["starts"],
        has_merged,
    )
