import io
import re
import tempfile
import uuid
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from pbc import documents
from pbc.actor import SYSTEM
from pbc.models import DemonstrationClock, SealedDocument, StoredFile

pytestmark = pytest.mark.django_db

ADDRESS = "/verify/"


@pytest.fixture
def document() -> SealedDocument:
    return documents.issue(
        template="documents/_evidence.html",
        context={},
        title="Agreement: Alder House Surgery",
        kind="sign-up agreement",
        subject=DemonstrationClock(pk=1),
        chain="OAK",
        evidence=[
            {
                "who": "Dr Ada Okafor",
                "capacity": "GP partner",
                "organisation": "Alder House Surgery",
                "what": "The sign-up sheet",
                "when": "12 April 2007, 10:14",
                "method": "Typed name",
            }
        ],
        by=SYSTEM,
    )


def upload(client: Client, content: bytes, name: str = "agreement.pdf") -> tuple[int, str]:
    response = client.post(ADDRESS, {"document": SimpleUploadedFile(name, content)})
    return response.status_code, response.content.decode()


def test_anyone_may_open_the_page(client: Client) -> None:
    response = client.get(reverse("documents:verify"))
    assert response.status_code == 200
    assert 'enctype="multipart/form-data"' in response.content.decode()


def test_an_intact_document_says_who_signed_what_when(
    client: Client, document: SealedDocument
) -> None:
    status, page = upload(client, documents.pdf_of(document))
    assert status == 200
    assert "<title>The document is intact" in page
    for part in ("Dr Ada Okafor", "The sign-up sheet", "12 April 2007, 10:14", document.sha256):
        assert part in page
    assert "not the identity of anyone" in page


def test_an_altered_document_says_so_and_shows_nothing_of_the_original(
    client: Client, document: SealedDocument
) -> None:
    pdf = bytearray(documents.pdf_of(document))
    pdf[-100] ^= 1
    status, page = upload(client, bytes(pdf))
    assert status == 200
    assert "<title>The document has been altered" in page
    assert str(document.pk) in page
    assert "Dr Ada Okafor" not in page
    assert "Alder House Surgery" not in page


@pytest.mark.parametrize("content", [b"%PDF-1.7\n%%EOF", b"<html>", b"\x00" * 100])
def test_anything_else_is_not_ours(client: Client, content: bytes) -> None:
    status, page = upload(client, content)
    assert status == 200
    assert "<title>Not one of our documents" in page


def test_a_name_that_is_markup_is_shown_as_text(client: Client) -> None:
    _, page = upload(client, b"text", name="<script>alert(1)</script>.pdf")
    assert "<script>alert" not in page


@pytest.mark.parametrize(
    "content, says",
    [(b"", "The selected file is empty"), (b"x" * (10 * 1024 * 1024 + 1), "smaller than 10 MB")],
)
def test_an_empty_or_too_large_file_is_a_mistake_to_mend(
    client: Client, content: bytes, says: str
) -> None:
    status, page = upload(client, content)
    assert status == 422
    assert "There is a problem" in page
    assert says in page


def test_no_file_is_a_mistake_to_mend(client: Client) -> None:
    response = client.post(ADDRESS)
    assert response.status_code == 422
    assert "Choose a PDF file" in response.content.decode()


def test_nothing_uploaded_is_kept(client: Client, document: SealedDocument) -> None:
    held = StoredFile.objects.count()
    before = set(Path(tempfile.gettempdir()).glob("*.upload*"))
    # Above what Django holds in memory, so that it goes through a temporary file.
    upload(client, b"%PDF-1.7" + b"x" * 3_000_000)
    assert StoredFile.objects.count() == held
    assert set(Path(tempfile.gettempdir()).glob("*.upload*")) == before


def test_the_verdict_is_not_kept_by_any_cache(client: Client) -> None:
    response = client.post(ADDRESS, {"document": io.BytesIO(b"text")})
    assert response["Cache-Control"] == "no-store"


def test_the_form_needs_its_token(document: SealedDocument) -> None:
    strict = Client(enforce_csrf_checks=True)
    content = SimpleUploadedFile("a.pdf", documents.pdf_of(document))
    assert strict.post(ADDRESS, {"document": content}).status_code == 403
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', strict.get(ADDRESS).content.decode())
    assert token is not None
    answer = strict.post(
        ADDRESS,
        {
            "document": SimpleUploadedFile("a.pdf", documents.pdf_of(document)),
            "csrfmiddlewaretoken": token[1],
        },
    )
    assert answer.status_code == 200


def test_a_stranger_is_sent_to_sign_in_before_any_document(
    client: Client, document: SealedDocument
) -> None:
    for address in (
        reverse("documents:document", args=[document.pk]),
        reverse("documents:pdf", args=[document.pk]),
        reverse("documents:file", args=[document.file.pk]),
        reverse("documents:document", args=[uuid.uuid4()]),
    ):
        response = client.get(address)
        assert response.status_code == 302
        assert "/sign-in/" in response["Location"]
