"""The two pages of a document that is not sealed: on screen, and the same as a PDF download.

A room writes what the document is once, as a class on ``DocumentPage``, and mixes it into both::

    class _Statement(DocumentPage):
        guard = SignedIn()
        body_template = "payments/statement/body.html"

        def load(self): ...
        def document_title(self): ...
        def document_context(self): ...

    class Statement(_Statement):
        def pdf_address(self): ...

    class StatementPdf(PdfPage, _Statement):
        pass
"""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from pbc.documents import rendering
from pbc.documents.rendering import DocumentsUnavailable
from pbc.pages import Page


class DocumentPage(Page):
    """A document on screen: its title, a link to its PDF, and its body template."""

    template_name = "documents/screen.html"
    body_template: ClassVar[str]
    publisher: str = rendering.PUBLISHER

    def document_title(self) -> str:
        raise NotImplementedError

    def document_context(self) -> dict[str, Any]:
        """What the body template shows; ``subtitle`` stands under the title."""
        return {}

    def pdf_address(self) -> str:
        """Where the same document is a PDF; empty if nowhere."""
        return ""

    def context(self) -> dict[str, Any]:
        return {
            **self.document_context(),
            "title": self.document_title(),
            "document_body": self.body_template,
            "pdf_url": self.pdf_address(),
        }


class PdfPage(DocumentPage):
    """The same document as a download; where Pango is missing a page says what to install."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        title = self.document_title()
        try:
            pdf = rendering.render_pdf(
                self.body_template,
                self.document_context(),
                title=title,
                publisher=self.publisher,
            )
        except DocumentsUnavailable as refusal:
            return unavailable(request, refusal)
        return rendering.pdf_response(pdf, name=f"{title}.pdf")


def unavailable(request: HttpRequest, refusal: DocumentsUnavailable) -> HttpResponse:
    """The page that says which packages PDF files need, with status 503."""
    context = {"refusal": refusal, "install_line": rendering.INSTALL_LINE}
    return render(request, "documents/unavailable.html", context, status=503)
