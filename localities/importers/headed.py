"""Files with a heading on their first line, whose wording changes from year to year."""

from collections.abc import Mapping
from dataclasses import dataclass

from localities.importers import reading
from localities.importers.checking import find_columns, heading_key
from localities.importers.findings import Parsed, Unreadable
from localities.importers.reading import Line

REPEATED_HEADING = "the heading again"


@dataclass(slots=True)
class Headed:
    """The lines under the heading, and where the wanted columns are, by our name for them."""

    lines: list[Line]
    columns: dict[str, int]
    headings: dict[str, str]
    width: int
    parsed: Parsed


def read(
    data: bytes, *, wanted: Mapping[str, tuple[str, ...]], required: tuple[str, ...]
) -> Headed:
    """Take a file apart by its heading; Unreadable where a required column is not there."""
    sheet = reading.read(data)
    lines = [line for line in sheet.lines if not line.is_blank]
    heading, body = lines[0], lines[1:]
    if heading.fault:
        raise Unreadable("The heading of the file cannot be read. Save it again as CSV (UTF-8).")
    columns = find_columns(heading.fields, wanted)
    missing = [name for name in required if name not in columns]
    if missing:
        raise Unreadable(
            f"The first row of the file has no heading for: {', '.join(missing).lower()}. "
            "Choose the file again, or another kind of import."
        )
    _refuse_ambiguous(heading, columns)
    parsed = Parsed(rows=len(body), encoding=sheet.encoding)
    keys = [heading_key(value) for value in heading.fields]
    kept = []
    for line in body:
        if [heading_key(value) for value in line.fields] == keys:
            parsed.ignored[REPEATED_HEADING] += 1
        else:
            kept.append(line)
    named = {
        " ".join(heading.fields[index].split()) or name: index for name, index in columns.items()
    }
    headings = {name: " ".join(heading.fields[index].split()) for name, index in columns.items()}
    return Headed(kept, named, headings, len(heading.fields), parsed)


def _refuse_ambiguous(heading: Line, columns: Mapping[str, int]) -> None:
    keys = [heading_key(value) for value in heading.fields]
    for index in columns.values():
        if keys.count(keys[index]) > 1:
            raise Unreadable(
                f"The heading “{heading.fields[index].strip()}” is there twice, so it is not known "
                "which column counts. Remove one and import the file again."
            )
