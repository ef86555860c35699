import hashlib
import io
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.utils import timezone

from pbc import clock, files
from pbc.actor import SYSTEM
from pbc.models import DemonstrationClock, StoredFile
from pbc.refusals import BadInput

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nxref\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"


def stored(content: bytes = PDF, name: str = "sheet.pdf") -> StoredFile:
    return files.store(content=content, name=name, kind="sign-up scan", by=SYSTEM)


def path_of(item: StoredFile) -> Path:
    return Path(default_storage.path(item.storage_name))


def test_an_upload_is_kept_with_its_hash_its_size_and_who_brought_it() -> None:
    item = files.store(content=io.BytesIO(PDF), name="sheet.pdf", kind="sign-up scan", by=SYSTEM)
    assert item.sha256 == hashlib.sha256(PDF).hexdigest()
    assert item.size == len(PDF)
    assert item.content_type == "application/pdf"
    assert item.original_name == "sheet.pdf"
    assert (item.by_id, item.by_label) == ("", "the system")
    assert files.open_verified(item) == PDF


def test_an_upload_bears_the_project_s_time_and_the_real_one() -> None:
    DemonstrationClock.objects.update_or_create(id=1, defaults={"stands_on": date(2007, 4, 16)})
    clock.forget()
    item = stored()
    assert item.at.astimezone(clock.LONDON).date() == date(2007, 4, 16)
    assert timezone.now() - item.real_at < timezone.timedelta(minutes=1)


def test_files_lie_outside_the_web_root_under_random_names_for_the_owner_only() -> None:
    item = stored(name="../../static/evil.pdf")
    path = path_of(item)
    assert path.is_relative_to(Path(settings.PBC_VAR) / "files")
    assert not path.is_relative_to(settings.STATIC_ROOT)
    assert "evil" not in str(path)
    assert path.suffix == ""
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert item.original_name == "evil.pdf"


def test_the_same_upload_twice_is_two_files() -> None:
    first, second = stored(), stored()
    assert first.storage_name != second.storage_name
    assert path_of(first) != path_of(second)


@pytest.mark.parametrize(
    "content, says",
    [
        (b"<!doctype html><script>alert(1)</script>", "is none of these"),
        (b"CODE,NAME\nE82001,ALDER HOUSE\n", "looks like a CSV or text file"),
        (b"", "empty"),
        (PDF + b" " * files.MEGABYTE * 10, "smaller than 10 MB"),
    ],
)
def test_a_file_that_lies_about_itself_or_is_too_large_is_refused(
    content: bytes, says: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        stored(content, name="sheet.pdf")
    assert says in refusal.value.errors["file"]
    assert not StoredFile.objects.exists()


def test_a_download_gets_the_extension_of_what_it_is() -> None:
    assert stored(name="sheet.exe").original_name == "sheet.exe.pdf"
    assert stored(name="Sheet.PDF").original_name == "Sheet.PDF"


def test_a_file_changed_on_disk_is_not_given_out() -> None:
    item = stored()
    path = path_of(item)
    path.write_bytes(PDF.replace(b"obj", b"OBJ"))
    with pytest.raises(files.Tampered, match="is not what was stored"):
        files.open_verified(item)
    path.unlink()
    with pytest.raises(files.Tampered, match="is missing"):
        files.response(item)


@pytest.mark.parametrize("change", [{"sha256": "0" * 64}, {"original_name": "other.pdf"}])
def test_the_database_refuses_to_change_a_stored_file(change: dict[str, str]) -> None:
    item = stored()
    with pytest.raises(DatabaseError), transaction.atomic():
        StoredFile.objects.filter(pk=item.pk).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        StoredFile.objects.filter(pk=item.pk).delete()


def test_a_download_is_an_attachment_that_no_browser_runs_and_no_cache_keeps() -> None:
    answer = files.response(stored(name='a "quoted" name – £.pdf'))
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert b"".join(answer.streaming_content) == PDF


def test_only_pictures_and_pdf_files_are_shown_in_the_page() -> None:
    assert files.response(stored(), inline=True)["Content-Disposition"].startswith("inline;")
    table = files.store(
        content=b"CODE,NAME\n", name="a.csv", kind="import", by=SYSTEM, allowed=files.TABLES
    )
    answer = files.response(table, inline=True)
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_file_of_a_kind_nobody_registered_is_for_nobody() -> None:
    assert not files.may_read(SYSTEM, stored())


def test_a_file_of_a_registered_kind_is_for_those_allowed() -> None:
    files.register_kind("test scan", visible=lambda actor, item: item.original_name == "mine.pdf")
    mine = files.store(content=PDF, name="mine.pdf", kind="test scan", by=SYSTEM)
    theirs = files.store(content=PDF, name="theirs.pdf", kind="test scan", by=SYSTEM)
    assert files.may_read(SYSTEM, mine)
    assert not files.may_read(SYSTEM, theirs)
