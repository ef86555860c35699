"""Monthly reports for tests, made by the product's own actions; a template agreed, a month sent."""

import io
from collections.abc import Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

import openpyxl

from accounts.models import User
from les_schemes.actions import report_templates, reports
from les_schemes.models import MonthlyReport, ReportTemplate, SchemeVersion, SignUp
from les_schemes.reports import held
from les_schemes.reports.checking import RawRow
from les_schemes.reports.columns import ACTIVITY, REFERRALS, SECTIONS, Standard
from les_schemes.reports.statuses import ReportStatus
from les_schemes.statuses import SignUpStatus
from pbc import clock
from pbc.models import DemonstrationClock
from tests import factories
from tests.cast import Cast, stand_on

APRIL, MAY = date(2007, 4, 1), date(2007, 5, 1)
IN_MAY = date(2007, 5, 10)
# A number of the range that is kept for tests and never issued.
NHS_NUMBER = "943 476 5919"

REFERRAL_ROWS = (
    {
        "specialty": "Cardiology",
        "admission": "elective",
        "provider": "Watford General",
        "count": "12",
    },
    {"specialty": "General medicine", "admission": "unscheduled", "provider": "", "count": "4"},
)
ACTIVITY_ROWS = (
    {
        "provider": "Watford General",
        "pod": "elective",
        "reported_count": "20",
        "reported_pence": "24,000.00",
        "validated_count": "17",
        "validated_pence": "20,400.00",
        "challenged_count": "3",
        "challenged_pence": "3,600.00",
        "outcome": "Waiting for the provider",
        "source_system": "SUS",
    },
    {
        "provider": "Hemel Hempstead General",
        "pod": "A&E",
        "reported_count": "9",
        "reported_pence": "810",
        "validated_count": "9",
        "validated_pence": "810",
    },
)
ROWS = {"referrals": REFERRAL_ROWS, "activity": ACTIVITY_ROWS}


def raw(rows: Sequence[dict[str, str]]) -> list[RawRow]:
    return [RawRow(number, cells) for number, cells in enumerate(rows, start=1)]


@contextmanager
def on(day: date):
    """What is done within is done on that day; afterwards the clock stands where it stood."""
    before = DemonstrationClock.objects.get().stands_on
    stand_on(day)
    try:
        yield
    finally:
        stand_on(before)


def template_agreed(
    version: SchemeVersion, cast: Cast, standard: Standard | None = None
) -> ReportTemplate:
    """The officer proposes, the lead of each locality asked agrees."""
    template = report_templates.propose(
        version=version,
        standard=standard or Standard(),
        standards_in_words="Counts by specialty; all activity looked at.",
        by=cast.officer,
    )
    return report_templates.agree(template=template, by=cast.lead)


def signed_up(cast: Cast, **more: Any) -> SignUp:
    """Riverside's accepted sign-up, with an agreed template to report by."""
    sign_up = factories.sign_up_at(SignUpStatus.ACCEPTED, cast, **more)
    if not sign_up.version.report_templates.exists():
        if sign_up.locality_id is None:
            factories.sign_up_at(
                SignUpStatus.ACCEPTED, cast, practice=cast.northgate, version=sign_up.version
            )
        template_agreed(sign_up.version, cast)
    return sign_up


def entered(sign_up: SignUp, month: date, by: User, **rows: Sequence[dict[str, str]]) -> None:
    """Both sections, with rows or the explicit nil."""
    for section in (REFERRALS, ACTIVITY):
        given = rows.get(section.key, ROWS[section.key])
        reports.enter(
            sign_up=sign_up,
            month=month,
            section=section,
            rows=raw(given),
            none=not given,
            by=by,
        )


def report_at(
    status: ReportStatus,
    cast: Cast,
    *,
    sign_up: SignUp | None = None,
    month: date = APRIL,
    **rows: Sequence[dict[str, str]],
) -> MonthlyReport:
    """A report of a month brought to a status by its actions, from the month's end on."""
    sign_up = sign_up or signed_up(cast)
    manager = cast.manager_of(sign_up.provider)
    if status == ReportStatus.EXCUSED:
        return reports.excuse(
            sign_up=sign_up, month=month, reason="SUS data not supplied.", by=cast.officer
        )
    entered(sign_up, month, manager, **rows)
    report = MonthlyReport.objects.live().get(
        version=sign_up.version, provider=sign_up.provider, month=month
    )
    if status == ReportStatus.DRAFT:
        return report
    report = reports.submit(sign_up=sign_up, month=month, note="", by=manager)
    if status == ReportStatus.WITH_LOCALITY:
        return report
    if status == ReportStatus.RETURNED:
        return reports.send_back(
            report=report, revision=1, reason="Cardiology is missing.", by=cast.lead
        )
    if report.locality_id is not None:
        report = reports.accept_for_locality(report=report, revision=1, by=cast.lead)
    if status == ReportStatus.WITH_COMMISSIONER:
        return report
    report = reports.accept(report=report, revision=1, by=cast.officer)
    if status == ReportStatus.VOID:
        return reports.void(report=report, reason="Sent twice.", by=cast.officer)
    return report


def accepted(cast: Cast, sign_up: SignUp, months: Sequence[date]) -> None:
    """These months of a practice, accepted by both."""
    for month in months:
        report_at(ReportStatus.ACCEPTED, cast, sign_up=sign_up, month=month)


def values(report: MonthlyReport) -> dict[str, list[dict[str, Any]]]:
    """What the newest revision holds, by section."""
    revision = held.latest(report)
    assert revision is not None
    return {key: held.values_of(revision, section) for key, section in SECTIONS.items()}


def workbook(**sheets: Sequence[Sequence[object]]) -> bytes:
    """An XLSX file with these sheets; without rows, with those of a good report."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in (sheets or good_sheets()).items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def good_sheets() -> dict[str, list[list[object]]]:
    """Headings and rows of a file without a fault."""
    return {
        "Referrals": [
            [column.heading for column in REFERRALS.columns],
            ["Cardiology", "Elective", "Watford General", 12],
            ["General medicine", "Unscheduled", None, 4],
        ],
        "Activity": [
            [column.heading for column in ACTIVITY.columns],
            ["Watford General", "Elective", 20, 24000, 17, 20400, 3, 3600, "Agreed", "SUS"],
            ["Hemel Hempstead General", "A&E", 9, 810.5, 9, 810.5],
        ],
    }


def today() -> date:
    return clock.today()
