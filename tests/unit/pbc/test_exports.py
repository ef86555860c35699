"""Files that people take away: read back here with the programs' own parsers."""

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest

from pbc import exports
from pbc.exports import Pence

MIDNIGHT = datetime(2007, 4, 30, tzinfo=UTC).replace(tzinfo=None)
TEN_FOURTEEN = datetime(2007, 4, 16, 10, 14, tzinfo=UTC).replace(tzinfo=None)
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", "\n=1+1", "\0=1+1", "＝1+1"]


def read_csv(content):
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_xlsx(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    return book.active


@pytest.mark.parametrize("formula", FORMULAS)
def test_text_that_would_be_a_formula_is_neutralised_in_both_files(formula):
    [_, [cell]] = read_csv(exports.csv_bytes(["Name"], [[formula]]))
    assert cell.startswith("'")
    sheet = read_xlsx(exports.xlsx_bytes(["Name"], [[formula]]))
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].value.startswith("'")


def test_a_formula_in_a_heading_is_neutralised_too():
    [[heading]] = read_csv(exports.csv_bytes(["=1+1"], []))
    assert heading == "'=1+1"
    assert read_xlsx(exports.xlsx_bytes(["=1+1"], []))["A1"].value == "'=1+1"


@pytest.mark.parametrize("harmless", ["Alder Surgery", "O'Brien & Sons", "3 + 4", "a=b", "£5", ""])
def test_harmless_text_stays_as_it_was(harmless):
    assert exports.neutral(harmless) == harmless


def test_money_is_a_number_of_pounds_with_its_minus():
    rows = [[Pence(743100)], [Pence(-10005)], [Pence(0)]]
    assert read_csv(exports.csv_bytes(["Due"], rows))[1:] == [["7431.00"], ["-100.05"], ["0.00"]]
    sheet = read_xlsx(exports.xlsx_bytes(["Due"], rows))
    assert [sheet.cell(row, 1).value for row in (2, 3, 4)] == [7431, -100.05, 0]
    assert all(sheet.cell(row, 1).data_type == "n" for row in (2, 3, 4))
    assert "£" in sheet["A2"].number_format


def test_values_keep_their_types():
    moment = datetime(2007, 4, 16, 9, 14, tzinfo=UTC)
    row = [12, Decimal("1.25"), Fraction(1, 4), date(2007, 4, 30), moment, True, None, "007"]
    header = [str(number) for number in range(len(row))]
    [_, written] = read_csv(exports.csv_bytes(header, [row]))
    assert written == [
        "12", "1.25", "0.25", "2007-04-30", "2007-04-16 10:14:00", "Yes", "", "007"
    ]  # fmt: skip
    sheet = read_xlsx(exports.xlsx_bytes(header, [row]))
    cells = [cell.value for cell in sheet[2]]
    assert cells == [
        12, 1.25, 0.25, MIDNIGHT, TEN_FOURTEEN, "Yes", None, "007",
    ]  # fmt: skip


def test_commas_quotes_and_lines_come_back_whole():
    row = ['One, "two"', "three\nfour", "£ – é"]
    assert read_csv(exports.csv_bytes(["a", "b", "c"], [row]))[1] == row


@pytest.mark.parametrize(
    "wanted", ["Sign-ups: April/May [2007]", "x" * 40, "'quoted'", "", "Was dürfen Blätter heißen?"]
)
def test_a_sheet_may_be_named_by_any_caption(wanted):
    sheet = read_xlsx(exports.xlsx_bytes(["a"], [[1]], sheet=wanted))
    assert 0 < len(sheet.title) <= 31


def test_a_download_is_named_typed_and_not_kept_by_anyone_on_the_way():
    response = exports.csv_response("sign-ups", ["a"], [["b"]])
    assert response["Content-Disposition"] == 'attachment; filename="sign-ups.csv"'
    assert response["Content-Type"].startswith("text/csv")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert exports.xlsx_response("x", ["a"], [])["Content-Disposition"].endswith('"x.xlsx"')
