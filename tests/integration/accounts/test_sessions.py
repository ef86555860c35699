from datetime import timedelta

import time_machine
from django.test import Client
from django.utils import timezone

from accounts.actions import people as people_actions
from accounts.models import User
from pbc import clock
from pbc.models import AuditEvent
from pbc.roles import Role
from tests import people
from tests.integration.accounts.conftest import Town


def is_in(browser: Client, **headers: str) -> bool:
    return browser.get("/interests/", headers=headers).status_code == 200


def test_a_session_ends_after_half_an_hour_without_a_page(town: Town, signed_in) -> None:
    start = timezone.now()
    with time_machine.travel(start):
        browser = signed_in(town.manager)
    with time_machine.travel(start + timedelta(minutes=31)):
        page = browser.get("/interests/")
    assert page["Location"] == "/sign-in/?next=/interests/"


def test_a_page_now_and_then_keeps_it_alive(town: Town, signed_in) -> None:
    start = timezone.now()
    with time_machine.travel(start):
        browser = signed_in(town.manager)
    for minutes in range(20, 121, 20):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            assert is_in(browser)


def test_a_page_that_only_polls_does_not(town: Town, signed_in) -> None:
    start = timezone.now()
    with time_machine.travel(start):
        browser = signed_in(town.manager)
    with time_machine.travel(start + timedelta(minutes=20)):
        assert is_in(browser, hx_request="true")
    with time_machine.travel(start + timedelta(minutes=31)):
        assert not is_in(browser)


def test_a_session_ends_twelve_hours_after_signing_in_in_any_case(town: Town, signed_in) -> None:
    start = timezone.now()
    with time_machine.travel(start):
        browser = signed_in(town.manager)
    for minutes in range(20, 12 * 60 + 1, 20):
        with time_machine.travel(start + timedelta(minutes=minutes)):
            assert is_in(browser)
    with time_machine.travel(start + timedelta(minutes=12 * 60 + 5)):
        assert not is_in(browser)


def test_moving_the_demonstrations_date_ends_no_session(town: Town, signed_in) -> None:
    browser = signed_in(town.manager)
    people.stand_on(clock.today() + timedelta(days=300))
    assert is_in(browser)


def test_a_disabled_person_is_out_with_the_next_page(town: Town, signed_in) -> None:
    browser = signed_in(town.manager)
    people_actions.disable(user=town.manager, reason="left", by=town.administrator)
    assert not is_in(browser)


def test_a_session_of_before_does_not_come_back_when_the_person_is_enabled(
    town: Town, signed_in
) -> None:
    browser = signed_in(town.manager)
    people_actions.disable(user=town.manager, reason="left", by=town.administrator)
    people_actions.enable(user=town.manager, reason="back", by=town.administrator)
    assert not is_in(browser)


def test_what_a_disabled_person_sends_changes_nothing(town: Town, signed_in) -> None:
    browser = signed_in(town.administrator)
    second = people.holder(Role.ADMINISTRATOR, town.commissioner, "Bea Minster")
    people_actions.disable(user=town.administrator, reason="left", by=second)
    before = AuditEvent.objects.count()
    browser.post(f"/people/{town.gp.pk}/disable/", {"reason": "revenge"})
    assert AuditEvent.objects.count() == before
    assert User.objects.get(pk=town.gp.pk).is_active


def test_a_role_that_ended_counts_no_more_on_the_very_next_page(town: Town, signed_in) -> None:
    browser = signed_in(town.manager)
    assert browser.get("/people/").status_code == 200
    people_actions.end_role(
        holding=town.manager.role_holdings.get(), reason="left", by=town.administrator
    )
    assert browser.get("/people/").status_code == 403


def test_a_role_counts_by_the_demonstrations_date(town: Town, signed_in) -> None:
    ends = clock.today() + timedelta(days=10)
    town.manager.role_holdings.update(ends=ends)
    browser = signed_in(town.manager)
    assert browser.get("/people/").status_code == 200
    people.stand_on(ends)
    assert browser.get("/people/").status_code == 403
