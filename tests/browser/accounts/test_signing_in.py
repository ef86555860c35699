"""Signing in as people do it: by keyboard, with a code, with a passkey, and without script."""

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts import demonstration
from accounts.models import User
from pbc.roles import Role
from tests import people
from tests.integration.accounts.conftest import Town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STANDS = date(2007, 4, 16)


def give_password(page: Page, user: User) -> None:
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password", exact=True).fill(people.PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_by_keyboard_alone_with_a_code(page: Page, town: Town) -> None:
    page.goto("/sign-in/")
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "login":
            break
    page.keyboard.type(town.administrator.email)
    page.keyboard.press("Tab")
    page.keyboard.type(people.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sign-in/code/")
    page.get_by_label("Code").focus()
    page.keyboard.type(demonstration.current_code(town.administrator))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What waits on you")


def test_a_code_may_be_pasted_with_a_space_in_it(page: Page, town: Town) -> None:
    give_password(page, town.administrator)
    code = demonstration.current_code(town.administrator)
    page.get_by_label("Code").fill(f" {code[:3]} {code[3:]} ")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What waits on you")


def passkey_device(page: Page) -> Any:
    """A virtual authenticator, as built into a laptop."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    return session


def test_a_passkey_is_set_up_signs_in_and_confirms(page: Page, town: Town) -> None:
    officer = people.user("Cam Officer")
    people.give(officer, Role.ADMINISTRATOR, town.commissioner)
    passkey_device(page)
    give_password(page, officer)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up a second step for signing in")
    page.get_by_role("button", name="Set up a passkey").click()
    page.get_by_label("Name of this passkey").fill("Work laptop")
    page.get_by_role("button", name="Add this passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What waits on you")

    page.get_by_role("button", name="Sign out").click()
    give_password(page, officer)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What waits on you")

    page.goto("/sign-in/second-factor/passkeys/")
    expect(page.get_by_text("Work laptop").first).to_be_visible()
    page.get_by_role("link", name="Rename").click()
    page.get_by_label("Name of this passkey").fill("Old laptop")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Old laptop").first).to_be_visible()

    page.goto("/sign-in/confirm/passkey/?next=/interests/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Register of interests")


def test_all_of_it_works_without_script(
    browser: Any, browser_context_args: dict[str, Any], base_url: str, town: Town
) -> None:
    people.stand_on(STANDS)
    context = browser.new_context(
        **{**browser_context_args, "java_script_enabled": False, "base_url": base_url}
    )
    page = context.new_page()
    give_password(page, town.administrator)
    page.get_by_label("Code").fill(demonstration.current_code(town.administrator))
    page.get_by_role("button", name="Continue").click()
    page.goto(f"/people/{town.gp.pk}/disable/")
    page.get_by_label("Why?").fill("Left the practice")
    page.get_by_role("button", name="Disable this sign-in").click()
    expect(page.get_by_text("The sign-in is disabled.")).to_be_visible()
    page.goto("/demonstration/clock/")
    page.get_by_role("link", name="The first of next month").click()
    page.get_by_role("button", name="Move the date").click()
    expect(page.get_by_text("Demonstration: today is 1 May 2007")).to_be_visible()
    context.close()


def test_an_expired_session_gives_the_form_back(page: Page, town: Town) -> None:
    give_password(page, town.manager)
    page.wait_for_url("**/")
    page.goto("/interests/declare/")
    page.get_by_label("In which organisation?").select_option("Mill Lane Surgery")
    page.get_by_label("What is the interest?").fill("My husband owns the building")
    cookies = [c for c in page.context.cookies() if c["name"] != "sessionid"]
    page.context.clear_cookies()
    page.context.add_cookies(cookies)
    page.get_by_role("button", name="Enter it in the register").click()
    page.get_by_label("E-mail address").fill(town.manager.email)
    page.get_by_label("Password", exact=True).fill(people.PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("We kept what you had typed")).to_be_visible()
    expect(page.get_by_label("What is the interest?")).to_have_value("My husband owns the building")
    expect(page.get_by_label("In which organisation?")).to_have_value(str(town.practice.pk))
