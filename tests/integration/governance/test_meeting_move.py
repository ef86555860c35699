"""A meeting is moved before it begins: deadline, calendar and warnings follow, people are told."""

from datetime import date, datetime, time

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from governance import calendar_feed, gap_warnings, publication
from governance.actions import attendance, meetings
from governance.models import Meeting, MeetingMove
from governance.statuses import MeetingStatus
from pbc import clock
from pbc.models import Message
from pbc.refusals import BadInput
from tests.cast import sign_in
from tests.integration.governance.room import APRIL, JUNE, MAY, Room, bring_to, meetings_on

MAY_31 = date(2007, 5, 31)


def move(room: Room, meeting: Meeting, day: date, **more: object) -> Meeting:
    asked = {"at": time(14), "place": "Town hall", "reason": "The hall is flooded.", **more}
    return meetings.move(meeting=meeting, day=day, by=room.secretary, **asked)  # type: ignore[arg-type]


def events(room: Room) -> dict[str, dict[str, str]]:
    """The events of the calendar by their UID."""
    found: dict[str, dict[str, str]] = {}
    for block in calendar_feed.feed(room.committee).decode().split("BEGIN:VEVENT\r\n")[1:]:
        pairs = (line.partition(":") for line in block.replace("\r\n ", "").split("\r\n"))
        event = {name: value for name, _, value in pairs}
        found[event["UID"]] = event
    return found


def test_the_deadline_of_the_papers_follows_and_the_reason_is_kept(room: Room) -> None:
    [meeting] = meetings_on(room, MAY)
    meeting = move(room, meeting, MAY_31)
    assert meeting.starts_at == datetime.combine(MAY_31, time(14), tzinfo=clock.LONDON)
    assert (meeting.place, meeting.papers_due) == ("Town hall", date(2007, 5, 24))
    kept = MeetingMove.objects.get()
    assert kept.from_starts_at == datetime.combine(MAY, time(13), tzinfo=clock.LONDON)
    assert kept.from_place == "Board room, Hemel Hempstead"
    shown = sign_in(Client(), room.lay).get(meeting.get_absolute_url()).content.decode()
    assert "Moved from 24 May 2007, 13:00, Board room, Hemel Hempstead" in shown
    assert "The hall is flooded." in shown
    with pytest.raises(DatabaseError), transaction.atomic():
        MeetingMove.objects.all().delete()


def test_who_follows_the_committee_is_told_each_time(room: Room) -> None:
    [meeting] = meetings_on(room, MAY)
    for place, reason in (("Hall", "The room is flooded."), ("Library", "The hall too.")):
        meeting = move(room, meeting, MAY_31, place=place, reason=reason)
    for user in (room.lay, room.secretary, room.cast.officer, room.cast.lmc_observer):
        first, second = Message.objects.filter(
            person_id=user.person_id, kind="meeting.moved"
        ).order_by("at")
        assert "to be on 24 May 2007 at 13:00 is now on 31 May 2007 at 14:00" in first.body
        assert "Papers are due by 24 May 2007." in first.body
        assert "Apologies for the day before" in first.body
        assert "The hall too." in second.body
        assert "Apologies" not in second.body
    assert not Message.objects.filter(
        person_id=room.cast.riverside_manager.person_id, kind="meeting.moved"
    ).exists()


def test_a_calendar_program_takes_the_new_day_for_the_same_meeting(room: Room) -> None:
    [meeting] = meetings_on(room, MAY)
    before = events(room)[f"{meeting.pk}@pbc-committee"]
    move(room, meeting, MAY_31)
    held = events(room)
    after = held[f"{meeting.pk}@pbc-committee"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == ("0", "1")
    assert after["DTSTART;TZID=Europe/London"] == "20070531T140000"
    assert after["LOCATION"] == "Town hall"
    papers = held[f"papers-{meeting.pk}@pbc-committee"]
    assert (papers["DTSTART;VALUE=DATE"], papers["SEQUENCE"]) == ("20070524", "1")


def test_the_warning_of_a_missed_month_is_worked_out_anew(room: Room) -> None:
    _, may, _ = meetings_on(room)
    assert gap_warnings.of(room.committee) == []
    move(room, may, date(2007, 6, 14))
    [gap] = gap_warnings.of(room.committee)
    assert (gap.after, gap.before, gap.days) == (APRIL, date(2007, 6, 14), 49)
    page = sign_in(Client(), room.secretary).get(may.get_absolute_url())
    assert "49 days lie between the meetings" in page.content.decode()


def test_apologies_lapse_with_the_day_and_stay_with_another_hour(room: Room) -> None:
    [meeting] = meetings_on(room, MAY)
    attendance.send_apologies(meeting=meeting, person=room.lay.person, by=room.lay)
    meeting = move(room, meeting, MAY)
    assert meeting.attendances.filter(apologies=True).exists()
    meeting = move(room, meeting, MAY_31)
    assert not meeting.attendances.exists()


def test_papers_that_are_out_are_older_than_the_new_day(room: Room) -> None:
    [meeting] = meetings_on(room, MAY)
    meeting = bring_to(MeetingStatus.PAPERS_PUBLISHED, meeting, room)
    meeting = move(room, meeting, MAY_31)
    [change] = publication.changes(meeting, with_private=False)
    assert (change.title, change.what) == (
        "The meeting",
        "Now on 31 May 2007 at 14:00, Town hall",
    )


def test_a_move_that_cannot_be_is_refused_with_the_fault_at_its_field(room: Room) -> None:
    may, june = meetings_on(room, MAY, JUNE)
    meetings.cancel(meeting=june, reason="Holidays", by=room.secretary)
    [again] = meetings_on(room, JUNE)
    for day, more, field, fault in (
        (JUNE, {}, "day", "meets on this day already"),
        (date(2007, 3, 1), {}, "day", "still to come"),
        (MAY_31, {"reason": " "}, "reason", "Say why"),
        (MAY, {"at": time(13), "place": "Board room, Hemel Hempstead"}, "day", "nothing has"),
    ):
        with pytest.raises(BadInput) as refused:
            move(room, may, day, **more)
        assert fault in refused.value.errors[field]
    assert not MeetingMove.objects.exists()
    move(room, again, MAY_31)
    # The very time of the cancelled meeting is free.
    assert move(room, may, JUNE, at=time(13)).starts_at == june.starts_at


def test_the_secretary_moves_it_on_its_page(room: Room) -> None:
    [meeting] = meetings_on(room, MAY)
    address = reverse("governance:meeting-move", args=[meeting.pk])
    secretary = sign_in(Client(), room.secretary)
    assert address in secretary.get(meeting.get_absolute_url()).content.decode()
    asked = secretary.get(address).content.decode()
    for held in ('value="24"', 'value="13:00"', 'value="Board room, Hemel Hempstead"'):
        assert held in asked
    typed = {"day_day": "31", "day_month": "5", "day_year": "2007", "at": "14:30", "place": ""}
    refused = secretary.post(address, typed)
    assert refused.status_code == 422
    assert "Say why the meeting is moved" in refused.content.decode()
    assert 'value="14:30"' in refused.content.decode()
    assert secretary.post(address, {**typed, "reason": "Snow"}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.starts_at == datetime.combine(MAY_31, time(14, 30), tzinfo=clock.LONDON)
