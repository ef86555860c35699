"""Who may provide a scheme, and who is invited to (R4-002 to R4-004, AMB-106)."""

import pytest
from django.test import Client

from les_schemes import offered
from les_schemes.actions import offers
from les_schemes.actions.offers import Offer
from les_schemes.models import OfferInvitation, SchemeVersion
from les_schemes.procurement.statuses import InvitationAnswer, ProcurementStatus, Route
from les_schemes.statuses import SchemeStatus
from localities.actions import providers
from pbc.models import Message
from pbc.refusals import BadInput, NotNow, NotPermitted
from tests import cast as people
from tests import factories, procuring
from tests.cast import TODAY
from tests.procuring import procurement_at

pytestmark = pytest.mark.django_db

FOR_PRACTICES = Offer(
    kind="les",
    who_may_provide="practices",
    provider_reason="Only practices hold registers.",
    requires_registered_list=True,
    registered_list_reason="It pays per registered patient.",
)


def said(**changed: object) -> Offer:
    return Offer(**{**vars(FOR_PRACTICES), **changed})


@pytest.fixture
def draft(cast) -> SchemeVersion:
    return factories.scheme_at(SchemeStatus.DRAFT, cast)


def test_a_draft_says_who_may_provide_it_and_why(cast, draft):
    offers.say_who_may_provide(version=draft, offer=FOR_PRACTICES, by=cast.officer)

    draft.refresh_from_db()
    assert Offer.of(draft) == FOR_PRACTICES
    assert draft.kind_name == "Local Enhanced Service (LES)"


def test_the_commissioner_may_have_another_word_for_it(cast, draft):
    """R4-002."""
    offers.say_who_may_provide(
        version=draft, offer=said(kind="community", kind_label="Wrap-around service"),
        by=cast.officer,
    )  # fmt: skip
    draft.refresh_from_db()
    assert draft.kind_name == "Wrap-around service"
    assert draft.four_tests_required, "a community-based service needs the four tests"


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"provider_reason": " "}, "provider_reason"),
        ({"registered_list_reason": ""}, "registered_list_reason"),
        ({"kind": "xyz"}, "kind"),
        ({"who_may_provide": "nobody"}, "who_may_provide"),
        ({"who_may_provide": "contestable"}, "requires_registered_list"),
        # All four objectives of the LES pay by registered patients.
        (
            {"who_may_provide": "contestable", "requires_registered_list": False},
            "who_may_provide",
        ),
    ],
)
def test_what_cannot_be_is_named(cast, draft, changed, field):
    with pytest.raises(BadInput) as refused:
        offers.say_who_may_provide(version=draft, offer=said(**changed), by=cast.officer)
    assert field in refused.value.errors


def test_an_open_scheme_says_no_more(cast):
    version = factories.scheme_at(SchemeStatus.OPEN, cast)
    with pytest.raises(NotNow, match="no draft any more"):
        offers.say_who_may_provide(version=version, offer=FOR_PRACTICES, by=cast.officer)


def test_only_an_officer_of_the_leading_commissioner_says_it(cast, draft):
    with pytest.raises(NotPermitted):
        offers.say_who_may_provide(version=draft, offer=FOR_PRACTICES, by=cast.watford_officer)


def test_once_the_route_is_chosen_it_stays_for_whom_it_was_chosen(cast):
    version = procuring.draft_for_anyone(cast)
    procurement_at(ProcurementStatus.ROUTE_CHOSEN, cast, version=version)
    with pytest.raises(NotNow, match="route was chosen for those who may provide it"):
        offers.say_who_may_provide(version=version, offer=FOR_PRACTICES, by=cast.officer)


# Whom it is offered to


def test_a_provider_without_a_list_is_told_why_it_cannot_provide(cast, draft):
    """AMB-106, R4-003: a clear sentence."""
    pharmacy, _ = people.a_pharmacy(cast.dacorum)
    offers.say_who_may_provide(version=draft, offer=FOR_PRACTICES, by=cast.officer)
    draft.refresh_from_db()

    assert offered.why_not(draft, pharmacy) == (
        f"{draft} needs a registered list, and Lantern Pharmacy holds none: It pays per registered "
        "patient."
    )
    assert offered.why_not(draft, cast.riverside) == ""


def test_who_is_on_no_list_or_on_another_commissioners_is_not_offered_it(cast):
    version = procuring.draft_for_anyone(cast)
    version.partners.clear()
    here, _ = people.a_pharmacy(cast.dacorum)
    there, _ = people.a_pharmacy(
        cast.watford, code="FQQ02", name="Mill Lane Pharmacy", manager=("Maud", "Iverson")
    )

    assert offered.why_not(version, here) == ""
    assert "is on none" in offered.why_not(version, there)
    providers.delist(listing=here.listings.get(), last_day=TODAY, reason="Closed", by=cast.officer)
    assert offered.why_not(version, here) == "", "today is its last day on the list"
    people.stand_on(TODAY.replace(day=17))
    assert "is on none" in offered.why_not(version, here)


def test_a_scheme_for_others_is_for_no_practice(cast):
    version = procuring.draft_for_anyone(cast, who_may_provide="others")
    assert not offered.practices_offered(version).exists()
    assert "for providers that are no practices" in offered.why_not(version, cast.riverside)


def test_after_a_tender_only_who_was_invited_may_sign_up(cast):
    version = procuring.draft_for_anyone(cast)
    asked, _ = people.a_pharmacy(cast.dacorum)
    other, _ = people.a_pharmacy(
        cast.dacorum, code="FQQ03", name="Beacon Pharmacy", manager=("Ned", "Parr")
    )
    offers.invite(version=version, provider=asked, by=cast.officer)
    procurement_at(ProcurementStatus.CONFIRMED, cast, version=version, route=Route.TENDER)

    assert offered.why_not(version, asked) == ""
    assert "by invitation" in offered.why_not(version, other)


# Invitations


def test_the_invited_hear_of_a_draft_when_it_opens_and_of_an_open_scheme_at_once(cast):
    version = procuring.draft_for_anyone(cast)
    first, manager = people.a_pharmacy(cast.dacorum)
    second, other = people.a_pharmacy(
        cast.dacorum, code="FQQ03", name="Beacon Pharmacy", manager=("Ned", "Parr")
    )
    offers.invite(version=version, provider=first, by=cast.officer)
    told = Message.objects.filter(kind="scheme.offer")
    assert not told.exists()
    procurement_at(ProcurementStatus.CONFIRMED, cast, version=version, route=Route.ANY_QUALIFIED)

    factories.opened(version, cast)
    assert told.get().person_id == manager.person_id
    offers.invite(version=version, provider=second, by=cast.officer)

    assert set(told.values_list("person_id", flat=True)) == {manager.person_id, other.person_id}
    assert not OfferInvitation.objects.filter(told_at=None).exists()


def test_the_provider_answers_or_an_officer_for_it(cast):
    version = procuring.draft_for_anyone(cast)
    pharmacy, manager = people.a_pharmacy(cast.dacorum)
    invitation = offers.invite(version=version, provider=pharmacy, by=cast.officer)

    offers.answer(
        invitation=invitation, answer=InvitationAnswer.DECLINES, note="No room", by=manager
    )
    invitation.refresh_from_db()
    assert (invitation.answer, invitation.answered_by) == ("declines", manager.person_id)
    offers.answer(invitation=invitation, answer=InvitationAnswer.WILL_SIGN_UP, by=cast.officer)
    with pytest.raises(NotPermitted):
        offers.answer(
            invitation=invitation, answer=InvitationAnswer.DECLINES, by=cast.riverside_manager
        )


def test_a_provider_is_invited_once_and_from_the_list(cast):
    version = procuring.draft_for_anyone(cast)
    pharmacy, _ = people.a_pharmacy(cast.dacorum)
    offers.invite(version=version, provider=pharmacy, by=cast.officer)
    with pytest.raises(BadInput, match="invited already"):
        offers.invite(version=version, provider=pharmacy, by=cast.officer)
    with pytest.raises(BadInput, match="Practices hear of the scheme"):
        offers.invite(version=version, provider=cast.riverside, by=cast.officer)
    les = procuring.draft_for_anyone(cast, who_may_provide="practices")
    with pytest.raises(NotNow, match="for practices only"):
        offers.invite(version=les, provider=pharmacy, by=cast.officer)


def test_the_pages_say_it_invite_and_show_the_list(cast):
    version = procuring.draft_for_anyone(cast)
    people.a_pharmacy(cast.dacorum)
    browser = people.sign_in(Client(), cast.officer)
    home = f"/schemes/{version.pk}/providers/"

    assert "Pharmacies can do it as well." in browser.get(home).content.decode()
    browser.post(f"{home}invite/", {"provider": "FQQ01"})
    page = browser.get(home).content.decode()
    assert "Lantern Pharmacy" in page
    assert "No answer yet" in page
    answered = browser.post(f"{home}FQQ01/answer/", {"answer": "will_sign_up"}, follow=True)
    assert "Means to sign up" in answered.content.decode()
    assert "Lantern" in b"".join(browser.get(f"{home}?export=csv")).decode()
    changed = browser.post(
        f"{home}change/",
        {
            "kind": "les",
            "who_may_provide": "practices",
            "provider_reason": "Registers",
            "requires_registered_list": "yes",
            "registered_list_reason": "Per patient",
        },
    )
    assert changed.status_code == 302
    assert SchemeVersion.objects.get(pk=version.pk).is_for_practices_only
