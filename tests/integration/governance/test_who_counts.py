"""Who counts when it is decided: what changed since the item was opened, and who had voted."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Interest
from governance.actions import action_points, attendance, committees, decisions, items, matters
from governance.models import Decision, TakingPart, Vote
from governance.statuses import Capacity, Manner, Outcome, Section
from localities.models import Organisation
from pbc import clock
from pbc.refusals import BadInput, NotNow, NotPermitted
from pbc.roles import Role
from tests.cast import LONG_AGO, RECORDED, a_person
from tests.integration.governance.room import Room
from tests.integration.governance.workshop import (
    Workshop,
    a_matter,
    correct,
    decide,
    heard,
    in_session,
    ruling,
    standing,
)

BY_VOTE = {"manner": Manner.VOTE}


def registers(room: Room, name: str, organisation: Organisation) -> None:
    """A member's interest comes into the register while the meeting sits."""
    Interest.objects.create(
        person=room.people[name].person,
        organisation=organisation,
        kind="financial",
        description="Owns its building",
        starts=LONG_AGO,
        declared_at=RECORDED,
    )


def all_vote(room: Room, choice: str = "for") -> dict:
    return {user.person_id: choice for user in room.people.values()}


def test_an_interest_registered_after_the_item_was_opened_takes_the_member_out(
    room: Room, workshop: Workshop
) -> None:
    item = heard(room, a_matter(room))
    registers(room, "clinician", room.cast.riverside)
    with pytest.raises(NotPermitted, match="Cyril Benbow is conflicted"):
        items.vote(item=item, choices=all_vote(room), by=room.secretary)
    decision = decide(room, item)
    out = decision.taking_part.get(took_part=False)
    assert out.person == room.clinician.person
    assert len(decision.quorum["counted"]) == 4


def test_a_quorum_lost_since_the_item_was_opened_refuses_the_decision(
    room: Room, workshop: Workshop
) -> None:
    item = heard(room, a_matter(room))
    registers(room, "lay", room.cast.riverside)
    with pytest.raises(NotNow, match="a lay or patient representative"):
        decide(room, item)


def test_the_vote_of_a_member_found_conflicted_since_does_not_decide(
    room: Room, workshop: Workshop
) -> None:
    item = heard(room, a_matter(room))
    items.vote(item=item, choices=all_vote(room), by=room.secretary)
    registers(room, "clinician", room.cast.riverside)
    with pytest.raises(NotNow, match="Cyril Benbow voted and is conflicted"):
        decisions.decide(item=item, ruling=ruling(), by=room.secretary, **BY_VOTE)
    votes = all_vote(room)
    del votes[room.clinician.person_id]
    items.vote(item=item, choices=votes, by=room.secretary)
    decision = decisions.decide(item=item, ruling=ruling(), by=room.secretary, **BY_VOTE)
    assert decision.taking_part.get(person=room.clinician.person).choice == ""


def test_who_voted_and_left_stays_in_the_record(room: Room, workshop: Workshop) -> None:
    item = heard(room, a_matter(room))
    items.vote(item=item, choices=all_vote(room), by=room.secretary)
    attendance.leave(meeting=item.meeting, person=room.clinician.person, by=room.secretary)
    decision = decisions.decide(item=item, ruling=ruling(), by=room.secretary, **BY_VOTE)
    left = TakingPart.objects.get(decision=decision, person=room.clinician.person)
    assert (left.took_part, left.choice, left.capacity) == (True, "for", "clinician")
    assert decision.taking_part.count() == 5
    assert len(decision.quorum["counted"]) == 4


def test_a_seat_given_up_in_the_meeting_counts_no_more(room: Room, workshop: Workshop) -> None:
    item = heard(room, a_matter(room))
    seat = room.committee.memberships.get(person=room.lay.person)
    committees.end_seat(membership=seat, last_day=clock.today().replace(day=15), by=room.secretary)
    with pytest.raises(NotNow, match="a lay or patient representative"):
        decide(room, item)


def test_a_vote_once_cast_is_not_rewritten_in_the_database(room: Room, workshop: Workshop) -> None:
    item = heard(room, a_matter(room))
    items.vote(item=item, choices={room.chair.person_id: "for"}, by=room.secretary)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE governance_vote SET choice = 'against'")


def test_votes_decide_one_thing_only(room: Room, workshop: Workshop) -> None:
    item = heard(room, a_matter(room))
    first = decide(room, item)
    arising = standing(room, item.meeting, Section.MATTERS_ARISING)
    items.vote(item=arising, choices=all_vote(room), by=room.secretary)
    asked = {"item": arising, "by": room.secretary}
    second = decisions.correct(
        decision=first, ruling=ruling(reasons="Better said."), **asked, **BY_VOTE
    )
    for manner in (Manner.VOTE, Manner.CONSENSUS):
        with pytest.raises((BadInput, NotNow)):
            decisions.correct(
                decision=second, ruling=ruling(reasons="Worse said."), manner=manner, **asked
            )
    with pytest.raises(NotNow, match="decided"):
        items.vote(item=arising, choices=all_vote(room, "against"), by=room.secretary)
    assert Vote.objects.filter(choice="for").count() == 5


def test_the_quorum_as_it_was_names_the_capacities(room: Room, workshop: Workshop) -> None:
    committees.seat(
        committee=room.committee,
        person=room.deputy.person,
        capacity=Capacity.CLINICIAN,
        starts=LONG_AGO,
        by=room.secretary,
    )
    decision = decide(room, heard(room, a_matter(room)))
    counted = {one["name"]: one["capacities"] for one in decision.quorum["counted"]}
    assert counted["Daphne Orme"] == ["clinician", "deputy"]
    assert decision.taking_part.get(person=room.deputy.person).capacity == "deputy"


def test_a_deputy_who_acts_alone_is_recorded_as_the_deputy(room: Room, workshop: Workshop) -> None:
    decision = decisions.chairs_action(matter=a_matter(room), ruling=ruling(), by=room.deputy)
    assert decision.taking_part.get().capacity == "deputy"


def test_nobody_alone_ratifies_what_they_decided_alone(room: Room, workshop: Workshop) -> None:
    committees.change_settings(
        committee=room.committee,
        settings={
            "quorum_members": 1,
            "quorum_needs_chair": False,
            "quorum_needs_executive": False,
            "quorum_needs_lay": False,
        },
        by=room.secretary,
    )
    decision = decisions.chairs_action(matter=a_matter(room), ruling=ruling(), by=room.chair)
    arising = standing(room, in_session(room), Section.MATTERS_ARISING)
    for name in ("executive", "lay", "clinician", "deputy"):
        attendance.leave(
            meeting=arising.meeting, person=room.people[name].person, by=room.secretary
        )
    ratify = {"decision": decision, "item": arising, "ratified": True, "reasons": ""}
    with pytest.raises(NotNow, match="another member"):
        decisions.ratify(**ratify, by=room.secretary)
    attendance.arrive(meeting=arising.meeting, person=room.lay.person, by=room.secretary)
    assert decisions.ratify(**ratify, by=room.secretary)


def test_a_meeting_ratifies_its_own_chairs_actions_only_and_none_that_was_corrected(
    room: Room, workshop: Workshop
) -> None:
    decision = decisions.chairs_action(matter=a_matter(room), ruling=ruling(), by=room.chair)
    arising = standing(room, in_session(room), Section.MATTERS_ARISING)
    correct(room, decision, arising, Outcome.DECLINED)
    with pytest.raises(NotNow, match="corrected"):
        decisions.ratify(
            decision=decision, item=arising, ratified=True, reasons="", by=room.secretary
        )
    secretary = a_person("Xavier", "Holt", role=Role.COMMITTEE_SECRETARY, at=room.cast.watford)
    other = committees.establish(commissioner=room.cast.watford, by=secretary)
    elsewhere = a_matter(room)
    elsewhere.committee = other
    elsewhere.save()
    foreign = Decision.objects.create(
        matter=elsewhere,
        number=1,
        outcome=Outcome.AGREED,
        manner=Manner.CHAIRS_ACTION,
        reasons="Theirs.",
        decided_at=clock.now(),
        recorded_by=room.chair.person_id,
    )
    with pytest.raises(NotNow, match="another Committee"):
        decisions.ratify(
            decision=foreign, item=arising, ratified=True, reasons="", by=room.secretary
        )


def test_an_interest_declared_twice_is_told_so(room: Room, workshop: Workshop) -> None:
    item = heard(room, a_matter(room))
    asked = {"item": item, "person": room.lay.person, "reason": "Her son", "managed": ""}
    items.declare(**asked, by=room.secretary)
    with pytest.raises(NotNow, match="noted already"):
        items.declare(**asked, by=room.secretary)


def test_what_an_action_point_stands_on_can_still_be_withdrawn(
    room: Room, workshop: Workshop
) -> None:
    matter = a_matter(room)
    meeting = in_session(room, matter)
    point = {
        "meeting": meeting,
        "item": meeting.items.get(matter=matter),
        "text": "Ask Tring.",
        "owner": room.lay.person,
        "due": clock.today(),
        "by": room.secretary,
    }
    with pytest.raises(BadInput) as refused:
        action_points.add(**point)
    assert "heard" in refused.value.errors["item"]
    matters.withdraw(matter=matter, reason="Tring is shut", by=room.secretary)


def test_an_interest_in_a_rival_takes_the_member_out(room: Room, workshop: Workshop) -> None:
    workshop.held_rivals = (room.cast.highfield.pk,)
    registers(room, "clinician", room.cast.highfield)
    item = heard(room, a_matter(room))
    [conflict] = item.conflicts.all()
    assert conflict.person == room.clinician.person
    assert "Highfield Medical Centre" in conflict.reason
