"""The signature sheet to print: empty, or with a practice's own lines filled in (F-SIGN-02)."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from les_schemes import blank_sheet, returned_sheets
from les_schemes.models import SchemeVersion
from les_schemes.returned_sheet_forms import PracticeForm
from les_schemes.views.schemes import versions_visible_to
from localities.models import Organisation
from localities.querysets import WORKS_FOR_A_PROVIDER
from pbc import clock
from pbc.documents.pages import DocumentPage, PdfPage
from pbc.guards import SignedIn


class _SheetBlank(DocumentPage):
    guard = SignedIn()
    body_template = "les_schemes/documents/blank_sheet.html"
    request: HttpRequest

    def load(self) -> None:
        self.version: SchemeVersion = self.find(
            versions_visible_to(self.actor), pk=self.kwargs["pk"]
        )
        code = self.request.GET.get("practice", "")
        self.practice: Organisation | None = (
            self.find(blank_sheet.fillable_by(self.actor), code=code) if code else None
        )

    def document_title(self) -> str:
        return str(self.version.texts["sheet_title"])

    def document_context(self) -> dict[str, Any]:
        lines = blank_sheet.Lines()
        if self.practice is not None:
            lines = blank_sheet.lines_for(self.practice, clock.today())
        return {
            "version": self.version,
            "texts": self.version.texts,
            "lines": lines,
            "address_lines": self.version.return_address.splitlines(),
            "subtitle": f"Signature sheet: {self.version}",
        }


class SheetBlank(_SheetBlank):
    """The sheet as a page, with the way to its PDF."""

    template_name = "les_schemes/sheet/blank.html"

    def pdf_address(self) -> str:
        query = {"practice": self.practice.code} if self.practice else {}
        address = reverse("les_schemes:sheet-blank-pdf", args=[self.version.pk])
        return f"{address}?{urlencode(query)}" if query else address

    def context(self) -> dict[str, Any]:
        practices = self._practices()
        chosen = {"practice": self.practice.code if self.practice else ""}
        return {
            **super().context(),
            "practice": self.practice,
            "practice_form": PracticeForm(initial=chosen, practices=practices)
            if practices
            else None,
        }

    def _practices(self) -> list[Organisation]:
        officers = returned_sheets.providers_of(self.version, self.actor)
        if officers:
            return officers
        own = self.actor.organisations(*WORKS_FOR_A_PROVIDER)
        return list(Organisation.objects.filter(pk__in=own))


class SheetBlankPdf(PdfPage, _SheetBlank):
    """The sheet to print."""
