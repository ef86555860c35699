from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts import demonstration, encryption
from accounts.models import User
from pbc.models import AuditEvent, Message
from pbc.roles import HELD_IN_A_LOCALITY, HELD_IN_A_PRACTICE, NEEDS_SECOND_FACTOR, Role
from tests import people
from tests.integration.accounts.conftest import Town

NEEDED = "/account/second-factor-needed/"
PAGES = ("/", "/people/", "/interests/", "/messages/", "/audit/", "/demonstration/clock/")


def somebody(role: Role, town: Town) -> User:
    place = town.commissioner
    if role in HELD_IN_A_PRACTICE:
        place = town.practice
    elif role in HELD_IN_A_LOCALITY:
        place = town.locality
    made = people.user("Nova Newcomer")
    people.give(made, role, place)
    return User.objects.get(pk=made.pk)


@pytest.mark.parametrize("role", Role)
def test_without_a_second_factor_a_role_that_needs_one_opens_nothing(
    town: Town, signed_in, role: Role
) -> None:
    browser = signed_in(somebody(role, town))
    pages = [browser.get(path) for path in PAGES]
    sent_away = [page.status_code == 302 and page["Location"] == NEEDED for page in pages]
    assert all(sent_away) if role in NEEDS_SECOND_FACTOR else not any(sent_away)


@pytest.mark.parametrize("role", sorted(NEEDS_SECOND_FACTOR))
def test_with_a_second_factor_it_opens(town: Town, signed_in, role: Role) -> None:
    user = somebody(role, town)
    demonstration.give_second_factor(user)
    browser = signed_in(User.objects.get(pk=user.pk))
    assert browser.get("/interests/").status_code == 200
    assert browser.get(NEEDED)["Location"] == "/"


def test_nothing_can_be_posted_either(town: Town, signed_in) -> None:
    browser = signed_in(somebody(Role.ADMINISTRATOR, town))
    before = AuditEvent.objects.count()
    url = f"/people/{town.gp.pk}/disable/"
    assert browser.post(url, {"reason": "mischief"})["Location"] == NEEDED
    assert AuditEvent.objects.count() == before


def test_the_page_says_which_role_needs_it_and_leads_to_setting_it_up(
    town: Town, signed_in
) -> None:
    page = signed_in(somebody(Role.COMMISSIONER, town)).get(NEEDED).content.decode()
    assert "Commissioner of Test PCT" in page
    assert 'href="/sign-in/second-factor/app/"' in page
    assert 'href="/sign-in/second-factor/passkeys/add/"' in page


def set_up(browser: Client, django_capture_on_commit_callbacks) -> Client:
    form = browser.get("/sign-in/second-factor/app/").context["form"]
    counter = list(demonstration.yield_hotp_counters_from_time())[1]
    code = demonstration.format_hotp_value(demonstration.hotp_value(form.secret, counter))
    with django_capture_on_commit_callbacks(execute=True):
        page = browser.post("/sign-in/second-factor/app/", {"code": code})
    assert page["Location"] == "/sign-in/second-factor/recovery-codes/"
    return browser


def test_setting_up_an_app_shows_recovery_codes_and_opens_the_house(
    town: Town, signed_in, django_capture_on_commit_callbacks
) -> None:
    user = somebody(Role.COMMISSIONER, town)
    browser = set_up(signed_in(user), django_capture_on_commit_callbacks)
    codes = browser.get("/sign-in/second-factor/recovery-codes/")
    assert codes.status_code == 200
    assert len(codes.context["unused_codes"]) == 10
    assert browser.get("/interests/").status_code == 200
    kinds = AuditEvent.objects.filter(event="second_factor.added").values_list("content", flat=True)
    assert {content["after"]["kind"] for content in kinds} == {"totp", "recovery_codes"}
    assert Message.objects.filter(person_id=user.person_id, subject__contains="app").exists()


def test_the_key_can_be_typed_and_the_picture_comes_without_script(town: Town, signed_in) -> None:
    page = signed_in(town.manager).get("/sign-in/second-factor/app/")
    form = page.context["form"]
    assert form.secret_in_groups.replace(" ", "") == form.secret
    assert form.secret_in_groups in page.content.decode()
    assert "data:image/svg+xml;base64," in page.content.decode()


def test_secrets_are_encrypted_at_rest(town: Town) -> None:
    app = town.administrator.authenticator_set.get(type="totp")
    codes = town.administrator.authenticator_set.get(type="recovery_codes")
    assert len(encryption.decrypt(app.data["secret"])) >= 32
    assert encryption.decrypt(codes.data["seed"])


def test_a_code_works_only_once(town: Town, signed_in) -> None:
    with time_machine.travel(timezone.now(), tick=False):
        signed_in(town.administrator)
        browser = Client()
        browser.post("/sign-in/", {"login": town.administrator.email, "password": people.PASSWORD})
        code = demonstration.current_code(town.administrator)
        page = browser.post("/sign-in/code/", {"code": code})
    assert page.status_code == 200
    assert "each works only once" in page.content.decode()


def test_a_recovery_code_stands_in_for_the_app_once(town: Town) -> None:
    code = (
        town.administrator.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()[0]
    )
    outcomes = []
    for _ in range(2):
        browser = Client()
        browser.post("/sign-in/", {"login": town.administrator.email, "password": people.PASSWORD})
        outcomes.append(browser.post("/sign-in/code/", {"code": code}).status_code)
    assert outcomes == [302, 200]


def test_the_password_alone_shows_nothing_of_a_person_with_an_app(town: Town) -> None:
    browser = Client()
    browser.post("/sign-in/", {"login": town.administrator.email, "password": people.PASSWORD})
    assert browser.get("/account/")["Location"].startswith("/sign-in/")


def test_a_role_given_in_the_middle_of_a_session_asks_for_it_at_once(town: Town, signed_in) -> None:
    browser = signed_in(town.manager)
    assert browser.get("/interests/").status_code == 200
    people.give(town.manager, Role.COMMISSIONER, town.commissioner)
    assert browser.get("/interests/")["Location"] == NEEDED


def test_the_field_of_the_code_may_be_filled_by_paste_and_by_the_phone(town: Town) -> None:
    browser = Client()
    browser.post("/sign-in/", {"login": town.administrator.email, "password": people.PASSWORD})
    page = browser.get("/sign-in/code/").content.decode()
    assert 'autocomplete="one-time-code"' in page
    assert "maxlength" not in page


def test_removing_the_app_closes_the_house_again(town: Town, signed_in) -> None:
    browser = signed_in(town.administrator)
    browser.post("/sign-in/second-factor/app/remove/")
    assert browser.get("/people/")["Location"] == NEEDED
    assert AuditEvent.objects.filter(event="second_factor.removed").exists()


def test_removing_it_asks_for_a_fresh_code(town: Town, signed_in) -> None:
    with time_machine.travel(timezone.now() - timedelta(minutes=20)):
        browser = signed_in(town.administrator)
    page = browser.post("/sign-in/second-factor/app/remove/")
    assert page["Location"].startswith("/sign-in/confirm/code/")
    assert town.administrator.authenticator_set.filter(type="totp").exists()


def test_new_recovery_codes_replace_the_old(
    town: Town, signed_in, django_capture_on_commit_callbacks
) -> None:
    browser = signed_in(town.administrator)
    path = "/sign-in/second-factor/recovery-codes/"
    old = browser.get(path).context["unused_codes"]
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(f"{path}make/")
    assert not set(old) & set(browser.get(path).context["unused_codes"])
    assert AuditEvent.objects.filter(event="second_factor.made_anew").exists()
    assert browser.get(f"{path}download/")["Content-Disposition"].startswith("attachment")
