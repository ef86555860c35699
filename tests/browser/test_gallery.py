"""The components in Chromium: no barrier that axe knows, no sideways scroll, nothing the content
security policy stops, and the same page without JavaScript."""

import mimetypes
from pathlib import Path
from urllib.parse import urlparse

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import Route

from tests import gallery

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
WIDTHS = {"wide": 1280, "narrow": 320}
# A page in every state: empty, refused, sorted and filtered, one question, each of the plain ones.
PAGES = {
    "gallery": gallery.page,
    "refused": lambda: gallery.page(gallery.refused_form(), "sort=-due&page=2&status=accepted"),
    "one-question": gallery.one_question,
    "403": lambda: gallery.plain("403.html", exception="Only a commissioner may do this."),
    "404": lambda: gallery.plain("404.html"),
    "413": lambda: gallery.plain("413.html"),
    "500": lambda: gallery.plain("500.html"),
    "csrf": lambda: gallery.plain("403_csrf.html"),
    "about": lambda: gallery.plain("pbc/about.html"),
    "accessibility": lambda: gallery.plain("pbc/accessibility_statement.html"),
    "privacy": lambda: gallery.plain("pbc/privacy.html"),
}


# Drawn pages and files from disk: no server and no database.
ADDRESS = "http://gallery.test"


@pytest.fixture(autouse=True)
def real_clock(settings):
    settings.PBC_IS_PRODUCTION = True


def policy() -> str:
    """The product's own policy, with the gallery's nonce."""
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    parts = []
    for name, sources in directives.items():
        words = [
            source if isinstance(source, str) else "'nonce-gallery-nonce'" for source in sources
        ]
        parts.append(f"{name} {' '.join(words)}")
    return "; ".join(parts)


def serve(route: Route) -> None:
    where = urlparse(route.request.url).path
    if where.startswith("/static/"):
        found = finders.find(where.removeprefix("/static/"))
        assert found, where
        kind = mimetypes.guess_type(found)[0] or "application/octet-stream"
        route.fulfill(body=Path(found).read_bytes(), content_type=kind)
    elif where.strip("/") in PAGES:
        route.fulfill(
            body=PAGES[where.strip("/")](),
            content_type="text/html; charset=utf-8",
            headers={"Content-Security-Policy": policy()},
        )
    else:
        route.fulfill(status=404, body="")


@pytest.fixture
def visit(browser):
    """``visit("gallery", width=320, javascript=False)`` opens a page of the gallery."""

    contexts = []

    def opened(name, *, width=1280, javascript=True, bypass_csp=False):
        context = browser.new_context(
            base_url=ADDRESS,
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            bypass_csp=bypass_csp,
        )
        contexts.append(context)
        context.route("**/*", serve)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                page.complaints.append(message.text)
                if message.type in ("error", "warning")
                else None
            ),
        )
        page.goto(f"/{name}")
        if javascript and name not in {"413", "500"}:
            page.wait_for_function("document.querySelector('[data-nhsuk-skip-link-init]')")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_no_barrier(visit, name, width):
    page = visit(name, width=width, bypass_csp=True)
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run(document)")
    assert found["passes"]
    assert [
        (barrier["id"], [node["html"] for node in barrier["nodes"]])
        for barrier in found["violations"]
    ] == []


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs_off_a_narrow_screen(visit, name, javascript):
    page = visit(name, width=320, javascript=javascript)
    too_wide = page.locator("html").evaluate("html => html.scrollWidth - html.clientWidth")
    assert too_wide == 0


@pytest.mark.parametrize("name", PAGES)
def test_the_policy_stops_nothing_and_no_script_complains(visit, name):
    page = visit(name)
    page.wait_for_load_state("networkidle")
    assert page.complaints == []


def test_without_script_every_field_can_be_reached_and_every_cell_read(visit):
    page = visit("gallery", javascript=False)
    for control in page.locator("main input:not([type=hidden]), main select, main textarea").all():
        narrow_only = control.evaluate("control => control.closest('.app-sort') !== null")
        assert control.is_visible() or narrow_only


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(visit):
    page = visit("refused")
    assert page.locator(".nhsuk-error-summary").evaluate("one => one === document.activeElement")
    page.get_by_role("link", name="Enter a real date, like 16 4 2007").click()
    assert page.locator("#id_received_day").evaluate("one => one === document.activeElement")


def test_the_skip_link_is_first_and_leads_to_the_page(visit):
    page = visit("404")
    page.keyboard.press("Tab")
    assert page.locator("a:focus").inner_text() == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.locator("#maincontent").evaluate("one => one === document.activeElement")


def test_the_focus_is_always_seen_and_never_hidden(visit):
    page = visit("gallery", width=320)
    reached = 0
    for _ in range(150):
        page.keyboard.press("Tab")
        state = page.evaluate(
            """() => {
              const one = document.activeElement;
              if (one === document.body) return null;
              const box = one.getBoundingClientRect();
              return {what: one.outerHTML.slice(0, 160), size: Math.min(box.width, box.height)};
            }"""
        )
        if state is None:
            break
        reached += 1
        # Radios and tick boxes are drawn by their labels; their own box has a size all the same.
        assert state["size"] > 1, state["what"]
    assert reached > 60


def test_what_a_radio_reveals_comes_and_goes_with_it(visit):
    page = visit("gallery")
    reason = page.get_by_label("What is missing?")
    assert not reason.is_visible()
    page.get_by_label("Query").check()
    assert reason.is_visible()
    page.get_by_label("Accept").check()
    assert not reason.is_visible()
