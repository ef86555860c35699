"""Every page of operating levels in Chromium: no barrier, and no sideways scroll at 320 px."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from applications import levels
from applications.actions import levels as actions
from applications.models import LevelApplication
from governance.statuses import Outcome
from les_schemes.models import SchemeVersion
from tests import cast as the_cast
from tests.cast import Cast, sign_in, stand_on
from tests.committee import sitting
from tests.integration.applications.asking import a_scheme, reviewed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
# Where pictures of the pages go, if somebody wants to look at them.
PICTURES = os.environ.get("PICTURES_IN")


@dataclass
class World:
    cast: Cast
    version: SchemeVersion
    deferred: LevelApplication


@pytest.fixture
def world(live_server: LiveServer, transactional_db: None) -> World:
    """DacCom stands at level 2, and its application for level 3 is deferred."""
    cast = the_cast.gather()
    committee = sitting(cast)
    version = a_scheme(cast)
    committee.rule(committee.hear(reviewed(cast, version)), Outcome.AGREED)
    stand_on(date(2007, 5, 24))
    committee.rule(committee.hear(reviewed(cast, version, 3)), Outcome.DEFERRED)
    return World(cast, version, LevelApplication.objects.get(level=3))


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


def at(name: str, *args: object) -> str:
    return reverse(f"applications:{name}", args=args)


def of_the_lead(world: World) -> list[str]:
    application = world.deferred.pk
    first = levels.criteria(world.version, 3)[0]
    return [
        "/",
        at("levels"),
        at("level-locality", "LDAC"),
        at("level-criteria", world.version.pk),
        at("level-application", application),
        at("level-case", application),
        at("level-give-evidence", application, first.pk),
        at("level-submit", application),
        at("level-withdraw", application),
    ]


def of_the_officer(world: World) -> list[str]:
    """After it is submitted again; then, withdrawn, a lower level may be proposed."""
    return [
        "/",
        at("levels"),
        at("level-criteria-enter", world.version.pk, 2),
        at("level-application", world.deferred.pk),
        at("level-review", world.deferred.pk),
    ]


def faults(page: Page, paths: list[str], who: str, width: int) -> list[str]:
    found = []
    for path in paths:
        response = page.goto(path)
        assert response.status == 200, path
        assert page.url.endswith(path), f"{path} led to {page.url}"
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
    return found


@pytest.mark.parametrize("width", [1280, 320])
def test_no_page_has_a_barrier_or_scrolls_sideways(
    world: World, pages_of: Callable[[User, int], Page], width: int
) -> None:
    cast = world.cast
    lead, officer = pages_of(cast.lead, width), pages_of(cast.officer, width)
    found = faults(lead, of_the_lead(world), "lead", width)
    actions.submit(application=world.deferred, by=cast.lead)
    found += faults(officer, of_the_officer(world), "officer", width)
    actions.withdraw(application=world.deferred, reason="Too early", by=cast.lead)
    found += faults(lead, [at("level-start", "LDAC")], "lead", width)
    found += faults(officer, [at("level-propose-lower", "LDAC")], "officer", width)
    assert found == []
