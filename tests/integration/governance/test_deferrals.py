"""Those whom a deferred matter concerns see why, and when it comes back."""

from django.test import Client
from django.urls import reverse

from accounts.models import User
from governance import deferrals
from governance.actions import items, meetings
from governance.models import Matter
from governance.statuses import MatterStatus, Outcome
from pbc.models import Message
from tests.cast import sign_in
from tests.integration.governance.room import MAY, Room, meetings_on
from tests.integration.governance.workshop import Workshop, a_matter, decide, heard, in_session

WHY = "The plan of the room is missing."


def told(user: User) -> list[str]:
    return list(
        Message.objects.filter(person_id=user.person_id, kind="matter.deferred").values_list(
            "body", flat=True
        )
    )


def page(user: User, matter: Matter) -> str:
    response = sign_in(Client(), user).get(reverse("governance:matter", args=[matter.pk]))
    assert response.status_code == 200
    return response.content.decode()


def test_a_deferral_tells_whom_it_concerns_why_and_when_it_comes_back(
    room: Room, workshop: Workshop
) -> None:
    [may] = meetings_on(room, MAY)
    item = heard(room, a_matter(room))
    decision = decide(room, item, Outcome.DEFERRED, reasons=WHY)
    [message] = told(room.cast.riverside_manager)
    assert f"Reasons: {WHY}" in message
    assert "It comes back at the next meeting, on 24 May 2007." in message
    for stranger in (room.cast.northgate_manager, room.lay, room.cast.officer):
        assert told(stranger) == []
    shown = page(room.cast.riverside_manager, decision.matter)
    assert WHY in shown
    assert "on 24 May 2007" in shown
    response = sign_in(Client(), room.cast.riverside_manager).get(decision.get_absolute_url())
    assert WHY in response.content.decode()
    assert "Who took part" not in response.content.decode()

    meetings.draft_agenda(meeting=may, by=room.secretary)
    assert "It is on the agenda of 24 May 2007." in page(room.cast.riverside_manager, item.matter)


def test_a_deferral_for_want_of_a_quorum_says_its_reason_and_not_what_else_was_noted(
    room: Room, workshop: Workshop
) -> None:
    item = heard(room, a_matter(room))
    items.note(item=item, text="Heated words were said.", by=room.secretary)
    items.defer(item=item, reason="For want of a quorum.", by=room.secretary)
    [message] = told(room.cast.riverside_manager)
    assert "Reasons: For want of a quorum." in message
    assert "The next meeting is not arranged yet." in message
    shown = page(room.cast.riverside_manager, item.matter)
    assert "For want of a quorum." in shown
    assert "Heated words" not in message + shown
    stranger = sign_in(Client(), room.cast.northgate_manager)
    assert stranger.get(item.matter.get_absolute_url()).status_code == 404


def test_once_it_is_decided_nothing_is_said_of_coming_back(room: Room, workshop: Workshop) -> None:
    [may] = meetings_on(room, MAY)
    item = heard(room, a_matter(room))
    decide(room, item, Outcome.DEFERRED, reasons=WHY)
    meetings.close(meeting=item.meeting, by=room.secretary)
    matter = Matter.objects.get()
    assert matter.status == MatterStatus.ON_AGENDA
    may.refresh_from_db()
    meetings.publish_papers(meeting=may, by=room.secretary)
    meetings.open_meeting(meeting=may, present=room.persons(), apologies=[], by=room.secretary)
    decide(room, items.open_item(item=matter.items.get(meeting=may), by=room.secretary))
    matter.refresh_from_db()
    assert deferrals.last(matter) is None
    assert "comes back" not in page(room.cast.riverside_manager, matter)


def test_the_secretary_reads_that_no_letter_goes_of_a_deferral(
    room: Room, workshop: Workshop
) -> None:
    meeting = in_session(room, a_matter(room))
    item = items.open_item(item=meeting.items.get(matter__isnull=False), by=room.secretary)
    decision = decide(room, item, Outcome.DEFERRED, reasons=WHY)
    response = sign_in(Client(), room.secretary).get(decision.get_absolute_url())
    assert "No letter goes of a deferral" in response.content.decode()
