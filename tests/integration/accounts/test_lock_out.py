from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts import demonstration
from pbc.models import AuditEvent
from tests import people
from tests.integration.accounts.conftest import Town


def try_password(browser: Client, email: str, password: str = "wrong-wrong-wrong", **more):
    return browser.post("/sign-in/", {"login": email, "password": password}, **more)


def lock_out(email: str, **more) -> None:
    for _ in range(5):
        try_password(Client(), email, **more)


def test_five_wrong_passwords_lock_the_person_out_from_that_address(town: Town) -> None:
    browser = Client()
    for _ in range(4):
        assert try_password(browser, town.manager.email).status_code == 200
    page = try_password(browser, town.manager.email)
    assert page.status_code == 429
    assert "Signing in is blocked for 15 minutes" in page.content.decode()
    right = try_password(browser, town.manager.email, people.PASSWORD)
    assert right.status_code == 429


def test_the_spelling_of_the_address_makes_no_difference(town: Town) -> None:
    browser = Client()
    for spelling in (str.upper, str.title, str.lower, str.upper, str.title):
        page = try_password(browser, spelling(town.manager.email))
    assert page.status_code == 429


def test_nobody_can_lock_a_colleague_out_from_elsewhere(town: Town) -> None:
    lock_out(town.manager.email, REMOTE_ADDR="198.51.100.7")
    page = try_password(Client(), town.manager.email, people.PASSWORD, REMOTE_ADDR="203.0.113.9")
    assert page.status_code == 302


def test_others_at_the_same_address_sign_in_as_before(town: Town) -> None:
    lock_out(town.manager.email)
    assert try_password(Client(), town.gp.email, people.PASSWORD).status_code == 302


def test_after_a_quarter_of_an_hour_the_person_signs_in_again(town: Town) -> None:
    lock_out(town.manager.email)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert try_password(Client(), town.manager.email, people.PASSWORD).status_code == 302


def test_further_guesses_do_not_prolong_it(town: Town) -> None:
    start = timezone.now()
    lock_out(town.manager.email)
    with time_machine.travel(start + timedelta(minutes=10)):
        assert try_password(Client(), town.manager.email).status_code == 429
    with time_machine.travel(start + timedelta(minutes=16)):
        assert try_password(Client(), town.manager.email, people.PASSWORD).status_code == 302


def test_signing_in_forgets_the_failures_before_it(town: Town) -> None:
    for _ in range(4):
        try_password(Client(), town.manager.email)
    try_password(Client(), town.manager.email, people.PASSWORD)
    for _ in range(4):
        page = try_password(Client(), town.manager.email)
    assert page.status_code == 200


def test_an_unknown_address_is_locked_out_alike(town: Town) -> None:
    lock_out("nobody@example.nhs.uk")
    assert try_password(Client(), "nobody@example.nhs.uk").status_code == 429


def test_the_lock_out_is_recorded_once(town: Town) -> None:
    lock_out(town.manager.email)
    for _ in range(3):
        try_password(Client(), town.manager.email)
    event = AuditEvent.objects.get(event="sign_in.locked_out")
    assert event.subject_id == str(town.manager.pk)
    assert event.personal_values.get().value == "127.0.0.1"


def wrong_code(browser: Client):
    return browser.post("/sign-in/code/", {"code": "000000"})


def test_wrong_codes_count_with_the_passwords(town: Town) -> None:
    browser = Client()
    for _ in range(2):
        try_password(browser, town.administrator.email)
    try_password(browser, town.administrator.email, people.PASSWORD)
    for _ in range(2):
        assert wrong_code(browser).status_code == 200
    assert wrong_code(browser).status_code == 429
    page = try_password(browser, town.administrator.email, people.PASSWORD)
    assert page.status_code == 429


def test_a_right_code_does_not_open_what_is_locked(town: Town) -> None:
    waiting = Client()
    try_password(waiting, town.administrator.email, people.PASSWORD)
    lock_out(town.administrator.email)
    code = demonstration.current_code(town.administrator)
    assert waiting.post("/sign-in/code/", {"code": code}).status_code == 429
    assert waiting.get("/account/").status_code == 302


def test_codes_cannot_be_guessed_from_many_addresses(town: Town) -> None:
    for host in range(10):
        browser = Client(REMOTE_ADDR=f"198.51.100.{host}")
        try_password(browser, town.administrator.email, people.PASSWORD)
        wrong_code(browser)
    browser = Client(REMOTE_ADDR="198.51.100.99")
    try_password(browser, town.administrator.email, people.PASSWORD)
    code = demonstration.current_code(town.administrator)
    page = browser.post("/sign-in/code/", {"code": code})
    assert page.status_code == 200
    assert "too many wrong attempts" in page.content.decode()


@pytest.mark.parametrize("behind_proxy, locked", [(True, "203.0.113.9"), (False, "10.0.0.1")])
def test_behind_our_proxy_the_address_is_the_one_the_proxy_saw(
    town: Town, settings, behind_proxy: bool, locked: str
) -> None:
    settings.PBC_BEHIND_PROXY = behind_proxy
    forged = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.1, 203.0.113.9"}
    lock_out(town.manager.email, **forged)
    assert AuditEvent.objects.get(event="sign_in.locked_out").personal_values.get().value == locked


def test_a_wrong_code_before_a_sensitive_act_counts_too(town: Town, signed_in) -> None:
    with time_machine.travel(timezone.now() - timedelta(minutes=20)):
        browser = signed_in(town.administrator)
    for _ in range(4):
        assert browser.post("/sign-in/confirm/code/", {"code": "000000"}).status_code == 200
    assert browser.post("/sign-in/confirm/code/", {"code": "000000"}).status_code == 429
    code = demonstration.current_code(town.administrator)
    assert browser.post("/sign-in/confirm/code/", {"code": code}).status_code == 429
