"""Checks of single values that remember what was wrong: every fault of a row is named, not one."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from localities.importers.findings import Finding, Parsed
from localities.importers.reading import Line
from localities.statuses import FindingProblem as Problem

EARLIEST = date(1900, 1, 1)
# More than anybody registers at one practice; what is larger is a slip of the keyboard.
MOST_PATIENTS = 5_000_000
EMPTY = frozenset({"", "-", "N/A", "NULL"})
_DATE_FORMATS = (
    "%Y-%m-%d", "%d/%m/%Y", "%d%b%Y", "%d-%b-%Y", "%d %B %Y", "%d %b %Y",
)  # fmt: skip
_EIGHT_DIGITS = re.compile(r"[0-9]{8}")
_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{1,19}")
_PLAIN_NUMBER = re.compile(r"-?(\d+|\d{1,3}(,\d{3})+)(\.\d*)?")
_FAULTS = {
    "quotation": (
        "A quotation mark is opened and not closed.",
        "Close or remove the quotation mark.",
    ),
    "too_long": ("The line is far too long.", "Check that the file is the right one."),
    "control": (
        "The line holds a control character, which no text has.",
        "Type the value again without it.",
    ),
    "undecodable": (
        "A character of the line cannot be read in UTF-8 or in Windows-1252.",
        "Type the character again, or save the file as CSV (UTF-8).",
    ),
}


@lru_cache(maxsize=4096)
def day_of(value: str) -> date | None:
    """The date a text means, day before month; None where there is no such date."""
    try:
        if _EIGHT_DIGITS.fullmatch(value):
            return date(int(value[:4]), int(value[4:6]), int(value[6:]))
    except ValueError:
        return None
    for form in _DATE_FORMATS:
        try:
            return datetime.strptime(value, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def in_words(day: date) -> str:
    """A date as people here read it: 30 April 2007."""
    return f"{day.day} {day:%B} {day.year}"


class RowCheck:
    """The values of one row by column name; what is wrong with them is added to ``parsed``."""

    def __init__(self, line: Line, columns: Mapping[str, int], parsed: Parsed, today: date) -> None:
        self.line = line
        self.columns = columns
        self.parsed = parsed
        self.today = today
        self.is_refused = False
        if line.note:
            self._note_encoding()

    def raw(self, column: str) -> str:
        index = self.columns.get(column)
        return self.line.fields[index].strip() if index is not None else ""

    def refuse(
        self, column: str, problem: Problem, explanation: str, remedy: str, value: str | None = None
    ) -> None:
        self.is_refused = True
        self._add(column, problem, explanation, remedy, value, refused=True)

    def note(
        self, column: str, problem: Problem, explanation: str, remedy: str, value: str | None = None
    ) -> None:
        self._add(column, problem, explanation, remedy, value, refused=False)

    def text(self, column: str, *, longest: int, required: bool = False) -> str:
        value = " ".join(self.raw(column).split())
        if required and not value:
            self.refuse(
                column, Problem.MISSING, f"{column} is empty.", f"Give the {column.lower()}."
            )
        if len(value) > longest:
            self.refuse(
                column,
                Problem.TOO_LONG,
                f"{column} has {len(value)} characters; at most {longest} can be held.",
                "Shorten it.",
            )
        return value

    def code(self, column: str, *, required: bool = True) -> str:
        value = self.raw(column).upper()
        if value in EMPTY and not required:
            return ""
        if not value:
            self.refuse(column, Problem.MISSING, f"{column} is empty.", "Give the code.")
        elif not _CODE.fullmatch(value):
            self.refuse(
                column,
                Problem.UNKNOWN_CODE,
                "This is not an organisation code: codes are letters, digits and hyphens.",
                "Correct the code.",
            )
        return value

    def day(
        self, column: str, *, required: bool = False, latest: date | None = None
    ) -> date | None:
        """A date from 1900 until ``latest`` (the real today, if not given)."""
        value = self.raw(column)
        if value.upper() in EMPTY:
            if required:
                self.refuse(column, Problem.MISSING, f"{column} is empty.", "Give the date.")
            return None
        found = day_of(value)
        latest = latest or self.today
        if found is None:
            self.refuse(
                column,
                Problem.IMPOSSIBLE_DATE,
                "There is no such date.",
                "Give a day that exists, like 20070401 or 01/04/2007.",
            )
        elif found < EARLIEST:
            self.refuse(
                column,
                Problem.IMPOSSIBLE_DATE,
                f"{in_words(found)} is before 1900.",
                "Check the year.",
            )
        elif found > latest:
            self.refuse(
                column,
                Problem.IMPOSSIBLE_DATE,
                f"{in_words(found)} lies in the future (today is {in_words(self.today)}).",
                "Check the year, or import the row again once the day has come.",
            )
        else:
            return found
        return None

    def last_day(self, column: str, *, after: date | None, what: str) -> date | None:
        """The day after a last day, which must not be before ``after``; None where it is open."""
        last = self.day(column)
        if last is None:
            return None
        if after is not None and last < after:
            self.refuse(
                column,
                Problem.IMPOSSIBLE_DATE,
                f"{in_words(last)} is before {what} of {in_words(after)}.",
                "Correct one of the two dates.",
            )
            return None
        return last + timedelta(days=1)

    def patients(self, column: str) -> int | None:
        """A whole number of people, 0 or more. An average with a fraction is no count."""
        number = self._number(column)
        if number is None:
            return None
        if number != number.to_integral_value():
            self.refuse(
                column,
                Problem.NOT_WHOLE,
                "This is not a whole number: it is an average, not a count of people on a day.",
                "Give the number of patients registered on the day, such as 8150.",
            )
            return None
        return int(number)

    def weighted(self, column: str) -> Decimal | None:
        """A weighted list, 0 or more, to four decimals; None where the file gives none."""
        if self.raw(column).upper() in EMPTY:
            return None
        number = self._number(column)
        return None if number is None else number.quantize(Decimal("0.0001"))

    def _number(self, column: str) -> Decimal | None:
        value = self.raw(column)
        if value.upper() in EMPTY:
            self.refuse(
                column, Problem.MISSING, f"{column} is empty.", "Give the number of patients."
            )
            return None
        try:
            if not (value.isascii() and _PLAIN_NUMBER.fullmatch(value)) or len(value) > 40:
                raise InvalidOperation
            number = Decimal(value.replace(",", ""))
        except InvalidOperation:
            self.refuse(
                column,
                Problem.NOT_WHOLE,
                "This is not a number.",
                "Give the number of patients in digits, such as 8150.",
            )
            return None
        if number < 0:
            self.refuse(
                column,
                Problem.NEGATIVE,
                "A number of patients cannot be below 0.",
                "Give the number of patients registered on the day.",
            )
            return None
        if number > MOST_PATIENTS:
            self.refuse(
                column,
                Problem.TOO_LONG,
                f"No practice has more than {MOST_PATIENTS:,} patients.",
                "Check the number.",
            )
            return None
        return number

    def _note_encoding(self) -> None:
        for column, index in self.columns.items():
            value = self.line.fields[index]
            if not value.isascii():
                self.note(
                    column,
                    Problem.ENCODING,
                    "The line is not UTF-8; it was read as Windows-1252.",
                    "Check that accents, quotation marks and pound signs came out right.",
                    value,
                )

    def _add(
        self,
        column: str,
        problem: Problem,
        explanation: str,
        remedy: str,
        value: str | None,
        *,
        refused: bool,
    ) -> None:
        self.parsed.findings.append(
            Finding(
                row=self.line.number,
                column=column,
                value=self.raw(column) if value is None else value,
                problem=problem,
                explanation=explanation,
                remedy=remedy,
                refused=refused,
                line=self.line.text,
            )
        )


def refuse_unparsed(line: Line, width: int, parsed: Parsed) -> bool:
    """Refuse a line that could not be taken apart, or into the wrong number of fields."""
    if line.fault:
        explanation, remedy = _FAULTS[line.fault]
        problem = Problem.MALFORMED if line.fault in ("quotation", "too_long") else Problem.ENCODING
    elif len(line.fields) != width:
        explanation = f"The line has {len(line.fields)} fields where {width} belong."
        remedy = "Check for a missing or surplus comma."
        problem = Problem.MALFORMED
    else:
        return False
    parsed.findings.append(
        Finding(
            row=line.number,
            column="(whole row)",
            value="",
            problem=problem,
            explanation=explanation,
            remedy=remedy,
            refused=True,
            line=line.text,
        )
    )
    return True


def refuse_duplicates(parsed: Parsed, *, key: str, said: str, column: str) -> None:
    """Of records that agree in ``key``: the same figures count once, different ones not at all.

    ``key`` names the attributes, comma-separated. Where two rows say different things of one thing
    nobody here can know which is right, so all of them are refused and named (EXC-03).
    """
    names = key.split(",")
    groups: dict[tuple[object, ...], list[object]] = {}
    for record in parsed.records:
        groups.setdefault(tuple(getattr(record, name) for name in names), []).append(record)
    refused: set[int] = set()
    for identity, group in groups.items():
        if len(group) == 1:
            continue
        alike = len({_content(record) for record in group}) == 1
        for index, record in enumerate(group):
            if alike and index == 0:
                continue
            others = [str(other.row) for other in group if other is not record]  # type: ignore[attr-defined]
            rows = ("row " if len(others) == 1 else "rows ") + ", ".join(others[:5])
            explanation = (
                f"{said} is given twice: this row says the same as {rows}."
                if alike
                else f"{said} is given twice: {rows} says something else, so none is taken."
            )
            remedy = "Nothing need be done." if alike else "Keep the right row and import it again."
            refused.add(record.row)  # type: ignore[attr-defined]
            parsed.findings.append(
                Finding(
                    row=record.row,  # type: ignore[attr-defined]
                    column=column,
                    value=", ".join(
                        in_words(part) if isinstance(part, date) else str(part) for part in identity
                    ),
                    problem=Problem.DUPLICATE,
                    explanation=explanation,
                    remedy=remedy,
                    refused=True,
                    line=record.line,  # type: ignore[attr-defined]
                )
            )
    if refused:
        parsed.records = [record for record in parsed.records if record.row not in refused]


def _content(record: object) -> tuple[object, ...]:
    """A record without its place in the file."""
    names = [name for name in record.__slots__ if name not in ("row", "line", "membership")]  # type: ignore[attr-defined]
    membership = getattr(record, "membership", None)
    return (
        *(getattr(record, name) for name in names),
        _content(membership) if membership is not None else None,
    )


def heading_key(heading: str) -> str:
    """A heading as it is compared: case, spaces and punctuation change from year to year."""
    return re.sub(r"[^a-z0-9]", "", heading.lower())


def find_columns(
    headings: tuple[str, ...], wanted: Mapping[str, tuple[str, ...]]
) -> dict[str, int]:
    """Where the wanted columns are, each by the first of its known headings that is there."""
    keys = [heading_key(heading) for heading in headings]
    found: dict[str, int] = {}
    for name, known in wanted.items():
        for heading in known:
            if heading in keys:
                found[name] = keys.index(heading)
                break
    return found
