from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse

from pbc import files
from pbc.documents import access, issuing
from pbc.documents.forms import VerifyForm
from pbc.guards import Public, SignedIn
from pbc.models import SealedDocument, StoredFile
from pbc.pages import Page
from pbc.refusals import BadInput

LARGEST_PDF = 10 * files.MEGABYTE


class Verify(Page):
    """Anyone who holds a PDF learns whether it is one of ours, unaltered, and who signed it."""

    guard = Public(why="A seal that only we could check would be worth little; nothing is kept.")
    template_name = "documents/verify.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.show(form=VerifyForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        form = VerifyForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.show(form=form, status=422)
        upload = form.cleaned_data["document"]
        try:
            pdf = files.read_within(upload, max_size=LARGEST_PDF, field="document")
        except BadInput as refusal:
            form.add_error("document", refusal.errors["document"])
            return self.show(form=form, status=422)
        verdict = issuing.examine(pdf)
        response = self.show(
            form=VerifyForm(), verdict=verdict, file_name=files.sanitised(upload.name)
        )
        response["Cache-Control"] = "no-store"
        return response


class _DocumentPage(Page):
    guard = SignedIn()

    def load(self) -> None:
        self.document = self.find(
            SealedDocument.objects.select_related("file", "screen_file"), pk=self.kwargs["pk"]
        )
        if not access.may_read(self.actor, self.document):
            raise Http404


class Document(_DocumentPage):
    """The same wording as the sealed PDF, as a page."""

    template_name = "documents/document.html"

    def context(self) -> dict[str, Any]:
        return {
            "document": self.document,
            "rendered_body": issuing.screen_body(self.document),
            "pdf_url": reverse("documents:pdf", args=[self.document.pk]),
        }


class DocumentPdf(_DocumentPage):
    """The sealed bytes."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return files.response(self.document.file)


class File(Page):
    """A stored file, for those whom the room that stored it allows."""

    guard = SignedIn()

    def load(self) -> None:
        self.stored = self.find(StoredFile.objects.all(), pk=self.kwargs["pk"])
        if not files.may_read(self.actor, self.stored):
            raise Http404

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return files.response(self.stored, inline="inline" in request.GET)
