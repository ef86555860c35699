"""Lists of reports: what waits on a person, the twelve months of a practice, what was refused."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase

from les_schemes import permissions
from les_schemes.models import MonthlyReport, PatientDataRefusal, SchemeVersion
from les_schemes.reports import months
from les_schemes.reports import worth as worth_of_reports
from les_schemes.reports.months import Slot
from les_schemes.views.sheet import sign_ups_visible_to
from localities.querysets import WORKS_IN_A_PRACTICE
from pbc import tables
from pbc.guards import SignedIn, holders_of
from pbc.pages import Page
from pbc.roles import Role


class SlotTable(tables.Table):
    """Months of practices, with what each is worth and whom it waits on."""

    caption = "Months"
    columns = [
        tables.Column(
            "name", "Month", sort="month", href=lambda slot: slot.get_absolute_url(), header=True
        ),
        tables.DateColumn("due_on", "Due", sort=True),
        tables.StatusColumn("state", "Status"),
        tables.Column(lambda slot: "Overdue" if slot.is_overdue else "", "Overdue"),
        tables.Column(lambda slot: slot.waits_on[0] if slot.waits_on else "", "Waits on"),
        tables.DateColumn("report.received_at", "Received"),
    ]
    default_sort = "month"
    empty = "No month is to be reported."


class QueueTable(tables.Table):
    """Reports that wait on one person's answer, longest first."""

    columns = [
        tables.Column(
            "provider.name",
            "Practice",
            sort="provider__name",
            href=lambda report: report.get_absolute_url(),
            header=True,
        ),
        tables.Column(lambda report: f"{report.month:%B %Y}", "Month", sort="month"),
        tables.Column(lambda report: str(report.version), "Scheme"),
        tables.Column("locality.name", "PBC Locality"),
        tables.DateColumn("due_on", "Due", sort=True),
        tables.Column(lambda report: "Late" if report.is_late else "", "Late"),
        tables.DateColumn("submitted_at", "Submitted", sort=True),
    ]
    default_sort = "submitted_at"


class LeadQueue(QueueTable):
    caption = "Waiting for the locality"
    prefix = "locality"
    empty = "No report waits for the locality."


class OfficerQueue(QueueTable):
    caption = "Waiting for the commissioner"
    prefix = "commissioner"
    empty = "No report waits for the commissioner."


class Reports(Page):
    """What waits on a person, the months of the own practices, and where to look further."""

    guard = SignedIn()
    template_name = "les_schemes/reports.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = MonthlyReport.objects.select_related(
            "version__scheme", "provider", "locality", "commissioner"
        )
        queues: list[tables.Table] = []
        if self.actor.holds(Role.LOCALITY_LEAD):
            queues.append(LeadQueue(request, found.waiting_for_lead(self.actor)))
        if self.actor.holds(Role.COMMISSIONER):
            queues.append(OfficerQueue(request, found.waiting_for_officer(self.actor)))
        for table in queues:
            if table.export_format:
                return table.export()
        return self.show(queues=queues)

    def context(self) -> dict[str, Any]:
        own = self.actor.organisations(*WORKS_IN_A_PRACTICE)
        of_own = months.reporting(
            sign_ups_visible_to(self.actor)
            .held_by(own)  # type: ignore[attr-defined]
            .filter(accepted_at__isnull=False)
        )
        slots = months.slots_of(of_own)
        versions = SchemeVersion.objects.visible_to(self.actor).select_related("scheme")
        return {
            "own": [(sign_up, slots[sign_up.pk]) for sign_up in of_own],
            "versions": [version for version in versions if months.asks_for_reports(version)],
            "may_see_refused": permissions.can_see_refused_data(self.actor),
        }


class PracticeReports(Page):
    """The months of one practice: what is due when, and what each released."""

    guard = SignedIn()
    template_name = "les_schemes/report/practice.html"

    def load(self) -> None:
        of_provider = sign_ups_visible_to(self.actor).filter(
            version=self.kwargs["pk"],
            provider__code=self.kwargs["provider"],
            accepted_at__isnull=False,
        )
        found = months.reporting(of_provider)
        if not found:
            raise Http404
        self.sign_up = found[0]
        self.slots: list[Slot] = months.slots(self.sign_up)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        table = SlotTable(request, self.slots)
        return table.export() if table.export_format else self.show(table=table)

    def context(self) -> dict[str, Any]:
        release = worth_of_reports.of_sign_up(self.sign_up)
        counted = sum(slot.counts for slot in self.slots)
        return {
            "sign_up": self.sign_up,
            "version": self.sign_up.version,
            "practice": self.sign_up.provider,
            "release": release,
            "counted": counted,
            "months": len(self.slots),
            "released_pence": release.after(counted) if release else None,
            "next_pence": release.of_one_more(counted)
            if release and counted < release.months
            else None,
            "overdue": sum(slot.is_overdue for slot in self.slots),
            "closes_at": months.closes_at(self.sign_up.version.financial_year),
        }


class RefusalFilter(forms.Form):
    practice = forms.CharField(label="Practice name or code", required=False)

    def narrow(self, rows: "QuerySet[PatientDataRefusal]") -> "QuerySet[PatientDataRefusal]":
        words = self.cleaned_data["practice"]
        if not words:
            return rows
        return rows.filter(provider__name__icontains=words) | rows.filter(
            provider__code__iexact=words
        )


class RefusalTable(tables.Table):
    caption = "Refused because of patient data"
    filters = RefusalFilter
    columns = [
        tables.DateColumn("at", "When", sort=True),
        tables.Column("provider.name", "Practice", sort="provider__name", header=True),
        tables.Column(lambda row: f"{row.month:%B %Y}", "Month", sort="month"),
        tables.Column(lambda row: "File" if row.by_file else "Typed", "How it was sent"),
        tables.Column(lambda row: "; ".join(row.places), "Where it stood"),
    ]
    default_sort = "-at"
    empty = "Nothing was refused."


class RefusedData(Page):
    """Where something like an NHS number was refused; what it was is kept nowhere (EXC-13)."""

    guard = holders_of(Role.COMMISSIONER, Role.AUDITOR)
    template_name = "les_schemes/report/refused.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        permissions.check_can_see_refused_data(self.actor)
        rows = PatientDataRefusal.objects.of_commissioners_of(self.actor).select_related("provider")
        table = RefusalTable(request, rows)
        return table.export() if table.export_format else self.show(table=table)
