"""A payment run at national scale: seconds a step, as ratios to a floor measured in the same run.

    .venv/bin/python benchmarks/runs.py [PRACTICES]

The list sizes are those of ``../shared/data`` where it is there, else made. It runs on a test
database: SQLite, or the PostgreSQL server that ``TEST_DATABASE_URL`` names. The floor of reading is
the same rows by plain SQL; of working out, writing the facts as JSON and reading them; of storing,
the same rows into a table without keys, checks or triggers.
"""

import csv
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django  # noqa: E402

django.setup()

from django.db import connection, reset_queries, transaction  # noqa: E402
from django.test.utils import setup_databases, teardown_databases  # noqa: E402

from payments import calculations, facts, preparing, review  # noqa: E402
from payments.actions import runs  # noqa: E402
from payments.models import Line, Run  # noqa: E402
from pbc import clock  # noqa: E402
from pbc.money import pounds  # noqa: E402
from tests.integration.payments import county as making  # noqa: E402
from tests.integration.payments.many import add_practices  # noqa: E402

NATIONAL = 8_300
ROUNDS = 5
APRIL = date(2007, 4, 30)
LISTS = ROOT.parent / "shared" / "data" / "gp-reg-pat-prac-all-2021-07.csv"


def list_sizes(wanted: int) -> list[int]:
    """Real list sizes, over and over if there are too few; made ones where there is no file."""
    if not LISTS.exists():
        return [1_500 + number * 37 % 18_000 for number in range(wanted)]
    with LISTS.open(encoding="utf-8-sig", newline="") as file:
        sizes = [
            int(row["NUMBER_OF_PATIENTS"])
            for row in csv.DictReader(file)
            if row["SEX"] == "ALL" and row["AGE"] == "ALL"
        ]
    return [sizes[number % len(sizes)] for number in range(wanted)]


def seconds(work: Callable[[], Any], rounds: int = ROUNDS) -> tuple[float, Any]:
    """The median of several rounds, and what the last came to."""
    taken = []
    result = None
    for _ in range(rounds):
        begun = time.perf_counter()
        result = work()
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken), result


def queries_of(work: Callable[[], Any]) -> int:
    connection.force_debug_cursor = True
    reset_queries()
    work()
    number = len(connection.queries)
    connection.force_debug_cursor = False
    return number


def rows_by_plain_sql() -> int:
    """The rows that the facts come from, and nothing done with them."""
    statements = (
        "SELECT practice_id, starts FROM localities_commissionermembership",
        "SELECT practice_id, locality_id FROM localities_localitymembership",
        "SELECT practice_id, registered, source, recorded_at FROM localities_listsize",
        "SELECT provider_id, received_at, accepted_at FROM les_schemes_signup",
        "SELECT sign_up_id, required FROM les_schemes_namedgp",
        "SELECT named_gp_id, signed_at FROM les_schemes_signature",
    )
    number = 0
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            number += len(cursor.fetchall())
    return number


def into_a_bare_table(rows: list[list[Any]]) -> None:
    """The same rows without keys, checks, foreign keys or triggers."""
    values = [[*map(str, row[:-1]), json.dumps(row[-1])] for row in rows]
    with transaction.atomic(), connection.cursor() as cursor:
        columns = ", ".join(f"c{number} text" for number in range(len(values[0])))
        cursor.execute("DROP TABLE IF EXISTS benchmark_bare")
        cursor.execute(f"CREATE TABLE benchmark_bare ({columns})")
        document = json.dumps(values)
        if connection.vendor == "postgresql":
            picked = ", ".join(f"entry ->> {number}" for number in range(len(values[0])))
            source = "json_array_elements(%s::json) AS entry"
        else:
            picked = ", ".join(f"json_extract(value, '$[{n}]')" for n in range(len(values[0])))
            source = "json_each(%s)"
        cursor.execute(f"INSERT INTO benchmark_bare SELECT {picked} FROM {source}", [document])


def measure(practices: int) -> None:
    making.stand_on(date(2007, 4, 16))
    county = making.make_county("H-NAT", lists=())
    add_practices(county.commissioner, county.version, list_sizes(practices), code="H-NAT")
    asked = {
        "commissioner": county.commissioner,
        "version": county.version,
        "as_at": APRIL,
        "known_at": clock.now(),
    }

    reading, gathered = seconds(lambda: facts.gather(**asked))
    reading_floor, _ = seconds(rows_by_plain_sql)
    queries = queries_of(lambda: facts.gather(**asked))
    working, worked_out = seconds(lambda: calculations.work_out(gathered))
    working_floor, _ = seconds(lambda: json.loads(json.dumps(gathered.document)))

    storing, stored_floor = [], []
    for _ in range(ROUNDS):
        run = runs.request(commissioner=county.commissioner, pay_date=APRIL, by=county.preparer)
        begun = time.perf_counter()
        runs.prepare(run=run, worked_out=[worked_out], by=county.preparer)
        storing.append(time.perf_counter() - begun)
        calculation = run.calculations.get()
        rows = list(worked_out.rows(run=run, calculation=calculation, first=1))
        begun = time.perf_counter()
        into_a_bare_table(rows)
        stored_floor.append(time.perf_counter() - begun)
        if len(storing) < ROUNDS:
            runs.cancel(run=run, reason="next round", by=county.preparer)
    run = Run.objects.get(pk=run.pk)
    checking, _ = seconds(lambda: list(calculations.differences(run)), rounds=1)
    looking, totals = seconds(lambda: _review(run))
    fresh, _ = seconds(lambda: preparing.facts_now(run), rounds=1)
    approving, _ = seconds(
        lambda: runs.approve(run=run, digest=run.digest, by=county.approver), rounds=1
    )

    lines = Line.objects.filter(run=run).count()
    print(
        f"{connection.vendor}, {practices:,} practices, {lines:,} lines, "
        f"{pounds(totals['due'])} due"
    )
    floors = (
        ("gather the facts", reading, reading_floor),
        ("work out", working, working_floor),
        ("store", statistics.median(storing), statistics.median(stored_floor)),
    )
    for name, taken, floor in floors:
        print(f"  {name:<34}{taken:8.2f} s   {taken / floor:6.1f} × its floor of {floor:.3f} s")
    for name, taken in (
        ("sums of the review page", looking),
        ("facts anew for the approval", fresh),
        ("approve", approving),
        ("recompute", checking),
    ):
        print(f"  {name:<34}{taken:8.2f} s")
    print(f"  gathering makes {queries} queries")


def _review(run: Run) -> dict[str, int]:
    review.by_component(run)
    review.by_locality(run)
    review.changes_by_payee(run, None)
    return review.totals(run)


def main() -> None:
    practices = int(sys.argv[1]) if len(sys.argv) > 1 else NATIONAL
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        measure(practices)
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    main()
