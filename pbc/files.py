"""Files: the one place through which every upload comes in and every stored file goes out.

What a file is follows from its content, never from its name or from what the browser says. Files
lie under random names outside the web root, are never overwritten, and are read back only if
their SHA-256 is still the one recorded. If the transaction that stored a file is rolled back, its
bytes stay behind as an unreferenced file: harmless, and never served.
"""

import hashlib
import io
import re
import secrets
import unicodedata
import warnings
import zipfile
from collections.abc import Callable, Collection
from enum import Enum
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse
from django.utils import timezone
from PIL import Image, UnidentifiedImageError

from pbc import clock
from pbc.actor import Actor
from pbc.models import StoredFile
from pbc.refusals import BadInput, Refusal

MEGABYTE = 1024 * 1024
_LONGEST_NAME = 120
_MOST_PIXELS = 60_000_000
_CONTROL_CHARACTERS = bytes(set(range(32)) - set(b"\t\n\f\r"))


class FileType(Enum):
    """A kind of content we can tell apart: label for people, media type, extension."""

    PDF = ("a PDF", "application/pdf", ".pdf")
    PNG = ("a PNG picture", "image/png", ".png")
    JPEG = ("a JPEG picture", "image/jpeg", ".jpg")
    CSV = ("a CSV or text file", "text/csv", ".csv")
    XLSX = (
        "an Excel workbook",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".xlsx",
    )
    ZIP = ("a ZIP file", "application/zip", ".zip")
    HTML = ("a web page", "text/html", ".html")

    def __init__(self, label: str, content_type: str, extension: str) -> None:
        self.label = label
        self.content_type = content_type
        self.extension = extension


SCANS = (FileType.PDF, FileType.PNG, FileType.JPEG)
TABLES = (FileType.CSV,)
SPREADSHEETS = (FileType.CSV, FileType.XLSX)
_SHOWN_INLINE = {FileType.PDF, FileType.PNG, FileType.JPEG}

_readers: dict[str, Callable[[Actor, StoredFile], bool]] = {}


class Tampered(Refusal):
    """A stored file is missing or no longer what was stored; it is not given out."""


def register_kind(kind: str, *, visible: Callable[[Actor, StoredFile], bool]) -> None:
    """Let files of a kind be downloaded by those for whom ``visible(actor, stored)`` holds."""
    _readers[kind] = visible


def may_read(actor: Actor, stored: StoredFile) -> bool:
    """Whether the actor may have this file; False for a kind nobody registered."""
    visible = _readers.get(stored.kind)
    return visible is not None and visible(actor, stored)


def store(
    *,
    content: bytes | IO[bytes],
    name: str,
    kind: str,
    by: Actor,
    max_size: int = 10 * MEGABYTE,
    allowed: Collection[FileType] = SCANS,
    field: str = "file",
) -> StoredFile:
    """Check and keep a file; ``max_size`` is in bytes.

    Raises BadInput on ``field`` if the file is empty, too large, or not of an allowed type by its
    content.
    """
    data = read_within(content, max_size=max_size, field=field)
    file_type = recognise(data)
    if file_type is None or file_type not in allowed:
        wanted = " or ".join(item.label for item in allowed)
        seen = f"looks like {file_type.label}" if file_type else "is none of these"
        raise BadInput({field: f"Choose {wanted}. The content of this file {seen}."})
    return _keep(data, name=name, file_type=file_type, kind=kind, by=by)


def keep_made(
    *, content: bytes, name: str, kind: str, by: Actor, file_type: FileType
) -> StoredFile:
    """Keep a file that the product made itself, such as a sealed PDF."""
    return _keep(content, name=name, file_type=file_type, kind=kind, by=by)


def read_within(content: bytes | IO[bytes], *, max_size: int, field: str = "file") -> bytes:
    """All bytes of an upload, or BadInput if it is empty or larger than ``max_size`` bytes."""
    data = content if isinstance(content, bytes) else content.read(max_size + 1)
    if not data:
        raise BadInput({field: "The selected file is empty."})
    if len(data) > max_size:
        raise BadInput({field: f"The selected file must be smaller than {_in_words(max_size)}."})
    return data


def recognise(data: bytes) -> FileType | None:
    """What a file is by its content, or None. Never HTML: no upload is accepted as a web page."""
    if data.startswith(b"%PDF-"):
        return FileType.PDF if b"%%EOF" in data[-2048:] and b"startxref" in data else None
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileType.PNG if _is_picture(data, "PNG") else None
    if data.startswith(b"\xff\xd8\xff"):
        return FileType.JPEG if _is_picture(data, "JPEG") else None
    if data.startswith(b"PK"):
        return _kind_of_archive(data)
    return FileType.CSV if _is_plain_text(data) else None


def sanitised(name: str) -> str:
    """A file name safe to store, show and send back: no path, no control or bidi characters."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(
        " " if character.isspace() else character
        for character in name
        if character.isspace() or unicodedata.category(character)[0] != "C"
    )
    name = re.sub(r'[<>:"|?*;%]+', "_", name)
    name = re.sub(r" +", " ", name).strip(" .")
    stem, dot, extension = name.rpartition(".")
    if dot and stem and len(extension) <= 10:
        return f"{stem[:_LONGEST_NAME]}.{extension}"
    return name[:_LONGEST_NAME] or "unnamed"


def open_verified(stored: StoredFile) -> bytes:
    """The bytes of a stored file, exactly as stored; raises Tampered if they are not."""
    try:
        with default_storage.open(stored.storage_name) as handle:
            data: bytes = handle.read()
    except FileNotFoundError as error:
        raise Tampered(
            f"The stored file “{stored.original_name}” is missing. Tell the administrator."
        ) from error
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise Tampered(
            f"The stored file “{stored.original_name}” is not what was stored, so it is not given "
            "out. Tell the administrator."
        )
    return data


def response(stored: StoredFile, *, inline: bool = False) -> FileResponse:
    """A download of a stored file. The caller has checked who may have it.

    ``inline`` shows PDF files and pictures in the browser; anything else is always a download.
    """
    data = open_verified(stored)
    shown = inline and stored.content_type in {item.content_type for item in _SHOWN_INLINE}
    answer = FileResponse(
        io.BytesIO(data),
        as_attachment=not shown,
        filename=stored.original_name,
        content_type=stored.content_type,
    )
    if shown and stored.content_type == FileType.PDF.content_type:
        # Browsers refuse to show a PDF in a sandbox. A page of ours may show it beside its entries.
        policy = "default-src 'none'; frame-ancestors 'self'"
        answer["X-Frame-Options"] = "SAMEORIGIN"
    else:
        policy = "default-src 'none'; frame-ancestors 'none'; sandbox"
    answer["Content-Security-Policy"] = policy
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def _keep(data: bytes, *, name: str, file_type: FileType, kind: str, by: Actor) -> StoredFile:
    random_name = secrets.token_hex(20)
    wanted = f"{random_name[:2]}/{random_name}"
    storage_name = default_storage.save(wanted, ContentFile(data))
    return StoredFile.objects.create(
        storage_name=storage_name,
        original_name=_with_extension(sanitised(name), file_type),
        content_type=file_type.content_type,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        kind=kind,
        by_id=str(by.person_id or ""),
        by_label=by.name[:200],
        at=clock.now(),
        real_at=timezone.now(),
    )


def _with_extension(name: str, file_type: FileType) -> str:
    """The name with an extension that tells the truth, so that a saved download opens as it is."""
    truthful = {".pdf": (".pdf",), ".jpg": (".jpg", ".jpeg"), ".csv": (".csv", ".txt")}.get(
        file_type.extension, (file_type.extension,)
    )
    return name if name.lower().endswith(truthful) else f"{name}{file_type.extension}"


def _in_words(size: int) -> str:
    return f"{size // MEGABYTE} MB" if size >= MEGABYTE else f"{size // 1024} KB"


def _is_picture(data: bytes, form: str) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(io.BytesIO(data), formats=[form]) as picture:
                if picture.width * picture.height > _MOST_PIXELS:
                    return False
                picture.verify()
        except (
            UnidentifiedImageError,
            OSError,
            SyntaxError,
            ValueError,
            Image.DecompressionBombError,
            Image.DecompressionBombWarning,
        ):
            return False
    return True


def _kind_of_archive(data: bytes) -> FileType | None:
    """A workbook of Excel is an archive with a workbook in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        return FileType.XLSX
    return FileType.ZIP


def _is_plain_text(data: bytes) -> bool:
    """Text in UTF-8, UTF-16 with its mark, or a one-byte encoding; no markup at its start."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            data = data.decode("utf-16").encode()
        except UnicodeDecodeError:
            return False
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:512].lower()
    if start.startswith((b"<", b"%!", b"{\\rtf", b"#!", b"mz\x90")):
        return False
    # A stray control character is for the importer to name by row; a binary file has them all over.
    controls = len(data) - len(data.translate(None, _CONTROL_CHARACTERS))
    return controls * 100 <= len(data)
