"""Each page of the Committee says on whom the thing waits, and what comes next; a home page too."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from governance import agenda
from governance.actions import appeals, attendance, items, matters, meetings
from governance.disputable import Disputed
from governance.home import meetings_of_the_secretary, papers_to_read
from governance.models import Appeal, Meeting
from governance.statuses import MeetingStatus, Section
from pbc import clock
from tests.cast import sign_in, stand_on
from tests.integration.governance.room import APRIL, MAY, Room, a_note, bring_to, meetings_on

SESSION, PUBLISHED = MeetingStatus.IN_SESSION, MeetingStatus.PAPERS_PUBLISHED


@pytest.fixture
def april(room: Room) -> Meeting:
    april, _ = meetings_on(room, APRIL, MAY)
    return april


def page(user: User, name: str, *args: object) -> str:
    response = sign_in(Client(), user).get(reverse(f"governance:{name}", args=args))
    assert response.status_code == 200, name
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    "status, words",
    [
        (MeetingStatus.SCHEDULED, "To begin the agenda. The papers are due by 19 April 2007."),
        (MeetingStatus.AGENDA_DRAFT, "To publish the papers by 19 April 2007."),
        (MeetingStatus.CLOSED, "To write the minutes."),
        (
            MeetingStatus.MINUTES_DRAFT,
            "To approve the minutes when it meets next on 24 May 2007.",
        ),
    ],
)
def test_a_meeting_says_what_it_waits_for(
    room: Room, april: Meeting, status: MeetingStatus, words: str
) -> None:
    april = bring_to(status, april, room)
    assert words in page(room.secretary, "meeting", april.pk)
    if status in (MeetingStatus.SCHEDULED, MeetingStatus.AGENDA_DRAFT):
        assert words in page(room.lay, "meetings")


def test_the_meeting_is_closed_last(room: Room, april: Meeting) -> None:
    """While an item is heard the button is greyed; the next item is the one to be heard."""
    april = bring_to(SESSION, april, room)
    shown = page(room.secretary, "meeting", april.pk)
    assert "<strong>Next:</strong> 1. Apologies for absence" in shown
    assert shown.count('class="nhsuk-button" ') == 1
    item = april.items.get(section=Section.APOLOGIES)
    items.open_item(item=item, by=room.secretary)
    shown = page(room.secretary, "meeting", april.pk)
    assert "“Apologies for absence” is being heard. Decide, defer or close it first." in shown
    assert reverse("governance:meeting-close", args=[april.pk]) not in shown


def test_only_matters_beside_one_another_change_places(room: Room, april: Meeting) -> None:
    april = bring_to(MeetingStatus.AGENDA_DRAFT, april, room)
    for title, private in (("First", False), ("Second", False), ("Secret", True)):
        matters.put_on_agenda(
            matter=a_note(room, title, private=private), meeting=april, by=room.secretary
        )
    ways = {one.title: set(one.may_go) for one in agenda.of(april, with_private=True).entries}
    assert ways["First"] == {"later"}
    assert ways["Second"] == {"earlier"}
    assert ways["Secret"] == set()
    assert ways["Apologies for absence"] == set()


def test_a_matter_says_when_it_is_heard_and_why_it_cannot_be_put_on(
    room: Room, april: Meeting
) -> None:
    matter = a_note(room, "Audit")
    shown = page(room.secretary, "matter", matter.pk)
    assert "Waiting on <b>the Committee secretary</b>" in shown
    assert "The next meeting is on 26 April 2007; its papers are due by 19 April 2007." in shown
    assert "No agenda is being drafted. Begin the agenda of a meeting first." in shown
    assert reverse("governance:matter-put-on-agenda", args=[matter.pk]) not in shown
    assert "There is nothing to choose" not in page(
        room.secretary, "matter-put-on-agenda", matter.pk
    )

    april = bring_to(MeetingStatus.AGENDA_DRAFT, april, room)
    assert reverse("governance:matter-put-on-agenda", args=[matter.pk]) in page(
        room.secretary, "matter", matter.pk
    )
    matters.put_on_agenda(matter=matter, meeting=april, by=room.secretary)
    shown = page(room.secretary, "matter", matter.pk)
    assert "It is on the agenda of the meeting of 26 April 2007." in shown
    assert april.get_absolute_url() in shown
    bring_to(SESSION, april, room)
    assert "meeting that sits now" in page(room.secretary, "matter", matter.pk)


def test_without_a_quorum_the_decision_is_greyed(room: Room, april: Meeting) -> None:
    april = bring_to(MeetingStatus.AGENDA_DRAFT, april, room)
    item = matters.put_on_agenda(matter=a_note(room, "Audit"), meeting=april, by=room.secretary)
    april = bring_to(SESSION, april, room)
    items.open_item(item=item, by=room.secretary)
    decide = reverse("governance:item-decide", args=[item.pk])
    assert decide in page(room.secretary, "item", item.pk)
    attendance.leave(meeting=april, person=room.lay.person, by=room.secretary)
    shown = page(room.secretary, "item", item.pk)
    assert decide not in shown
    assert "Without a quorum nothing can be decided." in shown


def test_members_and_the_secretary_are_led_to_a_meeting_whose_papers_are_out(
    room: Room, april: Meeting
) -> None:
    bring_to(PUBLISHED, april, room)
    [waits] = papers_to_read(room.lay)
    assert waits.title == "Read the papers for 26 April 2007"
    assert waits.due == APRIL
    assert [one.title for one in meetings_of_the_secretary(room.secretary)] == []
    attendance.send_apologies(meeting=april, person=room.lay.person, by=room.lay)
    assert list(papers_to_read(room.lay)) == []
    assert len(list(papers_to_read(room.chair))) == 1
    stand_on(APRIL)
    opening, *_ = meetings_of_the_secretary(room.secretary)
    assert opening.title == "Open the meeting of 26 April 2007"


def test_nobody_leaves_before_they_came(room: Room, april: Meeting) -> None:
    """A demonstration's hours go round: who came in the evening leaves in the small hours."""
    april = bring_to(SESSION, april, room)
    later = clock.now() + timedelta(hours=5)
    april.attendances.filter(person=room.lay.person).update(arrived_at=later)
    meetings.close(meeting=april, by=room.secretary)
    left = dict(april.attendances.values_list("person", "left_at"))
    assert left[room.lay.person_id] == later
    assert left[room.chair.person_id] < later


def an_appeal(room: Room) -> Appeal:
    return appeals.raise_appeal(
        disputed=Disputed("A payment", room.cast.dacorum, room.cast.riverside, "/"),
        subject_type="payments.line",
        subject_id="1",
        grounds="It is wrong.",
        supported_by_lmc=False,
        by=room.cast.riverside_manager,
    )


def test_an_appeal_says_who_owes_what_by_when(room: Room, april: Meeting) -> None:
    stand_on(date(2007, 4, 16))
    appeal = an_appeal(room)
    manager = room.cast.riverside_manager

    shown = page(manager, "appeal", appeal.pk)
    assert f"Waiting on <b>{room.cast.dacorum}</b> since" in shown
    assert "To acknowledge by 18 April 2007." in shown
    # Ending one's own appeal is never the button that stands out.
    assert 'class="nhsuk-button nhsuk-button--secondary"' in shown
    assert 'class="nhsuk-button" ' not in shown

    appeals.acknowledge(appeal=appeal, by=room.cast.officer)
    appeals.answer(appeal=appeal, text="It is right.", by=room.cast.officer)
    shown = page(manager, "appeal", appeal.pk)
    assert f"Waiting on <b>{room.cast.riverside}</b> since" in shown
    assert "To close the appeal, or to take it further." in shown

    appeals.escalate(appeal=appeal, text="It is not.", by=manager)
    shown = page(manager, "appeal", appeal.pk)
    assert "Waiting on <b>the Committee</b> since" in shown
    assert "The next meeting is on 26 April 2007" in shown
    matter = Appeal.objects.get().matter
    assert matter is not None
    assert "Taken to the Committee, 16 April 2007" in page(room.secretary, "matter", matter.pk)


def test_the_agenda_says_what_was_decided_to_whom_may_know(room: Room, april: Meeting) -> None:
    april = bring_to(MeetingStatus.AGENDA_DRAFT, april, room)
    item = matters.put_on_agenda(matter=a_note(room, "Audit"), meeting=april, by=room.secretary)
    april = bring_to(SESSION, april, room)
    items.open_item(item=item, by=room.secretary)
    sign_in(client := Client(), room.secretary)
    sent = client.post(
        reverse("governance:item-decide", args=[item.pk]),
        {"outcome": "agreed", "reasons": "Noted.", "manner": "consensus"},
    )
    assert sent.status_code == 302
    outcome = re.compile(r"<strong [^>]*>\s*Agreed\s*</strong>")
    assert outcome.search(page(room.lay, "meeting", april.pk))
    assert not outcome.search(page(room.cast.lmc_observer, "meeting", april.pk))
