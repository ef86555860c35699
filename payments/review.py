"""What a person checks before a run is approved: its sums, what changed, what is held or left out.

All sums are of the lines, taken by the database, so that objectives, localities, statements and
the export file come to the same pence; each function makes a fixed number of queries.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, Sum

from payments import changes
from payments.components import Wordings, choice
from payments.models import Calculation, Line, Run
from payments.statuses import COUNTS_AS_PAID, LeftOut

PAYMENT, ALLOCATION = "payment", "allocation"

_SUMS = {
    "number": Count("pk"),
    "entitlement": Sum("entitlement_pence"),
    "paid": Sum("paid_pence"),
    "due": Sum("due_pence"),
    "held": Sum("due_pence", filter=~Q(held_reason=""), default=0),
    "payments": Sum("due_pence", filter=Q(kind=PAYMENT, held_reason=""), default=0),
    "allocations": Sum("due_pence", filter=Q(kind=ALLOCATION, held_reason=""), default=0),
}


def totals(run: Run) -> dict[str, int]:
    """Whole pence of a run: entitlement, paid before, due; of the due what is paid out, credited
    to funds, and held; and the number of lines."""
    sums = run.lines.aggregate(
        **_SUMS,
        held_lines=Count("pk", filter=~Q(held_reason="")),
        payees=Count(
            "payee", distinct=True, filter=Q(kind=PAYMENT, held_reason="") & ~Q(due_pence=0)
        ),
    )
    return {name: int(value or 0) for name, value in sums.items()}


def by_scheme(run: Run, wordings: Wordings) -> list[dict[str, Any]]:
    """The sums of each scheme, and in it of each component of each objective."""
    found: dict[int, list[dict[str, Any]]] = {pk: [] for pk in wordings.by_calculation}
    rows = run.lines.values("calculation", "objective", "component", "kind").annotate(**_SUMS)
    for row in rows.order_by("calculation", "objective", "component"):
        wording = wordings.by_calculation[row["calculation"]]
        key = (row["objective"], row["component"])
        found[row["calculation"]].append(
            {
                **row,
                "title": wording.payable(*key).title,
                "objective_title": wording.objective_title(row["objective"]),
                "choice": choice(row["calculation"], *key),
            }
        )
    return [
        {
            "version": wordings.by_calculation[pk].version,
            "rows": components,
            **{name: sum(row[name] for row in components) for name in _SUMS},
        }
        for pk, components in found.items()
    ]


def by_locality(run: Run) -> list[dict[str, Any]]:
    """The sums of each locality and its practices; all others stand together."""
    rows = (
        run.lines.values("locality_id", name=F("locality__name"), code=F("locality__code"))
        .annotate(**_SUMS)
        .order_by("name", "code")
    )
    return [{**row, "name": row["name"] or "In no locality"} for row in rows]


def previous_of(run: Run) -> Run | None:
    """The run before this one that counts as paid."""
    return (
        Run.objects.filter(
            commissioner_id=run.commissioner_id,
            number__lt=run.number,
            status__in=COUNTS_AS_PAID,
        )
        .order_by("-number")
        .first()
    )


def changes_by_payee(run: Run, previous: Run | None) -> list[dict[str, Any]]:
    """What each payee is paid now and was paid last time, the largest change first."""
    sums = {PAYMENT: "payments", ALLOCATION: "allocations"}
    rows: dict[int, dict[str, Any]] = {}
    runs = [run] if previous is None else [run, previous]
    found = (
        Line.objects.filter(run__in=runs, held_reason="")
        .values("payee_id", "payee__code", "payee__name", "payee__kind", "run_id", "kind")
        .annotate(due=Sum("due_pence"))
        .order_by("payee__name", "payee__code")
    )
    for line in found:
        row = rows.setdefault(
            line["payee_id"],
            {
                "code": line["payee__code"],
                "name": line["payee__name"],
                "kind": line["payee__kind"],
                **{f"{name}_{when}": 0 for name in sums.values() for when in ("now", "before")},
            },
        )
        when = "now" if line["run_id"] == run.pk else "before"
        row[f"{sums[line['kind']]}_{when}"] = line["due"]
    for row in rows.values():
        for name in sums.values():
            row[f"{name}_change"] = row[f"{name}_now"] - row[f"{name}_before"]
    return sorted(
        rows.values(),
        key=lambda row: (
            -abs(row["payments_change"]),
            -abs(row["allocations_change"]),
            row["name"],
        ),
    )


def changed_facts(run: Run, previous: Run | None) -> list[changes.Change]:
    """What differs between the facts of a run and of the run before, scheme by scheme."""
    if previous is None:
        return []
    earlier = {calculation.version_id: calculation for calculation in previous.calculations.all()}
    found: list[changes.Change] = []
    for calculation in run.calculations.select_related("version__scheme").order_by("pk"):
        before = earlier.get(calculation.version_id)
        if before is None:
            added = changes.Change("Scheme added", calculation.version.scheme.code, "", "paid")
            found += _of_scheme(calculation, [added])
        else:
            found += _of_scheme(calculation, changes.between(before.facts, calculation.facts))
    return found


def changed_since_prepared(run: Run, now: dict[int, dict[str, Any]]) -> list[changes.Change]:
    """What differs between the facts a run was worked out from and those known now."""
    found: list[changes.Change] = []
    for calculation in run.calculations.select_related("version__scheme").order_by("pk"):
        found += _of_scheme(calculation, changes.between(calculation.facts, now[calculation.pk]))
    return found


def _of_scheme(calculation: Calculation, found: list[changes.Change]) -> list[changes.Change]:
    return [replace(change, scheme=str(calculation.version)) for change in found]


def left_out(calculations: Iterable[Calculation]) -> list[dict[str, Any]]:
    """Everyone left out of a run, wholly or in part, with the scheme and the reason.

    The calculations come with their version.
    """
    return [
        {
            **entry,
            "scheme": str(calculation.version),
            "status": LeftOut(entry["why"]),
            "since": date.fromisoformat(entry["since"]) if entry["since"] else None,
        }
        for calculation in calculations
        for entry in calculation.left_out
    ]


def left_out_by_scheme(calculations: Iterable[Calculation]) -> list[dict[str, Any]]:
    """Of each scheme that leaves somebody out, how many for each reason."""
    return [
        {"version": calculation.version, "reasons": left_out_by_reason(calculation.left_out)}
        for calculation in calculations
        if calculation.left_out
    ]


def left_out_by_reason(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """How many are left out for each reason, the most first, with their patients."""
    counts: Counter[str] = Counter()
    patients: Counter[str] = Counter()
    for entry in entries:
        counts[entry["why"]] += 1
        patients[entry["why"]] += entry["list_size"] or 0
    return [
        {"why": why, "label": LeftOut(why).label, "number": number, "patients": patients[why]}
        for why, number in counts.most_common()
    ]


def not_worked_out(calculations: Iterable[Calculation]) -> list[dict[str, Any]]:
    """The objectives that come to nothing for want of facts, with their scheme."""
    return [
        {**objective, "scheme": calculation.version}
        for calculation in calculations
        for objective in calculation.not_worked_out
    ]


def held_by_reason(run: Run) -> list[dict[str, Any]]:
    """What is held for each reason, the largest sum first."""
    rows: Any = (
        run.lines.exclude(held_reason="")
        .values("held_reason", "payee__code", "payee__name")
        .annotate(due=Sum("due_pence"), number=Count("pk"))
        .order_by("-due", "payee__name")
    )
    return list(rows)


def changes_counted(run: Run, previous: Run | None) -> list[tuple[str, int]]:
    """How many facts of each kind changed since the run before."""
    return changes.count_by_kind(changed_facts(run, previous))
