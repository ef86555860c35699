"""NHS Payments to General Practice: the registered and the weighted list of each practice.

The file gives the quarter whose list it used, not a day. Global sum is worked from the list on
the first day of a quarter, so quarter 4 of 2016/17 is the list as at 1 January 2017. From 2018/19
on the files give averages over a year, with fractions: those are no count on any day, and are
refused row by row.
"""

import re
from datetime import date

from localities.importers import headed, ods
from localities.importers.checking import RowCheck, refuse_duplicates
from localities.importers.findings import ListSizeRecord, Parsed, Unreadable
from localities.statuses import FindingProblem as Problem
from pbc.financial_year import FinancialYear

WANTED = {
    "Practice code": ("practicecode", "gppracticecode", "odscode"),
    "Quarter used": ("quarterusedforpatientdata", "quarterused", "quarter"),
    "Registered patients": (
        "numberofregisteredpatientslastknownfigure", "numberofregisteredpatients",
        "averagenumberofregisteredpatients", "registeredpatients",
    ),
    "Weighted patients": (
        "numberofweightedpatientslastknownfigure", "numberofweightedpatients",
        "averagenumberofweightedpatients", "weightedpatients",
    ),
}  # fmt: skip
QUARTERS = ("Q1", "Q2", "Q3", "Q4")
NO_LIST = "paid without a list of patients"


def parse(data: bytes, *, today: date, stated: date | None = None) -> Parsed:
    """Lists by practice and quarter; ``stated`` is any day of the financial year of the file."""
    sheet = headed.read(
        data,
        wanted=WANTED,
        required=("Practice code", "Quarter used", "Registered patients", "Weighted patients"),
    )
    if stated is None:
        raise Unreadable(
            "The file does not say of which financial year it is. Import it again and give the "
            "year, like 2016/17."
        )
    year = FinancialYear.of(stated)
    for line in sheet.lines:
        row = ods.checked(line, sheet.columns, sheet.width, sheet.parsed, today)
        if row is None:
            continue
        if _has_no_list(row, sheet.headings):
            sheet.parsed.ignored[NO_LIST] += 1
            continue
        record = _record(row, sheet.headings, year)
        if record is not None and not row.is_refused:
            sheet.parsed.records.append(record)
    refuse_duplicates(
        sheet.parsed,
        key="practice,as_at",
        said="The list of this practice on this day",
        column=sheet.headings["Practice code"],
    )
    return sheet.parsed


def first_day_of_quarter(year: FinancialYear, quarter: str) -> date:
    """The day on whose list the payments of a quarter (Q1 to Q4) are worked."""
    number = QUARTERS.index(quarter)
    if number == 3:
        return date(year.starts_in + 1, 1, 1)
    return date(year.starts_in, 4 + 3 * number, 1)


def year_stated(value: str) -> date | None:
    """The first day of a financial year written as 2016/17, 16-17 or 2016-2017."""
    written = re.fullmatch(r"(\d{4}|\d{2})\s*[/-]\s*(\d{4}|\d{2})", value.strip())
    if written is None:
        return None
    first, second = (int(part) % 100 for part in written.groups())
    if (first + 1) % 100 != second:
        return None
    century = int(written[1]) // 100 * 100 if len(written[1]) == 4 else 2000
    return FinancialYear(century + first).first_day if century else None


def _has_no_list(row: RowCheck, headings: dict[str, str]) -> bool:
    quarter = row.raw(headings["Quarter used"]).upper()
    registered = row.raw(headings["Registered patients"])
    return quarter in ("", "-", "N/A") and registered in ("", "-", "0")


def _record(row: RowCheck, headings: dict[str, str], year: FinancialYear) -> ListSizeRecord | None:
    practice = row.code(headings["Practice code"])
    quarter = row.raw(headings["Quarter used"]).upper()
    registered = row.patients(headings["Registered patients"])
    weighted = row.weighted(headings["Weighted patients"])
    if quarter not in QUARTERS:
        row.refuse(
            headings["Quarter used"],
            Problem.IMPOSSIBLE_DATE,
            "The quarter is none of Q1 to Q4, so the day of the list is not known.",
            "Give the quarter whose list was used.",
        )
        return None
    as_at = first_day_of_quarter(year, quarter)
    if as_at > row.today:
        row.refuse(
            headings["Quarter used"],
            Problem.IMPOSSIBLE_DATE,
            f"{quarter} of {year} has not begun.",
            "Check the financial year that was given with the file.",
        )
    if registered is None:
        return None
    return ListSizeRecord(
        row=row.line.number,
        line=row.line.text,
        practice=practice,
        as_at=as_at,
        registered=registered,
        weighted=weighted,
        source=f"NHS Payments to General Practice {year}, quarter {quarter[1]}",
    )
