"""What the files of the Organisation Data Service have in common: the 27-field layout."""

from collections.abc import Mapping
from datetime import date, timedelta

from localities.importers import reading
from localities.importers.checking import RowCheck, refuse_unparsed
from localities.importers.findings import Parsed, Unreadable
from localities.importers.reading import Line

STANDARD_WIDTH = 27
# Fields of the standard layout, by their number in the ODS specification less one.
STANDARD_COLUMNS = {
    "Organisation Code": 0,
    "Name": 1,
    "Address Line 1": 4,
    "Address Line 2": 5,
    "Address Line 3": 6,
    "Address Line 4": 7,
    "Address Line 5": 8,
    "Postcode": 9,
    "Open Date": 10,
    "Close Date": 11,
    "Status Code": 12,
    "Commissioner": 14,
    "Join Date": 15,
    "Left Date": 16,
    "Contact Telephone Number": 17,
    "Prescribing Setting": 25,
}
LONGEST_NAME = 200
LONGEST_ADDRESS_LINE = 100
# A practice may be announced before it opens, but not for years.
ANNOUNCED_AHEAD = timedelta(days=2 * 365)


def lines_of(data: bytes, *, width: int, called: str) -> tuple[list[Line], Parsed]:
    """The lines of a file without a heading; Unreadable where none has the right width."""
    sheet = reading.read(data, width=width)
    lines = [line for line in sheet.lines if not line.is_blank]
    if not any(len(line.fields) == width for line in lines):
        fields = next((len(line.fields) for line in lines if line.fields), 0)
        raise Unreadable(
            f"This is not an {called} file: its rows have {width} fields, the first row here has "
            f"{fields}. Choose the file again, or another kind of import."
        )
    return lines, Parsed(rows=len(lines), encoding=sheet.encoding)


def checked(
    line: Line, columns: Mapping[str, int], width: int, parsed: Parsed, today: date
) -> RowCheck | None:
    """The row ready to be checked; None where it could not be taken apart (and is refused)."""
    if refuse_unparsed(line, width, parsed):
        return None
    return RowCheck(line, columns, parsed, today)


def address(row: RowCheck) -> str:
    """The address lines that hold something, one a line."""
    parts = [
        row.text(f"Address Line {number}", longest=LONGEST_ADDRESS_LINE) for number in range(1, 6)
    ]
    return "\n".join(part for part in parts if part)


def postcode(row: RowCheck) -> str:
    """A postcode with one space before its last three characters, however it was spaced."""
    value = row.text("Postcode", longest=10).replace(" ", "").upper()
    return f"{value[:-3]} {value[-3:]}" if len(value) > 4 else value
