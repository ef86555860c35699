"""An overspend against the indicative budget, and what it takes away from a practice.

Source: appendix one, objective 4: "no LES payment can be made to practices that overspend against
their indicative budget".
"""

from dataclasses import dataclass

from les_schemes.rules.roll import Member, Roll
from pbc.money import pounds

SAVINGS_SPLIT = "savings_split"


@dataclass(frozen=True, slots=True)
class Overspend:
    """An overspend by which the payments by patients and for information are lost."""

    budget_pence: int
    outturn_pence: int

    def working(self) -> str:
        return (
            f"The practice spent {pounds(self.outturn_pence)}, "
            f"{pounds(self.outturn_pence - self.budget_pence)} over its budget of "
            f"{pounds(self.budget_pence)}, so this payment is lost."
        )


def scope(roll: Roll) -> str | None:
    """What an overspend takes away, by the scheme's split of savings, if it has one."""
    for objective in roll.definition.of_kind(SAVINGS_SPLIT):
        return str(objective.readings.overspend_scope)
    return None


def has_overspent(member: Member) -> bool:
    """Whether the practice overspent, by its final outturn."""
    return member.final_budget is not None and member.final_budget.saving_pence < 0


def loss(member: Member, overspend_scope: str | None) -> Overspend | None:
    """The overspend that takes away a practice's payments, if one does."""
    budget = member.final_budget
    if overspend_scope != "all_lost" or budget is None or budget.saving_pence >= 0:
        return None
    return Overspend(budget.budget_pence, budget.outturn_pence)
