"""The practice's side: the rows of a section, a file with them, and the submission."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from les_schemes import permissions
from les_schemes.actions import reports
from les_schemes.forms import EmptyForm
from les_schemes.models import MonthlyReport, ReportTemplate, ReportUpload
from les_schemes.reports import held, reading, shown
from les_schemes.reports.columns import ACTIVITY, REFERRALS, SECTIONS, Section
from les_schemes.reports.forms import (
    MOST_ROWS_ON_PAGE,
    SectionForm,
    SubmitReportForm,
    UploadForm,
)
from les_schemes.reports.identifiable import PatientData
from les_schemes.reports.workflow import REPORT
from les_schemes.views.reports.month import MonthActionPage
from pbc import clock, tables


class _PreparingPage(MonthActionPage):
    """While the month is with the practice, and its template agreed."""

    step = "enter"
    template: ReportTemplate | None

    def load(self) -> None:
        super().load()
        self.template = shown.template_of(self.slot)

    def check(self) -> None:
        permissions.check_can_prepare_report(self.actor, self.sign_up)

    def is_time(self) -> bool:
        return self.report is None or REPORT.allows(self.report.status, self.step)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        why = None
        if self.template is None:
            why = "No report template is agreed yet by the commissioner and the locality leads."
        elif self.slot.month > clock.today():
            why = f"{self.slot.name} has not begun."
        if why is not None:
            messages.warning(request, why)
            return redirect(self.slot.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        return {**self.common(), "template": self.template}


class _SectionPage(_PreparingPage):
    """The rows of one section."""

    template_name = "les_schemes/report/section.html"
    form_class = SectionForm
    section: ClassVar[Section]

    def load(self) -> None:
        super().load()
        revision = held.latest(self.report) if self.report else None
        self.values = held.values_of(revision, self.section) if revision else []
        self.none = revision.is_nil(self.section.key) if revision else False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if len(self.values) > MOST_ROWS_ON_PAGE:
            messages.info(
                request,
                f"There are {len(self.values)} rows, too many for one page. Download them as a "
                "file, change that and upload it again.",
            )
            return redirect(shown.address("report-upload", self.slot))
        return super().get(request, *args, **kwargs)

    def form_arguments(self) -> dict[str, Any]:
        return {
            "section": self.section,
            "standard": self.template.asks if self.template else reading.Standard(),
            "typed": [reading.as_typed(self.section, value) for value in self.values],
            "none": self.none,
            "cancel": self.slot.get_absolute_url(),
        }

    def context(self) -> dict[str, Any]:
        return {**super().context(), "section": self.section}

    def act(self, form: SectionForm) -> str:
        self.wants_more = form.wants_more
        reports.enter(
            sign_up=self.sign_up,
            month=self.slot.month,
            section=self.section,
            rows=form.raw_rows(),
            none=form.cleaned_data["none"],
            by=self.actor,
        )
        messages.success(self.request, f"{self.section.title} saved. Nothing is submitted yet.")
        return self.request.path if form.wants_more else self.following

    def done(self, result: str) -> str:
        return result

    @property
    def following(self) -> str:
        return self.slot.get_absolute_url()


class ReportReferrals(_SectionPage):
    """Referrals made by the practice, elective and unscheduled (O2-03)."""

    section = REFERRALS

    @property
    def following(self) -> str:
        return shown.address("report-activity", self.slot)


class ReportActivity(_SectionPage):
    """Activity reported to the practice, validated and challenged (O2-04)."""

    section = ACTIVITY


class ReportUploadPage(_PreparingPage):
    """A CSV or XLSX file with the rows of one section or of both."""

    template_name = "les_schemes/report/upload.html"
    form_class = UploadForm
    step = "upload"

    def form_arguments(self) -> dict[str, Any]:
        return {"cancel": self.slot.get_absolute_url()}

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "columns": self.template
            and [(section, self.template.asks.columns(section)) for section in SECTIONS.values()],
            "has_rows": self.report is not None,
        }

    def act(self, form: UploadForm) -> ReportUpload:
        file = form.cleaned_data["file"]
        try:
            return reports.upload(
                sign_up=self.sign_up,
                month=self.slot.month,
                content=file,
                name=file.name,
                by=self.actor,
            )
        except PatientData as found:
            self.record_patient_data(found.places, by_file=True)
            raise

    def done(self, result: ReportUpload) -> Any:
        return result


class FaultTable(tables.Table):
    caption = "What to mend in the file"
    columns = [
        tables.Column("sheet", "Sheet", sort=True, header=True),
        tables.NumberColumn("row", "Row", sort=True),
        tables.Column("column", "Column", sort=True),
        tables.Column("value", "What stands there"),
        tables.Column("message", "What to do"),
    ]


class ReportUploaded(_PreparingPage):
    """What was read in a file: every fault, or a preview of its rows before they are used."""

    template_name = "les_schemes/report/uploaded.html"
    form_class = EmptyForm
    done_message = "The rows of the file are entered. Nothing is submitted yet."

    def check(self) -> None:
        """Everybody who sees the month sees its files; only the practice uses them."""
        self.upload: ReportUpload = self.find(
            ReportUpload.objects.filter(
                report__version=self.sign_up.version_id,
                report__provider=self.sign_up.provider_id,
                report__month=self.slot.month,
            ).select_related("file", "report"),
            pk=self.kwargs["upload"],
        )
        if self.request.method != "GET":
            super().check()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        for table in self._tables(request):
            if table.export_format:
                return table.export()
        return self.show(form=self.form_class(**self.form_arguments()))

    def _tables(self, request: HttpRequest) -> list[tables.Table]:
        if self.upload.faults:
            return [FaultTable(request, self.upload.faults)]
        return [
            shown.preview(request, SECTIONS[key], rows) for key, rows in self.upload.content.items()
        ]

    def form_arguments(self) -> dict[str, Any]:
        return {
            "submit_text": "Use these rows",
            "cancel": shown.address("report-upload", self.slot),
        }

    def context(self) -> dict[str, Any]:
        may = permissions.can_prepare_report(self.actor, self.sign_up)
        is_of_this = self.report is not None and self.upload.report_id == self.report.pk
        return {
            **super().context(),
            "upload": self.upload,
            "tables": self._tables(self.request),
            "may_use": may and is_of_this and self.is_time() and not self.upload.faults,
            "is_practice": may,
            "sections": [SECTIONS[key] for key in self.upload.content],
        }

    def act(self, form: Any) -> MonthlyReport:
        return reports.use_upload(upload=self.upload, sign_up=self.sign_up, by=self.actor)


class ReportSubmit(MonthActionPage):
    """Check what is entered, and send it."""

    template_name = "les_schemes/report/submit.html"
    form_class = SubmitReportForm
    step = "submit"

    def check(self) -> None:
        permissions.check_can_prepare_report(self.actor, self.sign_up)

    def form_arguments(self) -> dict[str, Any]:
        return {"cancel": self.slot.get_absolute_url()}

    def context(self) -> dict[str, Any]:
        revision = held.latest(self.report) if self.report else None
        *_, submit = shown.steps(self.actor, self.slot, revision)
        return {
            **self.common(),
            "revision": revision,
            "tables": shown.tables_of(self.request, revision),
            "sums": shown.sums(revision) if revision else None,
            "why_not": submit.why,
            "receiver": self.sign_up.locality or self.sign_up.commissioner,
        }

    def act(self, form: SubmitReportForm) -> MonthlyReport:
        return reports.submit(
            sign_up=self.sign_up,
            month=self.slot.month,
            note=form.cleaned_data["note"],
            by=self.actor,
        )

    def done(self, result: MonthlyReport) -> str:
        first = self.sign_up.locality or self.sign_up.commissioner
        messages.success(self.request, f"The report of {self.slot.name} is with {first}.")
        return self.slot.get_absolute_url()
