"""Spreadsheets that people send: a CSV file or an XLSX workbook, read as cells of plain text.

A workbook is a program as much as a table. One with formulas, macros, links to elsewhere, pictures
or embedded things is refused as a whole, in words, before any of it is believed.
"""

import csv
import io
import xml.parsers.expat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zipfile import BadZipFile

import openpyxl
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from pbc.files import MEGABYTE, FileType, recognise

LARGEST_UNPACKED = 30 * MEGABYTE
MOST_PARTS = 400
MOST_ROWS = 5_000
MOST_COLUMNS = 60
_CSV_SHEET = "CSV"
# Elements whose pieces of text belong together, and attributes in which people's words stand.
_TEXTS = {"si", "is", "text", "t", "comment"}
_TYPED = {
    *("name", "title", "descr", "alt", "display", "tooltip", "author", "userName", "location"),
    *("prompt", "promptTitle", "error", "errorTitle"),
}


class Unreadable(Exception):
    """The file as a whole is not taken; ``message`` says why and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its number in the sheet, from 1, and its cells from column A to the last one."""

    number: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        return not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook; a CSV file is one sheet without a name."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """All sheets, and every other text that the file holds beside its cells."""

    sheets: tuple[Sheet, ...]
    other_texts: tuple[str, ...] = field(default=())


def letter(column: int) -> str:
    """The letter of a column counted from 0: 0 is A."""
    return get_column_letter(column + 1)


def read(data: bytes) -> Book:
    """The cells of a CSV or XLSX file; raises Unreadable for any other, and for one that acts."""
    kind = recognise(data)
    if kind is FileType.CSV:
        return _csv(data)
    if kind is FileType.XLSX:
        return _xlsx(data)
    seen = f"looks like {kind.label}" if kind else "is neither"
    raise Unreadable(f"Choose a CSV file or an Excel workbook (.xlsx). The file {seen}.")


def _csv(data: bytes) -> Book:
    text = _decoded(data)
    if "\0" in text:
        raise Unreadable("The file is not plain text. Save it again as CSV (UTF-8).")
    try:
        rows = [
            Row(number, _trimmed(cells))
            for number, cells in enumerate(csv.reader(io.StringIO(text, newline="")), start=1)
        ]
    except csv.Error as error:
        raise Unreadable(
            f"The file cannot be taken apart as CSV ({error}). Save it again as CSV (UTF-8)."
        ) from None
    _check_size(_CSV_SHEET, rows)
    for row in rows:
        for column, cell in enumerate(row.cells):
            if starts_formula(cell):
                raise Unreadable(
                    f"Row {row.number}, column {letter(column)} starts like a formula. Put the "
                    "word or number itself there."
                )
    return Book((Sheet("", tuple(rows)),))


def _decoded(data: bytes) -> str:
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("The text of the file cannot be read. Save it again as CSV (UTF-8).")


def starts_formula(cell: str) -> bool:
    """Whether a spreadsheet would run a cell of text: a sign alone or before a number is none."""
    text = cell.strip()
    if text.startswith(("=", "@", "＝", "＠")):
        return True
    return text.startswith(("+", "-", "＋", "－")) and any(
        sign.isalpha() or sign in "(|!" for sign in text[1:]
    )


def _xlsx(data: bytes) -> Book:
    texts = tuple(_texts_of_parts(data))
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    except (InvalidFileException, BadZipFile, KeyError, ValueError, TypeError, OSError) as error:
        raise Unreadable(
            "The workbook cannot be opened. Open it in Excel, save it again as .xlsx and send that."
        ) from error
    try:
        sheets = tuple(_sheet(worksheet) for worksheet in book.worksheets)
    except (KeyError, ValueError, TypeError, IndexError, AttributeError) as error:
        raise Unreadable(
            "The workbook is damaged. Open it in Excel, save it again as .xlsx and send that."
        ) from error
    finally:
        book.close()
    return Book(sheets, texts)


def _sheet(worksheet: Any) -> Sheet:
    # What a workbook says of its own size is not believed.
    worksheet.reset_dimensions()
    rows = []
    for number, cells in enumerate(worksheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
        rows.append(Row(number, _trimmed([_words(cell) for cell in cells])))
        if number > MOST_ROWS:
            break
    while rows and rows[-1].is_blank:
        rows.pop()
    _check_size(worksheet.title, rows)
    return Sheet(worksheet.title, tuple(rows))


def _trimmed(cells: list[str]) -> tuple[str, ...]:
    while cells and not cells[-1].strip():
        cells.pop()
    return tuple(cells)


def _check_size(sheet: str, rows: list[Row]) -> None:
    if len(rows) > MOST_ROWS:
        raise Unreadable(f"{sheet} has more than {MOST_ROWS:,} rows. Send fewer in one file.")
    for row in rows:
        if any(cell.strip() for cell in row.cells[MOST_COLUMNS:]):
            raise Unreadable(
                f"{sheet}, row {row.number} goes beyond column {letter(MOST_COLUMNS - 1)}. "
                "Take out what does not belong there."
            )


def _words(cell: Any) -> str:
    """A cell as a person reads it: whole numbers without a point, dates as 2007-04-30."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        # Fifteen figures are what a spreadsheet itself keeps: 1234.5600000000002 is 1234.56.
        return format(Decimal(format(value, ".15g")).normalize(), "f")
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


# What of a workbook may act, by the parts of its archive


def _texts_of_parts(data: bytes) -> Iterator[str]:
    """Every text in every part, read as XML; raises Unreadable at what a table has no need of."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(one.file_size for one in parts) > LARGEST_UNPACKED:
                raise Unreadable("The workbook is too large inside. Send the rows alone.")
            for part in parts:
                _check_part(part.filename.lower())
            for part in parts:
                if not part.is_dir() and not part.filename.lower().endswith(".bin"):
                    yield part.filename
                    yield from _Part(part.filename.lower()).texts(archive.read(part))
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise Unreadable(
            "The workbook is damaged or locked with a password. Save it again without one."
        ) from error


def _check_part(name: str) -> None:
    if "vbaproject" in name or "/macrosheets/" in name or "/dialogsheets/" in name:
        raise Unreadable(
            "The workbook holds macros. Save it as an Excel workbook without macros (.xlsx)."
        )
    if "/externallinks/" in name or "/querytables/" in name or name.endswith("/connections.xml"):
        raise Unreadable(_LINKS)
    if "/embeddings/" in name or "/activex/" in name or "/ctrlprops/" in name:
        raise Unreadable("The workbook holds embedded objects. Send the rows alone.")
    known = name.endswith((".xml", ".rels", ".vml", "/")) or "/printersettings/" in name
    if not known:
        raise Unreadable("The workbook holds pictures or other files. Send the rows alone.")


_LINKS = (
    "The workbook has links to other files or pages. Copy the values alone into a new workbook "
    "and send that."
)


class _Part:
    """One XML part: its texts, and whether anything in it acts."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.cell = ""
        self.found: list[str] = []
        self.open: list[list[str]] = []

    def texts(self, data: bytes) -> list[str]:
        parser = xml.parsers.expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(data, True)
        except xml.parsers.expat.ExpatError as error:
            raise Unreadable(
                "The workbook is damaged. Open it in Excel, save it again as .xlsx and send that."
            ) from error
        return self.found

    def _doctype(self, *declared: object) -> None:
        raise Unreadable("The workbook is not as Excel writes it. Send the rows in a new one.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "c":
            self.cell = attributes.get("r", "")
        if local == "f" and "/worksheets/" in self.name:
            raise Unreadable(
                f"The workbook holds formulas (cell {self.cell}). Copy the cells and paste them "
                "as values, then send it again."
            )
        if attributes.get("TargetMode", "").lower() == "external" or local == "ddeLink":
            raise Unreadable(_LINKS)
        if "macroenabled" in attributes.get("ContentType", "").lower():
            raise Unreadable(
                "The workbook holds macros. Save it as an Excel workbook without macros (.xlsx)."
            )
        if local in _TEXTS:
            self.open.append([])
        self.found += [
            value for key, value in attributes.items() if key.rpartition(" ")[2] in _TYPED
        ]

    def _end(self, name: str) -> None:
        if name.rpartition(" ")[2] in _TEXTS and self.open:
            joined = "".join(self.open.pop())
            self.found.append(joined)
            if self.open:
                self.open[-1].append(joined)

    def _text(self, text: str) -> None:
        if self.open:
            self.open[-1].append(text)
        else:
            self.found.append(text)
