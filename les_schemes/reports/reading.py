"""An uploaded file as rows of a report: which sheet is which, which column, and every fault."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from les_schemes.reports.checking import Checked, Fault, RawRow, check
from les_schemes.reports.columns import SECTIONS, Form, Section, Standard, Use
from pbc import nhs_numbers, spreadsheets
from pbc.money import to_contract
from pbc.spreadsheets import Book, Sheet

_LONGEST_SHOWN = 60


@dataclass
class Reading:
    """What a file brings: values by section, for the sections it holds, and every fault."""

    values: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def places_of_nhs_numbers(book: Book) -> list[str]:
    """Where in a file something looks like an NHS number; never what it is (EXC-13)."""
    places = [
        _place(sheet, row.number, column)
        for sheet in book.sheets
        for row in sheet.rows
        for column, cell in enumerate(row.cells)
        if nhs_numbers.holds(cell)
    ]
    if not places and any(map(nhs_numbers.holds, book.other_texts)):
        places.append("outside the rows: a note, a name, a hidden sheet or the file's properties")
    return places


def _place(sheet: Sheet, row: int, column: int) -> str:
    # The name of a sheet is what somebody typed: it may be such a number itself.
    name = f"{sheet.name}, " if sheet.name and not nhs_numbers.holds(sheet.name) else ""
    return f"{name}row {row}, column {spreadsheets.letter(column)}"


def read(book: Book, standard: Standard) -> Reading:
    """The rows of each sheet, checked against the template."""
    reading = Reading()
    filled = [sheet for sheet in book.sheets if any(not row.is_blank for row in sheet.rows)]
    if not filled:
        reading.faults.append(
            Fault("File", None, "", "", "The file is empty. Fill in the rows, or say there is none")
        )
    for sheet in filled:
        section = _section_of(sheet, standard)
        if section is None:
            reading.faults.append(_unknown_sheet(sheet))
        elif section.key in reading.values:
            reading.faults.append(
                Fault(
                    sheet.name,
                    None,
                    "",
                    "",
                    f"There are two sheets of {section.title.lower()}. Put their rows in one",
                )
            )
        else:
            checked = _rows(sheet, section, standard)
            reading.values[section.key] = checked.values
            reading.faults += checked.faults
    return reading


def _section_of(sheet: Sheet, standard: Standard) -> Section | None:
    """By the sheet's name; of a CSV file by its headings."""
    for section in SECTIONS.values():
        if _plain(sheet.name) == _plain(section.title):
            return section
    if sheet.name:
        return None
    headings = {_plain(cell) for row in sheet.rows if not row.is_blank for cell in row.cells}
    found = [
        (len(headings & {_plain(column.heading) for column in section.columns}), section.key)
        for section in SECTIONS.values()
    ]
    most, key = max(found)
    return SECTIONS[key] if most >= 2 else None


def _unknown_sheet(sheet: Sheet) -> Fault:
    titles = " and ".join(section.title for section in SECTIONS.values())
    if sheet.name:
        message = f"Name the sheets {titles}. Take out sheets that are not part of the report"
        return Fault(sheet.name, None, "", "", message)
    headings = "; or ".join(
        ", ".join(column.heading for column in section.columns) for section in SECTIONS.values()
    )
    message = f"The first row has to be the headings of the template: {headings}"
    return Fault("File", 1, "", "", message)


def _rows(sheet: Sheet, section: Section, standard: Standard) -> Checked:
    filled = [row for row in sheet.rows if not row.is_blank]
    headings, rows = filled[0], filled[1:]
    where, faults = _columns(section, standard, headings)
    if faults:
        return Checked([], faults)
    letters = {
        key: f"{spreadsheets.letter(column)} ({section.column(key).heading})"
        for key, column in where.items()
    }
    raw = [
        RawRow(
            row.number,
            {
                key: row.cells[column] if column < len(row.cells) else ""
                for key, column in where.items()
            },
        )
        for row in rows
    ]
    checked = check(section, standard, raw, letters=letters)
    known = set(where.values())
    beyond = [
        Fault(
            section.title,
            row.number,
            "",
            spreadsheets.letter(column),
            "This cell has no heading. Move what it holds under one, or empty it",
            cell[:_LONGEST_SHOWN],
        )
        for row in rows
        for column, cell in enumerate(row.cells)
        if cell.strip() and column not in known
    ]
    faults = sorted([*checked.faults, *beyond], key=lambda fault: fault.row or 0)
    return Checked(checked.values, faults)


def _columns(
    section: Section, standard: Standard, headings: spreadsheets.Row
) -> tuple[dict[str, int], list[Fault]]:
    """Which column of the sheet is which; headings in any order and case."""
    known = {_plain(column.heading): column for column in section.columns}
    where: dict[str, int] = {}
    faults = []
    for place, cell in enumerate(headings.cells):
        if not cell.strip():
            continue
        letter = spreadsheets.letter(place)
        column = known.get(_plain(cell))
        if column is None:
            message = (
                "The template has no such column. Take it out, or name it as the template does"
            )
        elif column.key in where:
            message = "This heading stands twice. Keep one of the columns"
        else:
            where[column.key] = place
            continue
        faults.append(
            Fault(section.title, headings.number, "", letter, message, cell[:_LONGEST_SHOWN])
        )
    missing = [
        column.heading
        for column in standard.columns(section)
        if column.key not in where and standard.use(section, column) is Use.REQUIRED
    ]
    if missing:
        message = f"Headings are missing: {', '.join(missing)}"
        faults.append(Fault(section.title, headings.number, "", "", message))
    return where, faults


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


# The same rows as a file to take away, so that what is downloaded can be sent back


def as_rows(
    section: Section, standard: Standard, values: Sequence[Mapping[str, Any]]
) -> Iterator[list[Any]]:
    """The rows of a section under the headings of :meth:`Standard.columns`."""
    for value in values:
        yield [
            _cell(column.form, value[column.key], column.choices)
            for column in standard.columns(section)
        ]


def _cell(form: Form, value: Any, choices: Mapping[str, str]) -> Any:
    return choices[value] if form is Form.CHOICE else value


def as_typed(section: Section, value: Mapping[str, Any]) -> dict[str, str]:
    """A row as a person would type it, for the boxes of the page."""
    typed = {}
    for column in section.columns:
        held = value[column.key]
        typed[column.key] = to_contract(held) if column.form is Form.MONEY else str(held)
    return typed
