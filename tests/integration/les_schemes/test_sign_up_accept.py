import io
from datetime import date

import pypdf
import pytest
from django.urls import reverse

from accounts.models import Interest, RoleHolding
from les_schemes.actions import sign_ups
from les_schemes.models import Agreement, Signature, SignUp
from les_schemes.statuses import AgreementKind, SignUpStatus
from localities.models import LocalityMembership
from pbc import documents
from pbc.documents import rendering
from pbc.models import AuditEvent, Message, StoredFile
from pbc.refusals import BadInput, NotNow, NotPermitted
from pbc.roles import Role
from tests import pdf_ua
from tests.cast import LONG_AGO, RECORDED, TODAY, sign_in, stand_on
from tests.factories import sign_up_at


def text_of(agreement: Agreement) -> str:
    reader = pypdf.PdfReader(io.BytesIO(documents.pdf_of(agreement.document)))
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


def test_acceptance_seals_the_sheet_the_terms_and_the_evidence_of_every_signature(cast):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)

    agreement = sign_up.agreements.get()

    text = text_of(agreement)
    for expected in (
        "Practice agreement to join the Local Enhanced Service for Practice Based Commissioning",
        "Riverside Surgery (QQ001)",
        "DacCom",
        "01442 255 123",
        "We agree to actively participate and take personal responsibility",
        "Implementing action agreed by the PBC Locality as appropriate",
        "equivalent of at least 2 hours per GP per month",
        "AT LOCALITY LEVEL",
        "Whose patients count towards a locality's population?",
        "Those of practices signed up on time and accepted",
        "Morag Bell, Practice Manager",
        "£8,205.00",
    ):
        assert expected in text, expected
    whole = text.replace(" ", "")
    assert sign_up.version.framework.file.sha256 in whole
    for signature in Signature.objects.filter(sign_up=sign_up):
        assert signature.shown_id in whole
        assert signature.person.name in text
    assert "a registrar, whose signature is not required" in text


def test_the_agreement_is_tagged_pdf_ua_and_verifies_as_ours(cast):
    agreement = sign_up_at(SignUpStatus.ACCEPTED, cast).agreements.get()
    pdf = documents.pdf_of(agreement.document)

    assert pdf_ua.faults(pdf) == []
    assert documents.examine(pdf).state.value == "intact"
    evidence = agreement.document.facts["evidence"]
    assert sorted(item["capacity"] for item in evidence) == ["GP", "GP", "GP", "Practice Manager"]


def test_the_audit_trail_holds_the_hash_of_the_sealed_file(cast):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)

    event = AuditEvent.objects.get(event="sign_up.accepted")

    assert event.chain_id == "XDA"
    assert event.content["after"]["agreement_sha256"] == sign_up.agreements.get().document.sha256


def test_the_practice_is_told_what_to_expect_and_when(cast):
    sign_up_at(SignUpStatus.ACCEPTED, cast)

    message = Message.objects.get(kind="sign_up.accepted")

    assert message.person_id == cast.riverside_manager.person_id
    # 8,205 × £1.00 and 8,205 × £0.50; 30 April 2007 is the last working day of April.
    assert "£8,205.00 for objective 1, with the payments of 30 April 2007" in message.body
    assert "£4,102.50 for objective 2" in message.body


def test_the_practice_is_told_what_waits_for_a_missing_signature(cast):
    sign_up_at(SignUpStatus.ACCEPTED, cast, unsigned=[cast.lindqvist])

    body = Message.objects.get(kind="sign_up.accepted").body

    assert "£0.00 for objective 1" in body
    assert "A further £8,205.00 of objective 1 waits for the signatures" in body


def test_a_practice_without_a_locality_is_recorded_in_the_one_it_joined_from_1_april(cast):
    sign_up_at(SignUpStatus.ACCEPTED, cast, practice=cast.millbrook)

    membership = LocalityMembership.objects.get(practice=cast.millbrook)

    assert (membership.locality, membership.starts) == (cast.daccom, date(2007, 4, 1))


def test_a_practice_joins_a_locality_no_earlier_than_it_was_formed(cast):
    cast.daccom.opened = date(2007, 4, 10)
    cast.daccom.save()

    sign_up_at(SignUpStatus.ACCEPTED, cast, practice=cast.millbrook)

    assert LocalityMembership.objects.get(practice=cast.millbrook).starts == date(2007, 4, 10)


def test_a_membership_already_held_is_not_made_twice(cast):
    sign_up_at(SignUpStatus.ACCEPTED, cast)

    assert LocalityMembership.objects.filter(practice=cast.riverside).count() == 1


def test_a_practice_that_commissions_alone_joins_nothing(cast):
    sign_up_at(SignUpStatus.ACCEPTED, cast, practice=cast.highfield, alone=True)

    assert not LocalityMembership.objects.filter(practice=cast.highfield).exists()


def test_a_practice_recorded_in_another_locality_is_not_accepted_and_nothing_is_done(cast):
    sign_up = sign_up_at(SignUpStatus.SUBMITTED, cast, alone=True)

    with pytest.raises(NotNow, match="recorded as a member of DacCom from 1 April 2007"):
        sign_ups.accept(sign_up=sign_up, by=cast.officer)

    assert SignUp.objects.get(pk=sign_up.pk).status == SignUpStatus.SUBMITTED
    assert not Agreement.objects.exists()


def test_a_practice_that_left_another_locality_joins_from_the_day_it_left(cast):
    LocalityMembership.objects.create(
        practice=cast.millbrook,
        locality=cast.watcom,
        starts=date(2007, 1, 1),
        ends=date(2007, 4, 9),
        source="the test",
        recorded_at=RECORDED,
    )

    sign_up_at(SignUpStatus.ACCEPTED, cast, practice=cast.millbrook)

    held = LocalityMembership.objects.get(practice=cast.millbrook, locality=cast.daccom)
    assert held.starts == date(2007, 4, 9)


def late_sheet(cast) -> SignUp:
    stand_on(date(2007, 6, 4))
    sign_up = sign_up_at(SignUpStatus.SUBMITTED, cast)
    assert sign_up.is_late
    return sign_up


@pytest.mark.parametrize(
    ("decision", "reason", "fields"),
    [
        ("", "", {"late_decision", "late_reason"}),
        ("Committee, 24 May 2007, item 6", " ", {"late_reason"}),
        ("  ", "Illness", {"late_decision"}),
    ],
)
def test_a_late_sheet_needs_the_committees_decision_and_reason(cast, decision, reason, fields):
    sign_up = late_sheet(cast)

    with pytest.raises(BadInput) as refusal:
        sign_ups.accept(
            sign_up=sign_up, by=cast.officer, late_decision=decision, late_reason=reason
        )
    assert set(refusal.value.errors) == fields


def test_a_late_sheet_let_in_is_paid_for_the_whole_months_left(cast):
    sign_up = late_sheet(cast)

    accepted = sign_ups.accept(
        sign_up=sign_up,
        by=cast.officer,
        late_decision="Committee, 24 May 2007, item 6",
        late_reason="The manager was ill.",
    )

    body = Message.objects.get(kind="sign_up.accepted").body
    # Accepted in June: July to March are 9 months; 8,205 × £1.00 × 9 / 12 = £6,153.75.
    assert "£6,153.75 for objective 1" in body
    # 8,205 × £0.50 × 9 / 12 = £3,076.875, half a penny and more up: £3,076.88.
    assert "£3,076.88 for objective 2" in body
    assert "Committee, 24 May 2007, item 6" in text_of(accepted.agreements.get())


def test_an_officer_with_an_interest_in_the_practice_does_not_accept(cast):
    sign_up = sign_up_at(SignUpStatus.SUBMITTED, cast)
    Interest.objects.create(
        person=cast.officer.person,
        organisation_id=cast.riverside.pk,
        kind="indirect",
        description="Spouse is a partner",
        starts=LONG_AGO,
        declared_at=RECORDED,
    )

    with pytest.raises(NotPermitted, match="registered interest"):
        sign_ups.accept(sign_up=sign_up, by=cast.officer)
    assert sign_ups.accept(sign_up=sign_up, by=cast.second_officer).status == "accepted"


def test_an_officer_who_holds_a_role_at_the_practice_does_not_accept(cast):
    sign_up = sign_up_at(SignUpStatus.SUBMITTED, cast)
    RoleHolding.objects.create(
        user=cast.officer,
        role=Role.GP,
        organisation_id=cast.riverside.pk,
        starts=LONG_AGO,
        granted_at=RECORDED,
    )

    with pytest.raises(NotPermitted, match="You hold a role at this practice"):
        sign_ups.accept(sign_up=sign_up, by=cast.officer)


def test_a_right_taken_away_after_sign_in_counts_at_once(cast):
    sign_up = sign_up_at(SignUpStatus.SUBMITTED, cast)
    officer = cast.officer
    assert officer.holds(Role.COMMISSIONER)
    RoleHolding.objects.filter(user=officer).update(ends=TODAY)

    with pytest.raises(NotPermitted):
        sign_ups.accept(sign_up=sign_up, by=officer)


def test_where_pdf_files_cannot_be_made_nothing_is_accepted(cast, monkeypatch):
    sign_up = sign_up_at(SignUpStatus.SUBMITTED, cast, practice=cast.millbrook)
    before = (AuditEvent.objects.count(), StoredFile.objects.count(), Message.objects.count())

    def missing(name: str) -> None:
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(rendering.importlib, "import_module", missing)
    with pytest.raises(documents.DocumentsUnavailable, match="Pango"):
        sign_ups.accept(sign_up=sign_up, by=cast.officer)

    assert SignUp.objects.get(pk=sign_up.pk).accepted_at is None
    assert not LocalityMembership.objects.filter(practice=cast.millbrook).exists()
    after = (AuditEvent.objects.count(), StoredFile.objects.count(), Message.objects.count())
    assert after == before


def test_the_officer_accepts_on_the_page_and_the_practice_downloads_the_agreement(client, cast):
    sign_up = sign_up_at(SignUpStatus.SUBMITTED, cast)
    sign_in(client, cast.officer)
    client.post(reverse("les_schemes:sign-up-accept", args=[sign_up.pk]))
    agreement = Agreement.objects.get()
    address = reverse("les_schemes:agreement", args=[agreement.pk])

    sign_in(client, cast.riverside_manager)
    pdf = b"".join(client.get(address).streaming_content)

    assert pdf == documents.pdf_of(agreement.document)
    assert AuditEvent.objects.filter(event="agreement.downloaded").count() == 1
    for name, expected in [
        ("okafor", 200),
        ("lead", 200),
        ("officer", 200),
        ("auditor", 200),
        ("abara", 404),
        ("cassio_manager", 404),
        ("lmc_observer", 404),
        ("watford_officer", 404),
    ]:
        sign_in(client, cast.people[name])
        assert client.get(address).status_code == expected, name


def test_an_officer_who_signed_in_long_ago_proves_it_again_before_accepting(client, cast):
    sign_up = sign_up_at(SignUpStatus.SUBMITTED, cast)
    sign_in(client, cast.officer)
    session = client.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": 0}]
    session.save()

    response = client.post(reverse("les_schemes:sign-up-accept", args=[sign_up.pk]))

    assert response.status_code == 302
    assert SignUp.objects.get(pk=sign_up.pk).status == SignUpStatus.SUBMITTED


def test_the_review_shows_what_the_system_checked(client, cast):
    sign_up = sign_up_at(SignUpStatus.SUBMITTED, cast, practice=cast.cassio, unsigned=[cast.cole])
    sign_in(client, cast.watford_officer)

    page = client.get(reverse("les_schemes:sign-up-review", args=[sign_up.pk])).content.decode()

    assert "4 of 5 signed. Missing: Dr Jonah Cole." in page
    assert "Objective 1 pays nothing until every one of them has signed." in page
    assert "8,000 patients on 1 April 2007 (the cast)." in page
    assert "Watford Locality has no payee yet: its lines will be held." in page


def test_two_acceptances_one_after_the_other_make_one_agreement(cast):
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast)

    with pytest.raises(NotNow, match="it is accepted"):
        sign_ups.accept(sign_up=sign_up, by=cast.second_officer)
    assert sign_up.agreements.filter(kind=AgreementKind.AGREEMENT).count() == 1
