"""A half-filled form outlives its session, for the same person only."""

import re
from datetime import timedelta

import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import Interest
from pbc import unfinished
from tests import people
from tests.integration.accounts.conftest import Town

DECLARE = "/interests/declare/"
KEPT = "We kept what you had typed"


def typed(town: Town) -> dict[str, str]:
    return {
        "organisation": str(town.practice.pk),
        "kind": "financial",
        "description": "My husband owns the building of the surgery",
        "starts_day": "1",
        "starts_month": "4",
        "starts_year": "2006",
        "password": "never-keep-this",
        "code": "123456",
    }


def leave_half_filled(town: Town, browser: Client, **more: object):
    """The person opens the form, fills it, and sends it when the session has ended."""
    people.sign_in(browser, town.manager)
    assert browser.get(DECLARE).status_code == 200
    later = timezone.now() + timedelta(minutes=45)
    with time_machine.travel(later):
        page = browser.post(DECLARE, typed(town) | more)
    assert page["Location"] == f"/sign-in/?next={DECLARE}"


def test_after_signing_in_again_the_form_is_there_as_it_was(town: Town, client: Client) -> None:
    leave_half_filled(town, client)
    assert not Interest.objects.exists()
    people.sign_in(client, town.manager)
    page = client.get(DECLARE)
    assert KEPT in page.content.decode()
    assert "My husband owns the building of the surgery" in page.content.decode()
    assert page.context["form"].data["kind"] == "financial"
    assert not Interest.objects.exists()
    sent = client.post(DECLARE, typed(town))
    assert sent.status_code == 302
    assert Interest.objects.get().description.startswith("My husband")


def test_it_is_shown_once(town: Town, client: Client) -> None:
    leave_half_filled(town, client)
    people.sign_in(client, town.manager)
    client.get(DECLARE)
    assert "My husband" not in client.get(DECLARE).content.decode()


def test_passwords_and_codes_are_not_kept(town: Town, client: Client) -> None:
    leave_half_filled(town, client)
    kept = client.session[unfinished.SESSION_KEY]["data"]
    assert "never-keep-this" not in kept
    assert "123456" not in kept
    assert "csrfmiddlewaretoken" not in kept


def test_another_person_on_the_same_browser_never_sees_it(town: Town, client: Client) -> None:
    leave_half_filled(town, client)
    people.sign_in(client, town.gp)
    assert "My husband" not in client.get(DECLARE).content.decode()
    client.post("/sign-in/out/")
    people.sign_in(client, town.manager)
    assert "My husband" not in client.get(DECLARE).content.decode()


def test_nothing_is_kept_of_a_browser_that_nobody_signed_in_with(
    town: Town, client: Client
) -> None:
    client.post(DECLARE, typed(town))
    people.sign_in(client, town.manager)
    assert "My husband" not in client.get(DECLARE).content.decode()


def test_the_cookie_that_says_who_it_was_cannot_be_forged(town: Town, client: Client) -> None:
    client.cookies[unfinished.COOKIE] = str(town.manager.pk)
    client.post(DECLARE, typed(town))
    people.sign_in(client, town.manager)
    assert "My husband" not in client.get(DECLARE).content.decode()


def test_it_waits_through_the_second_factor(town: Town, client: Client) -> None:
    people.sign_in(client, town.administrator)
    path = f"/people/{town.gp.pk}/disable/"
    assert client.get(path).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(minutes=45)):
        client.post(path, {"reason": "Left the practice in March"})
        people.sign_in(client, town.administrator)
        assert "Left the practice in March" in client.get(path).content.decode()


def test_a_form_of_another_page_does_not_get_it(town: Town, client: Client) -> None:
    leave_half_filled(town, client)
    people.sign_in(client, town.manager)
    assert "My husband" not in client.get("/people/invite/").content.decode()
    assert "My husband" in client.get(DECLARE).content.decode()


def test_a_form_with_a_file_keeps_the_words_and_says_that_the_file_is_gone(
    town: Town, client: Client
) -> None:
    leave_half_filled(town, client, scan=SimpleUploadedFile("sheet.pdf", b"%PDF-1.7"))
    people.sign_in(client, town.manager)
    page = client.get(DECLARE).content.decode()
    assert "but not the files" in page
    assert "My husband" in page


def test_a_form_too_long_to_keep_is_not_kept(town: Town, client: Client) -> None:
    leave_half_filled(town, client, mitigation="x" * unfinished.LARGEST)
    assert unfinished.SESSION_KEY not in client.session


def token_of(page) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())[1]


def sign_in_checked(browser: Client, town: Town) -> None:
    """As ``people.sign_in``, in a browser that must send the forms' tokens."""
    token = token_of(browser.get("/sign-in/"))
    browser.post(
        "/sign-in/",
        {"login": town.manager.email, "password": people.PASSWORD, "csrfmiddlewaretoken": token},
    )


def test_a_form_of_before_signing_in_anew_is_kept_too(town: Town) -> None:
    """Two windows: in one the person signed in anew, in the other stands the form of before."""
    browser = Client(enforce_csrf_checks=True)
    sign_in_checked(browser, town)
    old_token = token_of(browser.get(DECLARE))
    browser.post("/sign-in/out/", {"csrfmiddlewaretoken": old_token})
    sign_in_checked(browser, town)
    page = browser.post(DECLARE, typed(town) | {"csrfmiddlewaretoken": old_token})
    assert page.status_code == 403
    assert KEPT in page.content.decode()
    assert not Interest.objects.exists()
    again = browser.get(DECLARE)
    assert "My husband" in again.content.decode()
    sent = browser.post(DECLARE, typed(town) | {"csrfmiddlewaretoken": token_of(again)})
    assert sent.status_code == 302
    assert Interest.objects.count() == 1


def test_a_form_from_another_site_is_refused_and_not_kept(town: Town) -> None:
    browser = Client(enforce_csrf_checks=True)
    sign_in_checked(browser, town)
    browser.get(DECLARE)
    page = browser.post(DECLARE, typed(town), headers={"origin": "https://evil.example"})
    assert page.status_code == 403
    assert KEPT not in page.content.decode()
    assert "My husband" not in browser.get(DECLARE).content.decode()


def test_what_looks_like_an_nhs_number_is_not_kept(town: Town, client: Client) -> None:
    """EXC-13: a session is a row of the database too."""
    leave_half_filled(town, client, description="About patient 943 476 5919")
    people.sign_in(client, town.manager)
    page = client.get(DECLARE)
    assert page.context["form"].data["kind"] == "financial"
    assert "description" not in page.context["form"].data
    assert "5919" not in page.content.decode()
