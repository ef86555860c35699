"""The practice enters or uploads a month, and submits it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO

from les_schemes import permissions
from les_schemes.models import MonthlyReport, ReportRevision, ReportUpload, SignUp
from les_schemes.reports import held, identifiable, months, reading, telling
from les_schemes.reports.checking import Fault, RawRow, check
from les_schemes.reports.columns import SECTIONS, Section, Standard
from les_schemes.reports.identifiable import PatientData
from les_schemes.reports.workflow import REPORT
from pbc import clock, files, spreadsheets
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow
from pbc.workflow import Transition

FILE_KIND = "monthly_report"
# Below what Django would put on the disk while it reads a request (EXC-13).
LARGEST_FILE = 2 * files.MEGABYTE
LONGEST_NOTE = 2_000


class Faulty(BadInput):
    """Rows with faults: nothing is entered, each fault says where and what to do."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = list(faults)
        super().__init__({fault.box: fault.message for fault in faults})


@dataclass(frozen=True)
class _Opened:
    report: MonthlyReport
    revision: ReportRevision
    standard: Standard
    step: Transition


@action
def enter(
    *,
    sign_up: SignUp,
    month: date,
    section: Section,
    rows: Sequence[RawRow],
    none: bool,
    by: Actor,
) -> MonthlyReport:
    """Put the rows of a section in place of those entered before, or say that there are none.

    ``none`` is the explicit nil return (AMB-42). Raises Faulty with every fault, and PatientData
    where anything looks like an NHS number.
    """
    sign_up, found = held.locked_month(sign_up, month)
    permissions.check_can_prepare_report(by, sign_up)
    opened = _open(sign_up, month, found, "enter", by)
    identifiable.refuse(
        (f"row{row.number}-{key}", cell) for row in rows for key, cell in row.cells.items()
    )
    checked = check(section, opened.standard, rows)
    if checked.faults:
        raise Faulty(checked.faults)
    if none and checked.values:
        raise BadInput({"none": "Take the rows out, or take the tick away: there cannot be both"})
    held.put_rows(opened.revision, section, checked.values, none=none)
    held.recorded(
        opened.report,
        opened.step,
        by=by,
        after={"section": section.key, "rows": len(checked.values), "none": none},
    )
    return opened.report


@action
def upload(
    *, sign_up: SignUp, month: date, content: bytes | IO[bytes], name: str, by: Actor
) -> ReportUpload:
    """Read a CSV or XLSX file for a month and keep it with its rows and every fault found.

    Nothing is entered by it yet. A file with formulas, macros or links is refused, and so is one
    in which anything looks like an NHS number: neither is kept.
    """
    sign_up, found = held.locked_month(sign_up, month)
    permissions.check_can_prepare_report(by, sign_up)
    opened = _open(sign_up, month, found, "upload", by)
    identifiable.refuse([("name of the file", name)])
    data = files.read_within(content, max_size=LARGEST_FILE)
    try:
        book = spreadsheets.read(data)
    except spreadsheets.Unreadable as unreadable:
        raise BadInput({"file": unreadable.message}) from unreadable
    places = reading.places_of_nhs_numbers(book)
    if places:
        raise PatientData("file", places)
    read = reading.read(book, opened.standard)
    stored = files.store(
        content=data,
        name=name,
        kind=FILE_KIND,
        by=by,
        max_size=LARGEST_FILE,
        allowed=files.SPREADSHEETS,
    )
    uploaded = ReportUpload(
        report=opened.report,
        file=stored,
        content=read.values,
        faults=[fault.to_data() for fault in read.faults],
        uploaded_at=clock.now(),
    )
    uploaded.uploaded_by = by.person_id  # type: ignore[assignment]  # who holds a role is a person
    uploaded.save(force_insert=True)
    held.recorded(
        opened.report,
        opened.step,
        by=by,
        after={
            "sha256": stored.sha256,
            "rows": {key: len(rows) for key, rows in read.values.items()},
            "faults": len(read.faults),
        },
    )
    return uploaded


@action
def use_upload(*, upload: ReportUpload, sign_up: SignUp, by: Actor) -> MonthlyReport:
    """Put the rows of a faultless file in place of what was entered for its sections."""
    sign_up, found = held.locked_month(sign_up, upload.report.month)
    permissions.check_can_prepare_report(by, sign_up)
    opened = _open(sign_up, upload.report.month, found, "enter", by)
    upload = ReportUpload.objects.select_for_update().get(pk=upload.pk, report=opened.report)
    if upload.faults:
        raise NotNow("The file has faults. Mend them in the file and upload it again.")
    for key, values in upload.content.items():
        held.put_rows(opened.revision, SECTIONS[key], values, none=False)
    upload.used_at = clock.now()
    upload.used_by = by.person_id
    upload.save(update_fields=["used_at", "used_by"])
    held.recorded(
        opened.report,
        opened.step,
        by=by,
        after={"upload": str(upload.pk), "rows": {k: len(v) for k, v in upload.content.items()}},
    )
    return opened.report


@action
def submit(*, sign_up: SignUp, month: date, note: str, by: Actor) -> MonthlyReport:
    """Send the report to the locality, or to the commissioner if the practice is alone.

    Every section holds rows or says that there were none. The day of the first submission counts
    for its punctuality.
    """
    sign_up, report = held.locked_month(sign_up, month)
    permissions.check_can_prepare_report(by, sign_up)
    if report is None:
        raise NotNow(f"Nothing is entered for {month:%B %Y} yet.")
    alone = sign_up.locality_id is None
    step = REPORT.step(report.status, "submit_alone" if alone else "submit")
    identifiable.refuse([("note", note)])
    revision = held.in_hand(report)
    _check_complete(revision, month, note)
    now = clock.now()
    revision.note = note.strip()
    revision.submitted_at, revision.submitted_by = now, by.person_id
    revision.save(update_fields=["note", "submitted_at", "submitted_by"])
    before = {"status": report.status}
    report.status = step.to
    report.locality = sign_up.locality
    report.submitted_at, report.submitted_by = now, by.person_id
    report.received_at = report.received_at or now
    report.locality_accepted_at = report.locality_accepted_by = None
    report.locality_passed_because = ""
    report.save(
        update_fields=[
            "status",
            "locality",
            "submitted_at",
            "submitted_by",
            "received_at",
            "locality_accepted_at",
            "locality_accepted_by",
            "locality_passed_because",
        ]
    )
    held.recorded(
        report,
        step,
        by=by,
        before=before,
        after={"revision": revision.number, "late": report.is_late, "content": _sums(revision)},
    )
    telling.tell_of_submission(report, revision)
    return report


def _open(
    sign_up: SignUp, month: date, report: MonthlyReport | None, verb: str, by: Actor
) -> _Opened:
    """The month made ready to be worked on: its report and revision begun where there are none."""
    if report is None:
        report = held.new_report(sign_up, month, by)
    step = REPORT.step(report.status, verb)
    template = report.template or held.template_for(sign_up.version, month)
    if template is None:
        raise NotNow(
            "No report template is agreed yet. The commissioner proposes one and the leads of the "
            "localities agree it; then the month can be reported."
        )
    if report.template_id is None:
        report.template = template
        report.save()
    return _Opened(report, held.in_hand(report), template.asks, step)


def _check_complete(revision: ReportRevision, month: date, note: str) -> None:
    if clock.today() < months.following(month):
        raise NotNow(f"{month:%B %Y} is not over. Submit its report from the first of next month.")
    missing = [
        section
        for section in SECTIONS.values()
        if not revision.is_nil(section.key) and not revision.rows_of(section.key).exists()
    ]
    if missing:
        names = " and ".join(section.title.lower() for section in missing)
        raise NotNow(f"Enter the {names} first, or say that there were none.")
    if len(note) > LONGEST_NOTE:
        raise BadInput({"note": f"Enter {LONGEST_NOTE:,} characters or fewer"})


def _sums(revision: ReportRevision) -> dict[str, int]:
    """What of the content the trail keeps: how much there is, in counts and pence."""
    activity = list(revision.activity.values("reported_pence", "challenged_pence"))
    return {
        "referral_rows": revision.referrals.count(),
        "referrals": sum(revision.referrals.values_list("count", flat=True)),
        "activity_rows": len(activity),
        "reported_pence": sum(row["reported_pence"] for row in activity),
        "challenged_pence": sum(row["challenged_pence"] for row in activity),
    }
