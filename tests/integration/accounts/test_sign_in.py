import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.actions import people as people_actions
from pbc import outbox
from pbc.models import AuditEvent, Message
from tests import people
from tests.integration.accounts.conftest import Town

WRONG = "The e-mail address or the password is not right"


def test_a_practice_manager_signs_in_with_a_password(town: Town, signed_in) -> None:
    browser = signed_in(town.manager)
    assert browser.get("/account/").status_code == 200
    assert AuditEvent.objects.filter(
        event="sign_in.succeeded", actor_id=town.manager.person_id
    ).exists()


def test_the_address_may_be_typed_in_any_case_and_with_spaces(town: Town, client: Client) -> None:
    typed = {"login": f" {town.manager.email.upper()} ", "password": people.PASSWORD}
    assert client.post("/sign-in/", typed).status_code == 302


def test_unknown_address_wrong_password_and_disabled_person_get_the_same_answer(
    town: Town, client: Client
) -> None:
    people_actions.disable(user=town.gp, reason="left", by=town.administrator)
    answers = set()
    for login in ("nobody@example.nhs.uk", town.manager.email, town.gp.email):
        page = client.post("/sign-in/", {"login": login, "password": "wrong-wrong-wrong"})
        assert WRONG in page.content.decode()
        answers.add(page.status_code)
    assert len(answers) == 1


def test_a_disabled_person_with_the_right_password_is_told_so(town: Town, client: Client) -> None:
    people_actions.disable(user=town.gp, reason="left", by=town.administrator)
    page = client.post(
        "/sign-in/", {"login": town.gp.email, "password": people.PASSWORD}, follow=True
    )
    assert "Your sign-in is disabled" in page.content.decode()
    assert isinstance(page.wsgi_request.user, AnonymousUser)


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"],
)
def test_nobody_is_sent_to_another_site_after_signing_in(
    town: Town, client: Client, elsewhere: str
) -> None:
    page = client.post(
        "/sign-in/",
        {"login": town.manager.email, "password": people.PASSWORD, "next": elsewhere},
    )
    assert page.status_code == 302
    assert page["Location"] == "/"


def test_a_page_asked_for_is_opened_after_signing_in(town: Town, client: Client) -> None:
    asked = client.get("/interests/?q=mill")
    assert asked["Location"] == "/sign-in/?next=/interests/%3Fq%3Dmill"
    page = client.post(
        asked["Location"], {"login": town.manager.email, "password": people.PASSWORD}
    )
    assert page["Location"] == "/interests/?q=mill"


def test_the_form_is_refused_without_its_token(town: Town) -> None:
    browser = Client(enforce_csrf_checks=True)
    page = browser.post("/sign-in/", {"login": town.manager.email, "password": people.PASSWORD})
    assert page.status_code == 403
    assert browser.get("/account/").status_code == 302


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_set_password"])
def test_what_would_open_the_house_has_no_address(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_fields_say_what_they_hold_so_that_password_managers_work(client: Client, db) -> None:
    page = client.get("/sign-in/").content.decode()
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "onpaste" not in page


def test_signing_out_takes_a_post_and_is_recorded(town: Town, signed_in) -> None:
    browser = signed_in(town.manager)
    assert browser.get("/sign-in/out/").status_code == 200
    assert browser.get("/account/").status_code == 200
    browser.post("/sign-in/out/")
    assert browser.get("/account/").status_code == 302
    assert AuditEvent.objects.filter(event="sign_in.ended").count() == 1


# A forgotten password


def test_the_answer_does_not_tell_whether_an_address_is_known(town: Town, client: Client) -> None:
    pages = []
    for email in (town.manager.email, "nobody@example.nhs.uk"):
        page = client.post("/sign-in/password/forgotten/", {"email": email}, follow=True)
        pages.append(re.sub('nonce="[^"]+"', "", page.content.decode()))
    assert "If somebody signs in with that address" in pages[0]
    assert pages[0] == pages[1]
    assert Message.objects.count() == 1
    assert mail.outbox == []


def test_the_link_in_the_message_sets_a_new_password_once(town: Town, signed_in) -> None:
    elsewhere = signed_in(town.manager)
    browser = Client()
    browser.post("/sign-in/password/forgotten/", {"email": town.manager.email})
    outbox.deliver()
    link = mail.outbox[0].body.split()[-1]
    path = "/" + link.split("/", 3)[3]
    form = browser.get(path, follow=True)
    new = {"password1": "kettle-moss-bridge", "password2": "kettle-moss-bridge"}
    page = browser.post(form.request["PATH_INFO"], new, follow=True)
    assert "Your password is changed" in page.content.decode()
    again = Client().get(path, follow=True)
    assert "This link no longer works" in again.content.decode()
    assert elsewhere.get("/account/").status_code == 302
    signed = browser.post("/sign-in/", {"login": town.manager.email, "password": new["password1"]})
    assert signed.status_code == 302


def new_password_by_link(browser: Client, email: str) -> None:
    browser.post("/sign-in/password/forgotten/", {"email": email})
    link = Message.objects.get(subject="Choose a new password").path
    form = browser.get(link, follow=True)
    new = {"password1": people.PASSWORD + "-2", "password2": people.PASSWORD + "-2"}
    browser.post(form.request["PATH_INFO"], new)


def test_the_link_also_ends_a_lock_out(town: Town, client: Client) -> None:
    for _ in range(5):
        client.post("/sign-in/", {"login": town.manager.email, "password": "wrong-wrong-wrong"})
    new_password_by_link(client, town.manager.email)
    page = client.post(
        "/sign-in/", {"login": town.manager.email, "password": people.PASSWORD + "-2"}
    )
    assert page.status_code == 302
    event = AuditEvent.objects.get(event="password.chosen_anew")
    assert event.actor_id == town.manager.person_id


def test_the_link_does_not_stand_in_for_the_second_factor(town: Town, client: Client) -> None:
    new_password_by_link(client, town.administrator.email)
    page = client.post(
        "/sign-in/", {"login": town.administrator.email, "password": people.PASSWORD + "-2"}
    )
    assert page["Location"] == "/sign-in/code/"
    assert client.get("/account/").status_code == 302


def test_a_disabled_person_gets_no_link(town: Town, client: Client) -> None:
    people_actions.disable(user=town.gp, reason="left", by=town.administrator)
    client.post("/sign-in/password/forgotten/", {"email": town.gp.email})
    assert not Message.objects.filter(subject="Choose a new password").exists()


def test_a_weak_new_password_is_refused(town: Town, signed_in) -> None:
    browser = signed_in(town.manager)
    weak = {
        "oldpassword": people.PASSWORD,
        "password1": "password1234",
        "password2": "password1234",
    }
    page = browser.post("/sign-in/password/", weak)
    assert page.status_code == 200
    assert "too common" in page.content.decode()


def test_changing_the_password_keeps_this_session_and_ends_the_others(
    town: Town, signed_in
) -> None:
    here, elsewhere = signed_in(town.manager), signed_in(town.manager)
    new = {
        "oldpassword": people.PASSWORD,
        "password1": "kettle-moss-bridge",
        "password2": "kettle-moss-bridge",
    }
    assert here.post("/sign-in/password/", new)["Location"] == "/account/"
    assert here.get("/account/").status_code == 200
    assert elsewhere.get("/account/").status_code == 302
    assert Message.objects.filter(subject="Your password was changed").count() == 1
    assert AuditEvent.objects.filter(event="password.changed").count() == 1


def test_a_password_like_the_own_name_is_refused(town: Town, signed_in) -> None:
    new = {"password1": "pat manning 1", "password2": "pat manning 1"}
    page = signed_in(town.manager).post(
        "/sign-in/password/", {"oldpassword": people.PASSWORD} | new
    )
    assert "too similar to the" in page.content.decode()
