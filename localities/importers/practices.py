"""The ODS practice file, epraccur: every prescribing cost centre of England and Wales."""

from datetime import date

from localities.importers import ods
from localities.importers.checking import RowCheck, refuse_duplicates
from localities.importers.findings import MembershipRecord, Parsed, PracticeRecord
from localities.statuses import FindingProblem as Problem
from localities.statuses import OdsStatus

GP_PRACTICE = "4"
NOT_A_GP_PRACTICE = "not a GP practice (branch, prescribing centre, other setting)"


def parse(data: bytes, *, today: date, stated: date | None = None) -> Parsed:
    """GP practices (field 26 = 4) with their commissioner; other cost centres are only counted."""
    lines, parsed = ods.lines_of(data, width=ods.STANDARD_WIDTH, called="epraccur")
    for line in lines:
        row = ods.checked(line, ods.STANDARD_COLUMNS, ods.STANDARD_WIDTH, parsed, today)
        if row is None:
            continue
        if row.raw("Prescribing Setting") != GP_PRACTICE:
            if row.raw("Prescribing Setting").isdecimal():
                parsed.ignored[NOT_A_GP_PRACTICE] += 1
                _forget_notes(parsed, line.number)
            else:
                row.refuse(
                    "Prescribing Setting",
                    Problem.UNKNOWN_CODE,
                    "This is not a prescribing setting, so it is not known whether the row is a "
                    "GP practice.",
                    "Give 4 for a GP practice.",
                )
            continue
        record = _record(row)
        if not row.is_refused:
            parsed.records.append(record)
    refuse_duplicates(parsed, key="code", said="This practice", column="Organisation Code")
    return parsed


def _record(row: RowCheck) -> PracticeRecord:
    code = row.code("Organisation Code")
    status = row.raw("Status Code").upper()
    if status not in OdsStatus:
        row.refuse(
            "Status Code",
            Problem.UNKNOWN_CODE,
            "The status is none of A (active), C (closed), D (dormant) and P (proposed).",
            "Give one of these letters.",
        )
    latest = row.today + ods.ANNOUNCED_AHEAD if status == OdsStatus.PROPOSED else None
    opened = row.day("Open Date", required=True, latest=latest)
    return PracticeRecord(
        row=row.line.number,
        line=row.line.text,
        code=code,
        name=row.text("Name", longest=ods.LONGEST_NAME, required=True),
        address=ods.address(row),
        postcode=ods.postcode(row),
        telephone=row.text("Contact Telephone Number", longest=40),
        opened=opened,
        closed=row.last_day("Close Date", after=opened, what="the opening"),
        ods_status=status,
        membership=_membership(row, code, latest),
    )


def _membership(row: RowCheck, code: str, latest: date | None) -> MembershipRecord | None:
    commissioner = row.code("Commissioner", required=False)
    joined = row.day("Join Date", latest=latest)
    if not commissioner:
        return None
    if joined is None:
        if not row.is_refused:
            row.note(
                "Join Date",
                Problem.MISSING,
                "There is no joining date, so the membership of the commissioner is not taken.",
                "Import the memberships file, which gives the dates.",
            )
        return None
    return MembershipRecord(
        row=row.line.number,
        line=row.line.text,
        practice=code,
        commissioner=commissioner,
        starts=joined,
        ends=row.last_day("Left Date", after=joined, what="the joining"),
    )


def _forget_notes(parsed: Parsed, row: int) -> None:
    """An oddity in a row that is not taken anyway is nobody's concern."""
    while parsed.findings and parsed.findings[-1].row == row:
        parsed.findings.pop()
