"""From bytes to lines, whatever the bytes: one bad line never loses the good ones."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from localities.importers.findings import Unreadable

BYTE_ORDER_MARK = "\ufeff"
REPLACEMENT = "\ufffd"
LONGEST_LINE = 20_000
# A quoted field may hold line breaks (a heading of the payments file does), but not many.
MOST_LINES_IN_A_FIELD = 5
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file, numbered as a spreadsheet numbers it (a heading is row 1).

    ``fault`` says why it cannot be taken apart at all; ``note`` what was odd in reading it.
    """

    number: int
    fields: tuple[str, ...]
    text: str
    fault: str = ""
    note: str = ""

    @property
    def is_blank(self) -> bool:
        return not self.fault and not any(value.strip() for value in self.fields)


@dataclass(slots=True)
class Sheet:
    """The lines of a file and the encoding most of it is in."""

    lines: list[Line] = field(default_factory=list)
    encoding: str = "UTF-8"


def read(data: bytes, *, width: int | None = None) -> Sheet:
    """Take a CSV file apart into lines; ``width`` is how many fields a line should have.

    Without a width the first line that is not blank is the heading and sets it. Bytes that are not
    UTF-8 are read as Windows-1252, line by line, and the line says so. Raises Unreadable where
    there is nothing to take apart.
    """
    encoding, raw_lines = _raw_lines(data)
    sheet = Sheet(encoding=encoding)
    texts = [_decode(raw) if isinstance(raw, bytes) else (raw, "") for raw in raw_lines]
    number = 0
    position = 0
    while position < len(texts):
        number += 1
        line, used = _line_at(texts, position, number, width)
        position += used
        if width is None and not line.is_blank and not line.fault:
            width = len(line.fields)
        sheet.lines.append(line)
    if all(line.is_blank for line in sheet.lines):
        raise Unreadable("The file is empty. Choose the file again.")
    return sheet


def _raw_lines(data: bytes) -> tuple[str, list[bytes] | list[str]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            text = data.decode("utf-16")
        except UnicodeDecodeError:
            raise Unreadable(
                "The file says it is UTF-16 text but is not. Save it again as CSV (UTF-8)."
            ) from None
        return "UTF-16", text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    plain = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").removesuffix(b"\n")
    return "UTF-8", plain.split(b"\n")


def _decode(raw: bytes) -> tuple[str, str]:
    """A line of text and what was odd about its encoding."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
        return text.removeprefix(BYTE_ORDER_MARK), "windows-1252"
    return text.removeprefix(BYTE_ORDER_MARK), ""


def _line_at(
    texts: list[tuple[str, str]], position: int, number: int, width: int | None
) -> tuple[Line, int]:
    """The row that begins at a line of text, and how many lines of text it takes."""
    text, note = texts[position]
    text = text.removeprefix(BYTE_ORDER_MARK)
    if text.count('"') % 2 == 0 or _is_closed(text):
        return _parsed(number, text, note), 1
    for joined, following, further_note in _joined(texts, position):
        if joined.count('"') % 2:
            continue
        line = _parsed(number, joined, note or further_note)
        if line.fault or (width is not None and len(line.fields) != width):
            break
        return line, following
    return Line(number, (), text, fault="quotation", note=note), 1


def _joined(texts: list[tuple[str, str]], position: int) -> Iterator[tuple[str, int, str]]:
    joined, note = texts[position][0], ""
    for used in range(2, MOST_LINES_IN_A_FIELD + 1):
        if position + used > len(texts):
            return
        joined += "\n" + texts[position + used - 1][0]
        note = note or texts[position + used - 1][1]
        yield joined, used, note


def _parsed(number: int, text: str, note: str) -> Line:
    if len(text) > LONGEST_LINE:
        return Line(number, (), text[:LONGEST_LINE], fault="too_long", note=note)
    if _CONTROL.search(text):
        return Line(number, (), _CONTROL.sub("�", text), fault="control", note=note)
    if REPLACEMENT in text:
        return Line(number, (), text, fault="undecodable", note=note)
    if "\n" in text:
        return _joined_lines(number, text, note)
    rows = list(csv.reader([text]))
    return Line(number, tuple(rows[0]) if rows else (), text, note=note)


def _joined_lines(number: int, text: str, note: str) -> Line:
    """One row over several lines; strictly, or stray quotation marks would swallow good rows."""
    lines = [f"{part}\n" for part in text.split("\n")]
    try:
        [row] = csv.reader(lines, strict=True)
    except (csv.Error, ValueError):
        return Line(number, (), text, fault="quotation", note=note)
    return Line(number, tuple(row), text, note=note)


def _is_closed(text: str) -> bool:
    """Whether a line with an odd quotation mark is whole all the same: inches, not a quotation."""
    try:
        list(csv.reader([text], strict=True))
    except csv.Error:
        return False
    return True
