"""What a change of a reading comes to on the assumptions typed in for its scheme.

Savings, claims and whatever else later facts decide is not held when a reading is changed. These
amounts are worked out for everyone who may take part, and are shown as assumed wherever they are.
"""

from dataclasses import dataclass
from typing import Any

from les_schemes import costing
from les_schemes.costing.costed import Costed
from les_schemes.costing.differences import payee_differences
from les_schemes.definitions import definition_of, with_reading
from les_schemes.models import SchemeVersion


@dataclass(frozen=True)
class Assumed:
    """Whole pence that would be paid out in the year; ``payees`` are those whose amount changes."""

    before_pence: int
    after_pence: int
    payees: list[dict[str, Any]]

    @property
    def difference_pence(self) -> int:
        return self.after_pence - self.before_pence


def of_change(version: SchemeVersion, objective: int, reading: str, choice: str) -> dict[str, Any]:
    """As JSON, to be kept with the change: what was assumed, and what it comes to."""
    before = costing.work_out(version, costing.assumptions_of(version))
    changed = with_reading(definition_of(version), objective, reading, choice)
    after = costing.cost(before.eligible, before.assumptions, changed)
    return {
        "assumptions": before.assumptions.to_data(),
        "not_assumed": sorted(before.assumptions.missing(before.definition)),
        "before_pence": before.total_pence,
        "after_pence": after.total_pence,
        "payees": _changed(before, after),
    }


def _changed(before: Costed, after: Costed) -> list[dict[str, Any]]:
    return [
        {
            "name": one.payee.name,
            "code": one.payee.code,
            "before_pence": one.before_pence,
            "after_pence": one.after_pence,
        }
        for one in payee_differences(before, after)
        if one.difference_pence
    ]
