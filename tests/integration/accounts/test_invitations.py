from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.actions import invitations
from accounts.actions import people as people_actions
from accounts.actions.invitations import Invitee
from accounts.links import digest_of
from accounts.models import Invitation, RoleHolding, User
from localities.models import Person, Post
from pbc import audit, clock, outbox
from pbc.actor import SYSTEM
from pbc.models import AuditEvent, AuditPersonalValue, Message
from pbc.refusals import BadInput, NotNow, NotPermitted
from pbc.roles import Role
from tests import people
from tests.integration.accounts.conftest import Town

EMAIL = "nora.new@example.nhs.uk"
NORA = Invitee(email=EMAIL, title="Dr", given_name="Nora", family_name="New")
PASSWORD = {"password": "kettle-moss-bridge", "password_again": "kettle-moss-bridge"}


def invite(town: Town, role: Role = Role.PRACTICE_MANAGER, **more) -> invitations.Invited:
    given = {"invitee": NORA, "organisation": town.practice, "by": town.administrator} | more
    return invitations.invite(role=role, **given)


# Sending


def test_an_invitation_is_sent_by_message_and_only_the_digest_of_its_link_is_stored(
    town: Town,
) -> None:
    invited = invite(town)
    token = invited.path.split("/")[2]
    assert invited.invitation.token_digest == digest_of(token)
    assert token not in str(Invitation.objects.values().get())
    outbox.deliver()
    assert mail.outbox[0].to == [EMAIL]
    assert invited.path in mail.outbox[0].body
    assert "Ada Minster invites you" in mail.outbox[0].body


def test_it_is_in_the_audit_trail_of_the_commissioner_without_personal_values(town: Town) -> None:
    invite(town)
    event = AuditEvent.objects.get(event="invitation.sent")
    assert event.chain_id == "TPCT"
    assert event.actor_id == town.administrator.person_id
    assert "Nora" not in str(event.content)
    assert AuditPersonalValue.objects.get(event=event, name="email").value == EMAIL
    assert list(audit.verify()) == []


def test_the_page_invites(town: Town, signed_in) -> None:
    browser = signed_in(town.administrator)
    page = browser.post(
        "/people/invite/",
        {
            "given_name": "Nora",
            "family_name": "New",
            "email": EMAIL,
            "role": "gp",
            "organisation": town.practice.pk,
        },
        follow=True,
    )
    assert "is on its way to nora.new@example.nhs.uk" in page.content.decode()
    assert Invitation.objects.get().role == Role.GP


@pytest.mark.parametrize("email", ["reception@milllane.nhs.uk", "practice.manager@nhs.uk"])
def test_an_address_of_a_desk_is_refused_with_a_reason(town: Town, signed_in, email: str) -> None:
    page = signed_in(town.administrator).post(
        "/people/invite/",
        {
            "given_name": "Nora",
            "family_name": "New",
            "email": email,
            "role": "gp",
            "organisation": town.practice.pk,
        },
    )
    assert page.status_code == 422
    assert "looks like the address of a desk" in page.content.decode()
    assert 'value="Nora"' in page.content.decode()
    assert not Invitation.objects.exists()
    assert not Person.objects.filter(family_name="New").exists()


def test_nobody_gives_a_role_to_themself(town: Town) -> None:
    me = Invitee(email=town.administrator.email, given_name="Ada", family_name="Minster")
    with pytest.raises(NotPermitted, match="cannot give yourself a role"):
        invite(town, Role.FINANCE_APPROVER, invitee=me, organisation=town.commissioner)


def test_an_administrator_invites_only_within_the_area(town: Town, signed_in) -> None:
    with pytest.raises(NotPermitted):
        invite(town, organisation=town.other_practice)
    page = signed_in(town.administrator).post(
        "/people/invite/",
        {
            "given_name": "Nora",
            "family_name": "New",
            "email": EMAIL,
            "role": "gp",
            "organisation": town.other_practice.pk,
        },
    )
    assert page.status_code == 422


@pytest.mark.parametrize(
    "role, place",
    [
        (Role.COMMISSIONER, "practice"),
        (Role.GP, "commissioner"),
        (Role.GP, "locality"),
        (Role.LOCALITY_LEAD, "practice"),
        (Role.AUDITOR, "locality"),
    ],
)
def test_a_role_is_held_where_it_belongs(town: Town, role: Role, place: str) -> None:
    with pytest.raises(NotPermitted, match="Nobody can be"):
        invite(town, role, organisation=getattr(town, place))


def test_a_practice_manager_invites_gps_of_the_own_practice_and_nobody_else(town: Town) -> None:
    invite(town, Role.GP, by=town.manager)
    other = Invitee(email="omar.other@example.nhs.uk", given_name="Omar", family_name="Other")
    for role, place in (
        (Role.PRACTICE_MANAGER, town.practice),
        (Role.GP, town.other_practice),
        (Role.COMMISSIONER, town.commissioner),
    ):
        with pytest.raises(NotPermitted):
            invite(town, role, organisation=place, by=town.manager, invitee=other)


def test_the_practice_managers_page_offers_only_that(town: Town, signed_in) -> None:
    form = signed_in(town.manager).get("/people/invite/").context["form"]
    assert [value for value, _ in form.fields["role"].choices] == ["", "gp"]
    assert list(form.fields["organisation"].queryset.values_list("code")) == [("Y00001",)]


def test_inviting_twice_is_refused_until_the_first_is_withdrawn(town: Town) -> None:
    first = invite(town).invitation
    with pytest.raises(NotNow, match="was already invited"):
        invite(town)
    invitations.withdraw(invitation=first, by=town.administrator)
    invite(town)


def test_somebody_new_invited_to_two_roles_is_one_person(town: Town, client: Client) -> None:
    invite(town, Role.GP)
    second = invite(town, Role.PRACTICE_MANAGER)
    assert Person.objects.filter(family_name="New").count() == 1
    client.post(second.path, PASSWORD)
    assert User.objects.filter(email=EMAIL).count() == 1


def test_whoever_holds_the_role_is_not_invited_to_it(town: Town) -> None:
    gwen = Invitee(email=town.gp.email, given_name="Gwen", family_name="Price")
    with pytest.raises(NotNow, match="is already GP of"):
        invite(town, Role.GP, invitee=gwen)


def test_an_address_that_belongs_to_somebody_else_is_refused(town: Town) -> None:
    wrong = Invitee(email=town.gp.email, given_name="Nora", family_name="New")
    with pytest.raises(BadInput, match="Somebody else signs in"):
        invite(town, invitee=wrong)


def gp_listed_at_the_practice(town: Town, **more: str) -> Person:
    person = Person.objects.create(given_name="Nora", family_name="New", **more)
    Post.objects.create(
        person=person, practice=town.practice, capacity="partner", starts=people.START
    )
    return person


def test_a_gp_listed_at_the_practice_is_meant_and_not_made_a_second_time(town: Town) -> None:
    listed = gp_listed_at_the_practice(town)
    invited = invite(town, Role.GP)
    assert invited.invitation.person == listed
    assert Person.objects.filter(family_name="New").count() == 1
    listed.refresh_from_db()
    assert listed.email == EMAIL


def test_a_gp_can_be_invited_from_the_practices_list(town: Town, signed_in) -> None:
    listed = gp_listed_at_the_practice(town, email=EMAIL)
    browser = signed_in(town.manager)
    path = f"/people/invite/?person={listed.pk}"
    form = browser.get(path).context["form"]
    assert form.initial["email"] == EMAIL
    assert form.initial["organisation"] == town.practice.pk
    browser.post(path, {"email": EMAIL, "role": "gp", "organisation": town.practice.pk})
    assert Invitation.objects.get().person == listed


@pytest.mark.parametrize("person", ["nonsense", "00000000-0000-4000-8000-000000000000"])
def test_a_person_of_another_area_cannot_be_looked_up(town: Town, signed_in, person: str) -> None:
    assert signed_in(town.manager).get(f"/people/invite/?person={person}").status_code == 404


def test_a_listed_person_who_signs_in_already_is_invited_at_that_address(town: Town) -> None:
    known = Invitee(email=EMAIL, family_name="Price", given_name="Gwen", person=town.gp.person)
    with pytest.raises(BadInput, match="signs in with another address"):
        invite(town, invitee=known)
    invite(
        town,
        invitee=Invitee(
            email=town.gp.email, family_name="Price", given_name="Gwen", person=town.gp.person
        ),
    )


def test_both_finance_roles_may_be_held_but_the_inviter_is_warned(town: Town, signed_in) -> None:
    preparer = people.holder(Role.FINANCE_PREPARER, town.commissioner, "Fay Nance")
    page = signed_in(town.administrator).post(
        "/people/invite/",
        {
            "given_name": "Fay",
            "family_name": "Nance",
            "email": preparer.email,
            "role": "finance_approver",
            "organisation": town.commissioner.pk,
        },
        follow=True,
    )
    assert "nobody can approve a run they prepared" in page.content.decode()


# Accepting


def test_a_new_person_chooses_a_password_signs_in_and_holds_the_role(
    town: Town, client: Client
) -> None:
    invited = invite(town)
    page = client.get(invited.path)
    assert "Practice manager of Mill Lane Surgery" in page.content.decode()
    assert page.content.decode().count('autocomplete="new-password"') == 2
    accepted = client.post(invited.path, PASSWORD)
    assert accepted["Location"] == "/sign-in/"
    assert client.get("/account/").status_code == 302
    client.post("/sign-in/", {"login": EMAIL, "password": PASSWORD["password"]})
    assert "Mill Lane Surgery" in client.get("/account/").content.decode()
    holding = RoleHolding.objects.get(user__email=EMAIL)
    assert holding.starts == clock.today()
    assert holding.granted_by == town.administrator.person_id
    event = AuditEvent.objects.get(event="invitation.accepted")
    assert event.actor_id == holding.user.person_id


def test_a_role_that_needs_a_second_factor_leads_to_setting_one_up(
    town: Town, client: Client
) -> None:
    invited = invite(town, Role.COMMISSIONER, organisation=town.commissioner)
    client.post(invited.path, PASSWORD)
    client.post("/sign-in/", {"login": EMAIL, "password": PASSWORD["password"]})
    assert client.get("/")["Location"] == "/account/second-factor-needed/"


@pytest.mark.parametrize("weak", ["short", "password1234", "nora.new@example"])
def test_a_weak_password_is_refused_and_nothing_is_made(
    town: Town, client: Client, weak: str
) -> None:
    invited = invite(town)
    page = client.post(invited.path, {"password": weak, "password_again": weak})
    assert page.status_code == 422
    assert not User.objects.filter(email=EMAIL).exists()


def test_two_different_passwords_are_refused(town: Town, client: Client) -> None:
    page = client.post(invite(town).path, PASSWORD | {"password_again": "kettle-moss-bridges"})
    assert "The two passwords differ" in page.content.decode()


def test_a_link_works_once(town: Town, client: Client) -> None:
    invited = invite(town)
    client.post(invited.path, PASSWORD)
    for page in (client.get(invited.path), Client().post(invited.path, PASSWORD)):
        assert page.status_code == 410
        assert "accepted already" in page.content.decode()
    assert RoleHolding.objects.filter(user__email=EMAIL).count() == 1


def test_a_link_works_for_fourteen_days_of_real_time(town: Town, client: Client) -> None:
    invited = invite(town)
    people.stand_on(clock.today() + timedelta(days=200))
    assert client.get(invited.path).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        page = client.post(invited.path, PASSWORD)
    assert page.status_code == 410
    assert "not accepted in time" in page.content.decode()
    assert not User.objects.filter(email=EMAIL).exists()


def test_a_withdrawn_link_no_longer_works(town: Town, client: Client) -> None:
    invited = invite(town)
    invitations.withdraw(invitation=invited.invitation, by=town.administrator)
    assert "It was withdrawn" in client.get(invited.path).content.decode()


def test_an_invented_link_tells_nothing(town: Town, client: Client) -> None:
    invite(town)
    page = client.get("/invitation/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/")
    assert page.status_code == 410
    assert "Nora" not in page.content.decode()


def test_sending_again_makes_a_new_link_and_ends_the_old(town: Town, client: Client) -> None:
    first = invite(town)
    second = invitations.renew(invitation=first.invitation, by=town.administrator)
    assert client.get(first.path).status_code == 410
    assert client.get(second.path).status_code == 200
    assert Message.objects.filter(kind="invitation").count() == 2


def test_an_expired_invitation_can_be_sent_again(town: Town, client: Client) -> None:
    first = invite(town)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    second = invitations.renew(invitation=first.invitation, by=town.administrator)
    assert client.get(second.path).status_code == 200


def test_a_person_who_signs_in_already_accepts_signed_in(town: Town, client: Client) -> None:
    gwen = Invitee(email=town.gp.email, given_name="Gwen", family_name="Price")
    invited = invite(town, Role.LOCALITY_LEAD, invitee=gwen, organisation=town.locality)
    asked = client.get(invited.path)
    assert asked["Location"] == f"/sign-in/?next={invited.path}"
    people.sign_in(client, town.gp)
    assert client.get(invited.path).status_code == 200
    assert client.post(invited.path)["Location"] == "/"
    assert town.gp.refreshed().holds(Role.LOCALITY_LEAD, in_organisation=town.locality.pk)


def test_the_link_never_signs_anybody_in(town: Town, client: Client) -> None:
    gwen = Invitee(email=town.gp.email, given_name="Gwen", family_name="Price")
    invited = invite(town, Role.LOCALITY_LEAD, invitee=gwen, organisation=town.locality)
    client.post(invited.path)
    assert client.get("/account/").status_code == 302
    assert not town.gp.refreshed().holds(Role.LOCALITY_LEAD)


def test_another_person_cannot_accept_it(town: Town, signed_in) -> None:
    gwen = Invitee(email=town.gp.email, given_name="Gwen", family_name="Price")
    known = invite(town, Role.LOCALITY_LEAD, invitee=gwen, organisation=town.locality)
    new = invite(town)
    browser = signed_in(town.manager)
    for path in (known.path, new.path):
        for page in (browser.get(path), browser.post(path, PASSWORD)):
            assert page.status_code == 403
            assert "for somebody else" in page.content.decode()
    with pytest.raises(NotPermitted):
        invitations.accept(invitation=known.invitation, by=town.manager)
    assert not RoleHolding.objects.filter(role=Role.LOCALITY_LEAD).exists()


def test_whoever_lacks_a_second_factor_sets_it_up_before_accepting_more(
    town: Town, signed_in
) -> None:
    lacking = people.user("Lou Lacking")
    people.give(lacking, Role.COMMISSIONER, town.commissioner)
    lou = Invitee(email=lacking.email, given_name="Lou", family_name="Lacking")
    invited = invite(town, Role.AUDITOR, invitee=lou, organisation=town.commissioner)
    page = signed_in(lacking).post(invited.path)
    assert page["Location"] == "/account/second-factor-needed/"


def test_it_falls_when_whoever_invited_may_no_longer_do_so(town: Town, client: Client) -> None:
    second = people.holder(Role.ADMINISTRATOR, town.commissioner, "Bea Minster")
    invited = invite(town, by=second)
    people_actions.disable(user=second, reason="left", by=town.administrator)
    page = client.post(invited.path, PASSWORD)
    assert page.status_code == 422
    assert "may no longer do so" in page.content.decode()
    assert not User.objects.filter(email=EMAIL).exists()


def test_a_role_taken_up_meanwhile_is_not_taken_twice(town: Town, client: Client) -> None:
    invited = invite(town, Role.GP)
    Invitation.objects.update(person=town.gp.person)
    with pytest.raises(NotNow, match="already GP"):
        invitations.accept(invitation=invited.invitation, by=town.gp)


def test_an_invitation_made_by_the_system_needs_no_inviter(town: Town) -> None:
    invited = invite(town)
    Invitation.objects.update(invited_by=None)
    invitations.accept(invitation=invited.invitation, password=PASSWORD["password"], by=SYSTEM)
    assert User.objects.filter(email=EMAIL).exists()


@pytest.mark.parametrize("state", ["accepted_at", "withdrawn_at"])
def test_what_is_settled_is_neither_sent_again_nor_withdrawn(town: Town, state: str) -> None:
    invitation = invite(town).invitation
    Invitation.objects.update(**{state: timezone.now()})
    for act in (invitations.renew, invitations.withdraw, invitations.hand_over):
        with pytest.raises(NotNow):
            act(invitation=invitation, by=town.administrator)


def test_an_expired_one_is_not_accepted_by_the_action_either(town: Town) -> None:
    invitation = invite(town).invitation
    Invitation.objects.update(expires_at=timezone.now())
    with pytest.raises(NotNow, match="expired on"):
        invitations.accept(invitation=invitation, password=PASSWORD["password"], by=SYSTEM)


# The pages of an invitation


def test_the_link_can_be_handed_over_where_email_does_not_reach(town: Town, signed_in) -> None:
    invited = invite(town)
    browser = signed_in(town.administrator)
    path = f"/people/invitations/{invited.invitation.pk}/hand-over/"
    assert "/invitation/" not in browser.get(path).content.decode()
    page = browser.post(path)
    link = page.context["link"]
    assert link in page.content.decode()
    assert "handed_over" not in browser.session
    assert Client().get(link).status_code == 200
    assert Client().get(invited.path).status_code == 410
    assert AuditEvent.objects.filter(event="invitation.handed_over").exists()


@pytest.mark.parametrize("act", ["renew", "withdraw"])
def test_it_is_renewed_and_withdrawn_on_its_page(town: Town, signed_in, act: str) -> None:
    invitation = invite(town).invitation
    browser = signed_in(town.administrator)
    page = browser.get(f"/people/invitations/{invitation.pk}/")
    assert f"/people/invitations/{invitation.pk}/{act}/" in page.content.decode()
    done = browser.post(f"/people/invitations/{invitation.pk}/{act}/")
    assert done["Location"] == f"/people/invitations/{invitation.pk}/"
    assert browser.get(done["Location"]).status_code == 200


def test_others_do_not_find_it(town: Town, signed_in) -> None:
    invitation = invite(town, Role.COMMISSIONER, organisation=town.commissioner).invitation
    for outsider in (town.other_administrator, town.manager):
        browser = signed_in(outsider)
        base = f"/people/invitations/{invitation.pk}/"
        for path in (base, f"{base}renew/", f"{base}withdraw/", f"{base}hand-over/"):
            assert browser.get(path).status_code == 404
            assert browser.post(path).status_code in (404, 405)
    assert signed_in(town.gp).get(f"/people/invitations/{invitation.pk}/").status_code == 403


def test_a_practice_manager_sees_but_does_not_handle_what_an_administrator_sent(
    town: Town, signed_in
) -> None:
    invitation = invite(town).invitation
    browser = signed_in(town.manager)
    page = browser.get(f"/people/invitations/{invitation.pk}/")
    assert "Withdraw it" not in page.content.decode()
    assert browser.post(f"/people/invitations/{invitation.pk}/withdraw/").status_code == 403
    assert Invitation.objects.get().withdrawn_at is None


def test_the_list_is_filtered_and_exported(town: Town, signed_in) -> None:
    invite(town)
    invite(town, Role.GP, invitee=Invitee("omar.other@example.nhs.uk", "Other", "Omar"))
    browser = signed_in(town.administrator)
    page = browser.get("/people/invitations/?q=other&role=gp")
    assert [row.email for row in page.context["table"].rows] == ["omar.other@example.nhs.uk"]
    exported = browser.get("/people/invitations/?export=csv").content.decode("utf-8-sig")
    assert EMAIL in exported
    assert "Open" in exported
