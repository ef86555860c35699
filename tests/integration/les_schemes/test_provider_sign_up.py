"""A provider that is no practice signs up: one authorised signatory, no GPs, no PBC Locality
(R4-003, AMB-106). The same sheet, review, acceptance, sealed agreement and paper route.
"""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from les_schemes import checks, progress, returned_sheets, terms_shown
from les_schemes.actions import offers, sign_ups
from les_schemes.actions.returned_sheets import Entries, upload, verify
from les_schemes.models import OfferInvitation, SchemeVersion, SignUp
from les_schemes.procurement.statuses import InvitationAnswer, ProcurementStatus, Route
from les_schemes.statuses import SigningCapacity, SignUpStatus
from localities.models import LocalityMembership
from pbc.models import Message
from pbc.refusals import BadInput, NotNow, NotPermitted
from tests import cast as people
from tests import factories, paper, procuring
from tests.cast import TODAY
from tests.procuring import procurement_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(cast) -> SchemeVersion:
    """Open to practices and to every provider on the list."""
    draft = procuring.draft_for_anyone(cast)
    procurement_at(ProcurementStatus.CONFIRMED, cast, version=draft, route=Route.ANY_QUALIFIED)
    return factories.opened(draft, cast)


@pytest.fixture
def pharmacy(cast):
    return people.a_pharmacy(cast.dacorum)


def begun(version, pharmacy) -> SignUp:
    provider, manager = pharmacy
    return sign_ups.start(version=version, provider=provider, by=manager)


def signed(version, pharmacy) -> SignUp:
    sign_up, manager = begun(version, pharmacy), pharmacy[1]
    commitments = range(1, len(version.texts["commitments"]) + 1)
    sign_ups.accept_undertaking(sign_up=sign_up, commitments=commitments, by=manager)
    sign_ups.sign_for_provider(
        sign_up=sign_up, given=factories.given_by(manager, sign_up), by=manager
    )
    return SignUp.objects.get(pk=sign_up.pk)


def submitted(version, pharmacy) -> SignUp:
    sign_up = signed(version, pharmacy)
    return sign_ups.submit(sign_up=sign_up, unsigned_gps=[], by=pharmacy[1])


def test_the_sheet_begins_with_the_contact_held_and_no_gps(version, pharmacy):
    sign_up = begun(version, pharmacy)
    assert sign_up.contact_number == "01442 255901"
    assert not sign_up.named_gps.exists()
    assert sign_up.has_chosen_locality, "there is none to choose"
    assert sign_up.commissioner.code == "XDA"


def test_who_begins_has_answered_the_invitation(cast, version, pharmacy):
    offers.invite(version=version, provider=pharmacy[0], by=cast.officer)
    begun(version, pharmacy)
    assert OfferInvitation.objects.get().answer == InvitationAnswer.WILL_SIGN_UP


def test_one_person_signs_as_authorised_and_the_sheet_goes_back(version, pharmacy):
    sign_up = signed(version, pharmacy)
    signature = sign_up.signatures.get()
    assert (signature.capacity, signature.named_gp) == (SigningCapacity.SIGNATORY, None)
    assert "for Lantern Pharmacy, for which I am authorised to sign" in signature.shown.text
    assert "Registered list: None: it is no practice" in signature.shown.text
    assert "PBC Locality" not in signature.shown.text.split("# Undertaking")[0]
    assert sign_up.status == SignUpStatus.SIGNING

    sign_up = sign_ups.submit(sign_up=sign_up, unsigned_gps=[], by=pharmacy[1])
    assert sign_up.status == SignUpStatus.SUBMITTED
    assert sign_up.is_late is False


def test_it_is_signed_once_and_after_the_undertaking(version, pharmacy):
    sign_up, manager = begun(version, pharmacy), pharmacy[1]
    given = factories.given_by(manager, sign_up)
    with pytest.raises(NotNow, match="Read and accept the undertaking first"):
        sign_ups.sign_for_provider(sign_up=sign_up, given=given, by=manager)
    sign_up = SignUp.objects.get(pk=sign_up.pk)
    sign_ups.accept_undertaking(
        sign_up=sign_up, commitments=range(1, len(version.texts["commitments"]) + 1), by=manager
    )
    sign_ups.sign_for_provider(sign_up=sign_up, given=given, by=manager)
    with pytest.raises(NotNow, match="already signed for the provider"):
        sign_ups.sign_for_provider(sign_up=sign_up, given=given, by=manager)


def test_an_unsigned_sheet_is_not_returned(version, pharmacy):
    sign_up, manager = begun(version, pharmacy), pharmacy[1]
    SignUp.objects.filter(pk=sign_up.pk).update(status="signing")
    with pytest.raises(NotNow, match="authorised signatory has to sign first"):
        sign_ups.submit(sign_up=sign_up, unsigned_gps=[], by=manager)


def test_what_only_practices_do_is_refused_and_the_other_way_round(cast, version, pharmacy):
    sign_up, manager = begun(version, pharmacy), pharmacy[1]
    with pytest.raises(NotNow, match="is no practice"):
        sign_ups.confirm_gps(sign_up=sign_up, by=manager)
    with pytest.raises(NotNow, match="is no practice"):
        sign_ups.choose_locality(
            sign_up=sign_up, locality=cast.daccom, alone=False, contact_number="1", by=manager
        )
    with pytest.raises(NotNow, match="is no practice"):
        sign_ups.request_signatures(sign_up=sign_up, by=manager)
    of_practice = factories.sign_up_at(SignUpStatus.DRAFT, cast, version=version)
    with pytest.raises(NotPermitted):
        sign_ups.sign_for_provider(
            sign_up=of_practice,
            given=factories.given_by(cast.riverside_manager, of_practice),
            by=manager,
        )
    with pytest.raises(NotNow, match="is a practice"):
        sign_ups.give_contact_number(
            sign_up=of_practice, contact_number="01442 255 124", by=cast.riverside_manager
        )


def test_a_practices_scheme_is_refused_with_the_reason(cast, pharmacy):
    """AMB-106: capitation only for list holders."""
    les = factories.scheme_at("open", cast)
    with pytest.raises(NotNow, match="needs a registered list, and Lantern Pharmacy holds none"):
        begun(les, pharmacy)


def test_only_its_own_manager_prepares_it(cast, version, pharmacy):
    for stranger in (cast.riverside_manager, cast.officer, cast.administrator):
        with pytest.raises(NotPermitted, match="Provider manager"):
            sign_ups.start(version=version, provider=pharmacy[0], by=stranger)


def test_the_officer_finds_what_there_is_to_check(cast, version, pharmacy):
    sign_up = submitted(version, pharmacy)
    found = checks.of(sign_up, progress.of(sign_up))
    assert [(check.title, check.holds) for check in found] == [
        ("Signed for the provider", True),
        ("All signed the same terms", True),
        ("Received on time", True),
        ("The scheme is offered to it", True),
    ]


def test_acceptance_seals_an_agreement_that_says_what_it_is(cast, version, pharmacy):
    sign_up = submitted(version, pharmacy)

    accepted = sign_ups.accept(sign_up=sign_up, by=cast.officer)

    assert accepted.status == SignUpStatus.ACCEPTED
    agreement = accepted.agreements.get()
    page = people.sign_in(Client(), pharmacy[1]).get(f"/documents/{agreement.document_id}/")
    words = page.content.decode()
    assert "Community pharmacy: no practice" in words
    assert "Authorised signatory" in words
    assert "Name of all GPs" not in words
    assert "Objectives 1, 2, 3, 4 pay by registered patients" in words
    assert not LocalityMembership.objects.filter(practice=accepted.provider_id).exists()
    told = Message.objects.get(kind="sign_up.accepted")
    assert told.person_id == pharmacy[1].person_id
    assert "claimed and done" in told.body


def test_the_pages_lead_a_pharmacist_through(cast, version, pharmacy):
    provider, manager = pharmacy
    browser = people.sign_in(Client(), manager)
    assert "Start the sign-up" in browser.get(version.get_absolute_url()).content.decode()
    start = f"/schemes/{version.pk}/sign-up/{provider.code}/"
    assert "as authorised to" in browser.get(start).content.decode()
    sheet = browser.post(start, follow=True)
    sign_up = SignUp.objects.get()
    words = sheet.content.decode()
    for step in ("Give the contact number", "Sign for Lantern Pharmacy", "Check and return"):
        assert step in words
    assert "PBC Locality" not in words
    home = f"/sign-ups/{sign_up.pk}/"
    assert browser.get(f"{home}gps/", follow=True).redirect_chain[-1][0] == home
    assert (
        browser.post(f"{home}contact-number/", {"contact_number": "01442 255 124"}).status_code
        == 302
    )
    numbers = [str(number) for number in range(1, len(version.texts["commitments"]) + 1)]
    assert browser.post(f"{home}undertaking/", {"commitments": numbers}).status_code == 302
    terms = terms_shown.terms_of(SignUp.objects.get())
    signing = browser.post(
        f"{home}sign-for-provider/",
        {"typed_name": "Odile Grantham", "accepts": "on", "shown": terms.sha256},
    )
    assert signing.status_code == 302, signing.content.decode()
    check = browser.get(f"{home}submit/").content.decode()
    assert "Signed for the provider" in check
    assert browser.post(f"{home}submit/").status_code == 302
    assert SignUp.objects.get().status == SignUpStatus.SUBMITTED
    officer = people.sign_in(Client(), cast.officer)
    assert "The scheme is offered to it" in officer.get(f"{home}review/").content.decode()
    uptake = officer.get(f"/schemes/{version.pk}/uptake/").content.decode()
    assert "Lantern Pharmacy" in uptake


def test_a_scheme_that_waits_is_on_the_home_page(version, pharmacy):
    browser = people.sign_in(Client(), pharmacy[1])
    assert f"Sign up to {version}" in browser.get("/").content.decode()


def test_a_sheet_on_paper_comes_from_the_signatory_alone(cast, version, pharmacy):
    provider, manager = pharmacy
    sheet = upload(
        version=version,
        practice=provider,
        entries=Entries(
            channel="post",
            received_on=TODAY,
            contact_number="01442 255 125",
            practice_person=manager.person,
            practice_capacity="signatory",
        ),
        scan=paper.scan("pharmacy"),
        file_name="sheet.pdf",
        by=cast.officer,
    )
    labels = [line.label for line in returned_sheets.lines(sheet)]
    assert labels == [
        "Words of the sheet",
        "Provider name",
        "Signed for the provider",
        "Contact number",
        "Date",
    ]

    verify(
        sheet=sheet,
        agreed=[line.key for line in returned_sheets.lines(sheet)],
        by=cast.second_officer,
    )

    sign_up = SignUp.objects.get()
    assert sign_up.status == SignUpStatus.SUBMITTED
    assert sign_up.signatures.get().capacity == SigningCapacity.SIGNATORY
    accepted = sign_ups.accept(sign_up=sign_up, by=cast.second_officer)
    assert accepted.status == SignUpStatus.ACCEPTED


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"practice_capacity": "pbc_lead"}, "practice_capacity"),
        ({"practice_person": None, "practice_capacity": ""}, "signatory"),
        ({"alone": True}, "locality"),
    ],
)
def test_what_cannot_stand_on_its_paper_is_named(cast, version, pharmacy, changed, field):
    entries = {
        "channel": "post",
        "received_on": TODAY,
        "practice_person": pharmacy[1].person,
        "practice_capacity": "signatory",
        **changed,
    }
    with pytest.raises(BadInput) as refused:
        upload(
            version=version,
            practice=pharmacy[0],
            entries=Entries(**entries),
            scan=paper.scan("pharmacy"),
            file_name="sheet.pdf",
            by=cast.officer,
        )
    assert field in refused.value.errors


def test_the_paper_pages_ask_for_no_gps(cast, version, pharmacy):
    provider, _ = pharmacy
    browser = people.sign_in(Client(), cast.officer)
    address = f"/schemes/{version.pk}/returned-sheets/new/{provider.code}/2007-04-16/post/"
    page = browser.get(address).content.decode()
    assert "Authorised signatory" in page
    assert "Which GPs signed" not in page
    done = browser.post(
        address,
        {
            "scan": SimpleUploadedFile("sheet.pdf", paper.scan("pharmacy"), "application/pdf"),
            "signatory": "other",
            "practice_signatory": "Odile Grantham",
            "contact_number": "01442 255 125",
        },
    )
    assert done.status_code == 302, done.content.decode()
    blank = browser.get(f"/schemes/{version.pk}/sheet/?practice={provider.code}").content.decode()
    assert "I am authorised to sign for the provider" in blank
    assert "Names of all GPs" not in blank


def test_it_withdraws_and_is_late_after_the_deadline(cast, version, pharmacy):
    sign_up = submitted(version, pharmacy)
    withdrawn = sign_ups.withdraw(sign_up=sign_up, reason="No room", by=pharmacy[1])
    assert withdrawn.status == SignUpStatus.WITHDRAWN
    people.stand_on(date(2007, 5, 2))
    late = submitted(version, pharmacy)
    assert late.is_late
