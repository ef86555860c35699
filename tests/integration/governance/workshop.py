"""A kind of matter for the tests of the Committee, and matters of it brought to a decision."""

from datetime import date
from typing import Any

from governance import kinds
from governance.actions import decisions, items, matters
from governance.actions.decisions import Ruling
from governance.models import AgendaItem, Decision, Matter, Meeting
from governance.statuses import Manner, MeetingStatus, Outcome, Section
from localities.models import Organisation, Post
from localities.statuses import Capacity
from pbc.refusals import NotNow
from tests.cast import FIRST_DAY
from tests.integration.governance.room import APRIL, Room, bring_to, meetings_on

BY_CONSENSUS = {"manner": Manner.CONSENSUS}


class Workshop(kinds.MatterKind):
    """A kind for these tests, with every outcome; what it does is counted, or fails."""

    code = "workshop"
    label = "Workshop"
    held_rivals: tuple[int, ...] = ()
    carried_out: list[Decision]
    unready: tuple[object, ...] = ()
    fails = False

    def rivals(self, matter: Matter) -> tuple[int, ...]:
        return self.held_rivals

    def check_ready(self, matter: Matter) -> None:
        if matter.pk in self.unready:
            raise NotNow("The room is not booked.")

    def carry_out(self, matter: Matter, decision: Decision, by: object) -> None:
        if self.fails:
            raise NotNow("The thing it is about has gone.")
        self.carried_out.append(decision)


def a_matter(room: Room, *concerned: Organisation, **more: Any) -> Matter:
    return matters.propose(
        committee=room.committee,
        kind="workshop",
        subject_type="test.thing",
        subject_id=str(Matter.objects.count()),
        title="A workshop in Tring",
        summary=more.pop("summary", "Forty places."),
        concerned=concerned or [room.cast.riverside],
        by=room.secretary,
        **more,
    )


def in_session(room: Room, *put: Matter, day: date = APRIL) -> Meeting:
    [meeting] = meetings_on(room, day)
    meeting = bring_to(MeetingStatus.AGENDA_DRAFT, meeting, room)
    for matter in put:
        matters.put_on_agenda(matter=matter, meeting=meeting, by=room.secretary)
    return bring_to(MeetingStatus.IN_SESSION, meeting, room)


def heard(room: Room, matter: Matter, **more: date) -> AgendaItem:
    meeting = in_session(room, matter, **more)
    return items.open_item(item=meeting.items.get(matter=matter), by=room.secretary)


def ruling(outcome: Outcome = Outcome.AGREED, **more: object) -> Ruling:
    if outcome == Outcome.DECLINED:
        more.setdefault("would_resolve", "Find a room with a ramp.")
    return Ruling(outcome, **{"reasons": "It teaches what is needed.", **more})


def decide(room: Room, item: AgendaItem, *args: Outcome, **more: object) -> Decision:
    return decisions.decide(
        item=item, ruling=ruling(*args, **more), by=room.secretary, **BY_CONSENSUS
    )


def standing(room: Room, meeting: Meeting, section: Section) -> AgendaItem:
    return items.open_item(item=meeting.items.get(section=section), by=room.secretary)


def works_at(room: Room, name: str, practice: object) -> None:
    Post.objects.create(
        person=room.people[name].person,
        practice=practice,
        capacity=Capacity.PARTNER,
        starts=FIRST_DAY,
    )


def correct(
    room: Room, decision: Decision, item: AgendaItem, *args: Outcome, **more: object
) -> Decision:
    return decisions.correct(
        decision=decision,
        item=item,
        ruling=ruling(*args, **more),
        by=room.secretary,
        **BY_CONSENSUS,
    )
