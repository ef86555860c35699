"""Before a sensitive act a person proves again that it is they."""

from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts import demonstration
from accounts.models import User
from tests import people
from tests.integration.accounts.conftest import Town


@pytest.fixture
def long_signed_in(town: Town, signed_in) -> Client:
    """The administrator, who signed in twenty minutes ago."""
    with time_machine.travel(timezone.now() - timedelta(minutes=20)):
        return signed_in(town.administrator)


def test_within_a_quarter_of_an_hour_nothing_more_is_asked(town: Town, signed_in) -> None:
    browser = signed_in(town.administrator)
    assert browser.get(f"/people/{town.gp.pk}/disable/").status_code == 200


def test_later_the_code_is_asked_and_what_was_typed_is_kept(
    town: Town, long_signed_in: Client
) -> None:
    path = f"/people/{town.gp.pk}/disable/"
    sent = long_signed_in.post(path, {"reason": "Left in March"})
    assert sent["Location"] == f"/sign-in/confirm/?next={path}"
    asked = long_signed_in.get(sent["Location"])
    assert asked["Location"] == f"/sign-in/confirm/code/?next={quote(path, safe='')}"
    assert User.objects.get(pk=town.gp.pk).is_active
    code = demonstration.current_code(town.administrator)
    confirmed = long_signed_in.post(asked["Location"], {"code": code})
    assert confirmed["Location"] == path
    page = long_signed_in.get(path)
    assert "Left in March" in page.content.decode()
    assert long_signed_in.post(path, {"reason": "Left in March"}).status_code == 302
    assert not User.objects.get(pk=town.gp.pk).is_active


def test_the_password_alone_is_not_enough_for_whoever_has_a_second_factor(
    town: Town, long_signed_in: Client
) -> None:
    long_signed_in.post("/sign-in/confirm/", {"password": people.PASSWORD})
    page = long_signed_in.get(f"/people/{town.gp.pk}/disable/")
    assert page["Location"].startswith("/sign-in/confirm/")


def test_whoever_has_only_a_password_confirms_with_it(town: Town, signed_in) -> None:
    with time_machine.travel(timezone.now() - timedelta(minutes=20)):
        browser = signed_in(town.manager)
    asked = browser.get("/people/invite/")["Location"]
    assert asked == "/sign-in/confirm/?next=/people/invite/"
    wrong = browser.post(asked, {"password": "wrong-wrong-wrong"})
    assert wrong.status_code == 200
    assert browser.post(asked, {"password": people.PASSWORD})["Location"] == "/people/invite/"
    assert browser.get("/people/invite/").status_code == 200


def test_pages_that_only_show_ask_for_nothing(town: Town, long_signed_in: Client) -> None:
    assert long_signed_in.get("/people/").status_code == 200
    assert long_signed_in.get("/audit/").status_code == 200


def test_confirming_leads_to_no_other_site(town: Town, long_signed_in: Client) -> None:
    code = demonstration.current_code(town.administrator)
    page = long_signed_in.post("/sign-in/confirm/code/?next=https://evil.example/", {"code": code})
    assert page["Location"] == "/"
