"""What is decided: who is out of it, the quorum, the record that stands, letters, appeals."""

import io
from datetime import date

import pypdf
import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Interest
from governance import conflicts, letters
from governance.actions import appeals, attendance, conditions, decisions, items, matters
from governance.actions import letters as letter_actions
from governance.actions.decisions import NewCondition
from governance.disputable import find
from governance.home_decisions import appeals_to_answer, conditions_to_meet, letters_to_send
from governance.models import Conflict, Decision, TakingPart, Vote
from governance.own_kinds import DECISION
from governance.statuses import (
    AppealStatus,
    Choice,
    ConflictSource,
    Manner,
    MatterStatus,
    Outcome,
    Section,
)
from pbc import clock, files
from pbc.models import AuditEvent
from pbc.refusals import BadInput, NotNow, NotPermitted
from tests import pdf_ua
from tests.cast import LONG_AGO, RECORDED
from tests.integration.governance.room import MAY, Room
from tests.integration.governance.workshop import (
    Workshop,
    a_matter,
    correct,
    decide,
    heard,
    in_session,
    ruling,
    standing,
    works_at,
)

# Who is out of it


def test_every_source_of_a_conflict_is_found(room: Room, workshop: Workshop) -> None:
    cast = room.cast
    works_at(room, "clinician", cast.riverside)
    works_at(room, "deputy", cast.highfield)
    works_at(room, "lay", cast.millbrook)
    workshop.held_rivals = (cast.highfield.pk,)
    Interest.objects.create(
        person=room.executive.person,
        organisation=cast.riverside,
        kind="financial",
        description="Owns its building",
        starts=LONG_AGO,
        declared_at=RECORDED,
    )
    matter = a_matter(room, cast.riverside, people_concerned=[cast.frost.person])
    everyone = [user.person_id for user in room.people.values()]
    found = {(one.person_id, one.source) for one in conflicts.find(matter, everyone, clock.today())}
    assert found == {
        (room.clinician.person_id, ConflictSource.OWN_ORGANISATION),
        (room.deputy.person_id, ConflictSource.RIVAL),
        (room.lay.person_id, ConflictSource.PARTNER),
        (room.executive.person_id, ConflictSource.REGISTERED),
    }


def test_a_conflicted_members_vote_is_refused_by_the_action_and_by_the_database(
    room: Room, workshop: Workshop
) -> None:
    works_at(room, "clinician", room.cast.riverside)
    item = heard(room, a_matter(room))
    [conflict] = item.conflicts.all()
    assert (conflict.person, conflict.managed) == (
        room.clinician.person,
        "Withdrew from the item: no vote, not counted to the quorum",
    )
    with pytest.raises(NotPermitted, match="conflicted"):
        items.vote(item=item, choices={room.clinician.person_id: "for"}, by=room.secretary)
    with pytest.raises(DatabaseError, match="conflicted"), transaction.atomic():
        Vote.objects.create(
            item=item,
            person=room.clinician.person,
            choice=Choice.FOR,
            cast_at=clock.now(),
            recorded_by=room.secretary.person_id,
        )
    assert not Vote.objects.exists()


def test_a_conflicted_member_neither_counts_to_the_quorum_nor_takes_part(
    room: Room, workshop: Workshop
) -> None:
    works_at(room, "clinician", room.cast.riverside)
    item = heard(room, a_matter(room))
    assert len(item.quorum["counted"]) == 4
    assert item.quorum["quorate"]
    decision = decide(room, item)
    assert decision.quorum == item.quorum
    out = TakingPart.objects.get(decision=decision, took_part=False)
    assert out.person == room.clinician.person
    assert out.why_not == "Works at Riverside Surgery, which the matter concerns"
    assert decision.taking_part.filter(took_part=True).count() == 4


def test_what_lacks_a_quorum_is_not_decided(room: Room, workshop: Workshop) -> None:
    works_at(room, "clinician", room.cast.riverside)
    item = heard(room, a_matter(room))
    items.declare(
        item=item,
        person=room.lay.person,
        reason="Her son teaches there",
        managed="",
        by=room.secretary,
    )
    item.refresh_from_db()
    assert not item.quorum["quorate"]
    assert "a lay or patient representative" in item.quorum["lacking"]
    with pytest.raises(NotNow, match="not quorate"):
        decide(room, item)
    assert not Decision.objects.exists()
    deferred = items.defer(item=item, reason="For want of a quorum", by=room.secretary)
    deferred.matter.refresh_from_db()
    assert deferred.matter.status == MatterStatus.PROPOSED


def test_a_quorum_lost_by_leaving_refuses_the_decision(room: Room, workshop: Workshop) -> None:
    item = heard(room, a_matter(room))
    for name in ("clinician", "lay"):
        attendance.leave(meeting=item.meeting, person=room.people[name].person, by=room.secretary)
    with pytest.raises(NotNow, match="not quorate"):
        decide(room, item)


# What is recorded


def test_a_vote_decides(room: Room, workshop: Workshop) -> None:
    item = heard(room, a_matter(room))
    cast = {user.person_id: "against" for user in room.people.values()}
    items.vote(item=item, choices={**cast, room.chair.person_id: "for"}, by=room.secretary)
    by_vote = {"item": item, "manner": Manner.VOTE, "by": room.secretary}
    with pytest.raises(BadInput) as refused:
        decisions.decide(ruling=ruling(), **by_vote)
    assert "1 voted for and 4 against" in refused.value.errors["outcome"]
    decision = decisions.decide(ruling=ruling(Outcome.DECLINED), **by_vote)
    assert decision.taking_part.get(person=room.chair.person).choice == "for"
    assert workshop.carried_out == []


def test_no_refusal_without_what_would_resolve_it(room: Room, workshop: Workshop) -> None:
    item = heard(room, a_matter(room))
    with pytest.raises(BadInput) as refused:
        decide(room, item, Outcome.DECLINED, would_resolve="")
    assert list(refused.value.errors) == ["would_resolve"]
    with pytest.raises(BadInput) as refused:
        decide(room, item, reasons=" ")
    assert list(refused.value.errors) == ["reasons"]


def test_a_decision_is_never_changed(room: Room, workshop: Workshop) -> None:
    decide(room, heard(room, a_matter(room)))
    for statement in (
        "UPDATE governance_decision SET reasons = 'Other'",
        "DELETE FROM governance_decision",
        "UPDATE governance_takingpart SET took_part = NOT took_part",
        "DELETE FROM governance_conflict" if Conflict.objects.exists() else "",
        "DELETE FROM governance_matter",
    ):
        if not statement:
            continue
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_what_cannot_be_carried_out_is_not_recorded(room: Room, workshop: Workshop) -> None:
    item = heard(room, a_matter(room))
    workshop.fails = True
    events = AuditEvent.objects.count()
    with pytest.raises(NotNow, match="has gone"):
        decide(room, item)
    item.refresh_from_db()
    assert (item.status, item.matter.status) == ("open", MatterStatus.ON_AGENDA)
    assert not Decision.objects.exists()
    assert AuditEvent.objects.count() == events
    workshop.fails = False
    decision = decide(room, item)
    assert workshop.carried_out == [decision]


def test_a_correction_names_what_it_corrects_and_the_old_stays(
    room: Room, workshop: Workshop
) -> None:
    works_at(room, "clinician", room.cast.riverside)
    item = heard(room, a_matter(room))
    first = decide(room, item)
    with pytest.raises(NotNow, match="it is heard"):
        correct(room, first, item)
    arising = standing(room, item.meeting, Section.MATTERS_ARISING)
    second = correct(room, first, arising, Outcome.DECLINED)
    assert (second.corrects, second.number, second.matter) == (first, 2, first.matter)
    assert second.taking_part.get(took_part=False).person == room.clinician.person
    assert list(Decision.objects.standing()) == [second]
    assert workshop.carried_out == [first]
    with pytest.raises(NotNow, match="corrected already"):
        correct(room, first, arising)
    third = correct(room, second, arising)
    assert workshop.carried_out == [first, third]
    words = correct(room, third, arising, reasons="The same, better said.")
    assert workshop.carried_out == [first, third], "only its words changed"
    assert words.corrects == third


def test_a_condition_waits_on_its_owner_until_it_is_found_met(
    room: Room, workshop: Workshop
) -> None:
    asked = NewCondition("Show the room plan.", room.executive.person, date(2007, 5, 1))
    decision = decide(
        room,
        heard(room, a_matter(room)),
        Outcome.AGREED_WITH_CONDITIONS,
        conditions=[asked],
    )
    [condition] = decision.conditions.all()
    assert condition.organisation.pk == room.cast.riverside.pk
    [waits] = conditions_to_meet(room.executive)
    assert (waits.due, "Riverside Surgery" in waits.explanation) == (date(2007, 5, 1), True)
    conditions.discharge(condition=condition, note="Plan of 26 April", by=room.cast.officer)
    assert list(conditions_to_meet(room.executive)) == []


# The chair's action


def test_the_chair_acts_alone_and_the_next_meeting_ratifies(room: Room, workshop: Workshop) -> None:
    matter = a_matter(room)
    for actor in (room.secretary, room.lay, room.cast.officer):
        with pytest.raises(NotPermitted):
            decisions.chairs_action(matter=matter, ruling=ruling(), by=actor)
    decision = decisions.chairs_action(matter=matter, ruling=ruling(), by=room.chair)
    assert (decision.manner, decision.item) == (Manner.CHAIRS_ACTION, None)
    assert workshop.carried_out == [decision]
    meeting = in_session(room)
    arising = standing(room, meeting, Section.MATTERS_ARISING)
    with pytest.raises(BadInput):
        decisions.ratify(
            decision=decision, item=arising, ratified=False, reasons="", by=room.secretary
        )
    ratified = decisions.ratify(
        decision=decision, item=arising, ratified=True, reasons="", by=room.secretary
    )
    assert ratified.item == arising
    with pytest.raises(NotNow, match="already"):
        decisions.ratify(
            decision=Decision.objects.get(pk=decision.pk),
            item=arising,
            ratified=True,
            reasons="",
            by=room.secretary,
        )


def test_who_is_conflicted_neither_acts_alone_nor_counts_on_ratifying(
    room: Room, workshop: Workshop
) -> None:
    matter = a_matter(room)
    works_at(room, "chair", room.cast.riverside)
    with pytest.raises(NotNow, match="conflicted"):
        decisions.chairs_action(matter=matter, ruling=ruling(), by=room.chair)
    decision = decisions.chairs_action(matter=matter, ruling=ruling(), by=room.deputy)
    works_at(room, "lay", room.cast.riverside)
    arising = standing(room, in_session(room), Section.MATTERS_ARISING)
    with pytest.raises(NotNow, match="lay"):
        decisions.ratify(
            decision=decision, item=arising, ratified=True, reasons="", by=room.secretary
        )


# Letters


def text_of(pdf: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_a_letter_tells_the_reasons_what_would_resolve_it_and_how_to_appeal(
    room: Room, workshop: Workshop
) -> None:
    decision = decide(room, heard(room, a_matter(room)), Outcome.DECLINED)
    [waits] = letters_to_send(room.secretary)
    assert waits.due == letters.due(decision)
    with pytest.raises(NotPermitted):
        letter_actions.issue(
            decision=decision, organisation=room.cast.riverside, by=room.cast.officer
        )
    letter = letter_actions.issue(
        decision=decision, organisation=room.cast.riverside, by=room.secretary
    )
    pdf = files.open_verified(letter.document.file)
    assert pdf_ua.faults(pdf) == []
    text = text_of(pdf)
    for words in (
        "Riverside Surgery",
        "Declined",
        "It teaches what is needed.",
        "Find a room with a ramp.",
        "within 28 days, saying why you disagree",
    ):
        assert words in text
    assert list(letters_to_send(room.secretary)) == []
    with pytest.raises(NotNow, match="gone already"):
        letter_actions.issue(decision=decision, organisation=room.cast.riverside, by=room.secretary)


# Appeals


def test_an_appeal_is_heard_without_those_who_decided_before(
    room: Room, workshop: Workshop
) -> None:
    cast = room.cast
    decision = decisions.chairs_action(
        matter=a_matter(room), ruling=ruling(Outcome.DECLINED), by=room.chair
    )
    assert find(cast.riverside_manager, DECISION, str(decision.pk)) is None
    letter_actions.issue(decision=decision, organisation=cast.riverside, by=room.secretary)
    disputed = find(cast.riverside_manager, DECISION, str(decision.pk))
    assert disputed.decision == decision
    appeal = appeals.raise_appeal(
        disputed=disputed,
        subject_type=DECISION,
        subject_id=str(decision.pk),
        grounds="There is a ramp.",
        supported_by_lmc=True,
        by=cast.riverside_manager,
    )
    [waits] = appeals_to_answer(cast.officer)
    assert (waits.title, waits.due) == ("Acknowledge an appeal", date(2007, 4, 18))
    appeals.acknowledge(appeal=appeal, by=cast.officer)
    appeals.answer(appeal=appeal, text="We saw none.", by=cast.officer)
    matter = appeals.escalate(appeal=appeal, text="Come and see.", by=cast.riverside_manager)
    item = heard(room, matter)
    assert {(one.person_id, one.source) for one in item.conflicts.all()} == {
        (room.chair.person_id, ConflictSource.DECIDED_BEFORE)
    }
    assert item.quorum["quorate"], "the deputy leads"
    decide(room, item, Outcome.AGREED)
    appeal.refresh_from_db()
    assert (appeal.status, appeal.outcome) == (
        AppealStatus.DECIDED,
        "Agreed: It teaches what is needed.",
    )


def test_papers_are_added_until_the_matter_is_decided(room: Room, workshop: Workshop) -> None:
    matter = a_matter(room)
    asked = {
        "matter": matter,
        "title": "Plan",
        "name": "plan.pdf",
        "content": b"%PDF-1.4\nstartxref\n0\n%%EOF",
        "private": False,
    }
    with pytest.raises(NotPermitted):
        matters.add_paper(by=room.chair, **asked)
    with pytest.raises(BadInput):
        matters.add_paper(by=room.cast.officer, **{**asked, "content": b"<html>"})
    paper = matters.add_paper(by=room.cast.officer, **asked)
    assert list(matter.papers.all()) == [paper]
    decide(room, heard(room, matter, day=MAY))
    with pytest.raises(NotNow):
        matters.add_paper(by=room.cast.officer, **asked)
