"""Sheets that came on paper: the table of them, their upload, and the second person's check."""

from datetime import date
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator

from les_schemes import offered, permissions, returned_sheets, worth
from les_schemes.actions import returned_sheets as sheets
from les_schemes.blank_sheet import fillable_by, lines_for
from les_schemes.models import ReturnedSheet, SchemeVersion
from les_schemes.returned_sheet_forms import CHANNELS, RejectForm, StartForm, UploadForm, VerifyForm
from les_schemes.statuses import SheetStatus
from les_schemes.views.schemes import versions_visible_to
from localities.models import Organisation, Person
from pbc import files, tables
from pbc.actor import Actor
from pbc.guards import SignedIn
from pbc.pages import ActionPage, Page
from pbc.permissions import why_not
from pbc.refusals import NotPermitted


def sheets_visible_to(actor: Actor) -> "QuerySet[ReturnedSheet]":
    return ReturnedSheet.objects.visible_to(actor).select_related(
        "file",
        "locality",
        "sign_up__version__scheme",
        "sign_up__version__commissioner",
        "sign_up__provider",
        "sign_up__commissioner",
    )


class ReturnedSheetTable(tables.Table):
    caption = "Sheets on paper"
    columns = [
        tables.Column(
            "sign_up.provider.name",
            "Provider",
            sort="sign_up__provider__name",
            href=lambda row: row.get_absolute_url(),
            header=True,
        ),
        tables.Column("get_channel_display", "Came"),
        tables.DateColumn("received_on", "Received", sort=True),
        tables.Column(lambda row: "Late" if row.is_late else "", "Late"),
        tables.DateColumn("uploaded_at", "Uploaded", sort=True),
        tables.StatusColumn("status", "Status"),
    ]
    default_sort = "-uploaded_at"
    empty = "No sheet has come on paper yet."


class _VersionPage(Page):
    guard = SignedIn()
    version: SchemeVersion

    def load(self) -> None:
        self.version = self.find(versions_visible_to(self.actor), pk=self.kwargs["pk"])
        self.providers = returned_sheets.providers_of(self.version, self.actor)


class ReturnedSheets(_VersionPage):
    """Every sheet of a scheme that came on paper, for those who may see it."""

    template_name = "les_schemes/returned_sheets.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = sheets_visible_to(self.actor).filter(sign_up__version=self.version)
        table = ReturnedSheetTable(request, rows)
        return table.export() if table.export_format else self.show(table=table)

    def context(self) -> dict[str, Any]:
        waiting = ReturnedSheet.objects.to_verify_by(self.actor)
        return {
            "version": self.version,
            "may_upload": bool(self.providers),
            "waiting": waiting.filter(sign_up__version=self.version).count(),
        }


class ReturnedSheetStart(_VersionPage, ActionPage):
    """Whose sheet came, when and how."""

    template_name = "les_schemes/returned_sheet/start.html"
    form_class = StartForm

    def load(self) -> None:
        super().load()
        if not self.providers:
            raise NotPermitted("Only an officer of a commissioner who offers this scheme may.")

    def form_arguments(self) -> dict[str, Any]:
        initial = {"practice": self.request.GET.get("practice", "")}
        return {
            "version": self.version,
            "practices": self.providers,
            "cancel": reverse("les_schemes:returned-sheets", args=[self.version.pk]),
            "initial": initial,
        }

    def context(self) -> dict[str, Any]:
        return {"version": self.version}

    def act(self, form: StartForm) -> dict[str, Any]:
        return dict(form.cleaned_data)

    def done(self, result: dict[str, Any]) -> str:
        return reverse(
            "les_schemes:returned-sheet-upload",
            args=[
                self.version.pk,
                result["practice"],
                result["received_on"].isoformat(),
                result["channel"],
            ],
        )


class ReturnedSheetUpload(_VersionPage, ActionPage):
    """What the paper says, and its scan."""

    template_name = "les_schemes/returned_sheet/upload.html"
    form_class = UploadForm
    done_message = "The sheet is uploaded. It counts once another person has verified it."

    def load(self) -> None:
        super().load()
        self.practice: Organisation = self.find(
            fillable_by(self.actor), code=self.kwargs["practice"]
        )
        self.received_on = _day(self.kwargs["received_on"])
        self.channel: str = self.kwargs["channel"]
        commissioner = offered.commissioner_offering(self.version, self.practice)
        if commissioner is None or self.channel not in dict(CHANNELS):
            raise Http404
        self.commissioner_id: int = commissioner.pk
        permissions.check_can_upload_sheet(self.actor, self.practice, self.commissioner_id)
        if self.practice not in self.providers:
            raise Http404
        self.held = returned_sheets.live_sign_up(self.version, self.practice)

    def form_arguments(self) -> dict[str, Any]:
        return {
            "practice": self.practice,
            "commissioner_id": self.commissioner_id,
            "received_on": self.received_on,
            "channel": self.channel,
            "held": self.held,
            "cancel": reverse("les_schemes:returned-sheets", args=[self.version.pk]),
        }

    def context(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "practice": self.practice,
            "held": self.held,
            "received_on": self.received_on,
            "is_late": self.received_on > self.version.last_day,
            "channel": dict(CHANNELS)[self.channel],
            "is_practice": offered.is_practice(self.practice),
            "not_asked": lines_for(self.practice, self.received_on).not_asked,
            "waiting": self.held.sheets.waiting().first() if self.held else None,
        }

    def act(self, form: UploadForm) -> ReturnedSheet:
        scan = form.cleaned_data["scan"]
        return sheets.upload(
            version=self.version,
            practice=self.practice,
            entries=form.entries(),
            scan=scan,
            file_name=scan.name,
            by=self.actor,
        )

    def done(self, result: ReturnedSheet) -> ReturnedSheet:
        return result


# The scan is shown inside the page, which no other page of ours allows.
@method_decorator(csp_update({"frame-src": [SELF]}), name="dispatch")
class _SheetPage(Page):
    guard = SignedIn()
    sheet: ReturnedSheet

    def load(self) -> None:
        self.sheet = self.find(sheets_visible_to(self.actor), pk=self.kwargs["pk"])

    def context(self) -> dict[str, Any]:
        sheet = self.sheet
        held_for = sheet.sign_up
        return {
            "sheet": sheet,
            "sign_up": held_for,
            "version": held_for.version,
            "practice": held_for.provider,
            "lines": returned_sheets.lines(sheet),
            "unsigned": returned_sheets.unsigned_on(sheet),
            "is_pdf": sheet.file.content_type == files.FileType.PDF.content_type,
            "scan_url": reverse("documents:file", args=[sheet.file_id]),
            "names": _names(sheet),
        }


class ReturnedSheetView(_SheetPage):
    """The scan beside what was read on it, who uploaded it and who checked it."""

    template_name = "les_schemes/returned_sheet.html"

    def context(self) -> dict[str, Any]:
        sheet = self.sheet
        is_officer = permissions.can_reject_sheet(self.actor, sheet)
        return {
            **super().context(),
            "is_waiting": sheet.status == SheetStatus.WAITING,
            "is_officer": is_officer,
            "why_not_verify": why_not(permissions.check_can_verify_sheet, self.actor, sheet),
            "worth": worth.of_sign_up(sheet.sign_up),
        }


class _SheetActionPage(_SheetPage, ActionPage):
    guard = SignedIn(step_up=True)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.sheet.status != SheetStatus.WAITING:
            label = self.sheet.status.label.lower()
            messages.warning(request, f"That cannot be done now: the sheet is {label}.")
            return redirect(self.sheet)
        return super().get(request, *args, **kwargs)

    def form_arguments(self) -> dict[str, Any]:
        return {"cancel": self.sheet.get_absolute_url()}

    def done(self, result: ReturnedSheet) -> ReturnedSheet:
        return result


class ReturnedSheetVerify(_SheetActionPage):
    """Another person compares each line with the scan."""

    template_name = "les_schemes/returned_sheet/verify.html"
    form_class = VerifyForm
    done_message = "The sheet is verified and its signatures count."

    def load(self) -> None:
        super().load()
        permissions.check_can_verify_sheet(self.actor, self.sheet)

    def form_arguments(self) -> dict[str, Any]:
        return {**super().form_arguments(), "sheet": self.sheet}

    def act(self, form: VerifyForm) -> ReturnedSheet:
        return sheets.verify(sheet=self.sheet, agreed=form.cleaned_data["agreed"], by=self.actor)


class ReturnedSheetReject(_SheetActionPage):
    """The sheet is not what was entered, or not a sheet."""

    template_name = "les_schemes/returned_sheet/reject.html"
    form_class = RejectForm
    done_message = "The sheet is rejected and the practice told why."

    def load(self) -> None:
        super().load()
        permissions.check_can_reject_sheet(self.actor, self.sheet)

    def act(self, form: RejectForm) -> ReturnedSheet:
        return sheets.reject(sheet=self.sheet, reason=form.cleaned_data["reason"], by=self.actor)


def _day(typed: str) -> date:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise Http404 from None


def _names(sheet: ReturnedSheet) -> dict[str, str]:
    """Who uploaded, verified or rejected it, by those words."""
    who = {
        "uploaded": sheet.uploaded_by,
        "verified": sheet.verified_by,
        "rejected": sheet.rejected_by,
    }
    people = Person.objects.in_bulk([pk for pk in who.values() if pk is not None])
    return {role: people[pk].name for role, pk in who.items() if pk in people}
