"""Nothing is half done, and nothing forgotten: agendas, chair's actions, proof of who decides."""

from django.test import Client
from django.urls import reverse

from governance.actions import decisions, meetings
from governance.home_decisions import chairs_actions_to_ratify
from governance.models import Matter
from governance.statuses import MatterStatus, Section
from tests.cast import sign_in
from tests.integration.governance.room import APRIL, Room, meetings_on
from tests.integration.governance.workshop import (
    Workshop,
    a_matter,
    in_session,
    ruling,
    standing,
)


def test_matters_go_on_an_agenda_together_or_not_at_all(room: Room, workshop: Workshop) -> None:
    [meeting] = meetings_on(room, APRIL)
    meetings.draft_agenda(meeting=meeting, by=room.secretary)
    ready, unready = a_matter(room), a_matter(room)
    workshop.unready = (unready.pk,)
    response = sign_in(Client(), room.secretary).post(
        reverse("governance:meeting-add-matters", args=[meeting.pk]),
        {"matters": [ready.pk, unready.pk]},
    )
    assert response.status_code == 422
    assert "The room is not booked" in response.content.decode()
    assert {matter.status for matter in Matter.objects.all()} == {MatterStatus.PROPOSED}


def test_a_chairs_action_waits_on_the_secretary_until_a_meeting_has_looked_at_it(
    room: Room, workshop: Workshop
) -> None:
    decision = decisions.chairs_action(matter=a_matter(room), ruling=ruling(), by=room.chair)
    meeting = in_session(room)
    [waits] = chairs_actions_to_ratify(room.secretary)
    assert waits.url == decision.get_absolute_url()
    close = reverse("governance:meeting-close", args=[meeting.pk])
    secretary = sign_in(Client(), room.secretary)
    assert "not ratified yet" in secretary.get(close).content.decode()
    arising = standing(room, meeting, Section.MATTERS_ARISING)
    decisions.ratify(decision=decision, item=arising, ratified=True, reasons="", by=room.secretary)
    assert list(chairs_actions_to_ratify(room.secretary)) == []
    assert "not ratified yet" not in secretary.get(close).content.decode()
