"""Two people at the same moment: one thing is done, the other is told."""

import pytest

from governance.actions import attendance, conditions, decisions, items, matters, meetings
from governance.actions import letters as letter_actions
from governance.actions.decisions import NewCondition
from governance.models import AgendaItem, Committee, Decision, Letter, Matter, Meeting, Ratification
from governance.statuses import ItemStatus, MatterStatus, MeetingStatus, Outcome, Section
from pbc import audit, clock
from pbc.refusals import Refusal
from tests import cast as the_cast
from tests.integration.governance import room as committee
from tests.integration.governance.room import Room
from tests.integration.governance.workshop import (
    Workshop,
    a_matter,
    decide,
    heard,
    in_session,
    ruling,
    standing,
)
from tests.integration.les_schemes.test_sign_ups_at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 5


@pytest.fixture
def room() -> Room:
    return committee.a_room(the_cast.gather())


def refused(outcomes: list[object]) -> int:
    return sum(isinstance(one, Refusal) for one in outcomes)


def test_a_decision_sent_twice_at_once_is_recorded_once(room: Room, workshop: Workshop) -> None:
    item = heard(room, a_matter(room))
    outcomes = at_once(*(lambda: decide(room, item) for _ in range(3)))
    assert refused(outcomes) == 2
    assert Decision.objects.count() == len(workshop.carried_out) == 1
    assert list(audit.verify()) == []


@pytest.mark.parametrize("other", ["chair", "withdraw"])
def test_a_matter_is_heard_or_gone_and_never_both(
    room: Room, workshop: Workshop, other: str
) -> None:
    waiting = [a_matter(room) for _ in range(TIMES)]
    meeting = in_session(room, *waiting)
    for matter in waiting:
        item = meeting.items.get(matter=matter)

        def gone(matter: Matter = matter) -> object:
            if other == "chair":
                return decisions.chairs_action(matter=matter, ruling=ruling(), by=room.chair)
            return matters.withdraw(matter=matter, reason="Shut", by=room.cast.officer)

        def opened(item: AgendaItem = item) -> object:
            return items.open_item(item=item, by=room.secretary)

        at_once(opened, gone)
        item = AgendaItem.objects.filter(pk=item.pk).first()
        matter.refresh_from_db()
        if item is not None:
            assert (item.status, matter.status) == (ItemStatus.OPEN, MatterStatus.ON_AGENDA)
            decide(room, item)
    meetings.close(meeting=meeting, by=room.secretary)


def test_two_items_are_not_opened_at_once(room: Room, workshop: Workshop) -> None:
    meeting = in_session(room)
    sections = (Section.APOLOGIES, Section.INTERESTS, Section.MINUTES)
    at_hand = [meeting.items.get(section=section) for section in sections]
    outcomes = at_once(
        *(lambda item=item: items.open_item(item=item, by=room.secretary) for item in at_hand)
    )
    assert refused(outcomes) == 2


def test_a_meeting_does_not_close_over_an_item_that_opens(room: Room, workshop: Workshop) -> None:
    for day in (committee.APRIL, committee.MAY, committee.JUNE):
        meeting = in_session(room, day=day)
        item = meeting.items.get(section=Section.APOLOGIES)
        outcomes = at_once(
            lambda meeting=meeting: meetings.close(meeting=meeting, by=room.secretary),
            lambda item=item: items.open_item(item=item, by=room.secretary),
        )
        assert refused(outcomes) == 1
        meeting.refresh_from_db()
        item.refresh_from_db()
        assert (meeting.status == MeetingStatus.CLOSED) == (item.status != ItemStatus.OPEN)
        if item.status == ItemStatus.OPEN:
            items.close_item(item=item, text="", by=room.secretary)
            meetings.close(meeting=meeting, by=room.secretary)


def test_the_quorum_of_a_decided_item_is_that_of_its_decision(
    room: Room, workshop: Workshop
) -> None:
    waiting = [a_matter(room) for _ in range(TIMES)]
    meeting = in_session(room, *waiting)
    for matter in waiting:
        item = items.open_item(item=meeting.items.get(matter=matter), by=room.secretary)
        at_once(
            lambda item=item: decide(room, item),
            lambda: attendance.leave(
                meeting=meeting, person=room.clinician.person, by=room.secretary
            ),
        )
        item.refresh_from_db()
        assert item.quorum == item.decisions.get().quorum
        attendance.arrive(meeting=meeting, person=room.clinician.person, by=room.secretary)


def test_a_letter_a_ratification_and_a_discharge_happen_once(
    room: Room, workshop: Workshop
) -> None:
    decision = decisions.chairs_action(
        matter=a_matter(room),
        ruling=ruling(
            Outcome.AGREED_WITH_CONDITIONS,
            conditions=[NewCondition("A plan.", room.lay.person, clock.today())],
        ),
        by=room.chair,
    )
    arising = standing(room, in_session(room), Section.MATTERS_ARISING)
    condition = decision.conditions.get()

    def send() -> Letter:
        return letter_actions.issue(
            decision=decision, organisation=room.cast.riverside, by=room.secretary
        )

    def ratify() -> Ratification:
        return decisions.ratify(
            decision=Decision.objects.get(pk=decision.pk),
            item=arising,
            ratified=True,
            reasons="",
            by=room.secretary,
        )

    for deed in (
        send,
        ratify,
        lambda: conditions.discharge(condition=condition, note="Seen.", by=room.cast.officer),
    ):
        assert refused(at_once(deed, deed)) == 1
    assert Committee.objects.count() == Meeting.objects.count() == 1
