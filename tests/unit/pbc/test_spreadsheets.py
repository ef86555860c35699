"""Spreadsheets as cells of text; what acts in one is refused in plain words."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter

from pbc import spreadsheets
from pbc.spreadsheets import Unreadable

CONTENT_TYPES = "[Content_Types].xml"


def workbook(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            new.writestr(part, change(content) if part.filename == name else content)
    return stream.getvalue()


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        spreadsheets.read(data)
    return refused.value.message


def test_cells_of_a_workbook_read_as_a_person_reads_them():
    moment = datetime(2007, 4, 30, 9)  # noqa: DTZ001  # a cell knows no time zone
    data = workbook(
        One=[["Count", 12, 3.0, 0.1, True], [], [None, date(2007, 4, 30), moment]],
    )
    [sheet] = spreadsheets.read(data).sheets
    assert sheet.name == "One"
    assert [(row.number, row.cells) for row in sheet.rows if not row.is_blank] == [
        (1, ("Count", "12", "3", "0.1", "TRUE")),
        (3, ("", "2007-04-30", "2007-04-30 09:00:00")),
    ]


def test_a_csv_file_is_one_sheet_in_any_of_the_usual_encodings():
    text = "Provider,Reported £\r\nLuton & Dunstable,12.50\r\n"
    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        [sheet] = spreadsheets.read(text.encode(encoding)).sheets
        assert [row.cells for row in sheet.rows] == [
            ("Provider", "Reported £"),
            ("Luton & Dunstable", "12.50"),
        ]


def test_a_field_of_csv_may_hold_a_comma_and_a_line_break():
    [sheet] = spreadsheets.read(b'A,B\n"one, two","three\nfour"\n').sheets
    assert sheet.rows[1].cells == ("one, two", "three\nfour")


@pytest.mark.parametrize("start", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-A1", " =1"])
def test_a_csv_file_with_a_formula_is_refused_with_its_row_and_column(start):
    assert "Row 2, column B starts like a formula" in refusal(f'A,B\nx,"{start}"\n'.encode())


def test_negative_numbers_and_a_dash_are_no_formulas():
    [sheet] = spreadsheets.read(b"A,B\n-12.50,-\n+3,x\n").sheets
    assert sheet.rows[1].cells == ("-12.50", "-")


def test_a_workbook_with_a_formula_is_refused_with_its_cell():
    assert "formulas (cell B2)" in refusal(workbook(One=[["a", "b"], [1, "=A2*2"]]))


def test_a_workbook_with_macros_is_refused():
    assert "macros" in refusal(with_part(workbook(One=[["a"]]), "xl/vbaProject.bin", b"\0"))
    renamed = changed(
        workbook(One=[["a"]]),
        CONTENT_TYPES,
        lambda content: content.replace(
            b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
        ),
    )
    assert "macros" in refusal(renamed)
    assert "macros" in refusal(with_part(workbook(One=[["a"]]), "xl/macrosheets/a.xml", b"<a/>"))


def test_a_workbook_that_links_elsewhere_is_refused():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        book.add_worksheet().write_url(0, 0, "https://example.test/")
    assert "links" in refusal(stream.getvalue())
    linked = with_part(workbook(One=[["a"]]), "xl/externalLinks/externalLink1.xml", b"<a/>")
    assert "links" in refusal(linked)


@pytest.mark.parametrize(
    "part, word",
    [
        ("xl/media/image1.png", "pictures"),
        ("xl/embeddings/object1.bin", "embedded"),
        ("docProps/thumbnail.jpeg", "pictures"),
        ("xl/connections.xml", "links"),
        ("xl/activeX/a.xml", "embedded"),
    ],
)
def test_a_workbook_with_more_than_rows_is_refused(part, word):
    assert word in refusal(with_part(workbook(One=[["a"]]), part, b"<a/>"))


def test_a_workbook_that_declares_entities_is_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    assert "not as Excel writes it" in refusal(
        with_part(workbook(One=[["a"]]), "xl/custom.xml", bomb)
    )


def test_a_workbook_that_unpacks_to_too_much_is_refused():
    big = b"<a>" + b" " * (spreadsheets.LARGEST_UNPACKED + 1) + b"</a>"
    stream = io.BytesIO(workbook(One=[["a"]]))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/big.xml", big)
    assert "too large inside" in refusal(stream.getvalue())


def test_a_workbook_that_is_damaged_is_refused():
    assert "damaged" in refusal(
        changed(workbook(One=[["a"]]), "xl/worksheets/sheet1.xml", lambda content: content[:-20])
    )


@pytest.mark.parametrize(
    "data, word",
    [
        (b"%PDF-1.7\nstartxref\n%%EOF", "a PDF"),
        (b"<html></html>", "neither"),
        (b"\x00\x01\x02\x03" * 50, "neither"),
    ],
)
def test_another_kind_of_file_is_refused_by_its_content(data, word):
    message = refusal(data)
    assert message.startswith("Choose a CSV file or an Excel workbook")
    assert word in message


def test_too_many_rows_or_columns_are_refused():
    rows = "a\n" * (spreadsheets.MOST_ROWS + 1)
    assert "more than 5,000 rows" in refusal(rows.encode())
    wide = ",".join(["x"] * (spreadsheets.MOST_COLUMNS + 1))
    assert "beyond column BH" in refusal(wide.encode())


def test_what_stands_beside_the_cells_is_told_too():
    book = openpyxl.Workbook()
    book.active["A1"] = "x"
    book.active["A1"].comment = openpyxl.comments.Comment("a note", "Ann")
    book.create_sheet("Hidden").sheet_state = "hidden"
    book.properties.title = "A title"
    stream = io.BytesIO()
    book.save(stream)
    texts = spreadsheets.read(stream.getvalue()).other_texts
    assert {"a note", "A title", "Hidden"} <= set(texts)
