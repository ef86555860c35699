"""What stands on a decision is not undone behind it: conditions, awards, appeals, the record."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Interest
from governance import conflicts
from governance.actions import (
    appeals,
    attendance,
    conditions,
    decisions,
    items,
    matters,
)
from governance.actions import letters as letter_actions
from governance.actions.decisions import NewCondition
from governance.disputable import find
from governance.models import Appeal, Condition, Decision, Matter
from governance.own_kinds import DECISION
from governance.statuses import AppealStatus, MatterStatus, Outcome, Section
from pbc import clock
from pbc.refusals import NotNow, NotPermitted
from tests.cast import LONG_AGO, RECORDED, stand_on
from tests.integration.governance.room import Room
from tests.integration.governance.workshop import (
    Workshop,
    a_matter,
    correct,
    decide,
    heard,
    ruling,
    standing,
)


def a_condition(room: Room, owner: object) -> Condition:
    asked = NewCondition("Show the room plan.", owner, date(2007, 5, 1))
    decision = decide(
        room,
        heard(room, a_matter(room)),
        Outcome.AGREED_WITH_CONDITIONS,
        conditions=[asked],
    )
    return decision.conditions.get()


def test_who_sees_to_a_condition_does_not_find_it_met(room: Room, workshop: Workshop) -> None:
    condition = a_condition(room, room.cast.officer.person)
    with pytest.raises(NotPermitted, match="ask a colleague"):
        conditions.discharge(condition=condition, note="Done.", by=room.cast.officer)
    conditions.discharge(condition=condition, note="Seen.", by=room.cast.second_officer)


def test_who_has_an_interest_in_the_payee_does_not_free_its_payments(
    room: Room, workshop: Workshop
) -> None:
    condition = a_condition(room, room.executive.person)
    Interest.objects.create(
        person=room.cast.officer.person,
        organisation=room.cast.riverside,
        kind="financial",
        description="Owns its building",
        starts=LONG_AGO,
        declared_at=RECORDED,
    )
    with pytest.raises(NotPermitted, match="registered interest"):
        conditions.discharge(condition=condition, note="Seen.", by=room.cast.officer)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM governance_condition",
        "UPDATE governance_condition SET text = 'Nothing.'",
        "UPDATE governance_condition SET due = '2030-01-01'",
        "UPDATE governance_matter SET title = 'Another'",
        "DELETE FROM governance_matter_concerned",
        "DELETE FROM governance_committeemembership",
        "DELETE FROM governance_matterpaper",
    ],
)
def test_what_a_decision_stands_on_is_kept_by_the_database(
    room: Room, workshop: Workshop, statement: str
) -> None:
    matter = a_matter(room)
    matters.add_paper(
        matter=matter,
        title="Plan",
        name="plan.pdf",
        content=b"%PDF-1.4\nstartxref\n0\n%%EOF",
        private=False,
        by=room.secretary,
    )
    asked = NewCondition("Show the room plan.", room.executive.person, date(2007, 5, 1))
    decide(room, heard(room, matter), Outcome.AGREED_WITH_CONDITIONS, conditions=[asked])
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_condition_found_met_stays_met(room: Room, workshop: Workshop) -> None:
    condition = a_condition(room, room.executive.person)
    conditions.discharge(condition=condition, note="Seen.", by=room.cast.officer)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE governance_condition SET discharge_note = 'Not seen'")


def an_appeal(room: Room, decision: Decision) -> Appeal:
    cast = room.cast
    letter_actions.issue(decision=decision, organisation=cast.riverside, by=room.secretary)
    return appeals.raise_appeal(
        disputed=find(cast.riverside_manager, DECISION, str(decision.pk)),
        subject_type=DECISION,
        subject_id=str(decision.pk),
        grounds="There is a ramp.",
        supported_by_lmc=False,
        by=cast.riverside_manager,
    )


def escalated(room: Room, appeal: Appeal) -> Matter:
    appeals.acknowledge(appeal=appeal, by=room.cast.officer)
    return appeals.escalate(appeal=appeal, text="See.", by=room.cast.riverside_manager)


def test_an_appeal_before_the_committee_is_not_withdrawn_by_the_other_side(
    room: Room, workshop: Workshop
) -> None:
    decision = decisions.chairs_action(
        matter=a_matter(room), ruling=ruling(Outcome.DECLINED), by=room.chair
    )
    matter = escalated(room, an_appeal(room, decision))
    for actor in (room.cast.officer, room.secretary):
        with pytest.raises(NotPermitted, match="appeal"):
            matters.withdraw(matter=matter, reason="Not convenient", by=actor)


def test_silence_does_not_keep_an_appeal_from_the_committee(room: Room, workshop: Workshop) -> None:
    decision = decisions.chairs_action(
        matter=a_matter(room), ruling=ruling(Outcome.DECLINED), by=room.chair
    )
    appeal = an_appeal(room, decision)
    escalate = {"appeal": appeal, "text": "No word.", "by": room.cast.riverside_manager}
    with pytest.raises(NotNow):
        appeals.escalate(**escalate)
    stand_on(appeal.acknowledge_by + timedelta(days=1))
    appeals.escalate(**escalate)
    appeal.refresh_from_db()
    assert appeal.status == AppealStatus.ESCALATED


def out_before(room: Room, matter: Matter) -> set:
    everyone = [user.person_id for user in room.people.values()]
    return {
        one.person_id
        for one in conflicts.find(matter, everyone, clock.today())
        if one.source == "decided_before"
    }


def test_who_decided_and_who_corrected_are_both_out_of_the_appeal(
    room: Room, workshop: Workshop
) -> None:
    first = decisions.chairs_action(matter=a_matter(room), ruling=ruling(), by=room.deputy)
    item = heard(room, a_matter(room))
    items.defer(item=item, reason="For want of papers", by=room.secretary)
    attendance.leave(meeting=item.meeting, person=room.deputy.person, by=room.secretary)
    arising = standing(room, item.meeting, Section.MATTERS_ARISING)
    second = correct(room, first, arising, Outcome.DECLINED)
    matter = escalated(room, an_appeal(room, second))
    assert out_before(room, matter) == {user.person_id for user in room.people.values()}


def test_who_decided_first_does_not_hear_the_appeal_on_the_appeal(
    room: Room, workshop: Workshop
) -> None:
    first = decisions.chairs_action(
        matter=a_matter(room), ruling=ruling(Outcome.DECLINED), by=room.deputy
    )
    matter = escalated(room, an_appeal(room, first))
    again = decisions.chairs_action(matter=matter, ruling=ruling(Outcome.DECLINED), by=room.chair)
    matter = escalated(room, an_appeal(room, again))
    assert out_before(room, matter) == {room.chair.person_id, room.deputy.person_id}


def test_whoever_raised_an_appeal_can_take_it_back_from_the_committee(
    room: Room, workshop: Workshop
) -> None:
    decision = decisions.chairs_action(
        matter=a_matter(room), ruling=ruling(Outcome.DECLINED), by=room.chair
    )
    appeal = an_appeal(room, decision)
    matter = escalated(room, appeal)
    with pytest.raises(NotPermitted, match="Only whoever raised"):
        appeals.close(appeal=appeal, text="Enough", by=room.cast.officer)
    appeals.close(appeal=appeal, text="We found a ramp.", by=room.cast.riverside_manager)
    matter.refresh_from_db()
    assert matter.status == MatterStatus.WITHDRAWN


def test_the_commissioner_does_not_end_an_appeal_against_itself(
    room: Room, workshop: Workshop
) -> None:
    decision = decisions.chairs_action(
        matter=a_matter(room), ruling=ruling(Outcome.DECLINED), by=room.chair
    )
    appeal = an_appeal(room, decision)
    appeals.acknowledge(appeal=appeal, by=room.cast.officer)
    appeals.answer(appeal=appeal, text="No.", by=room.cast.officer)
    close = {"appeal": appeal, "text": "Answered.", "by": room.cast.officer}
    with pytest.raises(NotPermitted, match="28 days"):
        appeals.close(**close)
    stand_on(clock.today() + timedelta(days=29))
    assert appeals.close(**close).status == AppealStatus.CLOSED
