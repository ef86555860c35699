"""What approved runs have paid, in the contract's form."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from les_schemes.models import SchemeVersion
from localities.models import Commissioner, Practice
from payments.models import Line
from pbc.money import to_contract

PaidKey = tuple[str, int, str]


@dataclass(frozen=True)
class Paid:
    """The contract's ``paid``, each amount's runs, and what was paid to those not in the facts."""

    facts: list[dict[str, Any]]
    provenance: dict[str, list[dict[str, Any]]]
    outside: dict[str, list[dict[str, Any]]]


def paid_before(
    commissioner: Commissioner, version: SchemeVersion, as_at: date, known_at: datetime
) -> list[dict[str, Any]]:
    """What approved runs paid under this scheme version: by this commissioner to anyone, and by
    any commissioner to a practice that is a member now."""
    rows: Any = (
        Line.objects.counting_as_paid()
        .filter(calculation__version=version, run__approved_at__lte=known_at)
        .filter(
            Q(run__commissioner=commissioner)
            | Q(payee__in=Practice.objects.commissioned_by([commissioner.pk], as_at))
        )
        .order_by("run__pay_date", "run_id", "payee__code", "objective", "component")
        .values(
            "payee_id",
            "payee__code",
            "payee__name",
            "payee__kind",
            "objective",
            "component",
            "run_id",
            "run__number",
            "run__pay_date",
            "run__commissioner__code",
        )
        .annotate(amount=Coalesce(Sum("due_pence"), 0))
    )
    return list(rows)


def paid(rows: list[dict[str, Any]], ids: dict[str, int]) -> Paid:
    """The rows summed for each payee and component; ``ids`` are those in the facts, by code."""
    codes = {identity: code for code, identity in ids.items()}
    sums: dict[PaidKey, int] = defaultdict(int)
    provenance: dict[str, list[dict[str, Any]]] = defaultdict(list)
    outside: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        code = codes.get(row["payee_id"])
        if code is None:
            outside[row["payee__code"]].append(row)
            continue
        key = (code, row["objective"], row["component"])
        sums[key] += row["amount"]
        provenance["/".join(map(str, key))].append(
            {
                "run": str(row["run_id"]),
                "commissioner": row["run__commissioner__code"],
                "number": row["run__number"],
                "pay_date": row["run__pay_date"].isoformat(),
                "amount_pence": row["amount"],
            }
        )
    facts = [
        {
            "payee": payee,
            "objective": objective,
            "component": component,
            "amount": to_contract(amount),
        }
        for (payee, objective, component), amount in sorted(sums.items())
        if amount
    ]
    return Paid(facts, dict(provenance), dict(outside))
