"""The agenda as it is read: items in the proper order, numbered, a public and a private part.

Whoever may not read the private part sees that an item stands there, and nothing of it (GOV-10).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from governance import conflicts, quorum
from governance.models import (
    ActionPoint,
    AgendaItem,
    CommitteeMembership,
    Decision,
    Matter,
    Meeting,
)
from governance.seats import rule_of, seats_of
from governance.statuses import MatterStatus, MeetingStatus, Section
from pbc import clock

# GOV-03; the matters stand between matters arising and any other business.
STANDING = tuple(section for section in Section if section != Section.MATTERS)
IN_PRIVATE = "Item heard in private"


@dataclass(frozen=True)
class Entry:
    """An item with its number; ``title`` is what this reader may know of it.

    ``may_go`` says in which directions it has a neighbour to change places with.
    """

    number: int
    item: AgendaItem
    title: str
    redacted: bool
    may_go: frozenset[str] = frozenset()

    @property
    def section(self) -> str:
        return self.item.section

    @property
    def decisions(self) -> list[Decision]:
        """What was decided on it, unless this reader may not know what it is."""
        return [] if self.redacted else list(self.item.decisions.all())


@dataclass(frozen=True)
class Agenda:
    """Both parts; numbers run through."""

    public: tuple[Entry, ...]
    private: tuple[Entry, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self.public + self.private


def is_private(item: AgendaItem) -> bool:
    """An item is heard in private if it says so, or its matter does."""
    return item.private or (item.matter is not None and item.matter.private)


def of(meeting: Meeting, *, with_private: bool) -> Agenda:
    """The agenda of a meeting for a reader who may, or may not, read the private part."""
    items = list(
        meeting.items.select_related("matter", "meeting__committee")
        .prefetch_related("decisions")
        .order_by("section", "position", "pk")
    )
    ordered = sorted(items, key=is_private)
    entries = [
        Entry(
            number=number,
            item=item,
            title=IN_PRIVATE if is_private(item) and not with_private else item.title,
            redacted=is_private(item) and not with_private,
            may_go=_may_go(ordered, number - 1),
        )
        for number, item in enumerate(ordered, start=1)
    ]
    return Agenda(
        public=tuple(entry for entry in entries if not is_private(entry.item)),
        private=tuple(entry for entry in entries if is_private(entry.item)),
    )


def _may_go(ordered: Sequence[AgendaItem], at: int) -> frozenset[str]:
    """Matters change places within their section of their part; standing items stay."""

    def beside(other: int) -> bool:
        return (
            0 <= other < len(ordered)
            and ordered[other].section == ordered[at].section
            and ordered[other].private == ordered[at].private
        )

    if ordered[at].section != Section.MATTERS:
        return frozenset()
    ways = {"earlier": at - 1, "later": at + 1}
    return frozenset(way for way, other in ways.items() if beside(other))


def put_off_before(meeting: Meeting) -> "QuerySet[Matter]":
    """Matters that stood on an earlier agenda and still wait for a decision."""
    return _waiting(Matter.objects.filter(items__meeting__starts_at__lt=meeting.starts_at), meeting)


def put_off_at(meeting: Meeting) -> "QuerySet[Matter]":
    """Matters of this meeting that still wait for a decision: not reached, or deferred."""
    return _waiting(Matter.objects.filter(items__meeting=meeting), meeting)


def _waiting(matters: "QuerySet[Matter]", meeting: Meeting) -> "QuerySet[Matter]":
    return (
        matters.filter(committee=meeting.committee, status=MatterStatus.PROPOSED)
        .distinct()
        .order_by("raised_at")
    )


def to_put_on(meeting: Meeting) -> "QuerySet[Matter]":
    """What the secretary may put on this agenda."""
    return Matter.objects.waiting_for_an_agenda().filter(committee=meeting.committee)


def previous(meeting: Meeting) -> Meeting | None:
    """The meeting held before this one."""
    return (
        meeting.committee.meetings.filter(starts_at__lt=meeting.starts_at, opened_at__isnull=False)
        .order_by("-starts_at")
        .first()
    )


def following(meeting: Meeting) -> Meeting | None:
    """The meeting arranged next after this one."""
    return (
        meeting.committee.meetings.exclude(status=MeetingStatus.CANCELLED)
        .filter(starts_at__gt=meeting.starts_at)
        .order_by("starts_at")
        .first()
    )


def minutes_to_approve(meeting: Meeting) -> "QuerySet[Meeting]":
    """Minutes of earlier meetings that this one may approve."""
    return meeting.committee.meetings.filter(
        status=MeetingStatus.MINUTES_DRAFT, starts_at__lt=meeting.starts_at
    ).order_by("starts_at")


def to_ratify(meeting: Meeting) -> "QuerySet[Decision]":
    """Chair's actions that this meeting has to ratify or refuse (AMB-94)."""
    return Decision.objects.to_ratify().filter(matter__committee=meeting.committee)


def open_points(meeting: Meeting, *, with_private: bool) -> list[ActionPoint]:
    """The action log: what earlier meetings asked for and nobody has done yet."""
    points = (
        meeting.committee.action_points.filter(done_at__isnull=True)
        .select_related("owner", "meeting", "item__matter")
        .order_by("due")
    )
    return [point for point in points if with_private or not is_private_point(point)]


def is_private_point(point: ActionPoint) -> bool:
    return point.item is not None and is_private(point.item)


@dataclass(frozen=True)
class Outlook:
    """What an item will find: who withdraws from it, and what the quorum would lack."""

    item: AgendaItem
    conflicted: tuple[conflicts.Found, ...]
    names: dict[UUID, str]
    lacking: tuple[str, ...]

    @property
    def withdrawals(self) -> list[tuple[str, str]]:
        return [(self.names[found.person_id], found.reason) for found in self.conflicted]


def outlook(meeting: Meeting) -> list[Outlook]:
    """For each matter: conflicts the registers show, and the quorum if all others come (GOV-04)."""
    away = set(meeting.attendances.filter(apologies=True).values_list("person_id", flat=True))
    expected = [seat for seat in seats_of(meeting.committee) if seat.person_id not in away]
    names = {seat.person_id: seat.name for seat in expected}
    day = max(clock.today(), meeting.starts_at.astimezone(clock.LONDON).date())
    rule = rule_of(meeting.committee)
    found = []
    for item in _with_matters(meeting):
        if item.matter is None:
            continue
        out = tuple(conflicts.find(item.matter, names, day))
        worked_out = quorum.work_out(rule, expected, (one.person_id for one in out))
        found.append(Outlook(item, out, names, worked_out.lacking))
    return found


def _with_matters(meeting: Meeting) -> Sequence[AgendaItem]:
    return list(meeting.items.filter(matter__isnull=False).select_related("matter"))


def members(meeting: Meeting) -> Iterable[CommitteeMembership]:
    """Who sits on the Committee on the day of the meeting, by name and capacity."""
    day = meeting.starts_at.astimezone(clock.LONDON).date()
    return (
        CommitteeMembership.objects.on(day)
        .filter(committee=meeting.committee)
        .select_related("person")
        .order_by("person__family_name", "person__given_name", "capacity")
    )
