"""What somebody would try who is signed in and means ill, or is not signed in at all.

The matrix asks for addresses as they are meant. Here ids in what is sent, headers, methods, links
and sessions are bent; after each attempt the database is as it was.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.actions import interests
from accounts.models import Invitation, RoleHolding, User
from les_schemes import terms_shown
from les_schemes.models import NamedGP, SignUp
from localities.models import ListSize, Organisation
from payments import permissions as of_payments
from payments.actions import runs
from pbc import clock, outbox
from pbc.refusals import NotPermitted
from pbc.roles import Role
from tests.cast import LONG_AGO, RECORDED
from tests.integration.matrix import world as the_world
from tests.integration.matrix.rows import EVERYONE, SIGN_IN
from tests.integration.matrix.table import ROWS
from tests.integration.matrix.walking import Walk, Watch, digest, standing, undone

pytestmark = pytest.mark.django_db

FORMS = [row for row in ROWS if row.is_form and row.may and row.anonymous["POST"] == SIGN_IN]


@pytest.fixture(scope="module")
def walk(django_db_setup: None, django_db_blocker: Any) -> Iterator[Walk]:
    with standing(django_db_blocker) as walk:
        yield walk


class Attacker:
    """Somebody of the world with an open session; what they do is undone."""

    def __init__(self, walk: Walk) -> None:
        self.walk, self.world = walk, walk.world

    def as_(self, who: str, **of_client: Any) -> Client:
        client = Client(**of_client)
        client.cookies[settings.SESSION_COOKIE_NAME] = self.walk.sessions[who]
        clock.forget()
        return client

    def at(self, name: str, of: str = "") -> str:
        return reverse(name, args=self.world.places[of] if of else ())

    def post(self, who: str, name: str, of: str, data: dict[str, Any]) -> HttpResponse:
        return self.as_(who).post(self.at(name, of), data)

    def refused(self, response: HttpResponse) -> bool:
        """Refused, and nothing but the session may differ."""
        return response.status_code in (403, 404, 405, 410, 422) and self.is_unchanged()

    def is_unchanged(self) -> bool:
        return digest() == self.walk.unchanged


@pytest.fixture
def attacker(walk: Walk) -> Iterator[Attacker]:
    with undone():
        yield Attacker(walk)


# Ids of others in what is sent


def signed(world: the_world.World, **changed: Any) -> dict[str, Any]:
    sheet = SignUp.objects.get(pk=world.things["signing sheet"].pk)
    return {
        "typed_name": "Ben Lindqvist",
        "shown": terms_shown.terms_of(sheet).sha256,
        "accepts": "on",
        **changed,
    }


def test_nobody_signs_in_anothers_name(attacker: Attacker) -> None:
    data = signed(attacker.world, typed_name="Carys Pugh")
    assert attacker.refused(attacker.post("gp", "les_schemes:sign-up-sign", "signing sheet", data))


def test_the_line_signed_is_ones_own_whatever_is_sent(attacker: Attacker) -> None:
    other = NamedGP.objects.exclude(post__person=attacker.world.people["gp"].person).first()
    data = signed(
        attacker.world,
        named=str(other.pk),
        named_gp=str(other.pk),
        person=str(other.post.person_id),
        capacity="practice_manager",
        signed_at="2001-01-01",
    )
    response = attacker.post("gp", "les_schemes:sign-up-sign", "signing sheet", data)
    assert response.status_code == 302
    sheet = SignUp.objects.get(pk=attacker.world.things["signing sheet"].pk)
    signature = sheet.signatures.order_by("-real_at").first()
    assert signature.person_id == attacker.world.people["gp"].person_id
    assert signature.capacity == "gp"
    assert signature.signed_at.year == 2007


def test_a_sheet_other_than_the_one_read_is_not_signed(attacker: Attacker) -> None:
    data = signed(attacker.world, shown="0" * 64)
    assert attacker.refused(attacker.post("gp", "les_schemes:sign-up-sign", "signing sheet", data))


def test_a_gp_signs_for_the_practice_only_as_its_lead(attacker: Attacker) -> None:
    data = signed(attacker.world, capacity="practice_manager")
    at = ("gp", "les_schemes:sign-up-sign-for-practice", "signing sheet")
    assert attacker.refused(attacker.post(*at, data))


@pytest.mark.parametrize("chosen", ["watcom", "riverside"])
def test_only_a_locality_of_the_practices_commissioner_is_joined(
    attacker: Attacker, chosen: str
) -> None:
    elsewhere = getattr(attacker.world.cast, chosen)
    data = {"locality": str(elsewhere.pk), "contact_number": "01442 255 124"}
    response = attacker.post("manager", "les_schemes:sign-up-choose-locality", "draft sheet", data)
    assert attacker.refused(response)


def test_what_a_form_does_not_ask_for_is_not_taken(attacker: Attacker) -> None:
    """Mass assignment: status, times and persons come from the action alone."""
    data = {
        "complete": "on",
        "status": "accepted",
        "accepted_at": "2007-04-01",
        "accepted_by": str(attacker.world.people["officer"].person_id),
        "commissioner": attacker.world.cast.watford.pk,
        "practice": attacker.world.cast.cassio.pk,
        "by": str(attacker.world.people["officer"].person_id),
    }
    before = SignUp.objects.get(pk=attacker.world.things["draft sheet"].pk)
    response = attacker.post("manager", "les_schemes:sign-up-confirm-gps", "draft sheet", data)
    assert response.status_code == 302
    after = SignUp.objects.get(pk=before.pk)
    for name in ("status", "accepted_at", "accepted_by", "commissioner_id", "provider_id"):
        assert getattr(after, name) == getattr(before, name), name
    assert after.gps_confirmed_by == attacker.world.people["manager"].person_id


def test_gps_of_another_sheet_are_not_confirmed_as_unsigned(attacker: Attacker) -> None:
    foreign = attacker.world.things["far sheet"].named_gps.first()
    data = {"unsigned": [str(foreign.pk)], f"unsigned-{foreign.pk}": "on"}
    response = attacker.post("manager", "les_schemes:sign-up-submit", "signing sheet", data)
    assert attacker.refused(response)


INVITATION = {
    "given_name": "Mallory",
    "family_name": "Grieve",
    "email": "mallory.grieve@example.test",
}


@pytest.mark.parametrize(
    "who, role, where",
    [
        ("administrator", Role.PRACTICE_MANAGER, "cassio"),
        ("administrator", Role.ADMINISTRATOR, "watford"),
        ("administrator", Role.LOCALITY_LEAD, "watcom"),
        ("administrator", Role.FINANCE_APPROVER, "riverside"),
        ("administrator", "superuser", "dacorum"),
        ("manager", Role.GP, "highfield"),
        ("manager", Role.GP, "cassio"),
        ("manager", Role.PRACTICE_MANAGER, "riverside"),
        ("manager", Role.COMMISSIONER, "dacorum"),
        ("manager", Role.ADMINISTRATOR, "riverside"),
    ],
)
def test_nobody_is_invited_beyond_the_area_or_above_the_station(
    attacker: Attacker, who: str, role: str, where: str
) -> None:
    organisation = getattr(attacker.world.cast, where)
    data = {**INVITATION, "role": str(role), "organisation": organisation.pk}
    assert attacker.refused(attacker.post(who, "accounts:invite", "", data))


def test_nobody_gives_themself_a_role(attacker: Attacker) -> None:
    user = attacker.world.people["administrator"]
    data = {
        "given_name": user.person.given_name,
        "family_name": user.person.family_name,
        "email": user.email,
        "role": Role.FINANCE_APPROVER,
        "organisation": attacker.world.cast.dacorum.pk,
    }
    assert attacker.refused(attacker.post("administrator", "accounts:invite", "", data))


@pytest.mark.parametrize("given", ["far", "unknown", "no id"])
def test_an_invitation_takes_no_gp_of_elsewhere(attacker: Attacker, given: str) -> None:
    person = {
        "far": str(attacker.world.cast.bright.person_id),
        "unknown": "4b0a26a1-4a4e-4d6e-9c4f-000000000000",
        "no id": "' OR 1=1 --",
    }[given]
    response = attacker.as_("manager").get(attacker.at("accounts:invite"), {"person": person})
    assert response.status_code == 404


def test_a_run_is_asked_for_only_of_the_own_commissioner(attacker: Attacker) -> None:
    open_run = attacker.world.things["far prepared run"]
    runs.cancel(run=open_run, reason="Out of the way.", by=attacker.world.people["far_preparer"])
    before = digest()
    data = {"commissioner": "XWA", "pay_date": "2007-06-29"}
    assert attacker.post("preparer", "payments:run-request", "", data).status_code == 422
    assert digest() == before
    assert attacker.post("far_preparer", "payments:run-request", "", data).status_code == 302


def test_the_lines_approved_are_the_lines_seen(attacker: Attacker) -> None:
    for sent in ({}, {"digest": ""}, {"digest": "0" * 64}):
        response = attacker.post("approver", "payments:run-approve", "prepared run", sent)
        assert attacker.refused(response)


@pytest.mark.parametrize("payee", ["QQ005", "QQ003", "LDAC' --"])
def test_money_goes_to_no_stranger_of_the_locality(attacker: Attacker, payee: str) -> None:
    data = {"payee": payee, "reason": "Because"}
    assert attacker.refused(attacker.post("officer", "localities:payee-nominate", "locality", data))


def test_a_practice_moves_into_no_locality_of_another_commissioner(attacker: Attacker) -> None:
    on = {"on_day": "1", "on_month": "10", "on_year": "2007"}
    data = {"locality": "LWAT", **on, "reason": "Because"}
    assert attacker.refused(attacker.post("officer", "localities:practice-move", "practice", data))


def test_an_officer_brings_in_lists_of_the_own_practices_only(attacker: Attacker) -> None:
    """A file of Watford's officer that tells of Riverside and of Cassio changes Cassio alone."""
    lists = the_world.LISTS.replace(b"QQ404,2007-04-01,1", b"QQ005,2007-04-01,8400")
    file = SimpleUploadedFile("lists.csv", lists, "text/csv")
    client = attacker.as_("far_officer")
    data = {"kind": "list_sizes", "file": file}
    page = client.post(attacker.at("localities:import-upload"), data)["Location"]
    the_world.do_jobs()
    fingerprint = client.get(page).context["imported"].preview["fingerprint"]
    client.post(f"{page}confirm/", {"fingerprint": fingerprint})
    the_world.do_jobs()
    held = dict(ListSize.objects.held().values_list("practice__code", "registered"))
    assert (held["QQ001"], held["QQ005"]) == (8_205, 8_400)


def test_an_officer_imports_no_national_file(attacker: Attacker) -> None:
    file = SimpleUploadedFile("epraccur.csv", b'"QQ001","X"\n', "text/csv")
    data = {"kind": "practices", "file": file}
    assert attacker.refused(attacker.post("officer", "localities:import-upload", "", data))


def test_an_interest_is_recorded_only_of_people_of_the_area(attacker: Attacker) -> None:
    data = {
        "person": attacker.world.people["far_officer"].person_id,
        "organisation": attacker.world.cast.riverside.pk,
        "kind": "financial",
        "description": "Planted",
        "starts_day": "1",
        "starts_month": "4",
        "starts_year": "2006",
    }
    assert attacker.refused(attacker.post("officer", "accounts:interest-declare", "", data))
    # Whoever keeps no register declares for themself, whomever they name.
    data["person"] = attacker.world.people["officer"].person_id
    assert attacker.post("gp", "accounts:interest-declare", "", data).status_code == 302
    user = attacker.world.people["officer"]
    assert not User.objects.get(pk=user.pk).has_interest_in(attacker.world.cast.riverside.pk)


# Separation of people


def also(world: the_world.World, who: str, role: Role, organisation: Organisation) -> None:
    RoleHolding.objects.create(
        user=world.people[who],
        role=role,
        organisation_id=organisation.pk,
        starts=LONG_AGO,
        granted_at=RECORDED,
    )


def test_whoever_holds_both_finance_roles_approves_nothing_they_prepared(
    attacker: Attacker,
) -> None:
    world = attacker.world
    also(world, "preparer", Role.FINANCE_APPROVER, world.cast.dacorum)
    run = world.things["prepared run"]
    response = attacker.post(
        "preparer", "payments:run-approve", "prepared run", {"digest": run.digest}
    )
    assert response.status_code == 403
    run.refresh_from_db()
    assert run.status == "prepared"


@pytest.mark.parametrize("where", ["riverside", "daccom"])
def test_whoever_works_where_the_money_goes_approves_nothing(
    attacker: Attacker, where: str
) -> None:
    world = attacker.world
    role = Role.LOCALITY_LEAD if where == "daccom" else Role.PRACTICE_MANAGER
    also(world, "approver", role, getattr(world.cast, where))
    data = {"digest": world.things["prepared run"].digest}
    assert (
        attacker.post("approver", "payments:run-approve", "prepared run", data).status_code == 403
    )


def test_an_interest_in_whom_a_locality_is_paid_through_bars_the_approver(
    attacker: Attacker,
) -> None:
    """DacCom's money goes to a host practice that this run does not pay itself."""
    world = attacker.world
    host = world.cast.millbrook
    Organisation.objects.filter(pk=world.cast.daccom.pk).update(payee=host.pk)
    assert not world.things["prepared run"].payees().filter(pk=host.pk).exists()
    interests.declare(
        person=world.people["approver"].person,
        organisation=Organisation.objects.get(pk=host.pk),
        kind="financial",
        description="Owns the building",
        starts=LONG_AGO,
        by=world.people["approver"],
    )
    approver = User.objects.get(pk=world.people["approver"].pk)
    with pytest.raises(NotPermitted, match="interest in DacCom"):
        of_payments.check_can_approve_run(approver, world.things["prepared run"])


@pytest.mark.parametrize("act", ["accept", "query", "refuse"])
def test_an_officer_with_an_interest_in_the_practice_decides_nothing(
    attacker: Attacker, act: str
) -> None:
    world = attacker.world
    interests.declare(
        person=world.people["officer"].person,
        organisation=Organisation.objects.get(pk=world.cast.practices["submitted"].pk),
        kind="financial",
        description="Married to a partner",
        starts=LONG_AGO,
        by=world.people["officer"],
    )
    before = digest()
    at = ("officer", f"les_schemes:sign-up-{act}", "submitted sheet")
    assert attacker.post(*at, {"reason": "Because"}).status_code == 403
    assert digest() == before


# Methods, tokens, headers, links


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_no_other_method_does_anything(attacker: Attacker, method: str) -> None:
    for row in FORMS:
        if row.name.startswith(("account_", "mfa_")):
            continue  # Django's own forms take PUT for POST, with its token
        actor = next(actor for actor in EVERYONE if actor in row.may)
        client = attacker.as_(actor)
        response = getattr(client, method)(attacker.walk.address(row))
        assert response.status_code == 405, row
    assert attacker.is_unchanged()


def test_a_method_is_not_overridden(attacker: Attacker) -> None:
    """Frameworks that let a POST pass for another method are where checks of a method leak."""
    client = attacker.as_("officer")
    address = attacker.at("les_schemes:sign-up-review", "submitted sheet")
    headers = {"X-HTTP-Method-Override": "GET", "X-Method-Override": "GET"}
    assert client.post(address, {"_method": "GET"}, headers=headers).status_code == 405
    get = client.get(address, {"_method": "POST"}, headers={"X-HTTP-Method-Override": "POST"})
    assert get.status_code == 200
    assert attacker.is_unchanged()


@pytest.mark.parametrize("row", FORMS, ids=str)
def test_every_form_wants_its_token(attacker: Attacker, row: Any) -> None:
    actor = next(actor for actor in EVERYONE if actor in row.may)
    client = attacker.as_(actor, enforce_csrf_checks=True)
    watch = Watch()
    with connection.execute_wrapper(watch):
        response = client.post(attacker.walk.address(row), attacker.walk.data(row))
    assert response.status_code == 403
    assert watch.written == []


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost@evil.example"]
)
def test_another_host_is_answered_nothing(attacker: Attacker, host: str) -> None:
    client = attacker.as_("manager")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "ALLOWED_HOSTS", ["localhost", "testserver"])
        assert client.get("/", headers={"host": host}).status_code == 400
        # A header of a proxy that is not ours says nothing either.
        page = client.get("/", headers={"x-forwarded-host": host})
        assert page.status_code == 200
        assert host not in page.content.decode()


def test_links_that_are_sent_lead_home_whatever_host_was_asked(attacker: Attacker) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "ALLOWED_HOSTS", ["*"])
        client = Client(headers={"host": "evil.example"})
        email = attacker.world.people["manager"].email
        client.post(reverse("account_reset_password"), {"email": email})
    outbox.deliver()
    sent = [message for message in mail.outbox if "Choose a new password" in message.subject]
    assert sent, "no mail was sent"
    assert all("evil.example" not in message.body for message in sent)
    assert all(settings.PBC_SITE_URL in message.body for message in sent)


ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "http://localhost@evil.example/",
    "\thttps://evil.example",
)


@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_link_leads_out_of_the_house(attacker: Attacker, address: str) -> None:
    manager = attacker.world.people["manager"]
    given = {"login": manager.email, "password": the_world.PASSWORD, "next": address}
    response = Client().post(f"{reverse('account_login')}", given)
    assert response.status_code == 302
    assert response["Location"] == "/"
    response = attacker.as_("manager").post(reverse("account_logout"), {"next": address})
    assert response["Location"].startswith("/")
    assert "evil" not in response["Location"]
    confirm = reverse("account_reauthenticate")
    sent = {"password": the_world.PASSWORD, "next": address}
    response = attacker.as_("manager").post(confirm, sent)
    assert "evil" not in response.get("Location", "")


# Sessions


def test_a_session_planted_before_signing_in_is_worth_nothing(attacker: Attacker) -> None:
    victim = Client()
    victim.cookies[settings.SESSION_COOKIE_NAME] = "planted0planted0planted0planted0"
    manager = attacker.world.people["manager"]
    given = {"login": manager.email, "password": the_world.PASSWORD}
    assert victim.post(reverse("account_login"), given).status_code == 302
    assert victim.cookies[settings.SESSION_COOKIE_NAME].value != "planted0planted0planted0planted0"
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = "planted0planted0planted0planted0"
    assert thief.get(reverse("accounts:account")).status_code == 302


def test_a_session_that_was_left_is_worth_nothing(attacker: Attacker) -> None:
    kept = attacker.walk.sessions["manager"]
    attacker.as_("manager").post(reverse("account_logout"))
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = kept
    assert thief.get(reverse("accounts:account")).status_code == 302


def test_a_role_taken_away_is_gone_between_the_page_and_the_button(attacker: Attacker) -> None:
    """The page was opened in right; the role ends; what is then sent does nothing."""
    client = attacker.as_("officer")
    address = attacker.at("les_schemes:sign-up-accept", "submitted sheet")
    assert client.get(address).status_code == 200
    officer = attacker.world.people["officer"]
    RoleHolding.objects.filter(user=officer).update(ends=clock.today())
    assert client.post(address).status_code == 404
    assert SignUp.objects.get(pk=attacker.world.things["submitted sheet"].pk).accepted_at is None


def test_a_password_alone_does_not_open_what_needs_a_second_factor(attacker: Attacker) -> None:
    officer = attacker.world.people["officer"]
    client = Client()
    given = {"login": officer.email, "password": the_world.PASSWORD}
    response = client.post(reverse("account_login"), given)
    assert response["Location"] == reverse("mfa_authenticate")
    for name in ("home", "accounts:account", "les_schemes:sign-ups", "pbc:messages"):
        page = client.get(reverse(name))
        assert page.status_code == 302 or "Sign in" in page.content.decode(), name


def test_the_second_factor_itself_is_not_changed_by_whoever_has_only_the_password(
    attacker: Attacker,
) -> None:
    """Half signed in, nobody reaches the pages on which a factor is added or taken away."""
    client = Client()
    officer = attacker.world.people["officer"]
    client.post(reverse("account_login"), {"login": officer.email, "password": the_world.PASSWORD})
    for name in ("mfa_activate_totp", "mfa_deactivate_totp", "mfa_add_webauthn", "mfa_index"):
        response = client.get(reverse(name))
        assert response.status_code == 302, name
        assert response["Location"].startswith(reverse("account_login")), name


# Links of invitations


def test_a_link_works_once(attacker: Attacker) -> None:
    address = attacker.at("accounts:invitation-accept", "link of GP invitation")
    given = {"password": the_world.PASSWORD, "password_again": the_world.PASSWORD}
    assert Client().post(address, given).status_code == 302
    assert Client().post(address, given).status_code == 410
    assert User.objects.filter(person=attacker.world.things["GP invitation"].person).count() == 1


def test_a_link_does_nothing_once_its_sender_may_no_longer_invite(attacker: Attacker) -> None:
    address = attacker.at("accounts:invitation-accept", "link of GP invitation")
    RoleHolding.objects.filter(user=attacker.world.people["manager"]).update(ends=clock.today())
    given = {"password": the_world.PASSWORD, "password_again": the_world.PASSWORD}
    assert Client().post(address, given).status_code == 422
    invitation = Invitation.objects.get(pk=attacker.world.things["GP invitation"].pk)
    assert invitation.accepted_at is None


# Lists: what is sorted, filtered, paged and taken away stays one's own

LISTS = (
    "accounts:people",
    "accounts:invitations",
    "accounts:interests",
    "les_schemes:sign-ups",
    "localities:practices",
    "localities:localities",
    "localities:import-list",
    "payments:runs",
    "pbc:messages",
    "pbc:audit",
)
BENT = (
    {"sort": "-user__password"},
    {"sort": "person.user.password", "page": "99999999999999999999"},
    {"page": "-1", "export": "exe"},
    {"q": "' OR 1=1 --", "practice": "%", "person": "_", "event": "\\"},
    {"status": "nothing", "state": "x", "kind": "x", "role": "x", "locality": "LWAT"},
    {"start_day": "99", "start_month": "x", "start_year": "0"},
)
# Names and codes that only people of the other commissioner, and national roles, come across.
OF_WATFORD = ("Cassio", "QQ005", "Abara", "Watford Locality", "XWA", "Vance", "Haddad")
OF_DACORUM = ("Riverside", "QQ001", "Lindqvist", "Highfield", "Pugh", "Whitlock", "DacCom")


@pytest.mark.parametrize("query", BENT, ids=str)
@pytest.mark.parametrize("name", LISTS)
def test_a_bent_question_is_answered_and_tells_nothing_of_elsewhere(
    attacker: Attacker, name: str, query: dict[str, str]
) -> None:
    row = next(row for row in ROWS if row.name == name)
    for who, foreign in (("auditor", OF_WATFORD), ("far_officer", OF_DACORUM)):
        if who not in row.may:
            continue
        for more in ({}, {"export": "csv"}):
            response = attacker.as_(who).get(attacker.at(name), {**query, **more})
            assert response.status_code == 200
            told = (
                b"".join(response.streaming_content) if response.streaming else response.content
            ).decode()
            seen = [word for word in foreign if word in told]
            assert name == "localities:import-list" or seen == [], f"{who} reads of {seen}"
    assert attacker.is_unchanged()


@pytest.mark.parametrize("who", EVERYONE)
def test_no_page_that_is_for_all_tells_of_the_other_commissioner(
    attacker: Attacker, who: str
) -> None:
    foreign = OF_DACORUM if who.startswith("far_") else OF_WATFORD
    client = attacker.as_(who)
    for row in ROWS:
        if not row.is_for_all or row.of or row.name.startswith(("account_", "mfa_")):
            continue
        national = "administrator" in who and row.name.startswith("localities:")
        everyones = row.name == "localities:commissioners"
        response = client.get(attacker.walk.address(row), follow=True)
        told = response.content.decode() if not response.streaming else ""
        seen = [word for word in foreign if word in told]
        assert national or everyones or seen == [], f"{row} tells {who} of {seen}"
