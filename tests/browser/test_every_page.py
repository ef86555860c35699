"""Every page as each role sees it, in Chromium: the pages and roles are those of the matrix.

Each person opens every page of theirs at 1280 and at 320 pixels; axe looks at it, and so do we: a
title of its own, one heading of the first level, a name for every control, nothing that runs off a
narrow screen, no complaint on the console. Then once without JavaScript, and every form refused.

The pages are the same on either database: this file walks them on SQLite only, so that the suite
stays short.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management.commands import flush
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from lxml import html as lxml_html
from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Error as PlaywrightError
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from pbc import clock
from tests import cast as the_cast
from tests import emptying
from tests.integration.matrix import world as the_world
from tests.integration.matrix.rows import HOME, SIGN_IN, Row
from tests.integration.matrix.table import ROWS
from tests.integration.matrix.walking import undone
from tests.integration.matrix.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(settings.IS_POSTGRESQL, reason="the pages are walked on SQLite"),
]

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text()
SERVICE_NAME = " – PBC Administration"
# Where the address gives a file, or a page that only a machine reads.
FILES = {
    "health",
    "documents:pdf",
    "documents:file",
    "les_schemes:agreement",
    "les_schemes:dry-run-facts",
    "les_schemes:report-file",
    "les_schemes:scheme-file-download",
    "les_schemes:scheme-framework",
    "les_schemes:sheet-blank-pdf",
    "governance:calendar",
    "governance:letter-preview-pdf",
    "governance:meeting-pack-draft",
    "governance:minutes-pdf",
    "localities:import-report",
    "payments:statement-pdf",
    "mfa_download_recovery_codes",
}
# What else than a faulty page the browser writes to its console.
NO_FAULT = ("the server responded with a status of 4",)

AXE_RUN = (
    "async () => (await axe.run(document)).violations.map(v => [v.id, v.nodes.map(n => n.html)])"
)
# What only shows on a narrow screen.
AXE_NARROW = (
    "async () => (await axe.run(document, {runOnly: ['target-size', 'color-contrast', "
    "'scrollable-region-focusable', 'link-in-text-block']}))"
    ".violations.map(v => [v.id, v.nodes.map(n => n.html)])"
)
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# The header folds its menu some frames after the window changes.
SETTLED = """new Promise(done => {
    let frames = 0;
    const next = () => ++frames < 12 ? requestAnimationFrame(next) : done();
    next();
})"""
# The file input of NHS.UK stands hidden behind a labelled button of its own.
NAMELESS = """Array.from(document.querySelectorAll(
    'main input:not([type=hidden]):not(.nhsuk-file-upload__input), ' +
    'main select, main textarea, main button'))
  .filter(one => !(one.labels && Array.from(one.labels).some(l => l.textContent.trim())
    || one.getAttribute('aria-label') || one.getAttribute('aria-labelledby')
    || one.textContent.trim() || one.value && one.type === 'submit'))
  .map(one => one.outerHTML.slice(0, 120))"""
TYPED_OR_CHOSEN = "input:not([type=hidden]), select, textarea"
SUBMIT_EMPTY = """form => {
    for (const one of form.elements) {
      if (one.type === 'hidden') continue;
      if (one.type === 'checkbox' || one.type === 'radio') one.checked = false;
      else if (one.tagName === 'SELECT') one.value = '';
      else if (one.tagName !== 'BUTTON') one.value = '';
    }
    HTMLFormElement.prototype.submit.call(form);
}"""


@pytest.fixture(scope="session")
def base_url() -> str:
    """The server of this file stands by itself; nothing is emptied between its tests."""
    return ""


@dataclass
class Town:
    """The world of the matrix behind a server of its own, with everybody signed in."""

    world: World
    server: LiveServer
    sessions: dict[str, str] = field(default_factory=dict)

    def address(self, row: Row) -> str:
        return self.server.url + reverse(row.name, args=self.world.places[row.of] if row.of else ())

    def client(self, actor: str) -> Client:
        client = Client()
        if actor in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[actor]
        return client


@pytest.fixture(scope="module")
def town(chromium: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    """Built once and kept: the pages are only looked at, and what is sent is refused."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        # What would empty the tables after each test waits for the last one.
        patch.setattr(flush.Command, "handle", lambda *_, **__: None)
        with transaction.atomic():
            world = the_world.build()
            sessions = {actor: _session(user.pk) for actor, user in world.people.items()}
            connection.run_on_commit.clear()  # no worker waits for what was queued
        server = LiveServer("localhost")
        yield Town(world, server, sessions)
        server.stop()
        clock.forget()
        emptying.empty(None, database="default")


def _session(user_id: object) -> str:
    client = the_cast.sign_in(Client(), User.objects.get(pk=user_id))
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@dataclass
class Visit:
    """One person's browser, and what was found wrong in it."""

    town: Town
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)
    # Title: where it was first seen, and of which row.
    titles: dict[str, tuple[str, str]] = field(default_factory=dict)

    def open(self, row: Row) -> int | str:
        """The status of the page, or what the browser says where there is none."""
        self.complaints.clear()
        try:
            response = self.page.goto(self.town.address(row))
        except PlaywrightError as error:
            return error.message
        return response.status if response is not None else "no response"


@pytest.fixture
def visit(town: Town, browser: Browser) -> Iterator[Any]:
    contexts = []

    def begin(actor: str, *, javascript: bool = True, width: int = 1280) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        contexts.append(context)
        if actor in town.sessions:
            name, value = settings.SESSION_COOKIE_NAME, town.sessions[actor]
            context.add_cookies([{"name": name, "value": value, "url": town.server.url}])
        page = context.new_page()
        visit = Visit(town, context, page)
        page.on("pageerror", lambda error: visit.complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                visit.complaints.append(message.text)
                if message.type == "error" and not any(known in message.text for known in NO_FAULT)
                else None
            ),
        )
        return visit

    yield begin
    for context in contexts:
        context.close()


def pages_of(actor: str) -> list[Row]:
    """The pages that the matrix says this person gets, each with the first object."""
    found: dict[str, Row] = {}
    for row in ROWS:
        code = row.expected(actor, "GET")
        opens = code == 200 or (isinstance(code, tuple) and 200 in code)
        if opens and row.name not in FILES:
            found.setdefault(row.name, row)
    return list(found.values())


# axe looks at a page as the first few see it, at 320 pixels as the first does; at home always.
LOOKED_AT: Counter[str] = Counter()
LOOKS = 2


def faults(visit: Visit, row: Row, *, is_error: bool = False) -> Iterator[str]:
    """What is wrong with the page that is open."""
    page = visit.page
    title = page.title()
    if not title.endswith(SERVICE_NAME):
        yield f"its title is “{title}”"
    if title.startswith("Error: ") != is_error:
        yield f"its title does not say whether there is an error: “{title}”"
    yield from _about_the_title(visit, row, title)
    headings = page.locator("h1").count()
    if headings != 1:
        yield f"{headings} headings of the first level"
    if nameless := page.evaluate(NAMELESS):
        yield f"controls without a name: {nameless}"
    yield from _looks(page, row, is_error=is_error)
    yield from (f"complains: {complaint}" for complaint in visit.complaints)


def _looks(page: Page, row: Row, *, is_error: bool) -> Iterator[str]:
    """What axe and a narrow screen say, to the first few who see a page."""
    LOOKED_AT[row.name] += 1
    looks = 0 if is_error or row.name == "home" else LOOKED_AT[row.name]
    if looks > LOOKS:
        return
    yield from (f"axe: {violation}" for violation in _axe(page, AXE_RUN))
    page.set_viewport_size({"width": 320, "height": 900})
    page.evaluate(SETTLED)
    if (too_wide := page.evaluate(TOO_WIDE)) > 0:
        yield f"runs {too_wide} pixels off a narrow screen"
    if looks <= 1:
        yield from (f"axe at 320: {violation}" for violation in _axe(page, AXE_NARROW))
    page.set_viewport_size({"width": 1280, "height": 900})


def _about_the_title(visit: Visit, row: Row, title: str) -> Iterator[str]:
    """Each page has a title of its own; where an address leads to another, it has that one's."""
    where = urlsplit(visit.page.url).path
    other, first = visit.titles.setdefault(title, (where, row.name))
    if other != where and first != row.name:
        yield f"has the title of {first}: “{title}”"


def _axe(page: Page, run: str) -> list[Any]:
    page.evaluate(AXE)
    violations: list[Any] = page.evaluate(run)
    return violations


@pytest.mark.parametrize("actor", ["anonymous", *HOME])
def test_every_page_of_theirs_is_sound(visit: Any, actor: str) -> None:
    opened = visit(actor)
    found = []
    for row in pages_of(actor):
        status = opened.open(row)
        if status != 200:
            if not _is_declared(status, row, actor):
                found.append(f"{row}: {status}")
            continue
        found += [f"{row}: {fault}" for fault in faults(opened, row)]
    assert not found, "\n".join(found)


def _is_declared(status: int | str, row: Row, actor: str) -> bool:
    """Whether the matrix says that this person may get this instead of a page."""
    declared = row.expected(actor, "GET")
    return isinstance(declared, tuple) and status in declared


def owners() -> dict[str, list[Row]]:
    """Each page once, by somebody who opens it."""
    seen = {actor: pages_of(actor) for actor in ("anonymous", *HOME)}
    shared: dict[str, list[Row]] = {}
    for row in ROWS:
        actor = next((actor for actor in ("anonymous", *HOME) if row in seen[actor]), None)
        if actor is not None:
            shared.setdefault(actor, []).append(row)
    return shared


def test_every_page_says_as_much_without_javascript(visit: Any) -> None:
    found = []
    for actor, rows in owners().items():
        opened = visit(actor, javascript=False, width=320)
        for row in rows:
            page = opened.page
            status = opened.open(row)
            if status != 200:
                if not _is_declared(status, row, actor):
                    found.append(f"{row}: {status}")
            elif not page.locator("main h1").first.is_visible():
                found.append(f"{row}: its heading is not seen")
            elif (too_wide := page.locator("html").evaluate(f"() => {TOO_WIDE}")) > 0:
                found.append(f"{row}: runs {too_wide} pixels off a narrow screen")
            else:
                found += [f"{row}: {fault}" for fault in _hidden_controls(page)]
    assert not found, "\n".join(found)


def _hidden_controls(page: Page) -> list[str]:
    """What can only be filled in with script."""
    return page.locator("main").evaluate(
        """main => Array.from(main.querySelectorAll('input:not([type=hidden]), select, textarea'))
          .filter(one => !one.checkVisibility() && !one.closest('details, .app-sort, canvas'))
          .map(one => 'hidden without script: ' + one.outerHTML.slice(0, 120))"""
    )


def kept_by_the_page(response: Any) -> dict[str, str]:
    """What its form sends though nothing is filled in."""
    if response.status_code != 200 or not response.content:
        return {}
    form = lxml_html.fromstring(response.content).xpath("//main//form[@method='post'][1]")
    hidden = form[0].xpath(".//input[@type='hidden'][@name]") if form else []
    return {field.get("name"): field.get("value", "") for field in hidden}


def refused_when_empty(town: Town) -> list[tuple[str, Row]]:
    """The forms that say what is missing when nothing is filled in."""
    found = []
    for actor, rows in owners().items():
        for row in rows:
            if not row.is_form and row.anonymous["GET"] == SIGN_IN:
                continue
            with undone():
                clock.forget()
                address = town.address(row).removeprefix(town.server.url)
                client = town.client(actor)
                response = client.post(address, kept_by_the_page(client.get(address)))
                shows_errors = response.status_code in (200, 422) and response.context is not None
                if shows_errors and b"nhsuk-error-summary" in response.content:
                    found.append((actor, row))
    return found


def test_every_form_that_is_refused_says_so_soundly(visit: Any, town: Town) -> None:
    refused = refused_when_empty(town)
    assert len(refused) > 20
    found, visits = [], {}
    for actor, row in refused:
        opened = visits.setdefault(actor, None) or visit(actor)
        visits[actor] = opened
        opened.open(row)
        form = opened.page.locator("main form[method=post]").first
        if not form.count() or not form.locator(TYPED_OR_CHOSEN).count():
            continue  # its button stands on another page, or it is nothing but a button
        with opened.page.expect_navigation():
            form.evaluate(SUBMIT_EMPTY)
        opened.titles.clear()
        if not opened.page.locator(".nhsuk-error-summary").count():
            found.append(f"{row}: nothing says what is missing")
            continue
        found += [f"{row} refused: {fault}" for fault in faults(opened, row, is_error=True)]
    assert not found, "\n".join(found)
