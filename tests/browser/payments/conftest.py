"""Pages of signed-in people, for the browser tests of payments."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.cast import sign_in

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"


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


@pytest.fixture
def barriers() -> Callable[[Page, str, int], list[str]]:
    """``barriers(page, path, width)``: what axe finds there, and whether it scrolls sideways."""

    def found_at(page: Page, path: str, width: int) -> list[str]:
        response = page.goto(path)
        assert response is not None
        assert response.status == 200, path
        page.evaluate(AXE.read_text())
        found = page.evaluate(
            "axe.run().then(r => r.violations.map(v => v.id + ' ' + v.nodes[0].html))"
        )
        wide = page.evaluate("document.documentElement.scrollWidth")
        return [f"{path}: {one}" for one in found] + (
            [f"{path}: {wide} px wide"] if wide > width else []
        )

    return found_at
