"""A commissioner's list of providers that are no practices (ACT-20, R4-003)."""

from datetime import date

import pytest
from django.test import Client

from accounts.actions import invitations
from accounts.models import Interest, InterestKind, Invitation, RoleHolding
from localities.actions import providers
from localities.actions.providers import Details
from localities.models import Practice, Provider, ProviderListing
from pbc import audit
from pbc.actor import SYSTEM
from pbc.models import AuditEvent
from pbc.refusals import BadInput, NotNow, NotPermitted
from pbc.roles import Role
from tests import cast as people
from tests.cast import LONG_AGO, RECORDED, TODAY

pytestmark = pytest.mark.django_db

FROM = date(2007, 4, 1)
LANTERN = Details(
    name="Lantern Pharmacy",
    provider_type="pharmacy",
    contact_name="Odile Grantham",
    telephone="01442 255901",
    postcode="HP1 1AA",
)


def put_on_the_list(cast: people.Cast, **other: object) -> Provider:
    given = {
        "commissioner": cast.dacorum,
        "code": "fqq01",
        "details": LANTERN,
        "starts": FROM,
        "by": cast.officer,
        **other,
    }
    return providers.list_provider(**given)


def test_a_provider_is_recorded_by_code_and_name_with_whom_to_ask_for(cast):
    provider = put_on_the_list(cast)

    held = Provider.objects.get(pk=provider.pk)
    assert (held.code, held.name, held.provider_type) == ("FQQ01", "Lantern Pharmacy", "pharmacy")
    assert Details.of(held) == LANTERN
    listing = held.listings.get()
    assert (listing.commissioner_id, listing.starts, listing.ends) == (cast.dacorum.pk, FROM, None)


def test_the_trail_keeps_who_to_ask_for_beside_the_chain(cast):
    put_on_the_list(cast)

    event = AuditEvent.objects.get(event="provider.listed")
    assert event.chain_id == cast.dacorum.code
    assert event.content["after"]["postcode"] == "HP1 1AA"
    assert "Odile" not in str(event.content)
    assert list(audit.verify()) == []


def test_two_commissioners_may_list_the_same_provider_and_the_record_stays_one(cast):
    put_on_the_list(cast)

    again = put_on_the_list(
        cast,
        commissioner=cast.watford,
        details=Details("lantern pharmacy", "pharmacy", telephone="1"),
        by=cast.watford_officer,
    )

    assert Provider.objects.get() == again
    assert again.telephone == "01442 255901"
    assert ProviderListing.objects.filter(provider=again).count() == 2


@pytest.mark.parametrize(
    "other, field, told",
    [
        ({"code": "QQ001"}, "code", "QQ001 is the code of Riverside Surgery, a practice"),
        ({"code": "F Q"}, "code", "Enter its ODS code"),
        ({"code": "PCT"}, "code", "means the commissioner itself"),
        ({"details": Details(" ", "pharmacy")}, "name", "Enter the name"),
        ({"details": Details("Lantern", "surgery")}, "provider_type", "Choose what kind"),
    ],
)
def test_what_is_wrong_is_named(cast, other, field, told):
    with pytest.raises(BadInput) as refused:
        put_on_the_list(cast, **other)
    assert told in refused.value.errors[field]


def test_a_provider_stands_on_a_list_once_and_under_its_own_name(cast):
    put_on_the_list(cast)
    with pytest.raises(BadInput, match="stands on the list already"):
        put_on_the_list(cast)
    with pytest.raises(BadInput, match="held already as Lantern Pharmacy"):
        put_on_the_list(cast, details=Details("Beacon Pharmacy", "pharmacy"))


@pytest.mark.parametrize(
    "by", ["watford_officer", "administrator", "riverside_manager", "preparer", "auditor"]
)
def test_only_an_officer_of_the_commissioner_lists_a_provider(cast, by):
    with pytest.raises(NotPermitted, match="Only a person who is Commissioner"):
        put_on_the_list(cast, by=getattr(cast, by))


def test_its_manager_keeps_the_contact_and_an_officer_the_name(cast):
    provider, manager = people.a_pharmacy(cast.dacorum)
    moved = Details.of(provider)

    providers.change(
        provider=provider,
        details=Details(**{**vars(moved), "telephone": "01442 255999"}),
        by=manager,
    )
    provider.refresh_from_db()
    assert provider.telephone == "01442 255999"
    renamed = Details(**{**vars(Details.of(provider)), "name": "Beacon Pharmacy"})
    with pytest.raises(NotPermitted, match="may say what it is called"):
        providers.change(provider=provider, details=renamed, by=manager)
    providers.change(provider=provider, details=renamed, by=cast.officer)
    provider.refresh_from_db()
    assert provider.name == "Beacon Pharmacy"
    with pytest.raises(NotPermitted):
        providers.change(provider=provider, details=moved, by=cast.watford_officer)


def test_a_provider_leaves_the_list_after_its_last_day(cast):
    listing = put_on_the_list(cast).listings.get()

    providers.delist(
        listing=listing, last_day=date(2007, 6, 30), reason="It closed", by=cast.officer
    )

    listing.refresh_from_db()
    assert (listing.ends, listing.last_day) == (date(2007, 7, 1), date(2007, 6, 30))
    with pytest.raises(NotNow, match="off the list already"):
        providers.delist(listing=listing, last_day=TODAY, reason="Twice", by=cast.officer)


def test_who_has_an_interest_in_it_does_not_take_it_off(cast):
    listing = put_on_the_list(cast).listings.get()
    Interest.objects.create(
        person=cast.officer.person,
        organisation_id=listing.provider_id,
        kind=InterestKind.FINANCIAL,
        description="Shares",
        starts=LONG_AGO,
        declared_at=RECORDED,
    )

    with pytest.raises(NotPermitted, match="registered interest"):
        providers.delist(listing=listing, last_day=TODAY, reason="It closed", by=cast.officer)


def test_an_officer_invites_who_acts_for_a_listed_provider_who_invites_a_colleague(cast):
    provider = put_on_the_list(cast)
    asked = invitations.Invitee(
        email="odile.grantham@example.test", given_name="Odile", family_name="Grantham"
    )

    invited = invitations.invite(
        invitee=asked, role=Role.PROVIDER_MANAGER, organisation=provider, by=cast.officer
    )
    invitations.accept(invitation=invited.invitation, password="copper-lantern-quay", by=SYSTEM)

    holding = RoleHolding.objects.get(organisation=provider)
    assert (holding.role, holding.user.name) == (Role.PROVIDER_MANAGER, "Odile Grantham")
    invitations.invite(
        invitee=invitations.Invitee("ned.parr@example.test", "Parr", "Ned"),
        role=Role.PROVIDER_MANAGER,
        organisation=provider,
        by=holding.user,
    )
    assert Invitation.objects.filter(organisation=provider).count() == 2
    with pytest.raises(NotPermitted):
        invitations.invite(
            invitee=invitations.Invitee("ned.parr@example.test", "Parr", "Ned"),
            role=Role.PROVIDER_MANAGER,
            organisation=provider,
            by=cast.watford_officer,
        )


def test_a_practice_has_no_provider_manager_and_a_provider_no_gp(cast):
    provider = put_on_the_list(cast)
    for role, organisation in (
        (Role.PROVIDER_MANAGER, Practice.objects.get(pk=cast.riverside.pk)),
        (Role.GP, provider),
        (Role.PRACTICE_MANAGER, provider),
    ):
        with pytest.raises(NotPermitted, match="Nobody can be"):
            invitations.invite(
                invitee=invitations.Invitee("ned.parr@example.test", "Parr", "Ned"),
                role=role,
                organisation=organisation,
                by=cast.administrator,
            )


def test_the_pages_lead_from_the_list_to_whom_to_invite(cast):
    browser = people.sign_in(Client(), cast.officer)
    posted = {
        "commissioner": "XDA",
        "code": "FQQ01",
        "name": "Lantern Pharmacy",
        "provider_type": "pharmacy",
        "starts_day": "1",
        "starts_month": "4",
        "starts_year": "2007",
        "contact_name": "Odile Grantham",
    }

    page = browser.post("/providers/list/", posted, follow=True)
    words = page.content.decode()
    assert page.redirect_chain[-1][0] == "/providers/FQQ01/"
    assert "Nobody acts for it here yet" in words
    assert "/people/invite/?organisation=FQQ01" in words
    invite = browser.get("/people/invite/?organisation=FQQ01")
    form = invite.context["form"]
    assert form.initial["role"] == Role.PROVIDER_MANAGER
    assert form.initial["organisation"].code == "FQQ01"
    rows = browser.get("/providers/?type=pharmacy&listed=yes").content.decode()
    assert "Lantern Pharmacy" in rows
    assert "Lantern Pharmacy" not in browser.get("/providers/?type=voluntary").content.decode()
    assert b"FQQ01" in b"".join(browser.get("/providers/?export=csv"))
