"""A Committee of the cast's Dacorum, with seats, meetings at any status, and matters (notes).

Plain functions, by the product's own actions. Seated: Thea Lonsdale as chair, and four more whom
``seat_the_cast`` makes, so that the quorum of four holds and fails when two leave.
"""

from dataclasses import dataclass
from datetime import date, time

from accounts.models import User
from governance.actions import committees, items, matters, meetings, minutes
from governance.models import AgendaItem, Committee, Matter, Meeting
from governance.statuses import Capacity, MeetingStatus, Section
from pbc.roles import Role
from tests.cast import LONG_AGO, Cast, a_person

# name: given name, family name, capacity
_SEATS = {
    "executive": ("Edwin", "Marlowe", Capacity.EXECUTIVE),
    "lay": ("Lorna", "Quill", Capacity.LAY),
    "clinician": ("Cyril", "Benbow", Capacity.CLINICIAN),
    "deputy": ("Daphne", "Orme", Capacity.DEPUTY),
}
APRIL, MAY, JUNE = date(2007, 4, 26), date(2007, 5, 24), date(2007, 6, 28)


@dataclass
class Room:
    """A Committee and who belongs to it, by name: ``room.chair``, ``room.lay``."""

    cast: Cast
    committee: Committee
    people: dict[str, User]

    @property
    def secretary(self) -> User:
        return self.cast.secretary  # type: ignore[return-value]

    def __getattr__(self, name: str) -> User:
        held = self.__dict__.get("people", {})
        if name in held:
            return held[name]
        raise AttributeError(name)

    def persons(self, *names: str) -> list[object]:
        return [self.people[name].person for name in names or self.people]


def a_room(cast: Cast) -> Room:
    """Dacorum's Committee with its five members."""
    committee = committees.establish(commissioner=cast.dacorum, by=cast.secretary)
    people = {"chair": cast.member}
    for name, (given, family, _) in _SEATS.items():
        people[name] = a_person(given, family, role=Role.COMMITTEE_MEMBER, at=cast.dacorum)
    capacities = {"chair": Capacity.CHAIR} | {name: seat[2] for name, seat in _SEATS.items()}
    for name, user in people.items():
        committees.seat(
            committee=committee,
            person=user.person,
            capacity=capacities[name],
            starts=LONG_AGO,
            by=cast.secretary,
        )
    return Room(cast, committee, people)


def meetings_on(room: Room, *days: date) -> list[Meeting]:
    return meetings.schedule(
        committee=room.committee,
        days=days or (APRIL, MAY, JUNE),
        at=time(13),
        place="Board room, Hemel Hempstead",
        by=room.secretary,
    )


def a_note(room: Room, title: str, *, private: bool = False, summary: str = "", **more) -> Matter:
    """A matter that only asks to be noted."""
    return matters.propose(
        committee=room.committee,
        kind="note",
        subject_type="note",
        subject_id=title[:60],
        title=title,
        summary=summary,
        concerned=more.pop("concerned", [room.cast.daccom]),
        private=private,
        by=room.secretary,
        **more,
    )


_ORDER = [
    MeetingStatus.SCHEDULED,
    MeetingStatus.AGENDA_DRAFT,
    MeetingStatus.PAPERS_PUBLISHED,
    MeetingStatus.IN_SESSION,
    MeetingStatus.CLOSED,
    MeetingStatus.MINUTES_DRAFT,
    MeetingStatus.MINUTES_APPROVED,
    MeetingStatus.PUBLISHED,
]


def bring_to(
    status: MeetingStatus, meeting: Meeting, room: Room, *, later: Meeting | None = None
) -> Meeting:
    """Take a meeting through its steps; approving needs a ``later`` one, which is then opened."""
    by = room.secretary
    if status == MeetingStatus.CANCELLED:
        return meetings.cancel(meeting=meeting, reason="Snow", by=by)
    for step in _ORDER[_ORDER.index(meeting.status) + 1 : _ORDER.index(status) + 1]:
        if step == MeetingStatus.AGENDA_DRAFT:
            meeting = meetings.draft_agenda(meeting=meeting, by=by)
        elif step == MeetingStatus.PAPERS_PUBLISHED:
            meeting = meetings.publish_papers(meeting=meeting, by=by)
        elif step == MeetingStatus.IN_SESSION:
            meeting = meetings.open_meeting(
                meeting=meeting, present=room.persons(), apologies=[], by=by
            )
        elif step == MeetingStatus.CLOSED:
            meeting = meetings.close(meeting=meeting, by=by)
        elif step == MeetingStatus.MINUTES_DRAFT:
            meeting = minutes.draft(meeting=meeting, texts={"": "All went well."}, by=by)
        elif step == MeetingStatus.MINUTES_APPROVED:
            meeting = minutes.approve(meeting=meeting, at=minutes_item_of(later, room), by=by)
        else:
            meeting = minutes.publish(meeting=meeting, by=by)
    return meeting


def minutes_item_of(later: Meeting, room: Room) -> AgendaItem:
    """The minutes item of a later meeting, being heard."""
    later.refresh_from_db()
    if later.status != MeetingStatus.IN_SESSION:
        later = bring_to(MeetingStatus.IN_SESSION, later, room)
    item = later.items.get(section=Section.MINUTES)
    return item if item.status == "open" else items.open_item(item=item, by=room.secretary)
