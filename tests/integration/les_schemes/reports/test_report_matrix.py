"""Every action on a report, at every status, by everyone: the tables below are the promise.

They are written out here and not read from the code, so that a permission or a transition that is
taken away or added fails.
"""

import pytest
from django.db import transaction

from les_schemes.actions import reports
from les_schemes.models import MonthlyReport
from les_schemes.reports.columns import REFERRALS
from les_schemes.reports.statuses import ReportStatus
from pbc.models import AuditEvent, Message
from pbc.refusals import NotNow, NotPermitted, Refusal
from tests.cast import stand_on
from tests.integration.les_schemes.test_sign_up_matrix import EVERYONE
from tests.reports import APRIL, IN_MAY, REFERRAL_ROWS, raw, report_at, signed_up, workbook

D, L, C, R, A, X, V = (
    ReportStatus.DRAFT,
    ReportStatus.WITH_LOCALITY,
    ReportStatus.WITH_COMMISSIONER,
    ReportStatus.RETURNED,
    ReportStatus.ACCEPTED,
    ReportStatus.EXCUSED,
    ReportStatus.VOID,
)
MANAGER = {"riverside_manager"}
LEAD = {"lead"}
OFFICERS = {"officer", "second_officer"}

# action: who may, in which statuses. Of a void report the month is open again.
TABLE = {
    "enter": (MANAGER, {D, R, V}),
    "upload": (MANAGER, {D, R, V}),
    "submit": (MANAGER, {D, R}),
    "accept_for_locality": (LEAD, {L}),
    "pass_locality": (set(), set()),
    "accept": (OFFICERS, {C}),
    "send_back": (LEAD | OFFICERS, {L, C}),
    "excuse": (OFFICERS, {D, R, L, C, V}),
    "void": (OFFICERS, {L, C, R, A, X}),
}


def attempt(action: str, report: MonthlyReport, sign_up, actor) -> None:
    month = {"sign_up": sign_up, "month": APRIL}
    revision = report.revisions.filter(submitted_at__isnull=False).count()
    arguments = {
        "enter": {**month, "section": REFERRALS, "rows": raw(REFERRAL_ROWS), "none": False},
        "upload": {**month, "content": workbook(), "name": "april.xlsx"},
        "submit": {**month, "note": ""},
        "accept_for_locality": {"report": report, "revision": revision},
        "pass_locality": {"report": report, "revision": revision, "reason": "Nobody there."},
        "accept": {"report": report, "revision": revision},
        "send_back": {"report": report, "revision": revision, "reason": "Mend it."},
        "excuse": {**month, "reason": "No data."},
        "void": {"report": report, "reason": "Sent twice."},
    }[action]
    getattr(reports, action)(**arguments, by=actor)


@pytest.mark.parametrize("status", [D, L, C, R, A, X, V])
def test_each_action_is_done_by_whom_and_when_the_table_says_and_by_nobody_else(cast, status):
    sign_up = signed_up(cast)
    stand_on(IN_MAY)
    report = report_at(status, cast, sign_up=sign_up)
    assert report.status == status
    wrong = []
    for action, (allowed, statuses) in TABLE.items():
        for name in EVERYONE:
            may = name in allowed and not (
                # With the commissioner the lead's part is done.
                action == "send_back" and name in LEAD and status != L
            )
            expected = NotPermitted if not may else None if status in statuses else NotNow
            outcome = outcome_of(action, report, sign_up, cast.people[name])
            if outcome is not expected:
                wrong.append(f"{action} by {name} while {status}: {outcome}, not {expected}")
    assert wrong == []


def outcome_of(action: str, report, sign_up, actor) -> type[Refusal] | None:
    """What comes of an attempt, which is undone; a refused one must have written nothing."""
    before = traces()
    with transaction.atomic():
        undo = transaction.savepoint()
        try:
            attempt(action, report, sign_up, actor)
        except Refusal as refusal:
            assert traces() == before, f"{action} was refused and left traces"
            return type(refusal)
        else:
            assert traces() != before, f"{action} left no trace"
            return None
        finally:
            transaction.savepoint_rollback(undo)


def traces() -> tuple[object, ...]:
    return (
        AuditEvent.objects.count(),
        Message.objects.count(),
        list(MonthlyReport.objects.values()),
    )


def test_the_table_names_every_action_there_is():
    tried_elsewhere = {"use_upload", "record_patient_data", "send_due"}
    assert set(TABLE) | tried_elsewhere == set(reports.__all__)
