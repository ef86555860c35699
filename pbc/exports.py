"""Tables as files: CSV and XLSX, with money as numbers and no cell that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header

from pbc.money import to_contract

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# OWASP ASVS 5.0, 1.2.10. A line feed starts a formula in some spreadsheets as a return does.
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
_WIDEST = 60
# What Excel takes as a list of choices, and how far down it is offered.
_LONGEST_CHOICES = 255
_LAST_ROW = 1_000


class Pence(int):
    """Whole pence that a file shows as pounds: ``Pence(743100)`` is the number 7431.00."""


def neutral(text: str) -> str:
    """Text that no spreadsheet takes for a formula; what was harmless stays as it was."""
    if text.startswith(_STARTS_FORMULA):
        return "'" + text.replace("\0", "")
    return text.replace("\0", "")


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """A CSV file in UTF-8 with a byte order mark, so that spreadsheets read £ and accents."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([neutral(str(heading)) for heading in header])
    writer.writerows([_csv_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _csv_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Pence):
        return to_contract(value)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, Fraction):
        return str(float(value))
    if isinstance(value, (int, float, Decimal)):
        return str(value)
    if isinstance(value, datetime):
        return _local(value).isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return neutral(str(value))


def _local(moment: datetime) -> datetime:
    """Spreadsheets know no time zones: the hour in Europe/London."""
    return timezone.localtime(moment).replace(tzinfo=None) if timezone.is_aware(moment) else moment


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook. ``choices`` offers words to choose from in the columns counted from
    0, to whoever fills the sheet in."""

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[Any]]
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)


def xlsx_bytes(
    header: Sequence[str], rows: Iterable[Sequence[Any]], *, sheet: str = "Sheet 1"
) -> bytes:
    """A workbook of one sheet; numbers, money and dates are typed cells."""
    return workbook_bytes([Sheet(sheet, header, rows)])


def workbook_bytes(sheets: Iterable[Sheet]) -> bytes:
    """A workbook of several sheets; numbers, money and dates are typed cells."""
    stream = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(stream, options) as book:
        formats = {
            "header": book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
            "money": book.add_format({"num_format": "£#,##0.00;[Red]-£#,##0.00"}),
            "date": book.add_format({"num_format": "d mmmm yyyy"}),
            "moment": book.add_format({"num_format": "d mmmm yyyy hh:mm"}),
        }
        for sheet in sheets:
            _write_sheet(book.add_worksheet(_sheet_name(sheet.name)), sheet, formats)
    return stream.getvalue()


def _write_sheet(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    for column, heading in enumerate(sheet.header):
        page.write_string(0, column, neutral(str(heading)), formats["header"])
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _write(page, number, column, value, formats)
    for column, words in sheet.choices.items():
        if len(",".join(words)) <= _LONGEST_CHOICES and not any("," in word for word in words):
            page.data_validation(
                1, column, _LAST_ROW, column, {"validate": "list", "source": list(words)}
            )
    page.freeze_panes(1, 0)
    page.autofit(max_width=_WIDEST * 7)


def _write(page: Any, row: int, column: int, value: Any, formats: dict[str, Any]) -> None:
    if value is None:
        page.write_blank(row, column, None)
    elif isinstance(value, Pence):
        page.write_number(row, column, Decimal(int(value)) / 100, formats["money"])
    elif isinstance(value, bool):
        page.write_string(row, column, "Yes" if value else "No")
    elif isinstance(value, Fraction):
        page.write_number(row, column, float(value))
    elif isinstance(value, (int, float, Decimal)):
        page.write_number(row, column, value)
    elif isinstance(value, datetime):
        page.write_datetime(row, column, _local(value), formats["moment"])
    elif isinstance(value, date):
        page.write_datetime(row, column, value, formats["date"])
    else:
        page.write_string(row, column, neutral(str(value)))


def _sheet_name(wanted: str) -> str:
    """Excel's limits: 31 characters, none of ``[]:*?/\\``, no apostrophe at either end."""
    allowed = "".join(" " if letter in "[]:*?/\\" else letter for letter in wanted)
    return allowed[:31].strip("' ") or "Sheet 1"


def csv_response(
    filename: str, header: Sequence[str], rows: Iterable[Sequence[Any]]
) -> HttpResponse:
    """A download named ``filename``.csv."""
    return _download(csv_bytes(header, rows), CSV_TYPE, f"{filename}.csv")


def xlsx_response(
    filename: str, header: Sequence[str], rows: Iterable[Sequence[Any]], *, sheet: str = "Sheet 1"
) -> HttpResponse:
    """A download named ``filename``.xlsx."""
    return _download(xlsx_bytes(header, rows, sheet=sheet), XLSX_TYPE, f"{filename}.xlsx")


def workbook_response(filename: str, sheets: Iterable[Sheet]) -> HttpResponse:
    """A download named ``filename``.xlsx, of several sheets."""
    return _download(workbook_bytes(sheets), XLSX_TYPE, f"{filename}.xlsx")


def _download(content: bytes, content_type: str, filename: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=filename)
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": disposition,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
