"""The certificate of a level: sealed with the decision, readable and verifiable (DOC-09)."""

import io
import re
from datetime import date

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from applications import certificates
from applications.models import LevelAward
from governance.statuses import Outcome
from les_schemes.models import SchemeVersion
from pbc import documents
from pbc.models import SealedDocument
from tests import pdf_ua
from tests.cast import Cast, sign_in, stand_on
from tests.committee import Sitting
from tests.integration.applications.asking import CRITERIA, reviewed

pytestmark = pytest.mark.django_db

JUNE_28, AUGUST_23 = date(2007, 6, 28), date(2007, 8, 23)


def words(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def sealed() -> SealedDocument:
    return documents.about(LevelAward.objects.latest("recorded_at")).get(kind=certificates.KIND)


def locality_page(user: User) -> str:
    response = sign_in(Client(), user).get(reverse("applications:level-locality", args=["LDAC"]))
    assert response.status_code == 200
    return response.content.decode()


def test_a_certificate_is_sealed_with_the_decision_and_verifies(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    stand_on(JUNE_28)
    item = committee.hear(reviewed(cast, version))
    committee.rule(
        item,
        Outcome.AGREED_WITH_CONDITIONS,
        conditions=[committee.condition("Show the accounts.", due=AUGUST_23)],
    )
    document = sealed()
    pdf = documents.pdf_of(document)
    assert pdf_ua.faults(pdf) == []
    said = words(pdf)
    for expected in (
        "DacCom operates at level 2",
        "Decision 1 of 28 June 2007, agreed with conditions",
        "Takes effect 1 July 2007",
        "Pays from 1 July 2007",
        *CRITERIA,
        "Show the accounts. By 23 August 2007.",
    ):
        assert expected in said, expected
    upload = Client().post(
        reverse("documents:verify"), {"document": SimpleUploadedFile("certificate.pdf", pdf)}
    )
    assert "Certificate: DacCom, operating level 2" in upload.content.decode()
    assert documents.examine(pdf).state.value == "intact"
    assert documents.examine(pdf[:-1] + b" ").state.value != "intact"


def test_who_reads_the_level_downloads_its_certificate_and_nobody_else(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    stand_on(JUNE_28)
    committee.rule(committee.hear(reviewed(cast, version)), Outcome.AGREED)
    address = reverse("documents:pdf", args=[sealed().pk])
    for reader in (cast.lead, cast.officer, cast.riverside_manager, cast.auditor):
        assert address in locality_page(reader)
        response = sign_in(Client(), reader).get(address)
        assert response.status_code == 200
        assert response["Content-Type"] == "application/pdf"
    for stranger in (cast.watford_officer, cast.cassio_manager):
        assert sign_in(Client(), stranger).get(address).status_code == 404


def test_a_correction_has_a_certificate_of_its_own_and_the_old_one_says_so(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    stand_on(JUNE_28)
    wrong = committee.rule(committee.hear(reviewed(cast, version, 3)), Outcome.AGREED)
    stand_on(AUGUST_23)
    committee.correct(wrong, Outcome.AGREED, answers={"level": 2})
    said = words(documents.pdf_of(sealed()))
    assert "DacCom operates at level 2" in said
    assert "it corrects decision 1 and counts from the day of that, 28 June 2007" in said
    assert "What was found met" not in said, "the evidence was for level 3"
    page = " ".join(locality_page(cast.lead).split())
    assert "no longer stands, corrected by decision 2" in page
    assert len(re.findall("PDF<span", page)) == 2


def test_a_refusal_has_no_certificate(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    committee.rule(committee.hear(reviewed(cast, version)), Outcome.DECLINED)
    assert not SealedDocument.objects.filter(kind=certificates.KIND).exists()
    assert "Certificates" not in locality_page(cast.lead)
