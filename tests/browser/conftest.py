"""Chromium for the journeys; a page's own address comes from the live server."""

import os
from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from pbc.launch import installation

# Playwright's loop runs in this thread, which is all Django's check looks at.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the Chromium found here; without one the test is skipped."""
    path = installation.find_browser()
    if path is None:
        pytest.skip("no Chromium here: sudo apt-get install -y chromium")
    return path


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], chromium: str
) -> dict[str, Any]:
    # Root has no user namespace to build a sandbox in; the pages are our own.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": chromium, "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """So that ``page.goto("/sign-in/")`` goes to the live server."""
    return live_server.url
