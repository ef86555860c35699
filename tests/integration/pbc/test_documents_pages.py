import uuid

import pytest
from django.test import Client

from accounts.models import User
from localities.models import Person
from pbc import documents, files
from pbc.actor import SYSTEM
from pbc.documents import access
from pbc.models import DemonstrationClock, SealedDocument

pytestmark = pytest.mark.django_db

MINE, THEIRS = "1", "2"


@pytest.fixture(autouse=True)
def subject_is_registered() -> None:
    access.register_subject(
        "pbc.DemonstrationClock", visible=lambda actor, subject_id: subject_id == MINE
    )


@pytest.fixture
def signed_in(client: Client) -> Client:
    person = Person.objects.create(given_name="Nora", family_name="Quill")
    client.force_login(User.objects.create_user(person=person, email="nora.quill@example.org"))
    return client


def about(subject_id: str) -> SealedDocument:
    return documents.issue(
        template="documents/_evidence.html",
        context={},
        title="Agreement: Alder House Surgery",
        kind="sign-up agreement",
        subject=DemonstrationClock(pk=int(subject_id)),
        chain="OAK",
        evidence=[{"who": "Dr Ada Okafor", "what": "The sheet", "when": "12 April 2007"}],
        by=SYSTEM,
    )


def test_a_document_is_a_page_with_the_same_wording(signed_in: Client) -> None:
    document = about(MINE)
    response = signed_in.get(f"/documents/{document.pk}/")
    assert response.status_code == 200
    page = response.content.decode()
    assert documents.screen_body(document) in page
    assert f"/documents/{document.pk}/pdf/" in page
    assert document.sha256 in page


def test_the_download_is_the_sealed_bytes(signed_in: Client) -> None:
    document = about(MINE)
    response = signed_in.get(f"/documents/{document.pk}/pdf/")
    assert b"".join(response.streaming_content) == documents.pdf_of(document)
    assert response["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/documents/{}/", "/documents/{}/pdf/"])
def test_a_document_of_others_does_not_exist_for_me(signed_in: Client, address: str) -> None:
    assert signed_in.get(address.format(about(THEIRS).pk)).status_code == 404
    assert signed_in.get(address.format(uuid.uuid4())).status_code == 404


def test_a_sealed_file_cannot_be_had_around_its_document(signed_in: Client) -> None:
    document = about(MINE)
    assert signed_in.get(f"/files/{document.file.pk}/").status_code == 404


def test_a_file_is_given_to_those_its_room_allows(signed_in: Client) -> None:
    files.register_kind("scan for pages", visible=lambda actor, item: actor.name == "Nora Quill")
    files.register_kind("scan of others", visible=lambda actor, item: False)
    content = b"%PDF-1.7\nstartxref\n9\n%%EOF\n"
    mine = files.store(content=content, name="mine.pdf", kind="scan for pages", by=SYSTEM)
    theirs = files.store(content=content, name="theirs.pdf", kind="scan of others", by=SYSTEM)
    response = signed_in.get(f"/files/{mine.pk}/")
    assert b"".join(response.streaming_content) == content
    assert response["Content-Disposition"] == 'attachment; filename="mine.pdf"'
    shown = signed_in.get(f"/files/{mine.pk}/?inline")
    assert shown["Content-Disposition"] == 'inline; filename="mine.pdf"'
    assert signed_in.get(f"/files/{theirs.pk}/").status_code == 404
