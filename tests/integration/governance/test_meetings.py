"""What a meeting does: series, live attendance, carry-over, action log, calendar, home page."""

from datetime import date, datetime, time

import pytest
from django.test import Client
from django.urls import reverse

from governance import agenda, calendar_feed
from governance.actions import action_points, attendance, committees, items, matters, meetings
from governance.home import action_points_of, meetings_of_the_secretary
from governance.models import ActionPoint, AgendaItem, Meeting
from governance.statuses import Capacity, ItemStatus, MatterStatus, MeetingStatus, Section
from pbc import audit, clock
from pbc.models import Message
from pbc.refusals import BadInput, NotNow
from tests.cast import sign_in, stand_on
from tests.integration.governance.room import APRIL, JUNE, MAY, Room, a_note, bring_to, meetings_on

I, P = MeetingStatus.IN_SESSION, MeetingStatus.PAPERS_PUBLISHED  # noqa: E741


def put(room: Room, meeting: Meeting, *titles: str) -> list[AgendaItem]:
    return [
        matters.put_on_agenda(matter=a_note(room, title), meeting=meeting, by=room.secretary)
        for title in titles
    ]


def test_a_series_has_its_paper_deadlines_and_may_be_prolonged(room: Room) -> None:
    first = meetings_on(room, APRIL, MAY)
    assert [one.papers_due for one in first] == [date(2007, 4, 19), date(2007, 5, 17)]
    assert first[0].starts_at == datetime.combine(APRIL, time(13), tzinfo=clock.LONDON)
    assert [one.starts_at.date() for one in meetings_on(room, APRIL, MAY, JUNE)] == [JUNE]
    with pytest.raises(NotNow, match="already"):
        meetings_on(room, APRIL, MAY, JUNE)


def test_an_agenda_has_its_items_in_the_proper_order(room: Room) -> None:
    [meeting] = meetings_on(room, APRIL)
    meeting = bring_to(MeetingStatus.AGENDA_DRAFT, meeting, room)
    put(room, meeting, "First", "Second")
    private = a_note(room, "Secret", private=True)
    matters.put_on_agenda(matter=private, meeting=meeting, by=room.secretary)
    read = agenda.of(meeting, with_private=True)
    assert [(one.number, one.title) for one in read.entries] == [
        (1, "Apologies for absence"),
        (2, "Declarations of interest"),
        (3, "Minutes of the last meeting"),
        (4, "Matters arising and action log"),
        (5, "First"),
        (6, "Second"),
        (7, "Any other business"),
        (8, "Date of next meeting"),
        (9, "Secret"),
    ]
    assert agenda.of(meeting, with_private=False).private[0].title == "Item heard in private"
    item = meeting.items.get(title="Second")
    meetings.move_item(item=item, earlier=True, by=room.secretary)
    read = agenda.of(meeting, with_private=True)
    assert [one.title for one in read.entries if one.section == Section.MATTERS][:2] == [
        "Second",
        "First",
    ]


def test_who_leaves_and_comes_changes_the_quorum_of_the_open_item(room: Room) -> None:
    [meeting] = meetings_on(room, APRIL)
    meeting = bring_to(MeetingStatus.AGENDA_DRAFT, meeting, room)
    [item] = put(room, meeting, "A note")
    meeting = bring_to(I, meeting, room)
    item = items.open_item(item=item, by=room.secretary)
    assert item.quorum["quorate"]
    assert len(item.quorum["counted"]) == 5

    attendance.leave(meeting=meeting, person=room.lay.person, by=room.secretary)
    item.refresh_from_db()
    assert item.quorum["lacking"] == ["a lay or patient representative"]
    assert len(item.quorum["counted"]) == 4

    attendance.leave(meeting=meeting, person=room.clinician.person, by=room.secretary)
    item.refresh_from_db()
    assert item.quorum["lacking"] == [
        "1 more of at least 4 members",
        "a lay or patient representative",
    ]

    attendance.arrive(meeting=meeting, person=room.lay.person, by=room.secretary)
    item.refresh_from_db()
    assert item.quorum["quorate"]
    spells = meeting.attendances.filter(person=room.lay.person)
    assert [one.left_at is None for one in spells] == [False, True]


def test_a_guest_does_not_count_to_the_quorum(room: Room) -> None:
    [meeting] = meetings_on(room, APRIL)
    meeting = bring_to(I, meeting, room)
    item = items.open_item(item=meeting.items.get(section=Section.APOLOGIES), by=room.secretary)
    attendance.arrive(meeting=meeting, person=room.cast.officer.person, by=room.secretary)
    item.refresh_from_db()
    assert len(item.quorum["counted"]) == 5


def test_arriving_takes_apologies_back(room: Room) -> None:
    [meeting] = meetings_on(room, APRIL)
    attendance.send_apologies(meeting=meeting, person=room.lay.person, by=room.lay)
    meeting = bring_to(P, meeting, room)
    meeting = meetings.open_meeting(
        meeting=meeting,
        present=room.persons("chair", "executive"),
        apologies=room.persons("lay"),
        by=room.secretary,
    )
    attendance.arrive(meeting=meeting, person=room.lay.person, by=room.secretary)
    assert not meeting.attendances.filter(apologies=True).exists()
    with pytest.raises(NotNow, match="already"):
        attendance.arrive(meeting=meeting, person=room.lay.person, by=room.secretary)


def test_nobody_is_both_here_and_away(room: Room) -> None:
    [meeting] = meetings_on(room, APRIL)
    meeting = bring_to(P, meeting, room)
    with pytest.raises(BadInput, match="cannot both"):
        meetings.open_meeting(
            meeting=meeting,
            present=room.persons("lay"),
            apologies=room.persons("lay"),
            by=room.secretary,
        )


def test_what_is_not_reached_goes_to_the_next_meeting_by_itself(room: Room) -> None:
    april, may, _ = meetings_on(room)
    april = bring_to(MeetingStatus.AGENDA_DRAFT, april, room)
    heard, deferred, unheard = put(room, april, "Heard", "Deferred", "Unheard")
    april = bring_to(I, april, room)
    items.open_item(item=deferred, by=room.secretary)
    items.defer(item=deferred, reason="The papers are missing", by=room.secretary)
    items.open_item(item=unheard, by=room.secretary)
    with pytest.raises(NotNow, match="is being heard"):
        meetings.close(meeting=april, by=room.secretary)
    items.defer(item=unheard, reason="For want of time", by=room.secretary)
    april = meetings.close(meeting=april, by=room.secretary)

    heard.refresh_from_db()
    assert heard.status == ItemStatus.NOT_REACHED
    assert not april.attendances.filter(apologies=False, left_at__isnull=True).exists()
    may.refresh_from_db()
    assert may.status == MeetingStatus.AGENDA_DRAFT
    carried = may.items.filter(matter__isnull=False).order_by("position")
    assert [item.title for item in carried] == ["Heard", "Deferred", "Unheard"]
    assert {item.matter.status for item in carried} == {MatterStatus.ON_AGENDA}


def test_without_a_next_meeting_matters_wait_and_the_next_agenda_takes_them(room: Room) -> None:
    [april] = meetings_on(room, APRIL)
    april = bring_to(MeetingStatus.AGENDA_DRAFT, april, room)
    put(room, april, "Unheard")
    april = bring_to(I, april, room)
    meetings.close(meeting=april, by=room.secretary)
    waiting = april.items.get(title="Unheard").matter
    assert waiting.status == MatterStatus.PROPOSED
    [may] = meetings_on(room, MAY)
    may = meetings.draft_agenda(meeting=may, by=room.secretary)
    assert may.items.filter(matter=waiting).exists()


def test_a_cancelled_meeting_hands_its_matters_on_and_tells_the_members(room: Room) -> None:
    april, may = meetings_on(room, APRIL, MAY)
    april = bring_to(MeetingStatus.AGENDA_DRAFT, april, room)
    put(room, april, "A note")
    meetings.cancel(meeting=april, reason="Snow", by=room.secretary)
    assert may.items.filter(title="A note").exists()
    told = Message.objects.filter(kind="meeting.cancelled")
    assert room.chair.person_id in set(told.values_list("person_id", flat=True))
    assert "Snow" in told.first().body


def test_an_action_point_is_told_waits_and_is_done_by_its_owner(room: Room) -> None:
    [meeting] = meetings_on(room, APRIL)
    meeting = bring_to(I, meeting, room)
    point = action_points.add(
        meeting=meeting,
        item=None,
        text="Bring the audit",
        owner=room.lay.person,
        due=date(2007, 5, 20),
        by=room.secretary,
    )
    assert Message.objects.filter(kind="action_point.added", person_id=room.lay.person_id).exists()
    [waits] = action_points_of(room.lay)
    assert (waits.due, waits.explanation) == (date(2007, 5, 20), "Bring the audit")
    action_points.finish(point=point, note="Brought", by=room.lay)
    assert list(action_points_of(room.lay)) == []
    assert ActionPoint.objects.get().done_note == "Brought"
    with pytest.raises(NotNow):
        action_points.finish(point=point, note="", by=room.lay)


def test_the_secretary_is_told_of_papers_minutes_and_a_missed_month(room: Room) -> None:
    april, _ = meetings_on(room, APRIL, JUNE)
    told = [item.title for item in meetings_of_the_secretary(room.secretary)]
    assert told == ["Papers for 26 April 2007", "A month without a meeting"]
    bring_to(MeetingStatus.CLOSED, april, room)
    told = [item.title for item in meetings_of_the_secretary(room.secretary)]
    assert told == ["Minutes of 26 April 2007", "A month without a meeting"]
    assert list(meetings_of_the_secretary(room.chair)) == []


def test_a_seat_is_given_and_ended_and_a_quorum_needs_a_member(room: Room) -> None:
    with pytest.raises(BadInput, match="already"):
        committees.seat(
            committee=room.committee,
            person=room.lay.person,
            capacity=Capacity.LAY,
            starts=APRIL,
            by=room.secretary,
        )
    membership = room.committee.memberships.get(person=room.lay.person)
    with pytest.raises(BadInput, match="in the past"):
        committees.end_seat(membership=membership, last_day=date(2007, 1, 1), by=room.secretary)
    ended = committees.end_seat(membership=membership, last_day=APRIL, by=room.secretary)
    assert ended.ends == date(2007, 4, 27)
    with pytest.raises(BadInput):
        committees.change_settings(
            committee=room.committee, settings={"quorum_members": 0}, by=room.secretary
        )


def test_the_calendar_is_valid_and_tells_no_more_than_days_and_places(
    room: Room, client: Client
) -> None:
    april, may, june = meetings_on(room)
    april = bring_to(MeetingStatus.AGENDA_DRAFT, april, room)
    put(room, april, "A secret matter")
    meetings.cancel(meeting=june, reason="Holidays; all, of us", by=room.secretary)
    address = reverse("governance:calendar", args=[calendar_feed.key_of(room.committee)])
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    text = response.content.decode()
    assert "A secret matter" not in text
    lines = text.split("\r\n")
    assert lines.pop() == ""
    assert all(len(line.encode()) <= 75 for line in lines)
    assert "\n" not in "".join(lines)
    events = parsed(lines)
    by_id = {event["UID"]: event for event in events}
    assert len(by_id) == 3 + 2  # three meetings, and papers due for those that take place
    held = by_id[f"{april.pk}@pbc-committee"]
    assert held["DTSTART;TZID=Europe/London"] == "20070426T130000"
    assert held["LOCATION"] == "Board room\\, Hemel Hempstead"
    assert held["STATUS"] == "CONFIRMED"
    gone = by_id[f"{june.pk}@pbc-committee"]
    assert (gone["STATUS"], gone["DESCRIPTION"]) == ("CANCELLED", "Holidays\\; all\\, of us")
    assert by_id[f"papers-{may.pk}@pbc-committee"]["DTSTART;VALUE=DATE"] == "20070517"
    assert all(len(event["DTSTAMP"]) == 16 and event["DTSTAMP"][-1] == "Z" for event in events)


def test_a_calendar_address_that_we_did_not_give_out_is_unknown(room: Room, client: Client) -> None:
    assert client.get("/committee/calendar/XDA:forged.ics").status_code == 404


def parsed(lines: list[str]) -> list[dict[str, str]]:
    """The events of a calendar, unfolded; every BEGIN has its END."""
    unfolded: list[str] = []
    for line in lines:
        if line.startswith(" "):
            unfolded[-1] += line[1:]
        else:
            unfolded.append(line)
    assert unfolded[0] == "BEGIN:VCALENDAR"
    assert unfolded[-1] == "END:VCALENDAR"
    inside, events = [], []
    for line in unfolded:
        name, _, value = line.partition(":")
        if name == "BEGIN":
            inside.append(value)
            if value == "VEVENT":
                events.append({})
        elif name == "END":
            assert inside.pop() == value
        elif inside[-1] == "VEVENT":
            assert name not in events[-1]
            events[-1][name] = value
    assert inside == []
    return events


def test_every_step_is_in_a_chain_that_holds(room: Room) -> None:
    april, may = meetings_on(room, APRIL, MAY)
    bring_to(MeetingStatus.PUBLISHED, april, room, later=may)
    assert list(audit.verify()) == []


def test_the_pages_of_a_meeting_are_for_those_who_follow_the_committee(
    room: Room, client: Client
) -> None:
    [meeting] = meetings_on(room, APRIL)
    address = meeting.get_absolute_url()
    for name, status in (
        ("secretary", 200),
        ("member", 200),
        ("officer", 200),
        ("auditor", 200),
        ("lmc_observer", 404),  # until the papers are published
        ("watford_officer", 404),
        ("okafor", 403),
    ):
        response = sign_in(Client(), room.cast.people[name]).get(address)
        assert response.status_code == status, name
    stand_on(APRIL)
    bring_to(P, meeting, room)
    observer = sign_in(Client(), room.cast.lmc_observer)
    assert observer.get(address).status_code == 200
    public = reverse("governance:meeting-public-pack", args=[meeting.pk])
    whole = reverse("governance:meeting-pack", args=[meeting.pk])
    assert observer.get(public).status_code == 200
    assert observer.get(whole).status_code == 403
    meeting.refresh_from_db()
    assert observer.get(reverse("documents:file", args=[meeting.public_pack_id])).status_code == 200
    assert observer.get(reverse("documents:file", args=[meeting.pack_id])).status_code == 404


def test_the_whole_month_is_played_through_the_pages(room: Room) -> None:
    april, may = meetings_on(room, APRIL, MAY)
    secretary = sign_in(Client(), room.secretary)
    note = a_note(room, "A note")

    def post(name: str, *args: object, **data: object) -> None:
        response = secretary.post(reverse(f"governance:{name}", args=args), data)
        assert response.status_code == 302, (name, response.content.decode()[-3000:])

    post("meeting-draft-agenda", april.pk)
    post("meeting-add-matters", april.pk, matters=[str(note.pk)])
    page = secretary.get(reverse("governance:meeting-publish-papers", args=[april.pk]))
    assert "Quorate, if all others come" in page.content.decode()
    post("meeting-publish-papers", april.pk)
    answers = {str(user.person_id): "here" for user in room.people.values()}
    answers[str(room.lay.person_id)] = "apologies"
    post("meeting-open", april.pk, **answers)
    post("meeting-arrive", april.pk, room.lay.person_id)
    post("meeting-attend", april.pk, person=str(room.cast.officer.person_id))
    post("meeting-leave", april.pk, room.lay.person_id)
    post(
        "action-point-add",
        april.pk,
        text="Ask",
        owner=str(room.lay.person_id),
        due_0="20",
        due_1="5",
        due_2="2007",
        due_day="20",
        due_month="5",
        due_year="2007",
    )
    post("meeting-close", april.pk)
    post("minutes-draft", april.pk, whole="All went well.")
    item = may_minutes_item(room, may)
    post("minutes-approve", april.pk)
    items.close_item(item=item, text="", by=room.secretary)
    post("minutes-publish", april.pk)
    april.refresh_from_db()
    assert april.status == MeetingStatus.PUBLISHED
    for name in ("meeting", "minutes", "minutes-public", "meeting-pack", "meeting-public-pack"):
        address = reverse(f"governance:{name}", args=[april.pk])
        assert secretary.get(address).status_code == 200, name
    for address in ("/committee/", "/committee/action-points/", "/committee/committees/XDA/", "/"):
        assert secretary.get(address).status_code == 200, address


def may_minutes_item(room: Room, may: Meeting) -> AgendaItem:
    may.refresh_from_db()
    bring_to(I, may, room)
    return items.open_item(item=may.items.get(section=Section.MINUTES), by=room.secretary)
