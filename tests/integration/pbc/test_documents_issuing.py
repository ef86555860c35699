import hashlib
import io
from pathlib import Path

import pypdf
import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from PIL import Image
from pytest_django import Settings

from pbc import documents, files
from pbc.actor import SYSTEM
from pbc.documents.sealing import State
from pbc.models import AuditEvent, DemonstrationClock, SealedDocument, StoredFile
from tests import pdf_ua

pytestmark = pytest.mark.django_db

EVIDENCE: list[documents.Evidence] = [
    {
        "who": "Dr Ada Okafor",
        "capacity": "GP partner",
        "organisation": "Alder House Surgery",
        "what": "The sign-up sheet and the terms",
        "when": "12 April 2007, 10:14",
        "method": "Typed name",
        "shown_sha256": "ab" * 32,
    },
    {"who": "<b>Nora Quill</b>", "what": "The sheet, for the practice", "when": "13 April 2007"},
]


def subject() -> DemonstrationClock:
    """Any row will do: the hall does not know what documents are about."""
    return DemonstrationClock(pk=1)


def issued(**more: object) -> SealedDocument:
    arguments = {
        "template": "documents/_evidence.html",
        "context": {"subtitle": "PBC LES 2007/08"},
        "title": "Agreement: Alder House Surgery",
        "kind": "sign-up agreement",
        "subject": subject(),
        "chain": "OAK",
        "evidence": EVIDENCE,
        "by": SYSTEM,
        "publisher": "Oakshire Primary Care Trust",
    }
    return documents.issue(**{**arguments, **more})


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def without_spaces(text: str) -> str:
    return "".join(text.split())


def test_an_issued_document_is_kept_byte_for_byte_and_examined_as_intact() -> None:
    document = issued()
    pdf = documents.pdf_of(document)
    assert hashlib.sha256(pdf).hexdigest() == document.sha256 == document.file.sha256
    verdict = documents.examine(pdf)
    assert verdict.state is State.INTACT
    assert verdict.document == document
    assert verdict.document.facts["evidence"] == EVIDENCE


def test_an_issued_document_breaks_no_clause_of_pdf_ua_that_our_reader_knows() -> None:
    assert pdf_ua.faults(documents.pdf_of(issued())) == []


def test_an_issued_document_says_what_it_is_who_signed_and_where_to_check_it() -> None:
    document = issued()
    text = without_spaces(text_of(documents.pdf_of(document)))
    for part in (
        "Agreement: Alder House Surgery",
        "PBC LES 2007/08",
        "Oakshire Primary Care Trust",
        "Dr Ada Okafor",
        "12 April 2007, 10:14",
        "<b>Nora Quill</b>",
        str(document.pk),
        "http://localhost:8000/verify/",
        document.screen_file.sha256,
    ):
        assert without_spaces(part) in text


def test_the_page_says_the_same_as_the_pdf() -> None:
    document = issued()
    body = documents.screen_body(document)
    assert "Dr Ada Okafor" in body
    assert "&lt;b&gt;Nora Quill&lt;/b&gt;" in body
    assert hashlib.sha256(body.encode()).hexdigest() == document.screen_file.sha256


def test_a_signature_drawn_by_hand_stands_in_the_pdf_and_on_the_page(
    settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "drawn.html").write_text('<p><img src="asset:signature.png" alt="Signature"></p>')
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], tmp_path]}]
    drawn = io.BytesIO()
    Image.new("L", (40, 20), 255).save(drawn, "PNG")
    document = issued(template="drawn.html", given={"signature.png": drawn.getvalue()}, evidence=[])
    (image,) = pypdf.PdfReader(io.BytesIO(documents.pdf_of(document))).pages[0].images
    assert image.image is not None
    assert image.image.size == (40, 20)
    assert 'src="data:image/png;base64,' in documents.screen_body(document)


def test_issuing_is_in_the_audit_trail_with_both_hashes() -> None:
    document = issued()
    event = AuditEvent.objects.get(event="document.sealed")
    assert event.chain_id == "OAK"
    assert event.content["after"] == {
        "document": str(document.pk),
        "kind": "sign-up agreement",
        "sha256": document.sha256,
        "screen_sha256": document.screen_file.sha256,
    }


def test_two_documents_of_the_same_content_are_two_documents() -> None:
    first, second = issued(), issued()
    assert first.sha256 != second.sha256
    assert list(documents.about(subject())) == [second, first]


def test_evidence_without_who_what_or_when_is_an_error() -> None:
    with pytest.raises(ValueError, match="Evidence needs"):
        issued(evidence=[{"who": "Dr Ada Okafor", "what": "The sheet"}])
    assert not SealedDocument.objects.exists()


def test_a_rolled_back_issue_leaves_no_row() -> None:
    @transaction.atomic
    def issue_and_fail() -> None:
        issued()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        issue_and_fail()
    assert not SealedDocument.objects.exists()
    assert not StoredFile.objects.exists()
    assert not AuditEvent.objects.exists()


def test_the_database_refuses_to_change_or_delete_a_sealed_document() -> None:
    document = issued()
    with pytest.raises(DatabaseError), transaction.atomic():
        SealedDocument.objects.filter(pk=document.pk).update(sha256="0" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        SealedDocument.objects.filter(pk=document.pk).delete()


def test_a_page_changed_on_disk_is_not_shown() -> None:
    document = issued()
    path = Path(default_storage.path(document.screen_file.storage_name))
    with path.open("ab") as handle:
        handle.write(b"<script>alert(1)</script>")
    with pytest.raises(files.Tampered):
        documents.screen_body(document)
