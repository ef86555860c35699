"""Documents as PDF and as a page, from one template.

A document is a *body* template: a fragment without ``<html>`` that starts at ``<h2>``. The PDF
wraps it in ``documents/base.html``, a page includes the same fragment (``documents/screen.html``),
so that what is printed and what is read on screen cannot drift apart.
"""

import importlib
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.text import get_valid_filename

from pbc.refusals import Refusal

PUBLISHER = "Practice Based Commissioning"
DEBIAN_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
INSTALL_LINE = f"apt-get install -y {' '.join(DEBIAN_PACKAGES)}"


class DocumentsUnavailable(Refusal):
    """This machine lacks the libraries that PDF files are made with; the message names them."""

    def __init__(self, cause: str) -> None:
        self.cause = cause
        super().__init__(
            "PDF documents cannot be made on this machine, because the Pango text library is "
            f"missing. Ask whoever looks after it to run: {INSTALL_LINE}"
        )


def missing() -> list[str] | None:
    """The Debian packages to install before PDF files can be made, or None if all is there."""
    try:
        _engine()
    except DocumentsUnavailable:
        return list(DEBIAN_PACKAGES)
    return None


def render_pdf(
    template_name: str,
    context: Mapping[str, Any],
    *,
    title: str,
    language: str = "en-GB",
    publisher: str = PUBLISHER,
    given: Mapping[str, bytes] | None = None,
) -> bytes:
    """A tagged PDF/UA-1 of a document's body template.

    ``context`` may hold ``subtitle``. ``given`` maps names to the bytes of pictures which the body
    shows as ``<img src="asset:NAME" alt="…">``; nothing else is fetched. Raises
    DocumentsUnavailable where Pango is missing and ``engine.AddressRefused`` where a template
    asks for anything outside the allow-list.
    """
    engine = _engine()
    html = render_to_string(
        "documents/base.html",
        {
            **context,
            "title": title,
            "language": language,
            "publisher": publisher,
            "document_body": template_name,
        },
    )
    return engine.write_pdf(html, given=given)


def pdf_response(pdf: bytes, *, name: str) -> HttpResponse:
    """A PDF made for this request alone, as a download that no cache keeps."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{get_valid_filename(name)}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _engine() -> Any:
    try:
        return importlib.import_module("pbc.documents.engine")
    except OSError as error:
        raise DocumentsUnavailable(str(error)) from error
