"""Decision letters: previewed in the very words that are sealed, then issued."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from governance import letters, permissions
from governance.actions import letters as actions
from governance.meeting_forms import ConfirmForm
from governance.models import Letter
from governance.views.decisions import OfDecision
from pbc.documents.pages import DocumentPage, PdfPage
from pbc.guards import holders_of
from pbc.pages import ActionPage
from pbc.roles import Role


class _OfLetter(OfDecision):
    """About the letter to one organisation; once it has gone, back to the decision that has it."""

    guard = holders_of(Role.COMMITTEE_SECRETARY)
    draft: letters.Draft
    has_gone: bool

    def check(self) -> None:
        permissions.check_can_serve(self.actor, self.decision.matter.committee)
        organisation = self.kwargs["organisation"]
        found = [
            one for one in letters.all_of(self.decision) if one.organisation.pk == organisation
        ]
        if not found:
            raise Http404
        self.draft = found[0]
        self.has_gone = self.decision.letters.filter(organisation_id=organisation).exists()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.has_gone:
            return super().get(request, *args, **kwargs)
        messages.info(request, f"The letter to {self.draft.organisation} has gone already.")
        return redirect(self.address_of_letters)

    @property
    def address_of_letters(self) -> str:
        return f"{self.decision.get_absolute_url()}#letters"

    def address(self, page: str) -> str:
        return reverse(f"governance:{page}", args=[self.decision.pk, self.draft.organisation.pk])


class LetterPreview(_OfLetter, DocumentPage):
    """The letter as it would go."""

    template_name = "governance/letter/preview.html"
    body_template = letters.TEMPLATE

    def load(self) -> None:
        super().load()
        self.publisher = self.decision.matter.committee.commissioner.name

    def document_title(self) -> str:
        return self.draft.title

    def document_context(self) -> dict[str, Any]:
        return self.draft.context()

    def pdf_address(self) -> str:
        return self.address("letter-preview-pdf")

    def context(self) -> dict[str, Any]:
        return {
            **OfDecision.context(self),
            **DocumentPage.context(self),
            "issue_address": self.address("letter-issue"),
            "due": letters.due(self.decision),
        }


class LetterPreviewPdf(PdfPage, LetterPreview):
    """The same as a PDF, not sealed and marked as a draft."""

    def check(self) -> None:
        super().check()
        if self.has_gone:
            raise Http404

    def document_title(self) -> str:
        return f"Draft: {super().document_title()}"


class LetterIssue(_OfLetter, ActionPage):
    """The letter is sealed and sent."""

    template_name = "governance/letter/issue.html"
    form_class = ConfirmForm
    done_message = "The letter is sealed, kept and sent."

    def form_arguments(self) -> dict[str, Any]:
        return {"button": "Seal and send the letter", "cancel": self.address("letter-preview")}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "organisation": self.draft.organisation}

    def act(self, form: ConfirmForm) -> Letter:
        return actions.issue(
            decision=self.decision, organisation=self.draft.organisation, by=self.actor
        )

    def done(self, result: Letter) -> str:
        return self.address_of_letters
