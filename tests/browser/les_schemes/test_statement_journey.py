"""A GP's year-end statement in Chromium: from the message to the sealed PDF, without script too,
and the officer's way from the board to the Committee."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from les_schemes.actions import statements as actions
from les_schemes.models import Declaration, YearEndStatement
from les_schemes.statuses import SignUpStatus, StatementStatus
from pbc.actor import SYSTEM
from pbc.models import Message
from tests import cast as the_cast
from tests.committee import sitting
from tests.factories import sign_up_at
from tests.year_end import AFTER_GRACE, asked, give, of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text()


@pytest.fixture
def cast() -> the_cast.Cast:
    return the_cast.gather()


def signed_in(page, live_server, user):
    browser = the_cast.sign_in(Client(), user)
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": "sessionid", "value": browser.cookies["sessionid"].value, "url": live_server.url}]
    )
    return page


def to(name: str, thing) -> str:
    return reverse(f"les_schemes:{name}", args=[thing.pk])


def test_a_gp_opens_the_link_of_the_message_and_gives_the_statement(page, live_server, cast):
    asked(cast)
    link = Message.objects.get(kind="statement.asked", person_id=cast.pugh.person_id).path
    signed_in(page, live_server, cast.pugh).goto(link)

    page.get_by_role("checkbox", name="Time spent with patients").check()
    page.get_by_label("Hours: Time spent with patients").fill("10.5")
    page.get_by_role("checkbox", name="Implementing agreed action").check()
    page.get_by_label("How many hours did you give in all?").fill("9")
    page.get_by_label("Type your full name").fill("Carys Pugh")
    page.get_by_role("button", name="Sign the statement").click()
    summary = page.get_by_role("alert")
    assert "The hours by category come to 10.5 hours" in summary.inner_text()
    assert page.get_by_label("Type your full name").input_value() == "Carys Pugh"

    page.get_by_label("How many hours did you give in all?").fill("20")
    page.get_by_role("button", name="Sign the statement").click()
    page.get_by_label("I gave fewer hours than are asked for").check()
    page.get_by_role("button", name="Sign the statement").click()
    page.get_by_text("your statement is given and sealed").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the statement").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    assert Declaration.objects.get().hours == 20


def test_without_script_by_keyboard_alone_it_is_one_page_too(browser, live_server, cast):
    asked(cast)
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = signed_in(context.new_page(), live_server, cast.okafor)
    page.goto("/")
    page.get_by_role("link", name="Give your year-end statement").click()

    page.get_by_label("Collecting information", exact=True).focus()
    page.keyboard.press("Space")
    page.get_by_label("How many hours did you give in all?").focus()
    page.keyboard.type("24")
    page.get_by_label("Type your full name").focus()
    page.keyboard.type("Ada Okafor")
    page.keyboard.press("Enter")

    page.get_by_text("your statement is given and sealed").wait_for()
    assert of(cast.okafor).status == StatementStatus.GIVEN
    context.close()


def test_an_officer_goes_from_the_home_page_to_the_sample_and_to_the_committee(
    page, live_server, cast
):
    sitting(cast)
    asked(cast)
    give(cast.pugh, hours=3, states_fewer=True)
    the_cast.stand_on(AFTER_GRACE)
    actions.note_missing(by=SYSTEM)
    signed_in(page, live_server, cast.officer).goto("/")

    page.get_by_role("link", name="Year-end statements to check").click()
    page.get_by_role("link", name="Dr Carys Pugh").click()
    page.get_by_role("button", name="Query").click()
    page.get_by_label("What does the GP have to put right?").fill("Is that a slip?")
    page.get_by_role("button", name="Send the query").click()
    page.get_by_text("The GP has been asked.").wait_for()

    page.goto("/")
    page.get_by_role("link", name="Missing year-end statements").click()
    page.get_by_label(re.compile("What was done to obtain them")).fill("Reminded four times.")
    page.get_by_role("button", name="Put them before the Committee").click()
    page.get_by_text("wait for the Committee").wait_for()
    referred = YearEndStatement.objects.filter(status=StatementStatus.REFERRED)
    assert referred.count() == 2


def test_no_page_has_a_barrier_axe_knows_or_scrolls_sideways_on_a_telephone(
    page, live_server, cast
):
    sitting(cast)
    at_millbrook = sign_up_at(SignUpStatus.ACCEPTED, cast, practice=cast.millbrook)
    sign_up = asked(cast)
    give(cast.okafor, of(cast.okafor, at_millbrook))
    version = sign_up.version
    given = of(cast.pugh)
    give(cast.pugh, hours=10, states_fewer=True, categories={1: 5, 2: None}, note="Was away.")
    own = of(cast.okafor, sign_up)
    the_cast.stand_on(date(2008, 4, 10))
    walks = {
        cast.okafor: [to("statement", own), to("statement-give", own)],
        cast.riverside_manager: [
            to("sign-up-statements", sign_up),
            to("sign-up-statements-remind", sign_up),
            to("sign-up", sign_up),
        ],
        cast.officer: [
            to("scheme-statements", version),
            to("scheme-statements-check", version),
            to("scheme-statements-remind", version),
            to("scheme-statements-refer", version),
            to("statement", given),
            to("statement-accept", given),
            to("statement-query", given),
            to("statement-exempt", own),
        ],
    }
    barriers = []
    page.set_viewport_size({"width": 320, "height": 800})
    for user, addresses in walks.items():
        signed_in(page, live_server, user)
        for address in addresses:
            page.goto(address)
            assert page.url.endswith(address)
            barriers += [f"{address}: {barrier}" for barrier in barriers_of(page)]
    assert barriers == []


def barriers_of(page) -> list[str]:
    width = page.evaluate("document.documentElement.scrollWidth")
    found = [f"{width} pixels wide"] if width > 320 else []
    page.evaluate(AXE)
    violations = page.evaluate(
        "axe.run().then(r => r.violations.map(v => v.id + ' ' + v.nodes[0].html.slice(0, 150)))"
    )
    return found + violations
