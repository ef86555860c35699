"""Guards and the two shapes of a page, on requests of their own."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import Http404
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.models import User
from accounts.tasks import clear_sessions
from pbc import guards
from pbc.refusals import NotPermitted
from pbc.roles import Role
from tests.integration.accounts.conftest import Town


def request_of(user: User, method: str = "get"):
    request = getattr(RequestFactory(), method)("/somewhere/?page=2")
    request.user = user
    request.session = SessionStore()
    return request


def test_a_holder_of_another_role_is_told_whose_page_it_is(town: Town) -> None:
    guard = guards.holders_of(Role.AUDITOR, Role.COMMISSIONER)
    with pytest.raises(NotPermitted, match="people who are Auditor or Commissioner"):
        guard.check(request_of(town.gp))


def test_what_only_the_demonstration_has_is_not_there_in_production(town: Town, settings) -> None:
    guard = guards.InDemonstration(guards.SignedIn())
    assert guard.check(request_of(town.gp)) is None
    settings.PBC_IS_PRODUCTION = True
    with pytest.raises(Http404):
        guard.check(request_of(town.gp))


def test_a_session_that_never_proved_anything_proved_nothing_recently(town: Town) -> None:
    assert not guards.signed_in_recently(request_of(town.gp))


def test_whoever_is_nobody_proved_nothing(client: Client, db) -> None:
    assert not guards.signed_in_recently(client.get("/sign-in/").wsgi_request)


def test_records_of_another_person_in_the_same_session_prove_nothing(town: Town, signed_in) -> None:
    browser = signed_in(town.gp)
    request = browser.get("/account/").wsgi_request
    assert guards.signed_in_recently(request)
    request.user = town.manager
    assert not guards.signed_in_recently(request)


def test_a_recent_sign_in_is_one_of_the_last_quarter_of_an_hour(town: Town, signed_in) -> None:
    start = timezone.now()
    with time_machine.travel(start):
        request = signed_in(town.gp).get("/account/").wsgi_request
    for minutes, recent in ((14, True), (16, False)):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            assert guards.signed_in_recently(request) is recent


def test_pages_of_a_person_are_kept_by_no_cache(town: Town, signed_in, client: Client) -> None:
    browser = signed_in(town.gp)
    assert browser.get("/account/")["Cache-Control"] == "no-store"
    assert "no-store" not in client.get("/about/").get("Cache-Control", "")


def test_until_the_second_factor_is_set_up_the_menu_offers_nothing(town: Town, signed_in) -> None:
    town.administrator.authenticator_set.all().delete()
    browser = signed_in(User.objects.get(pk=town.administrator.pk))
    page = browser.get("/account/second-factor-needed/")
    assert page.context["navigation"] == []
    assert "Sign out" in page.content.decode()


def test_ended_sessions_are_cleared_away(town: Town, signed_in) -> None:
    signed_in(town.gp)
    assert Session.objects.count() == 1
    clear_sessions()
    assert Session.objects.count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        clear_sessions()
    assert not Session.objects.exists()
