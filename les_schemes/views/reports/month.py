"""One month of a practice: its page, an earlier revision, its rows as a file."""

import re
from datetime import date
from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters

from les_schemes.actions import reports
from les_schemes.models import MonthlyReport, ReportTemplate, SignUp
from les_schemes.reports import held, months, record, shown
from les_schemes.reports import worth as worth_of_reports
from les_schemes.reports.identifiable import NOT_KEPT
from les_schemes.reports.months import Slot
from les_schemes.reports.workflow import REPORT
from les_schemes.views.sheet import sign_ups_visible_to
from pbc import nhs_numbers
from pbc.guards import SignedIn
from pbc.pages import ActionPage, Page

MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")


class MonthPage(Page):
    """The base of pages about one month of a practice that signed up."""

    guard = SignedIn()
    sign_up: SignUp
    slot: Slot

    def load(self) -> None:
        self.sign_up = self._sign_up()
        month = self._month()
        found = [slot for slot in months.slots(self.sign_up) if slot.month == month]
        if not found:
            raise Http404
        self.slot = found[0]

    def _sign_up(self) -> SignUp:
        of_provider = sign_ups_visible_to(self.actor).filter(
            version=self.kwargs["pk"],
            provider__code=self.kwargs["provider"],
            accepted_at__isnull=False,
        )
        found = months.reporting(of_provider)
        if not found:
            raise Http404
        return found[0]

    def _month(self) -> date:
        if not MONTH.fullmatch(self.kwargs["month"]):
            raise Http404
        return date.fromisoformat(f"{self.kwargs['month']}-01")

    @property
    def report(self) -> MonthlyReport | None:
        return self.slot.report

    def common(self) -> dict[str, Any]:
        return {
            "slot": self.slot,
            "sign_up": self.sign_up,
            "version": self.sign_up.version,
            "practice": self.sign_up.provider,
            "report": self.report,
        }

    def context(self) -> dict[str, Any]:
        return self.common()


@method_decorator(sensitive_post_parameters(), name="dispatch")
class WithoutPatientData(ActionPage):
    """A step on a month's return; out of its time it leads back.

    Mixed in before a page that finds the ``slot``. What looks like an NHS number is taken out of
    everything that was sent before anything else looks at it: it is neither kept nor shown again
    (EXC-13).
    """

    step: ClassVar[str]
    noun: ClassVar[str]
    slot: Any
    sign_up: Any

    def check(self) -> None:
        """Raise unless the person may take this step."""
        raise NotImplementedError

    def is_time(self) -> bool:
        raise NotImplementedError

    def load(self) -> None:
        super().load()
        self.check()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.is_time():
            label = self.slot.state.label.lower()
            messages.warning(request, f"That cannot be done now: the {self.noun} is {label}.")
            return redirect(self.slot.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        holding = [
            name
            for name, texts in request.POST.lists()
            if any(map(nhs_numbers.holds, texts)) or nhs_numbers.holds(name)
        ]
        if holding:
            return self._without_patient_data(holding)
        return super().post(request, *args, **kwargs)

    def _without_patient_data(self, names: list[str]) -> HttpResponse:
        data = self.request.POST.copy()
        for name in names:
            del data[name]
        form = self.form_class(data, self.request.FILES, **self.form_arguments())
        form.is_valid()
        self.record_patient_data([_label(form, name) for name in names], by_file=False)
        for name in names:
            form.errors.pop(name, None)
            form.add_error(name if name in form.fields else None, NOT_KEPT)
        return self.show(form=form, status=422)

    def record_patient_data(self, places: list[str], *, by_file: bool) -> None:
        reports.record_patient_data(
            sign_up=self.sign_up,
            month=self.slot.month,
            places=places,
            by_file=by_file,
            by=self.actor,
        )

    def done(self, result: Any) -> str:
        address: str = self.slot.get_absolute_url()
        return address


class MonthActionPage(WithoutPatientData, MonthPage):
    """The base of pages with one step on a report."""

    noun = "report"

    def is_time(self) -> bool:
        return self.report is not None and REPORT.allows(self.report.status, self.step)


def _label(form: Any, name: str) -> str:
    row = re.fullmatch(r"row([0-9]+)-.*", name)
    label = str(form.fields[name].label) if name in form.fields else "a box"
    return f"row {row[1]}, {label}" if row else label


class Report(MonthPage):
    """What the practice reported, whom it waits on, and what each may do next."""

    template_name = "les_schemes/report.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.revision = held.latest(self.report) if self.report else None
        self.tables = shown.tables_of(request, self.revision)
        for table in self.tables:
            if table.export_format:
                return table.export()
        return super().get(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        slots = months.slots(self.sign_up)
        release = worth_of_reports.of_sign_up(self.sign_up)
        counted = sum(slot.counts for slot in slots)
        return {
            **self.common(),
            "revision": self.revision,
            "tables": self.tables,
            "template": shown.template_of(self.slot),
            "sums": shown.sums(self.revision) if self.revision else None,
            "events": record.events(self.report) if self.report else [],
            "earlier": record.earlier_revisions(self.report) if self.report else [],
            "uploads": record.uploads(self.report) if self.report else [],
            "voided": record.voided(self.slot),
            "may": shown.steps(self.actor, self.slot, self.revision),
            "release_pence": release.of_one_more(counted)
            if release and not self.slot.counts
            else None,
            "closes_at": months.closes_at(self.sign_up.version.financial_year),
        }


class ReportRevisionView(MonthPage):
    """A revision as it was submitted, and why it was sent back."""

    template_name = "les_schemes/report/revision.html"

    def load(self) -> None:
        super().load()
        if self.report is None:
            raise Http404
        self.revision = self.find(
            self.report.revisions.filter(submitted_at__isnull=False),
            number=self.kwargs["number"],
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        tables = shown.tables_of(request, self.revision)
        for table in tables:
            if table.export_format:
                return table.export()
        return self.show(tables=tables)

    def context(self) -> dict[str, Any]:
        return {
            **self.common(),
            "revision": self.revision,
            "sums": shown.sums(self.revision),
            "names": record.names_of(self.revision),
        }


class ReportFile(MonthPage):
    """The rows entered so far, or none, under the template's headings: to fill in and send back."""

    def load(self) -> None:
        super().load()
        template = shown.template_of(self.slot)
        if template is None or self.kwargs["name"] not in shown.FILES:
            raise Http404
        self.template: ReportTemplate = template

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        revision = held.latest(self.report) if self.report else None
        return shown.file(self.kwargs["name"], self.slot, self.template, revision)
