"""What a sealed agreement and its supplements hold, read as an auditor reads them, and verified."""

import io
import re
from datetime import date

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from les_schemes import terms_shown
from les_schemes.actions import sign_ups
from les_schemes.models import Agreement, SignUp
from les_schemes.statuses import AgreementKind, SignUpStatus
from pbc import documents
from pbc.models import AuditEvent
from pbc.money import pounds
from tests import designs, factories, paper
from tests.cast import TODAY, stand_on
from tests.factories import sign_up_at
from tests.pdf_ua import elements, faults

pytestmark = pytest.mark.skipif(documents.missing() is not None, reason="no Pango here")


def read(agreement: Agreement) -> str:
    """All its text, each run of space as one, digests in one piece."""
    pdf = pypdf.PdfReader(io.BytesIO(documents.pdf_of(agreement.document)))
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def digits_of(agreement: Agreement) -> str:
    """Its text without any space: a digest may be broken over lines."""
    return read(agreement).replace(" ", "")


@pytest.fixture
def sign_up(cast) -> SignUp:
    return sign_up_at(SignUpStatus.ACCEPTED, cast, unsigned=[cast.pugh])


@pytest.fixture
def agreement(sign_up) -> Agreement:
    return sign_up.agreements.get(kind=AgreementKind.AGREEMENT)


def test_it_holds_every_line_of_the_sheet(agreement, sign_up):
    text = read(agreement)
    for words in (
        "Practice agreement to join the Local Enhanced Service for Practice Based Commissioning",
        "PBC LES 2007/08, version 1, dated March 2nd",
        "Riverside Surgery (QQ001)",
        "DacCom",
        "Morag Bell, Practice Manager",
        "Dr Ada Okafor (Partner)",
        "Dr Carys Pugh (Salaried GP): not signed at acceptance",
        "Dr Deepa Raman (Registrar): not asked to sign",
        "01442 255 123",
        "on time for the deadline, 30 April 2007, 23:59:59",
        "by Ms Nora Whitlock, for Dacorum Primary Care Trust (XDA)",
        "We expect this to involve the equivalent of at least 2 hours per GP per month.",
        *sign_up.version.texts["commitments"],
    ):
        assert words in text, words


def test_it_holds_the_evidence_of_every_signature_and_names_who_has_not_signed(agreement, sign_up):
    text = read(agreement)
    digits = digits_of(agreement)
    for signature in sign_up.signatures.all():
        assert signature.person.name in text
        assert f"Signed as “{signature.name_as_signed}”" in text
        assert signature.signed_when in text
        assert signature.shown_id in digits
    assert "Not signed at acceptance: Dr Carys Pugh" in text
    assert "Objective 1 pays nothing until every one of them has signed." in text


def test_it_holds_the_terms_the_readings_in_plain_english_and_the_framework(agreement, sign_up):
    text = read(agreement)
    version = sign_up.version
    for label, value in [
        *terms_shown.term_pairs(version),
        *terms_shown.reading_pairs(version),
    ]:
        assert label in text, label
        assert value in text, value
    assert version.framework.file.sha256 in digits_of(agreement)


def test_it_holds_the_five_columns_of_the_objectives_with_worked_out_totals(agreement):
    text = read(agreement)
    for words in (
        "Objective with rationale",
        "To be measured by",
        "Award available",
        "Additional information",
        "Total Payment Available in 2007/08",
        "AT PRACTICE LEVEL",
        "AT LOCALITY LEVEL",
        # 36,549 patients in all at £1, and 2 localities at 52 × £300.
        f"Capitation: {pounds(3_654_900)}",
        f"Level 1, all localities: {pounds(2 * 52 * 300_00)}",
    ):
        assert words in text, words


def test_that_of_a_scheme_designed_here_says_what_each_objective_pays(cast):
    version = factories.opened(designs.with_objectives(cast), cast)
    sign_up = sign_up_at(SignUpStatus.ACCEPTED, cast, version=version)

    text = read(sign_up.agreements.get())

    for words in (
        "Objectives with payments",
        "1. Quit attempts",
        "Pays each provider £12.00 for each item, from item 101 on £9.50.",
        "2. Clinic set up",
        "Claims received by the tenth of the next month",
    ):
        assert words in text, words


def test_the_text_behind_each_hash_stands_in_it_word_for_word(agreement, sign_up):
    text = read(agreement)
    shown = sign_up.signatures.first().shown
    for line in shown.text.splitlines():
        assert " ".join(line.split()) in text, line


def test_it_is_tagged_numbered_and_its_headings_follow_one_another(agreement):
    pdf = documents.pdf_of(agreement.document)
    assert faults(pdf) == []
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page.extract_text()
    root = pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]
    kinds = [item["/S"] for item in elements(root) if re.fullmatch(r"/H\d", item["/S"])]
    assert kinds[0] == "/H1"
    assert kinds.count("/H2") >= 8


def test_a_practice_alone_and_a_late_sheet_are_said_to_be_so(cast):
    version = factories.scheme_at("open", cast)
    stand_on(date(2007, 5, 2))
    sign_up = sign_up_at(
        SignUpStatus.SUBMITTED, cast, version=version, practice=cast.highfield, alone=True
    )
    sign_ups.accept(
        sign_up=sign_up,
        late_decision="PBC Governance Committee, 24 May 2007, item 6",
        late_reason="The post was on strike.",
        by=cast.officer,
    )
    text = read(sign_up.agreements.get())
    assert "None: the practice commissions alone" in text
    assert "late, after the deadline" in text
    assert (
        "Let in by PBC Governance Committee, 24 May 2007, item 6: The post was on strike." in text
    )
    stand_on(TODAY)


def test_of_a_sheet_on_paper_it_says_who_handled_it_and_holds_the_scans_sha256(cast):
    stand_on(date(2007, 3, 12))
    factories.open_version(cast)
    stand_on(TODAY)
    sheet = paper.verified(cast, received_on=date(2007, 4, 12), signed_on=date(2007, 4, 10))
    sign_ups.accept(sign_up=sheet.sign_up, by=cast.second_officer)
    agreement = Agreement.objects.get()
    text = read(agreement)
    for words in (
        "12 April 2007, by post: on time",
        "10 April 2007 On paper, received 12 April 2007; scan checked by Mr Owen Castellan",
        "by Ms Nora Whitlock",
        "Date signed for the practice 10 April 2007 Received",
    ):
        assert words in text, words
    assert sheet.file.sha256 in digits_of(agreement)
    assert faults(documents.pdf_of(agreement.document)) == []


def test_a_supplement_names_the_agreement_it_belongs_to(cast, agreement, sign_up):
    factories.sign(sign_up, cast.pugh)
    supplement = sign_up.agreements.get(kind=AgreementKind.SUPPLEMENT)
    text = read(supplement)
    assert "Dr Carys Pugh has signed for Riverside Surgery (QQ001)" in text
    assert str(agreement.document_id) in text
    assert agreement.document.sha256 in digits_of(supplement)
    assert faults(documents.pdf_of(supplement.document)) == []
    sealed = AuditEvent.objects.filter(event="document.sealed").order_by("number").last()
    assert sealed.content["after"]["sha256"] == supplement.document.sha256


def test_it_is_read_as_a_page_too_with_the_same_words(client, cast, agreement):
    client.force_login(cast.riverside_manager, backend="accounts.backends.AuthenticationBackend")
    page = client.get(reverse("documents:document", args=[agreement.document_id]))
    assert page.status_code == 200
    assert "Dr Carys Pugh (Salaried GP): not signed at acceptance" in page.content.decode()


# Whoever holds a copy finds out whether it is what was sealed


def verdict_on(client, pdf: bytes) -> str:
    upload = SimpleUploadedFile("copy.pdf", pdf, "application/pdf")
    return client.post(reverse("documents:verify"), {"document": upload}).content.decode()


def test_an_intact_copy_says_who_signed_what_and_when(client, agreement, sign_up):
    page = verdict_on(client, documents.pdf_of(agreement.document))
    assert "The document is intact" in page
    assert agreement.document.title in page
    for signature in sign_up.signatures.all():
        assert signature.person.name in page
        assert signature.signed_when in page
    assert "Dr Carys Pugh" not in page


def test_an_intact_supplement_shows_its_one_signature(client, cast, agreement, sign_up):
    factories.sign(sign_up, cast.pugh)
    supplement = sign_up.agreements.get(kind=AgreementKind.SUPPLEMENT)
    page = verdict_on(client, documents.pdf_of(supplement.document))
    assert "The document is intact" in page
    assert "Dr Carys Pugh" in page
    assert "Dr Ada Okafor" not in page


def test_one_flipped_or_added_byte_anywhere_is_found_and_what_is_not_ours_is_said_so(
    client, agreement
):
    sealed = documents.pdf_of(agreement.document)
    for part in (0.05, 0.3, 0.5, 0.7, 0.95, 0.999):
        pdf = bytearray(sealed)
        pdf[int(len(pdf) * part)] ^= 1
        assert "The document has been altered" in verdict_on(client, bytes(pdf)), part
    assert "The document has been altered" in verdict_on(client, sealed + b"\n")
    page = verdict_on(client, documents.render_pdf("documents/_evidence.html", {}, title="Other"))
    assert "This is not one of our documents" in page
