"""An overspend against the indicative budget, and what it takes away from a practice.

Source: appendix one, objective 4: "no LES payment can be made to practices that overspend against
their indicative budget".
"""

from dataclasses import dataclass

from les_schemes.rules.pbc_les_2007_08.roll import Member
from pbc.money import pounds


@dataclass(frozen=True, slots=True)
class Overspend:
    """An overspend by which the payments under objectives 1 and 2 are lost."""

    budget_pence: int
    outturn_pence: int

    def working(self) -> str:
        return (
            f"The practice spent {pounds(self.outturn_pence)}, "
            f"{pounds(self.outturn_pence - self.budget_pence)} over its budget of "
            f"{pounds(self.budget_pence)}, so this payment is lost."
        )


def loss(member: Member, overspend_scope: str) -> Overspend | None:
    """The overspend that takes away a practice's payments, if one does."""
    budget = member.final_budget
    if overspend_scope != "all_lost" or budget is None or budget.saving_pence >= 0:
        return None
    return Overspend(budget.budget_pence, budget.outturn_pence)
