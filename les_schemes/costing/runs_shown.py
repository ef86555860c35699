"""A dry run as its page shows it: every payee a row, every objective a column of the file."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from les_schemes.costing import dry_runs
from les_schemes.costing.dry_runs import DryPayee
from les_schemes.costing.tables import KINDS, PayeeFilter
from les_schemes.models import DryRun
from les_schemes.rules import SchemeDefinition
from pbc import tables


class RunRow:
    """A payee of a dry run as a row of its table."""

    def __init__(self, held: DryPayee, run: DryRun) -> None:
        self.payee = held.cost
        self.locality_name = held.locality_name
        self.lines = held.lines
        self.url = reverse(
            "les_schemes:dry-run-payee", args=[run.version_id, run.number, held.cost.code]
        )


class RunTable(tables.Table):
    """``context``: ``localities`` as choices of the filter."""

    caption = "Who would be paid what"
    filters = PayeeFilter
    exports_totals = True
    default_sort = "payee__name"

    def make_filters(self) -> PayeeFilter:
        return PayeeFilter(self.request.GET, localities=self.context["localities"])


def run_table(request: HttpRequest, run: DryRun) -> RunTable:
    """The table of a dry run; a file has each line of an objective in a column of its own."""
    rows = [RunRow(held, run) for held in dry_runs.payees(run)]
    components = sorted({(line.objective, line.component) for row in rows for line in row.lines})

    class OfRun(RunTable):
        columns = [
            tables.Column("payee.name", "Who", sort=True, header=True, href=lambda row: row.url),
            tables.Column("payee.code", "Code", sort=True),
            tables.Column(lambda row: KINDS[row.payee.kind], "Kind", screen=False),
            tables.Column("locality_name", "Locality", sort=True),
            tables.NumberColumn("payee.patients", "Patients", sort=True, total=True),
            *(
                tables.MoneyColumn(
                    _of(objective, component),
                    f"{objective} {component.replace('_', ' ')}",
                    screen=False,
                )
                for objective, component in components
            ),
            tables.MoneyColumn(
                "payee.paid_pence", "Paid", sort=True, total=True, why=lambda row: row.url
            ),
            tables.MoneyColumn("payee.set_aside_pence", "Set aside", sort=True, total=True),
            tables.MoneyColumn("payee.pence_per_patient", "A patient", sort=True),
        ]

    localities = sorted(
        {(row.payee.locality, row.locality_name) for row in rows if row.payee.locality},
        key=lambda one: one[1],
    )
    return OfRun(request, rows, localities=localities)


def _of(objective: int, component: str) -> Callable[[RunRow], int]:
    def pence(row: RunRow) -> int:
        return sum(
            line.pence
            for line in row.lines
            if (line.objective, line.component) == (objective, component)
        )

    return pence


def lines_of(run: DryRun, definition: SchemeDefinition) -> list[dict[str, Any]]:
    """What the run comes to under each component of each objective."""
    sums: Counter[tuple[int, str]] = Counter()
    for held in dry_runs.payees(run):
        for line in held.lines:
            sums[line.objective, line.component] += line.pence
    return [
        {
            "objective": definition.objective(number),
            "payable": definition.payables[number, component],
            "pence": sums[number, component],
        }
        for number, component in sorted(sums)
    ]
