"""The ODS membership file, epcmem: every practice's dated membership of its commissioner."""

from datetime import date

from localities.importers import ods
from localities.importers.checking import RowCheck, refuse_duplicates
from localities.importers.findings import MembershipRecord, Parsed
from localities.statuses import FindingProblem as Problem

WIDTH = 6
PRIMARY_CARE_ORGANISATION = "W"
COLUMNS = {
    "Organisation Code": 0,
    "Parent Organisation Code": 1,
    "Parent Organisation Type": 2,
    "Join Parent Date": 3,
    "Left Parent Date": 4,
}


def parse(data: bytes, *, today: date, stated: date | None = None) -> Parsed:
    """Memberships; the leaving date of the file is the last day, ours the day after."""
    lines, parsed = ods.lines_of(data, width=WIDTH, called="epcmem")
    for line in lines:
        row = ods.checked(line, COLUMNS, WIDTH, parsed, today)
        if row is None:
            continue
        record = _record(row)
        if not row.is_refused and record is not None:
            parsed.records.append(record)
    refuse_duplicates(
        parsed,
        key="practice,starts",
        said="The membership of this practice from this day",
        column="Organisation Code, Join Parent Date",
    )
    return parsed


def _record(row: RowCheck) -> MembershipRecord | None:
    practice = row.code("Organisation Code")
    commissioner = row.code("Parent Organisation Code")
    if row.raw("Parent Organisation Type").upper() != PRIMARY_CARE_ORGANISATION:
        row.refuse(
            "Parent Organisation Type",
            Problem.UNKNOWN_CODE,
            "The parent is not a primary care organisation (W).",
            "Leave the row out: only memberships of commissioners are held.",
        )
    starts = row.day("Join Parent Date", required=True)
    ends = row.last_day("Left Parent Date", after=starts, what="the joining")
    if starts is None:
        return None
    return MembershipRecord(
        row=row.line.number,
        line=row.line.text,
        practice=practice,
        commissioner=commissioner,
        starts=starts,
        ends=ends,
    )
