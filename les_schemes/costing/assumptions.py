"""What is assumed of a year that has not been, typed in by whoever designs the scheme (SM-01).

An assumption is no fact: once the scheme is open, sheets, reports, claims and outturns decide. Who
makes none for an objective sees that it costs nothing yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from fractions import Fraction
from typing import Any

from les_schemes.rules.definition import SchemeDefinition
from les_schemes.rules.tables import decimal
from les_schemes.rules.year import MONTHS
from pbc.money import from_contract, to_contract

IN_TIME, LATE, NOT_MET = "in_time", "late", "not_met"
MILESTONES = {
    IN_TIME: "All of them by their day",
    LATE: "All of them, a day late",
    NOT_MET: "None of them",
}
LEVELS = (0, 1, 2, 3)
NO_ASSUMPTION = "No assumption made yet, so nothing is counted for it."


@dataclass(frozen=True, slots=True)
class ItemsAssumed:
    """Items a month of one objective: of a practice for every 1,000 patients on its list, of a
    provider without a list for each. None is no assumption."""

    per_1000_patients: Fraction | None = None
    each: Fraction | None = None


@dataclass(frozen=True, kw_only=True)
class Assumptions:
    """Shares are parts of a whole from 0 to 1; money is whole pence; None is no assumption.

    ``items`` are by the number of their objective. ``late_share`` is the part of those who sign up
    whose sheet comes in after the deadline; ``overspending_share`` the part of those with a budget
    who spend as much above it as the others stay below.
    """

    sign_up_share: Fraction = Fraction(1)
    late_share: Fraction = Fraction(0)
    months_reported: int = MONTHS
    items: Mapping[int, ItemsAssumed] = field(default_factory=dict)
    milestones: str = IN_TIME
    level: int = 1
    budget_per_patient_pence: int | None = None
    saving_share: Fraction | None = None
    overspending_share: Fraction = Fraction(0)
    plans_agreed: bool = True
    plan_milestones_met: bool = True
    training_cases: int | None = None
    training_cost_pence: int | None = None

    def missing(self, definition: SchemeDefinition) -> dict[int, str]:
        """Why an objective costs nothing yet, by its number: nobody assumed anything of it."""
        return {
            objective.number: NO_ASSUMPTION
            for objective in definition.objectives
            if not self._covers(objective.kind.name, objective.number)
        }

    def _covers(self, kind: str, number: int) -> bool:
        if kind == "item_of_service":
            return self.items.get(number, ItemsAssumed()) != ItemsAssumed()
        if kind == "savings_split":
            return self.budget_per_patient_pence is not None and self.saving_share is not None
        if kind == "training_reimbursement":
            return self.training_cases is not None and self.training_cost_pence is not None
        return True

    def to_data(self) -> dict[str, Any]:
        """As JSON: fractions and money as decimal strings, items by the number as text."""
        data = {
            one.name: _written(one.name, getattr(self, one.name))
            for one in fields(self)
            if one.name != "items"
        }
        data["items"] = {
            str(number): {
                "per_1000_patients": _written("", assumed.per_1000_patients),
                "each": _written("", assumed.each),
            }
            for number, assumed in sorted(self.items.items())
        }
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Assumptions":
        """What ``to_data`` wrote."""
        values = {name: _read(name, value) for name, value in data.items() if name != "items"}
        items = {
            int(number): ItemsAssumed(**{name: _fraction(value) for name, value in assumed.items()})
            for number, assumed in data["items"].items()
        }
        return cls(**values, items=items)


_SHARES = ("sign_up_share", "late_share", "saving_share", "overspending_share")


def _written(name: str, value: Any) -> Any:
    if isinstance(value, Fraction):
        return decimal(value)
    if name.endswith("_pence") and value is not None:
        return to_contract(value)
    return value


def _read(name: str, value: Any) -> Any:
    if name in _SHARES:
        return _fraction(value)
    if name.endswith("_pence") and value is not None:
        return from_contract(value)
    return value


def _fraction(value: str | None) -> Fraction | None:
    return None if value is None else Fraction(value)
