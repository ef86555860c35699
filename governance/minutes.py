"""The minutes of a meeting, from the same record that the decisions and letters are made from.

The public version leaves out what was heard in private: the matter, its conflicts, its decision,
its action points and what the secretary wrote of it (GOV-10).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch

from governance import agenda
from governance.models import (
    ActionPoint,
    AgendaItem,
    Attendance,
    Conflict,
    Decision,
    Meeting,
    Ratification,
    Vote,
)
from governance.seats import rule_of
from governance.statuses import Capacity, Choice, ItemStatus
from pbc import clock, documents
from pbc.actor import Actor
from pbc.documents import Evidence
from pbc.models import SealedDocument
from pbc.refusals import NotNow

KIND = "committee minutes"
PUBLIC_KIND = "committee minutes, public"
TEMPLATE = "governance/meeting/minutes_body.html"
NOT_QUORATE = "The Committee was not quorate for this item: it lacked {}."


@dataclass(frozen=True)
class Presence:
    """A person at the meeting: in what capacity, and from when to when."""

    name: str
    capacity: str
    times: str


@dataclass(frozen=True)
class MinutedItem:
    """What the minutes say of an item."""

    entry: agenda.Entry
    text: str = ""
    conflicts: Sequence[Conflict] = ()
    decisions: Sequence[Decision] = ()
    decisions_in_private: Sequence[Decision] = ()
    votes: Sequence[tuple[str, str]] = ()
    ratifications: Sequence[Ratification] = ()
    points: Sequence[ActionPoint] = ()

    @property
    def number(self) -> int:
        return self.entry.number

    @property
    def title(self) -> str:
        return self.entry.title

    @property
    def item(self) -> AgendaItem:
        return self.entry.item

    @property
    def quorum(self) -> str:
        """Who counted, or what lacked; nothing where the item was not opened."""
        held = self.item.quorum
        if self.entry.redacted or not held:
            return ""
        if not held.get("quorate"):
            return NOT_QUORATE.format(", ".join(held.get("lacking", ())))
        counted = [one["name"] for one in held.get("counted", ())]
        return f"Quorate, with {len(counted)} members counted: {', '.join(counted)}."

    @property
    def was_not_reached(self) -> bool:
        return self.item.status == ItemStatus.NOT_REACHED

    @property
    def was_deferred(self) -> bool:
        return self.item.status == ItemStatus.DEFERRED


@dataclass(frozen=True)
class Minutes:
    """The whole of it."""

    meeting: Meeting
    present: Sequence[Presence]
    in_attendance: Sequence[Presence]
    apologies: Sequence[str]
    public: Sequence[MinutedItem]
    private: Sequence[MinutedItem]
    text: str = ""
    points: Sequence[ActionPoint] = field(default_factory=tuple)


def of(meeting: Meeting, *, with_private: bool) -> Minutes:
    """The minutes for a reader who may, or may not, read the private part."""
    read = agenda.of(meeting, with_private=with_private)
    records = _records(meeting)
    points = [
        point
        for point in meeting.action_points.select_related("owner", "item__matter")
        if with_private or not agenda.is_private_point(point)
    ]
    present, in_attendance = _attendance(meeting)

    def minuted(entry: agenda.Entry) -> MinutedItem:
        return _minuted(entry, records, meeting, points, with_private=with_private)

    return Minutes(
        meeting=meeting,
        present=present,
        in_attendance=in_attendance,
        apologies=[
            one.person.name
            for one in meeting.attendances.filter(apologies=True).select_related("person")
        ],
        public=[minuted(entry) for entry in read.public],
        private=[minuted(entry) for entry in read.private],
        text=meeting.minutes.get("", ""),
        points=[point for point in points if point.item is None],
    )


def _records(meeting: Meeting) -> dict[object, AgendaItem]:
    """The items with everything that hangs on them, in a fixed number of queries."""
    found = meeting.items.prefetch_related(
        Prefetch("conflicts", Conflict.objects.select_related("person", "organisation")),
        Prefetch(
            "decisions",
            Decision.objects.order_by("number")
            .select_related("matter", "corrects")
            .prefetch_related("conditions__owner"),
        ),
        Prefetch("votes", Vote.objects.select_related("person")),
        Prefetch("ratifications", Ratification.objects.select_related("decision__matter")),
    )
    return {item.pk: item for item in found}


def _minuted(
    entry: agenda.Entry,
    records: dict[object, AgendaItem],
    meeting: Meeting,
    points: Iterable[ActionPoint],
    *,
    with_private: bool,
) -> MinutedItem:
    """An item as this reader may know it.

    A private matter's decision may be corrected under an item that is public: it stays private.
    """
    if entry.redacted:
        return MinutedItem(entry)
    record = records[entry.item.pk]
    added = meeting.minutes.get(str(record.pk), "")
    decisions = list(record.decisions.all())
    in_private = [one for one in decisions if one.matter.private and not with_private]
    return MinutedItem(
        entry,
        text="\n".join(part for part in (record.note, added) if part),
        conflicts=list(record.conflicts.all()),
        decisions=[one for one in decisions if one not in in_private],
        decisions_in_private=in_private,
        votes=_votes(record.votes.all()),
        ratifications=list(record.ratifications.all()),
        points=[point for point in points if point.item_id == record.pk],
    )


def _votes(votes: Iterable[Vote]) -> list[tuple[str, str]]:
    """Each way of voting that was used, and who voted so."""
    cast: dict[str, list[str]] = {}
    for vote in votes:
        cast.setdefault(vote.choice, []).append(vote.person.name)
    return [
        (f"{choice.label}: {len(cast[choice])}", ", ".join(cast[choice]))
        for choice in Choice
        if choice in cast
    ]


def _attendance(meeting: Meeting) -> tuple[list[Presence], list[Presence]]:
    """Members, and others, each with every spell in the room."""
    capacities: dict[object, list[str]] = {}
    for membership in agenda.members(meeting):
        capacities.setdefault(membership.person_id, []).append(Capacity(membership.capacity).label)
    spells: dict[object, list[Attendance]] = {}
    rows = meeting.attendances.filter(apologies=False).select_related("person")
    for row in rows.order_by("person__family_name", "person__given_name", "arrived_at"):
        spells.setdefault(row.person_id, []).append(row)
    present: list[Presence] = []
    others: list[Presence] = []
    for person_id, held in spells.items():
        presence = Presence(
            held[0].person.name,
            ", ".join(capacities.get(person_id, ())),
            "; ".join(_spell(one) for one in held),
        )
        (present if person_id in capacities else others).append(presence)
    return present, others


def _spell(one: Attendance) -> str:
    if one.arrived_at is None:
        return ""
    arrived = f"{one.arrived_at.astimezone(clock.LONDON):%H:%M}"
    if one.left_at is None:
        return f"from {arrived}"
    return f"{arrived} to {one.left_at.astimezone(clock.LONDON):%H:%M}"


def title_of(meeting: Meeting, *, public: bool) -> str:
    day = f"{meeting.starts_at.astimezone(clock.LONDON):%-d %B %Y}"
    return f"Minutes of {day}, public part" if public else f"Minutes of {day}"


def document_context(meeting: Meeting, *, public: bool) -> dict[str, Any]:
    """What the body template shows, on screen and in the PDF."""
    return {
        "subtitle": f"{meeting.committee.name} of {meeting.committee.commissioner}",
        "meeting": meeting,
        "minutes": of(meeting, with_private=not public),
        "is_public": public,
        "rule": rule_of(meeting.committee),
        "following": agenda.following(meeting),
    }


def seal(meeting: Meeting, *, public: bool, by: Actor) -> SealedDocument:
    """The sealed PDF of approved minutes: the whole, or what the public may read."""
    if meeting.minutes_approved_in is None:
        raise NotNow("Only approved minutes are sealed.")
    approved = f"{meeting.minutes_approved_in.starts_at.astimezone(clock.LONDON):%-d %B %Y}"
    return documents.issue(
        template=TEMPLATE,
        context=document_context(meeting, public=public),
        title=title_of(meeting, public=public),
        kind=PUBLIC_KIND if public else KIND,
        subject=meeting,
        chain=meeting.committee.audit_chain,
        evidence=[
            Evidence(
                who=by.name,
                capacity="Committee secretary",
                organisation=str(meeting.committee.commissioner),
                what=f"Recorded that the meeting of {approved} approved these minutes as true",
                when=f"{clock.now():%-d %B %Y, %H:%M}",
                method="Signed in with a second factor",
            )
        ],
        publisher=str(meeting.committee.commissioner),
        by=by,
    )


def published(meeting: Meeting) -> SealedDocument | None:
    """The sealed public minutes, once they are published."""
    return documents.about(meeting).filter(kind=PUBLIC_KIND).first()
