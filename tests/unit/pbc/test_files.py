import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pbc.files import FileType, read_within, recognise, sanitised
from pbc.refusals import BadInput

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nxref\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"


def picture(form: str, size: tuple[int, int] = (8, 8)) -> bytes:
    made = io.BytesIO()
    Image.new("1" if form == "PNG" else "L", size).save(made, form)
    return made.getvalue()


def archive() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as writer:
        writer.writestr("a.txt", "text")
    return made.getvalue()


@pytest.mark.parametrize(
    "content, file_type",
    [
        (PDF, FileType.PDF),
        (picture("PNG"), FileType.PNG),
        (picture("JPEG"), FileType.JPEG),
        (archive(), FileType.ZIP),
        (b"CODE,NAME\nE82001,ALDER HOUSE\n", FileType.CSV),
        ("CODE,NAME\nE82001,CAFÉ\n".encode("latin-1"), FileType.CSV),
        ("CODE,NAME\nE82001,CAFÉ\n".encode("utf-8-sig"), FileType.CSV),
        ("CODE,NAME\nE82001,CAFÉ\n".encode("utf-16"), FileType.CSV),
        (b"CODE,NAME\r\n" + b"E82001,ALDER HOUSE\r\n" * 20 + b"\x1a", FileType.CSV),
    ],
)
def test_a_file_is_what_its_content_is(content: bytes, file_type: FileType) -> None:
    assert recognise(content) is file_type


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><script>alert(1)</script>",
        b"  \n<html>",
        b"\xef\xbb\xbf<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "<html>".encode("utf-16"),
        b"<?xml version='1.0'?>",
        b"#!/bin/sh\nrm -rf /\n",
        b"%!PS-Adobe-3.0",
        b"MZ\x90\x00" + b"\x00" * 100,
        b"\x7fELF" + b"\x00" * 100,
        b"%PDF-1.7 and no more",
        b"<html>%PDF-1.7 startxref %%EOF",
        b"\x89PNG\r\n\x1a\n and no more",
        b"\xff\xd8\xff and no more",
        b"PK\x03\x04 and no more",
        b"PK\x05\x06" + b"\x00" * 3,
        b"GIF89a" + b"\x00" * 40,
        b"text with a \x00 in it",
        b"\xff\xfe\x00",
    ],
)
def test_what_lies_or_is_dangerous_is_not_recognised(content: bytes) -> None:
    assert recognise(content) is None


def test_a_picture_of_too_many_pixels_is_not_recognised() -> None:
    assert recognise(picture("PNG", (8000, 8000))) is None


@given(st.binary(max_size=400))
def test_any_content_is_recognised_or_not_but_never_an_error(content: bytes) -> None:
    for start in (
        b"",
        b"%PDF-",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"PK\x03\x04",
        b"\xff\xfe",
    ):
        recognise(start + content)


@pytest.mark.parametrize(
    "name, stored",
    [
        ("sheet.pdf", "sheet.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system.ini", "system.ini"),
        ("/etc/passwd", "passwd"),
        ("C:\\temp\\sheet.pdf", "sheet.pdf"),
        ("..", "unnamed"),
        ("", "unnamed"),
        (".htaccess", "htaccess"),
        ("a\x00b\r\nX-Header: 1.pdf", "ab X-Header_ 1.pdf"),
        ('"><script>.pdf', "_script_.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("  many   spaces .pdf ", "many spaces .pdf"),
        ("x" * 500 + ".pdf", "x" * 120 + ".pdf"),
        ("Señor Ünïcode £.pdf", "Señor Ünïcode £.pdf"),
    ],
)
def test_a_name_is_made_safe(name: str, stored: str) -> None:
    assert sanitised(name) == stored


@given(st.text(max_size=300))
def test_no_name_keeps_a_path_or_a_control_character(name: str) -> None:
    safe = sanitised(name)
    assert 0 < len(safe) <= 140
    assert not set(safe) & set('/\\\0\r\n"<>')
    assert safe not in {".", ".."}
    assert sanitised(safe) == safe


def test_a_file_of_just_the_largest_size_is_taken() -> None:
    assert read_within(io.BytesIO(b"x" * 1024), max_size=1024) == b"x" * 1024


@pytest.mark.parametrize("content", [b"x" * 1025, io.BytesIO(b"x" * 1025)])
def test_a_byte_more_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(BadInput) as refusal:
        read_within(content, max_size=1024)
    assert refusal.value.errors == {"file": "The selected file must be smaller than 1 KB."}


def test_an_empty_file_is_refused() -> None:
    with pytest.raises(BadInput, match="empty"):
        read_within(b"", max_size=1024, field="scan")
