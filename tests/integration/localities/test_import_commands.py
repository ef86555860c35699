import csv
import io
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from localities.models import Import, ListSize, Practice
from pbc.models import AuditEvent
from tests.integration.localities.files import an_ods_row, list_rows

pytestmark = pytest.mark.django_db


def run(command: str, path: Path, *options: str) -> str:
    out = io.StringIO()
    call_command(f"import_{command}", str(path), *options, stdout=out, no_color=True)
    return out.getvalue()


def a_file(tmp_path: Path, content: str, name: str = "file.csv") -> Path:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return path


def test_a_preview_says_what_would_change_and_keeps_nothing(cast, tmp_path):
    said = run("practices", a_file(tmp_path, an_ods_row()), "--preview")

    assert "1 rows: 1 new, 0 changed, 0 unchanged, 0 refused, 0 left out" in said
    assert not Import.objects.exists()
    assert not Practice.objects.filter(code="QQ101").exists()


def test_yes_writes_as_the_system(cast, tmp_path):
    said = run("practices", a_file(tmp_path, an_ods_row(f15="5P4")), "--yes")

    assert "Written: 1 memberships, 2 organisations." in said
    assert Practice.objects.filter(code="QQ101").exists()
    assert AuditEvent.objects.get(event="import.written").actor_id is None


def test_without_yes_and_without_a_person_to_ask_nothing_is_written(cast, tmp_path):
    with pytest.raises(CommandError, match="--yes"):
        run("practices", a_file(tmp_path, an_ods_row()))

    assert not Import.objects.exists()


def test_the_second_time_nothing_would_change(cast, tmp_path):
    path = a_file(tmp_path, list_rows(("QQ001", "2007-07-01", 8_100)))
    run("list_sizes", path, "--yes")

    assert "Nothing would change." in run("list_sizes", path, "--yes")
    assert Import.objects.count() == 1


def test_findings_are_named_and_the_report_keeps_the_rows(cast, tmp_path):
    path = a_file(tmp_path, list_rows(("QQ001", "2007-07-01", -5), ("=QQ", "2007-07-01", 5)))
    report = tmp_path / "refused.csv"

    said = run("list_sizes", path, "--preview", "--report", str(report))

    assert "row 2, patients, “-5”: A number of patients cannot be below 0." in said
    with report.open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.reader(handle))
    assert rows[0][:3] == ["Row", "Column", "Value"]
    assert [row[6] for row in rows[1:]] == ["QQ001,2007-07-01,-5", "'=QQ,2007-07-01,5"]


def test_the_day_may_be_given_beside_the_file(cast, tmp_path):
    path = a_file(tmp_path, "code,patients\nQQ001,8100\n")

    run("list_sizes", path, "--yes", "--as-at", "2007-07-01")

    assert ListSize.objects.filter(as_at=date(2007, 7, 1)).count() == 1
    with pytest.raises(CommandError, match="no such date"):
        run("list_sizes", path, "--as-at", "2007-02-30")


PAYMENTS = (
    "Practice Code,Quarter used,Number of Registered Patients,Number of Weighted Patients\n"
    "QQ001,Q4,8100,8000.5\n"
)


def test_the_year_of_payments_is_in_the_name_or_given(cast, tmp_path):
    run("payments", a_file(tmp_path, PAYMENTS, "payments-06-07.csv"), "--yes")

    assert ListSize.objects.get(as_at=date(2007, 1, 1)).weighted == 8000.5
    unnamed = a_file(tmp_path, PAYMENTS)
    assert "Nothing would change" in run("payments", unnamed, "--year", "2006/07")
    with pytest.raises(CommandError, match="financial year"):
        run("payments", unnamed)
    with pytest.raises(CommandError, match="no financial year"):
        run("payments", unnamed, "--year", "2006/09")


def test_a_person_may_be_named_and_needs_the_right(cast, tmp_path):
    path = a_file(tmp_path, an_ods_row())

    run("practices", path, "--yes", "--by", cast.administrator.email)

    assert Import.objects.get().uploaded_by == cast.administrator.person_id
    with pytest.raises(CommandError, match="administrator"):
        run("practices", path, "--by", cast.officer.email)
    with pytest.raises(CommandError, match="Nobody signs in"):
        run("practices", path, "--by", "nobody@example.test")


@pytest.mark.parametrize("command", ["practices", "commissioners", "memberships", "list_sizes"])
def test_a_file_that_cannot_be_read_ends_with_status_1(cast, tmp_path, command):
    with pytest.raises(CommandError):
        run(command, tmp_path / "missing.csv")
    with pytest.raises(CommandError):
        run(command, a_file(tmp_path, "a,b\n1,2\n"))
    with pytest.raises(CommandError, match="empty"):
        run(command, a_file(tmp_path, ""))
