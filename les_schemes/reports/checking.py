"""Rows as they were typed or uploaded, against the agreed template: values, or every fault."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from les_schemes.reports.columns import LONGEST_TEXT, Column, Form, Section, Standard, Use
from pbc.money import pounds

MOST_ROWS = 1_000
_WHOLE = re.compile(r"[0-9]{1,9}")
_AMOUNT = re.compile(r"(?P<pounds>[0-9]{1,9})(?:\.(?P<pence>[0-9]{1,2}))?")
_LONGEST_SHOWN = 60


@dataclass(frozen=True)
class RawRow:
    """A row as it stands in the file or on the page: its number there, its cells by column."""

    number: int
    cells: Mapping[str, str]

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells.values())


@dataclass(frozen=True)
class Fault:
    """What is wrong, where, and what to do about it."""

    sheet: str
    row: int | None
    key: str
    column: str
    message: str
    value: str = ""

    @property
    def place(self) -> str:
        row = "" if self.row is None else f", row {self.row}"
        column = f", column {self.column}" if self.column else ""
        return f"{self.sheet}{row}{column}"

    @property
    def box(self) -> str:
        """The name of the box on the page in which it stands."""
        return f"row{self.row}-{self.key}" if self.row is not None else ""

    def to_data(self) -> dict[str, Any]:
        return {**asdict(self), "place": self.place}


@dataclass(frozen=True)
class Checked:
    """The values of the rows that are whole, and everything wrong with the others."""

    values: list[dict[str, Any]]
    faults: list[Fault]


class _Refused(Exception):
    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def check(
    section: Section,
    standard: Standard,
    rows: Iterable[RawRow],
    *,
    letters: Mapping[str, str] | None = None,
) -> Checked:
    """Every row of a section. ``letters`` names the columns as the file does: ``D (Count)``."""
    values: list[dict[str, Any]] = []
    faults: list[Fault] = []
    first_with: dict[tuple[Any, ...], int] = {}
    filled = [row for row in rows if not row.is_blank]
    if len(filled) > MOST_ROWS:
        message = f"There are more than {MOST_ROWS:,} rows. Add up rows that belong together."
        return Checked([], [Fault(section.title, None, "", "", message)])
    for row in filled:
        value, found = _check_row(section, standard, row, letters or {})
        if not found:
            key = tuple(str(value[name]).casefold() for name in section.identity)
            first = first_with.setdefault(key, row.number)
            if first != row.number:
                found = [
                    _fault(
                        section,
                        row,
                        section.identity[0],
                        f"This row repeats row {first}. Add the two up in one row",
                        letters or {},
                    )
                ]
        faults += found
        if not found:
            values.append(value)
    return Checked(values, faults)


def _check_row(
    section: Section, standard: Standard, row: RawRow, letters: Mapping[str, str]
) -> tuple[dict[str, Any], list[Fault]]:
    value: dict[str, Any] = {}
    faults = []
    for column in section.columns:
        typed = " ".join(row.cells.get(column.key, "").split())
        try:
            value[column.key] = _value(section, standard, column, typed)
        except _Refused as refused:
            faults.append(_fault(section, row, column.key, refused.message, letters))
    if not faults and section.key == "activity":
        faults = [
            _fault(section, row, key, message, letters)
            for key, message in _odd(section, standard, value)
        ]
    return value, faults


def _fault(
    section: Section, row: RawRow, key: str, message: str, letters: Mapping[str, str]
) -> Fault:
    heading = section.column(key).heading
    return Fault(
        sheet=section.title,
        row=row.number,
        key=key,
        column=letters.get(key, heading),
        message=message,
        value=row.cells.get(key, "")[:_LONGEST_SHOWN],
    )


def _value(section: Section, standard: Standard, column: Column, typed: str) -> Any:
    use = standard.use(section, column)
    if use is Use.LEFT_OUT:
        if typed:
            raise _Refused("The agreed template does not ask for this column. Leave it empty")
        return ""
    if not typed:
        if column.blank is not None:
            return column.blank
        if use is Use.OPTIONAL:
            return ""
        raise _Refused(_WANTED[column.form].format(heading=column.heading.lower()))
    return _READERS[column.form](section, standard, column, typed)


_WANTED = {
    Form.TEXT: "Enter the {heading}",
    Form.CHOICE: "Choose: {heading}",
    Form.COUNT: "Enter how many, 0 if none",
    Form.MONEY: "Enter the amount in pounds, 0 if none",
}


def _text(section: Section, standard: Standard, column: Column, typed: str) -> str:
    if len(typed) > LONGEST_TEXT:
        raise _Refused(f"Enter {LONGEST_TEXT} characters or fewer")
    words = standard.words_for(section, column)
    if not words:
        return typed
    for word in words:
        if word.casefold() == typed.casefold():
            return word
    raise _Refused(f"Use one of the agreed words: {', '.join(words)}")


def _choice(section: Section, standard: Standard, column: Column, typed: str) -> str:
    for value, label in column.choices.items():
        if typed.casefold() in (value, label.casefold()):
            return value
    raise _Refused(f"Enter one of: {', '.join(column.choices.values())}")


def _count(section: Section, standard: Standard, column: Column, typed: str) -> int:
    plain = typed.replace(",", "").replace(" ", "")
    if not _WHOLE.fullmatch(plain):
        raise _Refused("Enter a whole number, like 12, or 0 if there were none")
    if int(plain) > standard.largest_count:
        raise _Refused(
            f"The template agreed takes at most {standard.largest_count:,} in a row. Check it"
        )
    return int(plain)


def _money(section: Section, standard: Standard, column: Column, typed: str) -> int:
    plain = typed.replace(",", "").replace(" ", "").removeprefix("£")
    found = _AMOUNT.fullmatch(plain)
    if found is None:
        raise _Refused("Enter an amount in pounds, like 1,250 or 1,250.00, not below 0")
    return int(found["pounds"]) * 100 + int((found["pence"] or "").ljust(2, "0"))


_READERS = {
    Form.TEXT: _text,
    Form.CHOICE: _choice,
    Form.COUNT: _count,
    Form.MONEY: _money,
}


def _odd(
    section: Section, standard: Standard, value: Mapping[str, Any]
) -> Iterable[tuple[str, str]]:
    """What cannot be right in a row of activity, by column."""
    reported, reported_pence = value["reported_count"], value["reported_pence"]
    if value["validated_count"] > reported:
        yield "validated_count", f"More are validated than the {reported:,} reported"
    if value["challenged_count"] > reported:
        yield "challenged_count", f"More are challenged than the {reported:,} reported"
    if value["challenged_pence"] > reported_pence:
        yield "challenged_pence", f"More is challenged than the {pounds(reported_pence)} reported"
    if value["challenged_pence"] and not value["challenged_count"]:
        yield "challenged_count", "Enter how many are challenged for this amount"
    outcome = section.column("outcome")
    asked = standard.use(section, outcome) is not Use.LEFT_OUT
    if asked and value["challenged_count"] and not value["outcome"]:
        yield "outcome", "Say what came of the challenge, like Agreed or Waiting for the provider"
