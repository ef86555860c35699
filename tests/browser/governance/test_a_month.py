"""The core of the Committee's month in Chromium: opened, heard, decided, told, paid."""

import io
from collections.abc import Callable, Iterator
from datetime import date

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from governance.actions import matters, meetings
from governance.models import Decision, Meeting
from localities.models import Post
from localities.statuses import Capacity
from tests import cast as the_cast
from tests import pdf_ua
from tests.cast import LONG_AGO, Cast, sign_in, stand_on
from tests.committee import Sitting, sitting
from tests.integration.applications.asking import a_scheme, reviewed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

JUNE_28 = date(2007, 6, 28)


@pytest.fixture
def cast(live_server: LiveServer, transactional_db: None) -> Cast:
    return the_cast.gather()


@pytest.fixture
def committee(cast: Cast) -> Sitting:
    """One clinician works at a practice of DacCom, whose level the Committee decides."""
    committee = sitting(cast)
    Post.objects.create(
        person=committee.members["clinician"].person,
        practice=cast.riverside,
        capacity=Capacity.PARTNER,
        starts=LONG_AGO,
    )
    return committee


@pytest.fixture
def meeting(cast: Cast, committee: Sitting) -> Meeting:
    """28 June, its papers out, with DacCom's application for level 2."""
    version = a_scheme(cast)
    stand_on(JUNE_28)
    matter = reviewed(cast, version)
    meeting = committee.meeting_on(JUNE_28)
    matters.put_on_agenda(matter=matter, meeting=meeting, by=committee.secretary)
    return meetings.publish_papers(meeting=meeting, by=committee.secretary)


@pytest.fixture
def page_of(browser: Browser, live_server: LiveServer) -> Iterator[Callable[[User], Page]]:
    """``page_of(user)``: a page in which that person is signed in."""
    contexts = []

    def of(user: User) -> Page:
        context = browser.new_context(base_url=live_server.url)
        contexts.append(context)
        session = sign_in(Client(), user).cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        return context.new_page()

    yield of
    for context in contexts:
        context.close()


def test_a_level_is_heard_decided_and_told(
    cast: Cast, committee: Sitting, meeting: Meeting, page_of: Callable[[User], Page]
) -> None:
    page = page_of(committee.secretary)
    page.goto(meeting.get_absolute_url())
    page.get_by_role("button", name="Open the meeting").click()
    for user in committee.members.values():
        row = page.get_by_role("group", name=user.person.name)
        row.get_by_label("Here", exact=True).check()
    page.get_by_role("button", name="Open the meeting").click()
    expect(page.get_by_text("The meeting is open.")).to_be_visible()

    item = meeting.items.get(matter__isnull=False)
    page.goto(reverse("governance:item", args=[item.pk]))
    page.get_by_role("button", name="Hear this item").click()
    expect(page.get_by_text("5 members counted")).to_be_visible()
    expect(page.get_by_text("Works at a practice of DacCom").first).to_be_visible()
    conflicted = page_of(committee.members["clinician"])
    conflicted.goto(reverse("governance:item", args=[item.pk]))
    expect(conflicted.get_by_text("You are out of this item")).to_be_visible()

    expect(page.get_by_text("£39,000.00")).to_be_visible()
    page.get_by_role("button", name="Record the decision").click()
    page.get_by_label("Agreed", exact=True).check()
    page.get_by_label("Reasons").fill("Every criterion is shown.")
    page.get_by_role("button", name="Record the decision").click()
    expect(page.get_by_text("The decision is recorded and carried out.")).to_be_visible()

    decision = Decision.objects.get()
    page.goto(decision.get_absolute_url())
    page.get_by_role("link", name="Preview the letter to DacCom").click()
    expect(page.get_by_text("Not sent yet.")).to_be_visible()
    page.get_by_role("button", name="Seal and send it").click()
    page.get_by_role("button", name="Seal and send the letter").click()
    expect(page.get_by_text("The letter is sealed, kept and sent.")).to_be_visible()

    lead = page_of(cast.lead)
    lead.goto(decision.get_absolute_url())
    letter = lead.get_by_role("link", name="PDF of the letter to DacCom").get_attribute("href")
    pdf = lead.request.get(letter).body()
    assert pdf_ua.faults(pdf) == []
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    words = " ".join(" ".join(one.extract_text() for one in pages).split())
    for said in ("Every criterion is shown.", "£39,000.00", "Write to the Committee"):
        assert said in words, said
    lead.goto(reverse("applications:level-locality", args=["LDAC"]))
    expect(lead.get_by_text("1 July 2007").first).to_be_visible()
