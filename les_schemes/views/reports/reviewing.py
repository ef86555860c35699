"""The side of those who receive a report: accept, send back, excuse, make void."""

from typing import Any

from les_schemes import permissions
from les_schemes.actions import reports
from les_schemes.models import MonthlyReport
from les_schemes.reports import held, months, shown
from les_schemes.reports import worth as worth_of_reports
from les_schemes.reports.forms import (
    AcceptForLocalityForm,
    AcceptReportForm,
    ExcuseForm,
    PassLocalityForm,
    SendBackForm,
    VoidForm,
)
from les_schemes.reports.workflow import REPORT
from les_schemes.views.reports.month import MonthActionPage
from pbc import clock
from pbc.guards import SignedIn
from pbc.refusals import NotNow


class _ReviewPage(MonthActionPage):
    """A step on the report of a month that is held."""

    @property
    def looked_at(self) -> MonthlyReport:
        """The report; where nothing is held there is nothing to decide on."""
        if self.report is None:
            raise NotNow(f"Nothing is reported for {self.slot.name} yet.")
        return self.report

    def check(self) -> None:
        if self.report is None:
            permissions.check_can_excuse_month(self.actor, self.sign_up)
        else:
            self.check_report(self.report)

    def check_report(self, report: MonthlyReport) -> None:
        permissions.check_can_review_report(self.actor, report)

    def form_arguments(self) -> dict[str, Any]:
        arguments: dict[str, Any] = {"cancel": self.slot.get_absolute_url()}
        if "revision" in self.form_class.base_fields:  # type: ignore[attr-defined]
            revision = held.last_submitted(self.report) if self.report else None
            arguments["looked_at"] = revision.number if revision else 0
        return arguments

    def context(self) -> dict[str, Any]:
        revision = held.last_submitted(self.report) if self.report else None
        release = worth_of_reports.of_sign_up(self.sign_up)
        counted = sum(slot.counts for slot in months.slots(self.sign_up))
        closes_at = months.closes_at(self.sign_up.version.financial_year)
        return {
            **self.common(),
            "revision": revision,
            "tables": shown.tables_of(self.request, revision),
            "sums": shown.sums(revision) if revision else None,
            "release_pence": release.of_one_more(counted) if release else None,
            "closes_at": closes_at,
            "is_closed": clock.now() > closes_at,
        }


class ReportAcceptForLocality(_ReviewPage):
    """A lead accepts the report for the locality (AMB-43)."""

    template_name = "les_schemes/report/accept_for_locality.html"
    form_class = AcceptForLocalityForm
    step = "accept_for_locality"
    done_message = "Accepted for the locality. It is with the commissioner now."

    def check_report(self, report: MonthlyReport) -> None:
        permissions.check_can_accept_report_for_locality(self.actor, report)

    def act(self, form: Any) -> MonthlyReport:
        return reports.accept_for_locality(
            report=self.looked_at, revision=form.cleaned_data["revision"], by=self.actor
        )


class ReportPassLocality(_ReviewPage):
    """An officer stands in where no lead may accept the report."""

    template_name = "les_schemes/report/pass_locality.html"
    form_class = PassLocalityForm
    step = "pass_locality"
    done_message = "Passed on. Another officer accepts it for the commissioner."

    def check_report(self, report: MonthlyReport) -> None:
        permissions.check_can_pass_report_for_locality(self.actor, report)

    def act(self, form: Any) -> MonthlyReport:
        return reports.pass_locality(
            report=self.looked_at,
            revision=form.cleaned_data["revision"],
            reason=form.cleaned_data["reason"],
            by=self.actor,
        )


class ReportAccept(_ReviewPage):
    """The commissioner accepts the report, and so releases its month (O2-08)."""

    guard = SignedIn(step_up=True)
    template_name = "les_schemes/report/accept.html"
    form_class = AcceptReportForm
    step = "accept"
    done_message = "The report is accepted. Its month is in the next payments."

    def check_report(self, report: MonthlyReport) -> None:
        permissions.check_can_accept_report(self.actor, report)

    def act(self, form: Any) -> MonthlyReport:
        return reports.accept(
            report=self.looked_at, revision=form.cleaned_data["revision"], by=self.actor
        )


class ReportSendBack(_ReviewPage):
    """Back to the practice, with what it has to mend."""

    template_name = "les_schemes/report/send_back.html"
    form_class = SendBackForm
    step = "send_back"
    done_message = "The practice has been told what to mend."

    def check_report(self, report: MonthlyReport) -> None:
        permissions.check_can_send_back_report(self.actor, report)

    def act(self, form: Any) -> MonthlyReport:
        return reports.send_back(
            report=self.looked_at,
            revision=form.cleaned_data["revision"],
            reason=form.cleaned_data["reason"],
            by=self.actor,
        )


class ReportExcuse(_ReviewPage):
    """The month counts as reported, for a reason (AMB-46)."""

    guard = SignedIn(step_up=True)
    template_name = "les_schemes/report/excuse.html"
    form_class = ExcuseForm
    step = "excuse"
    done_message = "The month is excused and counts as reported."

    def check(self) -> None:
        permissions.check_can_excuse_month(self.actor, self.sign_up)

    def is_time(self) -> bool:
        if self.slot.month > clock.today():
            return False
        return self.report is None or REPORT.allows(self.report.status, self.step)

    def act(self, form: Any) -> MonthlyReport:
        return reports.excuse(
            sign_up=self.sign_up,
            month=self.slot.month,
            reason=form.cleaned_data["reason"],
            by=self.actor,
        )


class ReportVoid(_ReviewPage):
    """The report no longer counts, and the month is expected again."""

    guard = SignedIn(step_up=True)
    template_name = "les_schemes/report/void.html"
    form_class = VoidForm
    step = "void"
    done_message = "The report is void. The month is expected again."

    def act(self, form: Any) -> MonthlyReport:
        return reports.void(
            report=self.looked_at, reason=form.cleaned_data["reason"], by=self.actor
        )
