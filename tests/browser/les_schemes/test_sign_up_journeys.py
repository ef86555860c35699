"""A practice signs up in Chromium: signature drawn, without script, and by keyboard alone."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from les_schemes.models import Agreement, Signature, SignUp
from les_schemes.statuses import SchemeStatus, SigningMethod, SignUpStatus
from tests import cast as the_cast
from tests.factories import scheme_at, sign, sign_up_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text()


@pytest.fixture
def cast() -> the_cast.Cast:
    return the_cast.gather()


def signed_in(page, live_server, user: User):
    """The page, with the session of a person who has just signed in."""
    browser = the_cast.sign_in(Client(), user)
    page.context.clear_cookies()
    page.context.add_cookies(
        [{"name": "sessionid", "value": browser.cookies["sessionid"].value, "url": live_server.url}]
    )
    return page


def to(name: str, *args: object) -> str:
    return reverse(f"les_schemes:{name}", args=args)


def test_a_practice_signs_up_its_gp_draws_and_the_officer_accepts(page, live_server, cast):
    scheme_at(SchemeStatus.OPEN, cast)
    signed_in(page, live_server, cast.millbrook_manager).goto("/")
    page.get_by_role("link", name="Sign up to PBC LES").click()
    page.get_by_role("button", name="Start now").click()
    page.get_by_role("link", name="Check the practice’s GPs").click()
    page.get_by_label("These are all the GPs of the practice").check()
    page.get_by_role("button", name="Confirm and continue").click()
    page.get_by_role("link", name="Choose the PBC Locality").click()
    page.get_by_label("DacCom").check()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("link", name="Read and accept the undertaking").click()
    page.get_by_role("checkbox").first.wait_for()
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Accept and continue").click()
    page.get_by_role("link", name="Ask the GPs to sign").click()
    page.get_by_role("button", name="Ask them to sign").click()
    sheet = SignUp.objects.get()
    assert "0 of 2 signed, waiting on Dr Ewan Frost and Dr Ada Okafor" in page.inner_text("main")

    signed_in(page, live_server, cast.frost).goto("/")
    page.get_by_role("link", name="Sign PBC LES 2007/08").click()
    page.get_by_label(re.compile("I have read the terms above")).check()
    page.get_by_label("Type your full name").fill("Ewan Frost")
    page.get_by_text("Draw your signature as well").click()
    pad = page.locator("canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 20, steps=5)
    page.mouse.move(box["x"] + 200, box["y"] + 70, steps=5)
    page.mouse.up()
    page.get_by_role("button", name="Sign", exact=True).click()
    page.get_by_text("your signature is recorded").wait_for()
    assert Signature.objects.get().method == SigningMethod.DRAWN
    sign(sheet, cast.okafor)

    signed_in(page, live_server, cast.millbrook_manager).goto(sheet.get_absolute_url())
    page.get_by_role("link", name="Sign for the practice").click()
    page.get_by_label("Practice Manager").check()
    page.get_by_label("Type your full name").fill("Tomas Hruska")
    page.get_by_role("button", name="Sign for the practice").click()
    page.get_by_role("link", name="Check and return the sheet").click()
    page.get_by_role("button", name="Return the sheet").click()
    assert "Sheet returned" in page.inner_text("main")

    signed_in(page, live_server, cast.officer).goto("/")
    page.get_by_role("link", name="Sheet awaits review").click()
    page.get_by_role("link", name="Millbrook Practice").first.click()
    page.get_by_role("button", name="Review this sheet").click()
    page.get_by_role("button", name="Accept").click()
    page.get_by_role("button", name="Accept the sign-up").click()
    page.get_by_text("the agreement is sealed").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the agreement").click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    assert Agreement.objects.count() == 1


def test_a_gp_signs_without_script_by_keyboard_alone(browser, live_server, cast):
    sheet = sign_up_at(SignUpStatus.SIGNING, cast)
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = signed_in(context.new_page(), live_server, cast.okafor)
    page.goto(to("sign-up-sign", sheet.pk))
    assert not page.get_by_text("Draw your signature as well").is_visible()

    page.get_by_label(re.compile("I have read the terms above")).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Ada Okafor")
    page.keyboard.press("Enter")

    page.get_by_text("your signature is recorded").wait_for()
    assert Signature.objects.get().method == SigningMethod.TYPED
    context.close()


def test_a_wrong_name_is_explained_and_what_was_typed_stays(page, live_server, cast):
    sheet = sign_up_at(SignUpStatus.SIGNING, cast)
    signed_in(page, live_server, cast.okafor).goto(to("sign-up-sign", sheet.pk))
    page.get_by_label(re.compile("I have read the terms above")).check()
    page.get_by_label("Type your full name").fill("Ben Lindqvist")
    page.get_by_role("button", name="Sign", exact=True).click()

    summary = page.get_by_role("alert")
    assert "Type your own name, Dr Ada Okafor" in summary.inner_text()
    assert page.get_by_label("Type your full name").input_value() == "Ben Lindqvist"
    assert page.title().startswith("Error: ")


def test_no_page_has_a_barrier_axe_knows_or_scrolls_sideways_on_a_telephone(
    page, live_server, cast
):
    version = scheme_at(SchemeStatus.OPEN, cast)
    signing = sign_up_at(SignUpStatus.SIGNING, cast, version=version)
    sign(signing, cast.okafor)
    submitted = sign_up_at(
        SignUpStatus.SUBMITTED, cast, practice=cast.millbrook, unsigned=[cast.frost]
    )
    accepted = sign_up_at(SignUpStatus.ACCEPTED, cast, practice=cast.cassio)
    signature = accepted.signatures.first()
    sheet_pages = (
        "sign-up",
        "sign-up-confirm-gps",
        "sign-up-choose-locality",
        "sign-up-accept-undertaking",
        "sign-up-request-signatures",
        "sign-up-remind",
        "sign-up-sign-for-practice",
        "sign-up-submit",
        "sign-up-withdraw",
    )
    walks = {
        cast.riverside_manager: [
            to("schemes"),
            to("scheme", version.pk),
            to("sign-ups"),
            *(to(name, signing.pk) for name in sheet_pages),
        ],
        cast.highfield_manager: [to("sign-up-start", version.pk, "QQ003")],
        cast.lindqvist: [to("sign-up-sign", signing.pk)],
        cast.officer: [
            to("sign-ups"),
            to("sign-up-review", submitted.pk),
            to("sign-up-accept", submitted.pk),
            to("sign-up-query", submitted.pk),
            to("sign-up-refuse", submitted.pk),
            to("scheme-uptake", version.pk),
            to("scheme-unsigned", version.pk),
        ],
        cast.millbrook_manager: [to("sign-up-submitted", submitted.pk)],
        cast.cassio_manager: [
            to("sign-up", accepted.pk),
            to("sign-up-signature", accepted.pk, signature.pk),
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
