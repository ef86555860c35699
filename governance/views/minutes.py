"""Packs and minutes: read as a page, written, approved, published."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from governance import agenda, meeting_forms, minutes, pack, permissions, publication
from governance.actions import minutes as actions
from governance.models import AgendaItem, Meeting
from governance.statuses import ItemStatus, MeetingStatus, Section
from governance.views.meetings import ConfirmPage, OfMeeting, OfSecretary
from pbc.documents.pages import DocumentPage, PdfPage
from pbc.pages import ActionPage
from pbc.refusals import NotNow


class _Pack(OfMeeting, DocumentPage):
    """The whole pack, for whoever may read the private part."""

    template_name = "governance/meeting/document.html"
    body_template = pack.TEMPLATE
    public = False

    def load(self) -> None:
        super().load()
        self.publisher = str(self.meeting.committee.commissioner)

    def check(self) -> None:
        if not self.public:
            permissions.check_can_read_private(self.actor, self.meeting.committee)
        if self.meeting.status == MeetingStatus.SCHEDULED:
            raise Http404

    def document_title(self) -> str:
        return pack.title_of(self.meeting, public=self.public)

    def document_context(self) -> dict[str, Any]:
        return pack.document_context(self.meeting, public=self.public)

    def context(self) -> dict[str, Any]:
        return {**super().context(), **DocumentPage.context(self), "on_screen": True}


class MeetingPack(_Pack):
    """The pack on screen; its PDF is the one that was published."""

    def pdf_address(self) -> str:
        stored = self.meeting.pack
        if stored is None:
            return reverse("governance:meeting-pack-draft", args=[self.meeting.pk])
        return reverse("documents:file", args=[stored.pk])


class MeetingPackDraft(PdfPage, _Pack):
    """The pack as it would be if it were published now."""


class MeetingPublicPack(_Pack):
    """The public part on screen; to whoever follows from outside as it was published."""

    public = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        stored = self.meeting.public_pack
        if (
            stored is not None
            and not self.reads_private
            and publication.changes(self.meeting, with_private=False)
        ):
            return redirect("documents:file", stored.pk)
        return super().get(request, *args, **kwargs)

    def pdf_address(self) -> str:
        stored = self.meeting.public_pack
        return reverse("documents:file", args=[stored.pk]) if stored else ""


class Minutes(OfMeeting, DocumentPage):
    """The whole minutes as the record gives them now: a preview until they are approved."""

    template_name = "governance/meeting/document.html"
    body_template = minutes.TEMPLATE
    public = False

    def load(self) -> None:
        super().load()
        self.publisher = str(self.meeting.committee.commissioner)

    def check(self) -> None:
        permissions.check_can_read_private(self.actor, self.meeting.committee)
        if self.meeting.opened_at is None:
            raise Http404

    def document_title(self) -> str:
        return minutes.title_of(self.meeting, public=self.public)

    def document_context(self) -> dict[str, Any]:
        return minutes.document_context(self.meeting, public=self.public)

    def pdf_address(self) -> str:
        sealed = self.meeting.minutes_document
        if sealed is not None:
            return reverse("documents:pdf", args=[sealed.pk])
        return reverse("governance:minutes-pdf", args=[self.meeting.pk])

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            **DocumentPage.context(self),
            "is_draft": self.meeting.minutes_approved_at is None,
        }


class MinutesPdf(PdfPage, Minutes):
    """The minutes not yet approved, as a PDF."""

    def document_title(self) -> str:
        return f"Draft: {super().document_title()}"


class PublicMinutesPreview(Minutes):
    """What the public will read, before it is published."""

    public = True

    def pdf_address(self) -> str:
        sealed = minutes.published(self.meeting)
        return reverse("documents:pdf", args=[sealed.pk]) if sealed else ""


class MinutesDraft(OfSecretary, ActionPage):
    """What the secretary adds to the record."""

    template_name = "governance/meeting/minutes_draft.html"
    form_class = meeting_forms.MinutesForm
    done_message = "The minutes are saved."

    def form_arguments(self) -> dict[str, Any]:
        read = agenda.of(self.meeting, with_private=True)
        return {
            "items": [(one.item, f"{one.number}. {one.title}") for one in read.entries],
            "held": self.meeting.minutes,
        }

    def act(self, form: meeting_forms.MinutesForm) -> Meeting:
        return actions.draft(meeting=self.meeting, texts=form.texts, by=self.actor)

    def done(self, result: Meeting) -> str:
        return reverse("governance:minutes", args=[result.pk])


class MinutesApprove(ConfirmPage):
    """The meeting that sits now approves the minutes of this one."""

    heading = "Approve the minutes"
    button = "Record the approval"
    explanation = (
        "The meeting that sits now approves these minutes as a true record. They are sealed as a "
        "PDF and cannot be changed afterwards."
    )
    done_message = "The minutes are approved and sealed."

    def act(self, form: Any) -> Meeting:
        heard = AgendaItem.objects.filter(
            meeting__committee=self.meeting.committee,
            meeting__status=MeetingStatus.IN_SESSION,
            section=Section.MINUTES,
            status=ItemStatus.OPEN,
        )
        item = heard.first()
        if item is None:
            raise NotNow("Minutes are approved while a meeting hears its item “minutes”.")
        return actions.approve(meeting=self.meeting, at=item, by=self.actor)


class MinutesPublish(ConfirmPage):
    """The approved minutes are given out, without what was heard in private."""

    heading = "Publish the minutes"
    button = "Publish the minutes"
    explanation = (
        "The public minutes leave out what was heard in private. They are sealed as a PDF, and "
        "everyone who follows the Committee is told."
    )
    done_message = "The minutes are published."

    def act(self, form: Any) -> Meeting:
        return actions.publish(meeting=self.meeting, by=self.actor)
