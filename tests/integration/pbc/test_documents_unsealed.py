import importlib
import io
from typing import Any

import pypdf
import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from pbc.documents.pages import DocumentPage, PdfPage
from pbc.guards import Public


class _Signatures(DocumentPage):
    guard = Public(why="A page of this test.")
    body_template = "documents/_evidence.html"

    def document_title(self) -> str:
        return "Signatures of July"

    def document_context(self) -> dict[str, Any]:
        item = {"who": "Dr Ada Okafor", "what": "The sheet", "when": "12 April 2007"}
        return {"evidence": [item], "subtitle": "PBC LES 2007/08"}


class SignaturesPdf(PdfPage, _Signatures):
    pass


def get(page: type[DocumentPage]) -> Any:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    return page.as_view()(request)


def test_the_pdf_of_a_page_is_a_download_named_after_it() -> None:
    response = get(SignaturesPdf)
    assert response["Content-Disposition"] == 'attachment; filename="Signatures_of_July.pdf"'
    text = pypdf.PdfReader(io.BytesIO(response.content)).pages[0].extract_text()
    assert "Dr Ada Okafor" in text
    assert "PBC LES 2007/08" in text


def test_the_page_shows_the_same_body() -> None:
    page = _Signatures()
    page.request = RequestFactory().get("/")
    context = page.context()
    assert context["document_body"] == SignaturesPdf.body_template
    assert context["title"] == "Signatures of July"
    assert context["evidence"] == page.document_context()["evidence"]


@pytest.mark.django_db
def test_without_pango_the_page_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_pango(name: str) -> Any:
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(importlib, "import_module", without_pango)
    response = get(SignaturesPdf)
    assert response.status_code == 503
    assert "apt-get install -y libpango-1.0-0" in response.content.decode()
