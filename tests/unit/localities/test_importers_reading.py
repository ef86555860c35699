import pytest
from hypothesis import given
from hypothesis import strategies as st

from localities.importers import reading
from localities.importers.findings import Unreadable


def fields(data: bytes, width: int | None = None) -> list[tuple[str, ...]]:
    return [line.fields for line in reading.read(data, width=width).lines]


def test_a_byte_order_mark_is_no_part_of_the_first_value():
    assert fields(b"\xef\xbb\xbfA,B\r\n1,2\r\n") == [("A", "B"), ("1", "2")]


def test_a_byte_order_mark_in_the_middle_of_joined_files_is_dropped():
    assert fields(b"A,B\n\xef\xbb\xbf1,2\n") == [("A", "B"), ("1", "2")]


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"])
def test_lines_end_as_they_do_anywhere(ending):
    assert fields(b"A,B" + ending + b"1,2" + ending) == [("A", "B"), ("1", "2")]


def test_utf_16_is_read_and_named():
    sheet = reading.read("A,B\r\n1,é\r\n".encode("utf-16"))

    assert (sheet.encoding, sheet.lines[1].fields) == ("UTF-16", ("1", "é"))


def test_utf_16_that_is_cut_off_is_unreadable():
    with pytest.raises(Unreadable, match="UTF-16"):
        reading.read(b"\xff\xfe\x00")


def test_a_line_in_windows_1252_among_utf_8_is_read_and_says_so():
    sheet = reading.read("A,caf\u00e9\n".encode() + b"B,caf\xe9\n")

    assert [line.fields for line in sheet.lines] == [("A", "café"), ("B", "café")]
    assert [line.note for line in sheet.lines] == ["", "windows-1252"]


@pytest.mark.parametrize(
    "line, fault",
    [
        (b"A,\x81\n", "undecodable"),
        (b"A,\x00B\n", "control"),
        (b"A,\x07B\n", "control"),
        (b'A,"B\n', "quotation"),
        (b"A," + b"x" * 30_000 + b"\n", "too_long"),
    ],
)
def test_a_line_that_cannot_be_taken_apart_loses_no_other(line, fault):
    sheet = reading.read(b"1,2\n" + line + b"3,4\n", width=2)

    assert [item.fault for item in sheet.lines] == ["", fault, ""]
    assert sheet.lines[2].fields == ("3", "4")


def test_a_quoted_value_may_hold_a_line_break_and_is_one_row():
    sheet = reading.read(b'A,"B\nstill B"\n1,2\n')

    assert [line.fields for line in sheet.lines] == [("A", "B\nstill B"), ("1", "2")]
    assert [line.number for line in sheet.lines] == [1, 2]


def test_two_stray_quotation_marks_do_not_swallow_the_rows_between():
    sheet = reading.read(b'a,b\n"1,2\n3,4\n"5,6\n7,8\n', width=2)

    assert [line.fault for line in sheet.lines] == ["", "quotation", "", "quotation", ""]


def test_inches_are_no_quotation():
    assert fields(b'a,b\n1,6" PIPE\n3,4\n') == [("a", "b"), ("1", '6" PIPE'), ("3", "4")]


@pytest.mark.parametrize("data", [b"", b"\n\n", b",,,\n , ,\n", b"\xef\xbb\xbf"])
def test_a_file_with_nothing_in_it_is_unreadable(data):
    with pytest.raises(Unreadable, match="empty"):
        reading.read(data)


@given(st.binary(max_size=400))
def test_any_bytes_are_taken_apart_or_refused_as_a_whole(data):
    try:
        sheet = reading.read(data, width=3)
    except Unreadable:
        return
    assert [line.number for line in sheet.lines] == list(range(1, len(sheet.lines) + 1))
