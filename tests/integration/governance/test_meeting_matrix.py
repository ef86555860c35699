"""Every action on a meeting, at every status, by everyone: the table is the promise."""

from datetime import date, time

import pytest
from django.db import transaction

from governance.actions import action_points, attendance, matters, meetings, minutes
from governance.models import Meeting
from governance.statuses import ItemStatus, MeetingStatus, Section
from pbc.models import AuditEvent
from pbc.refusals import NotNow, NotPermitted, Refusal
from tests.integration.governance import room as committee
from tests.integration.governance.room import MAY, Room, a_note, bring_to, meetings_on

S, A, P, I, C, M, V, U, X = MeetingStatus  # noqa: E741

SECRETARY = {"secretary"}
# action: who may, and in which statuses it succeeds
TABLE = {
    "draft_agenda": (SECRETARY, {S}),
    "put_on_agenda": (SECRETARY, {A, P}),
    "publish_papers": (SECRETARY, {A, P}),
    "send_apologies": (SECRETARY | {"member"}, {S, A, P}),
    "open_meeting": (SECRETARY, {P}),
    "arrive": (SECRETARY, {I}),
    "leave": (SECRETARY, {I}),
    "add_point": (SECRETARY, {I, C, M}),
    "close": (SECRETARY, {I}),
    "draft_minutes": (SECRETARY, {C, M}),
    "approve_minutes": (SECRETARY, {M}),
    "publish_minutes": (SECRETARY, {V}),
    "move": (SECRETARY, {S, A, P}),
    "cancel": (SECRETARY, {S, A, P}),
}
EVERYONE = (
    "riverside_manager",
    "okafor",
    "lead",
    "officer",
    "watford_officer",
    "preparer",
    "approver",
    "secretary",
    "member",
    "lmc_observer",
    "auditor",
    "administrator",
)


def attempt(action: str, meeting: Meeting, room: Room, actor) -> None:
    guest = room.cast.officer.person
    function, more = {
        "draft_agenda": (meetings.draft_agenda, {}),
        "put_on_agenda": (matters.put_on_agenda, {"matter": room.cast.note}),
        "publish_papers": (meetings.publish_papers, {}),
        "send_apologies": (attendance.send_apologies, {"person": room.chair.person}),
        "open_meeting": (meetings.open_meeting, {"present": room.persons(), "apologies": []}),
        "arrive": (attendance.arrive, {"person": guest}),
        "leave": (attendance.leave, {"person": room.lay.person}),
        "add_point": (
            action_points.add,
            {"item": None, "text": "Ask", "owner": guest, "due": date(2007, 6, 1)},
        ),
        "close": (meetings.close, {}),
        "draft_minutes": (minutes.draft, {"texts": {}}),
        "approve_minutes": (minutes.approve, {"at": room.cast.minutes_item}),
        "publish_minutes": (minutes.publish, {}),
        "move": (
            meetings.move,
            {"day": date(2007, 9, 6), "at": time(14), "place": "Hall", "reason": "Snow"},
        ),
        "cancel": (meetings.cancel, {"reason": "Snow"}),
    }[action]
    function(meeting=meeting, by=actor, **more)


@pytest.mark.parametrize("status", MeetingStatus)
def test_each_action_is_done_by_whom_and_when_the_table_says_and_by_nobody_else(
    room: Room, status: MeetingStatus
) -> None:
    meeting, later = meetings_on(room, committee.APRIL, MAY)
    meeting = bring_to(status, meeting, room, later=later)
    room.cast.note = a_note(room, "A note")
    room.cast.minutes_item = None
    if status in (M, V, U):
        room.cast.minutes_item = committee.minutes_item_of(later, room)
    else:
        later.refresh_from_db()
        if later.status == S:
            later = meetings.draft_agenda(meeting=later, by=room.secretary)
        room.cast.minutes_item = later.items.get(section=Section.MINUTES)
    wrong = []
    for action, (allowed, statuses) in TABLE.items():
        for name in EVERYONE:
            expected = (
                NotPermitted if name not in allowed else None if status in statuses else NotNow
            )
            outcome = outcome_of(action, meeting, room, room.cast.people[name])
            if outcome is not expected:
                wrong.append(f"{action} by {name} while {status}: {outcome}, not {expected}")
    assert wrong == []


def outcome_of(action: str, meeting: Meeting, room: Room, actor) -> type[Refusal] | None:
    """What comes of an attempt, which is undone; a refused one must have written nothing."""
    before = AuditEvent.objects.count()
    try:
        with transaction.atomic():
            try:
                attempt(action, meeting, room, actor)
            except Refusal as refusal:
                assert AuditEvent.objects.count() == before
                return type(refusal)
            assert AuditEvent.objects.count() > before, f"{action} left no trace"
            raise Undone
    except Undone:
        return None


class Undone(Exception):
    """Takes back what an attempt wrote."""


def test_only_one_meeting_of_a_committee_is_in_session(room: Room) -> None:
    april, may = meetings_on(room, committee.APRIL, MAY)
    bring_to(I, april, room)
    may = bring_to(P, may, room)
    with pytest.raises(NotNow, match="Close it first"):
        bring_to(I, may, room)


def test_minutes_are_approved_only_by_a_later_quorate_meeting_at_its_minutes_item(
    room: Room,
) -> None:
    april, may = meetings_on(room, committee.APRIL, MAY)
    april = bring_to(M, april, room)
    item = committee.minutes_item_of(may, room)
    may.refresh_from_db()
    for name in ("lay", "executive"):
        attendance.leave(meeting=may, person=room.people[name].person, by=room.secretary)
    item.refresh_from_db()
    assert item.status == ItemStatus.OPEN
    with pytest.raises(NotNow, match="not quorate"):
        minutes.approve(meeting=april, at=item, by=room.secretary)
    attendance.arrive(meeting=may, person=room.lay.person, by=room.secretary)
    attendance.arrive(meeting=may, person=room.executive.person, by=room.secretary)
    approved = minutes.approve(meeting=april, at=item, by=room.secretary)
    assert approved.minutes_approved_in == may
