"""Imports at national scale: seconds, queries, and ratios to a floor measured in the same run.

    .venv/bin/python benchmarks/imports.py

The rows are those of ``../shared/data``: every cost centre of the practice files, taken as a GP
practice, with the codes that only the memberships know (some 17,000); and every membership (some
48,000). It runs on a test database: SQLite, or the PostgreSQL server that ``TEST_DATABASE_URL``
names. The floor is the same file read with the ``csv`` module and its rows put, as text, into a
table without keys, checks or triggers: one COPY, or one ``executemany``.
"""

import csv
import io
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django  # noqa: E402

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.test.utils import (  # noqa: E402
    CaptureQueriesContext,
    setup_databases,
    teardown_databases,
)

from localities.actions import imports  # noqa: E402
from localities.models import Import  # noqa: E402
from pbc.actor import SYSTEM  # noqa: E402

DATA = ROOT.parent / "shared" / "data"
GP_PRACTICE = "4"
FEW = 10
FEW_PRACTICES = ("A81632", "A81001", "A81002")


def practices() -> list[list[str]]:
    """Every code of all three files as a GP practice; a code without a row borrows one."""
    first = read("epraccur_2019-08-30.csv")[0]
    rows = {row[0]: [row[0], *first[1:]] for row in read("epcmem_2019-08-30.csv")}
    for name in ("epraccur_2015-11-27.csv", "epraccur_2019-08-30.csv"):
        for row in read(name):
            rows[row[0]] = [*row[:25], GP_PRACTICE, *row[26:]]
    return list(rows.values())


def read(name: str) -> list[list[str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def as_file(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def timed(work: Callable[[], Any]) -> tuple[float, int, Any]:
    """Seconds, queries, and what the work came to. Queries are counted apart from the clock."""
    begun = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        result = work()
    return time.perf_counter() - begun, len(queries), result


def floor(data: bytes) -> float:
    """The same rows as text into a bare table."""
    begun = time.perf_counter()
    rows = list(csv.reader(io.StringIO(data.decode())))
    width = len(rows[0])
    columns = ", ".join(f"c{number} text" for number in range(width))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bare ({columns})")
        if connection.vendor == "postgresql":
            cursor.copy_expert("COPY bare FROM STDIN (FORMAT csv)", io.StringIO(data.decode()))
        else:
            marks = ", ".join(["%s"] * width)
            cursor.executemany(f"INSERT INTO bare VALUES ({marks})", rows)
    taken = time.perf_counter() - begun
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bare")
    return taken


def upload(kind: str, data: bytes) -> Import:
    return imports.upload(kind=kind, content=data, name="file.csv", stated_date=None, by=SYSTEM)


def measure(kind: str, rows: list[list[str]], few: list[list[str]]) -> None:
    """Print what it takes to check and to write a file, beside the floor and beside few rows."""
    small = upload(kind, as_file(few))
    small = imports.check(import_id=small.pk)
    imports.confirm(imported=small, fingerprint=small.preview["fingerprint"], by=SYSTEM)
    _, small_queries, _ = timed(lambda: imports.write(import_id=small.pk))

    data = as_file(rows)
    lowest = min(floor(data) for _ in range(3))
    imported = upload(kind, data)
    checking, check_queries, imported = timed(lambda: imports.check(import_id=imported.pk))
    imports.confirm(imported=imported, fingerprint=imported.preview["fingerprint"], by=SYSTEM)
    writing, write_queries, imported = timed(lambda: imports.write(import_id=imported.pk))
    again = upload(kind, data)
    second, _, again = timed(lambda: imports.check(import_id=again.pk))
    assert imported.status == "written", imported.preview
    assert again.preview["changes_nothing"], again.preview

    print(f"{kind}: {len(rows):,} rows, {imported.preview['refused']:,} of them refused")
    print(f"  floor (read, and into a bare table)   {lowest:6.2f} s")
    print(f"  check, with every finding kept        {checking:6.2f} s  {checking / lowest:5.1f} x")
    print(f"  write                                 {writing:6.2f} s  {writing / lowest:5.1f} x")
    print(f"  check a second time: nothing changes  {second:6.2f} s  {second / lowest:5.1f} x")
    print(f"  queries: {check_queries} to check, {write_queries} to write")
    print(f"  queries to write {len(few)} rows: {small_queries}")


def main() -> None:
    if not DATA.is_dir():
        sys.exit("../shared/data is not here, and no made file would tell as much.")
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        print(f"on {connection.vendor}")
        rows = practices()
        measure("practices", rows, rows[:FEW])
        memberships = read("epcmem_2019-08-30.csv")
        # Of these practices the two files disagree on a date, as in the whole: the same statements.
        few = [row for row in memberships if row[0] in FEW_PRACTICES]
        measure("memberships", memberships, few)
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    main()
