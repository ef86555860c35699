"""Every page of the Committee's meetings in Chromium: no barrier, no sideways scroll at 320 px;
and a meeting is run at the table with the buttons that are there for it."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from governance.actions import action_points, items, matters
from governance.models import Meeting
from governance.statuses import MeetingStatus, Section
from tests import cast as the_cast
from tests.cast import sign_in
from tests.integration.governance.room import (
    APRIL,
    JUNE,
    MAY,
    Room,
    a_note,
    a_room,
    bring_to,
    meetings_on,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
# Where pictures of the pages go, if somebody wants to look at them.
PICTURES = os.environ.get("PICTURES_IN")


@pytest.fixture
def room(live_server: LiveServer, transactional_db: None) -> Room:
    """April is closed and minuted, May is in session at its minutes item, June is arranged."""
    made = a_room(the_cast.gather())
    april, may, _ = meetings_on(made, APRIL, MAY, JUNE)
    april = bring_to(MeetingStatus.AGENDA_DRAFT, april, made)
    matters.put_on_agenda(
        matter=a_note(made, "Referral audit", summary="An audit of referrals."),
        meeting=april,
        by=made.secretary,
    )
    april = bring_to(MeetingStatus.IN_SESSION, april, made)
    item = april.items.get(section=Section.APOLOGIES)
    items.open_item(item=item, by=made.secretary)
    action_points.add(
        meeting=april,
        item=item,
        text="Send the audit to every practice",
        owner=made.lay.person,
        due=JUNE,
        by=made.secretary,
    )
    items.close_item(item=item, text="Received.", by=made.secretary)
    april = bring_to(MeetingStatus.MINUTES_DRAFT, april, made)
    may = Meeting.objects.get(pk=may.pk)
    for title, private in (
        ("Level 2 for DacCom", False),
        ("A note on training", False),
        ("A price", True),
    ):
        matters.put_on_agenda(
            matter=a_note(made, title, private=private), meeting=may, by=made.secretary
        )
    may = bring_to(MeetingStatus.IN_SESSION, may, made)
    items.open_item(item=may.items.get(section=Section.MINUTES), by=made.secretary)
    a_note(made, "A matter that waits")
    return made


@pytest.fixture
def pages_of(browser: Browser, live_server: LiveServer) -> Iterator[Callable[[User, int], Page]]:
    """``pages_of(user, width)``: a page in which that person is signed in."""
    contexts = []

    def of(user: User, width: int) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, base_url=live_server.url
        )
        contexts.append(context)
        session = sign_in(Client(), user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return context.new_page()

    yield of
    for context in contexts:
        context.close()


def addresses(room: Room) -> dict[str, list[str]]:
    """Every page of meetings, by who opens it."""
    april, may, june = room.committee.meetings.order_by("starts_at")
    point = room.committee.action_points.get()
    seat = room.committee.memberships.first()

    def at(name: str, *args: object) -> str:
        return reverse(f"governance:{name}", args=args)

    return {
        "secretary": [
            "/",
            at("meetings"),
            at("committee", "XDA"),
            at("committee-settings", "XDA"),
            at("committee-seat", "XDA"),
            at("committee-end-seat", "XDA", seat.pk),
            at("meeting-schedule", "XDA"),
            at("action-points"),
            at("action-point-finish", point.pk),
            at("action-point-add", may.pk),
            *(at("meeting", one.pk) for one in (april, may, june)),
            at("meeting-draft-agenda", june.pk),
            at("meeting-cancel", june.pk),
            at("meeting-attend", may.pk),
            at("meeting-close", may.pk),
            at("meeting-pack", may.pk),
            at("meeting-public-pack", may.pk),
            at("minutes", april.pk),
            at("minutes-public", april.pk),
            at("minutes-draft", april.pk),
            at("minutes-approve", april.pk),
        ],
        "lay": ["/", at("meetings"), at("meeting", may.pk), at("meeting", june.pk)],
        "lmc_observer": [at("meetings"), at("meeting", may.pk), at("meeting-public-pack", may.pk)],
    }


@pytest.mark.parametrize("width", [1280, 320])
def test_no_page_has_a_barrier_or_scrolls_sideways(
    room: Room, pages_of: Callable[[User, int], Page], width: int
) -> None:
    people = {
        "secretary": room.secretary,
        "lay": room.lay,
        "lmc_observer": room.cast.lmc_observer,
    }
    found = []
    for who, paths in addresses(room).items():
        page = pages_of(people[who], width)
        for path in paths:
            response = page.goto(path)
            assert response.status == 200, path
            if PICTURES:
                name = path.strip("/").replace("/", "-") or "home"
                page.screenshot(path=f"{PICTURES}/{who}-{name}-{width}.png", full_page=True)
            page.evaluate(AXE.read_text())
            violations = page.evaluate(
                "axe.run().then(r => r.violations.map(v => v.id + ' ' + v.nodes[0].html))"
            )
            found += [f"{who} {path}: {violation}" for violation in violations]
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                found.append(f"{who} {path}: {wide} px wide")
    assert found == []


def test_a_secretary_runs_the_meeting_at_the_table(
    room: Room, pages_of: Callable[[User, int], Page]
) -> None:
    may = room.committee.meetings.get(status=MeetingStatus.IN_SESSION)
    page = pages_of(room.secretary, 820)
    page.goto(may.get_absolute_url())
    expect(page.get_by_text("Quorate as a whole")).to_be_visible()
    leave = page.get_by_role("button", name="Goes out Lorna Quill")
    assert leave.bounding_box()["height"] >= 44
    leave.click()
    expect(page.get_by_text("Not quorate as a whole")).to_be_visible()
    lacking = "Not quorate for this item. It lacks a lay or patient representative."
    expect(page.get_by_text(lacking)).to_be_visible()
    page.get_by_role("button", name="Comes in Lorna Quill").click()
    expect(page.get_by_text("Quorate for this item")).to_be_visible()
    page.get_by_role("link", name="Approve the minutes of 26 April 2007").click()
    page.get_by_role("button", name="Record the approval").click()
    expect(page.get_by_text("The minutes are approved and sealed.")).to_be_visible()
