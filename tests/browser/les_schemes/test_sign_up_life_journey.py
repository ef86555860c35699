"""What happens after acceptance, in Chromium: notice, a merger, a variation acknowledged."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from les_schemes import loading
from les_schemes.models import SchemeVersion, SignUp
from les_schemes.statuses import SignUpStatus
from pbc.actor import SYSTEM
from tests import cast as the_cast
from tests.factories import SHIPPED, merged, sign_up_at

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


def to(name: str, *things) -> str:
    return reverse(f"les_schemes:{name}", args=[thing.pk for thing in things])


def draft_of(cast) -> SchemeVersion:
    """A further version, worded otherwise in a commitment, a note and the background."""
    scheme_file = loading.read(SHIPPED)
    texts = scheme_file.content["texts"]
    texts["commitments"] = [*texts["commitments"][:4], "Acting within a week"]
    texts["notes"] = texts["notes"][:3]
    texts["background"] = ["Shorter."]
    return loading.load(
        scheme_file, commissioner=cast.dacorum, partners=[cast.watford], by=SYSTEM
    ).version


def test_a_practice_gives_notice_from_its_sheet_and_takes_it_back(page, live_server, cast):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)
    signed_in(page, live_server, cast.riverside_manager).goto(sign_up.get_absolute_url())

    page.get_by_role("link", name="Withdraw from the scheme").click()
    assert "for review" in page.inner_text("main")
    page.get_by_label("Why does the practice withdraw?").fill("The partners think again.")
    page.get_by_role("button", name="Give notice").click()
    page.get_by_text("The notice is given").wait_for()
    assert "Withdraws from the scheme" in page.inner_text("main")

    page.get_by_role("link", name="Take back the notice").click()
    page.get_by_label("Why does the practice stay?").fill("They stay.")
    page.get_by_role("button", name="Take back the notice").click()
    page.get_by_text("The notice is taken back").wait_for()
    assert SignUp.objects.get().status == SignUpStatus.ACCEPTED


def test_an_officer_varies_the_scheme_and_a_gp_acknowledges_it(page, live_server, cast):
    sign_up_at(SignUpStatus.ACCEPTED, cast)
    draft = draft_of(cast)
    signed_in(page, live_server, cast.officer).goto(draft.get_absolute_url())
    page.get_by_role("link", name="Vary it by this draft").click()
    page.get_by_label("Why is the scheme worded otherwise?").fill("Letters were read too late.")
    page.get_by_label("The Committee's decision").fill("PBC Governance Committee, item 6")
    page.get_by_role("button", name="Put it in force").click()
    page.get_by_text("0 of 4 acknowledged").wait_for()

    signed_in(page, live_server, cast.pugh).goto("/")
    page.get_by_role("link", name="Acknowledge what changes").click()
    assert "Acting within a week" in page.inner_text("main")
    assert "Shorter." not in page.inner_text("main")
    page.get_by_label("Type your full name").fill("Carys Pugh")
    page.get_by_role("button", name="Acknowledge").click()
    page.get_by_text("your acknowledgement is recorded and sealed").wait_for()

    signed_in(page, live_server, cast.officer).goto(
        SchemeVersion.objects.open().get().variations.get().get_absolute_url()
    )
    assert "1 of 4 acknowledged" in page.inner_text("main")


def test_no_page_has_a_barrier_axe_knows_or_scrolls_sideways_on_a_telephone(
    page, live_server, cast
):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast, unsigned=[cast.pugh])
    leaving = sign_up_at(SignUpStatus.WITHDRAWING, cast, practice=cast.cassio)
    draft = draft_of(cast)
    signed_in(page, live_server, cast.officer).goto(to("variation-prepare", draft))
    walk_through(page, live_server, {cast.officer: [to("variation-prepare", draft)]})
    page.get_by_label("Why is the scheme worded otherwise?").fill("Letters were read too late.")
    page.get_by_label("The Committee's decision").fill("PBC Governance Committee, item 6")
    page.get_by_role("button", name="Put it in force").click()
    page.get_by_text("acknowledged.").first.wait_for()
    version = SchemeVersion.objects.open().get()
    variation = version.variations.get()
    the_cast.a_gp("Zadie", "Quill", cast.riverside, starts=date(2007, 4, 16))
    walk_through(
        page,
        live_server,
        {
            cast.okafor: [to("variation-acknowledge", variation, sign_up)],
            cast.riverside_manager: [
                to("sign-up-give-notice", sign_up),
                to("sign-up", sign_up),
                to("variation", variation),
            ],
            cast.cassio_manager: [to("sign-up", leaving), to("sign-up-take-back-notice", leaving)],
            cast.officer: [
                to("variation", variation),
                to("variation-remind", variation),
                to("scheme-uptake", version),
                to("scheme-unsigned", version),
                to("scheme-unsigned-remind", version),
                reverse("localities:practice-move", args=["QQ001"]),
                reverse("localities:succession-record", args=["QQ001"]),
            ],
        },
    )
    merged(cast, cast.riverside, into=cast.millbrook)
    walk_through(page, live_server, {cast.millbrook_manager: [to("sign-up", sign_up)]})


def walk_through(page, live_server, walks) -> None:
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
