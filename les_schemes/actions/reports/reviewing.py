"""The two who receive a report or a claim: the locality, then the commissioner (AMB-43)."""

from datetime import date
from typing import Any

from les_schemes import permissions
from les_schemes.models import MonthlyReport, SignUp
from les_schemes.models.monthly_returns import MonthlyReturn
from les_schemes.reports import held, identifiable, telling
from les_schemes.reports.held import Returned, flow_of
from les_schemes.reports.statuses import ReportStatus, Reviewer
from les_schemes.reports.workflow import REPORT
from pbc import clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput

LONGEST_REASON = 2_000


@action
def accept_for_locality(*, report: Returned, revision: int, by: Actor) -> Returned:
    """A lead accepts the report for the locality; it goes on to the commissioner.

    ``revision`` is the number of the one that was looked at.
    """
    report = held.locked_report(report)
    permissions.check_can_accept_report_for_locality(by, report)
    return _to_commissioner(report, revision, "accept_for_locality", "", by)


@action
def pass_locality(*, report: Returned, revision: int, reason: str, by: Actor) -> Returned:
    """An officer stands in for the locality, none of whose leads may accept the report."""
    report = held.locked_report(report)
    permissions.check_can_pass_report_for_locality(by, report)
    flow_of(report).step(report.status, "pass_locality")
    reason = _reason(reason, "Say why nobody accepts it for the locality")
    return _to_commissioner(report, revision, "pass_locality", reason, by)


@action
def accept(*, report: Returned, revision: int, by: Actor) -> Returned:
    """The commissioner accepts the report: its month is released with the next payments.

    One first submitted after the day it was due is accepted as late.
    """
    report = held.locked_report(report)
    permissions.check_can_accept_report(by, report)
    step = flow_of(report).step(report.status, "accept_late" if report.is_late else "accept")
    content = _looked_at(report, revision)
    before = {"status": report.status}
    report.status = step.to
    report.accepted_at, report.accepted_by = clock.now(), by.person_id
    report.save(update_fields=["status", "accepted_at", "accepted_by"])
    held.recorded(report, step, by=by, before=before, after={"revision": content.number})
    telling.tell_of_acceptance(report)
    return report


@action
def send_back(*, report: Returned, revision: int, reason: str, by: Actor) -> Returned:
    """Send the report back to the practice with what it has to mend.

    What was submitted is kept; the practice goes on with a copy of it.
    """
    report = held.locked_report(report)
    permissions.check_can_send_back_report(by, report)
    step = flow_of(report).step(report.status, "send_back")
    reason = _reason(reason, "Say what the practice has to mend: it is told this")
    content = _looked_at(report, revision)
    by_lead = report.status == ReportStatus.WITH_LOCALITY and (
        permissions.can_accept_report_for_locality(by, report)
    )
    before = {"status": report.status}
    content.returned_at, content.returned_by = clock.now(), by.person_id
    content.returned_from = Reviewer.LOCALITY if by_lead else Reviewer.COMMISSIONER
    content.returned_because = reason
    content.save(update_fields=["returned_at", "returned_by", "returned_from", "returned_because"])
    held.copy_for_mending(content)
    report.status = step.to
    report.save(update_fields=["status"])
    held.recorded(
        report,
        step,
        by=by,
        before=before,
        after={"revision": content.number, "by": content.returned_from},
        reason=reason,
    )
    telling.tell_of_return(report, content)
    return report


@action
def excuse(*, sign_up: SignUp, month: date, reason: str, by: Actor) -> MonthlyReport:
    """The commissioner excuses a month, such as where its data was not supplied (AMB-46).

    It counts as reported, whatever the practice has entered.
    """
    sign_up, report = held.locked_month(sign_up, month)
    permissions.check_can_excuse_month(by, sign_up)
    if report is None:
        report = held.new_report(sign_up, month, by)
    step = REPORT.step(report.status, "excuse")
    reason = _reason(reason, "Say why the month is excused: the practice is told it")
    before = {"status": report.status}
    report.status = step.to
    report.excused_at, report.excused_by = clock.now(), by.person_id
    report.excused_because = reason
    report.save()
    held.recorded(report, step, by=by, before=before, reason=reason)
    telling.tell_of_excuse(report)
    return report


@action
def void(*, report: Returned, reason: str, by: Actor) -> Returned:
    """Make a report void: the month is expected again, and what it released is taken back."""
    report = held.locked_report(report)
    permissions.check_can_review_report(by, report)
    step = flow_of(report).step(report.status, "void")
    reason = _reason(reason, "Say why the report is void: the practice is told it")
    before = {"status": report.status}
    report.status = step.to
    report.voided_at, report.voided_by = clock.now(), by.person_id
    report.voided_because = reason
    report.save(update_fields=["status", "voided_at", "voided_by", "voided_because"])
    held.recorded(report, step, by=by, before=before, reason=reason)
    telling.tell_of_voiding(report)
    return report


def _to_commissioner(
    report: Returned, revision: int, verb: str, reason: str, by: Actor
) -> Returned:
    step = flow_of(report).step(report.status, verb)
    content = _looked_at(report, revision)
    before = {"status": report.status}
    report.status = step.to
    report.locality_accepted_at, report.locality_accepted_by = clock.now(), by.person_id
    report.locality_passed_because = reason
    report.save(
        update_fields=[
            "status",
            "locality_accepted_at",
            "locality_accepted_by",
            "locality_passed_because",
        ]
    )
    held.recorded(
        report, step, by=by, before=before, after={"revision": content.number}, reason=reason
    )
    telling.tell_commissioner(report, content)
    return report


def _looked_at(report: MonthlyReturn, revision: int) -> Any:
    """The revision last submitted, if it is the one the person has seen."""
    content = held.last_submitted(report)
    if content is None or content.number != revision:
        raise BadInput(
            {"revision": "The practice has sent a new revision meanwhile. Look at that one"}
        )
    return content


def _reason(reason: str, wanted: str) -> str:
    identifiable.refuse([("reason", reason)])
    if not reason.strip():
        raise BadInput({"reason": wanted})
    if len(reason) > LONGEST_REASON:
        raise BadInput({"reason": f"Enter {LONGEST_REASON:,} characters or fewer"})
    return reason.strip()
