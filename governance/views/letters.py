"""Decision letters: previewed in the very words that are sealed, then issued."""

from typing import Any

from django.http import Http404
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
    """About the letter to one organisation that has not gone yet."""

    guard = holders_of(Role.COMMITTEE_SECRETARY)
    draft: letters.Draft

    def check(self) -> None:
        permissions.check_can_serve(self.actor, self.decision.matter.committee)
        wanted = self.kwargs["organisation"]
        found = [one for one in letters.drafts(self.decision) if one.organisation.pk == wanted]
        if not found:
            raise Http404
        self.draft = found[0]

    def address(self, page: str) -> str:
        return reverse(f"governance:{page}", args=[self.decision.pk, self.draft.organisation.pk])


class LetterPreview(_OfLetter, DocumentPage):
    """The letter as it would go."""

    template_name = "governance/letter/preview.html"
    body_template = letters.TEMPLATE

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
        return f"{self.decision.get_absolute_url()}#letters"
