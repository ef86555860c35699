"""A commissioning plan agreed with the PCT: so much for each patient.

award = rate × list, if the plan is agreed by the day of the sum
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from les_schemes.rules.component import rule
from les_schemes.rules.definition import Objective
from les_schemes.rules.kind import ALLOCATION, PAYMENT, Entitlement, Kind, NoReadings, Pays
from les_schemes.rules.kinds.plan_and_achievement.division import (
    Division,
    InvoicePot,
    PracticePart,
)
from les_schemes.rules.kinds.plan_and_achievement.terms import TERMS, DividedTerms
from les_schemes.rules.roll import Roll
from les_schemes.rules.wording import on_day, patients, percent
from pbc.money import pounds


class Plan(Kind):
    name = "plan"
    title = "Agreed plan"
    description = (
        "So much for each registered patient once the commissioning plan is agreed, divided "
        "between the practice and a pot held for its locality."
    )
    source = "DacCom commissioning plan, outline business plan: 75% direct to practices, 25% held"
    needs_list = True
    pays = (
        Pays("practice_payment", PAYMENT, "Payment for an agreed plan", "practices", TERMS),
        Pays("invoice_pot", ALLOCATION, "Locality's part for an agreed plan", "localities", TERMS),
    )
    terms_type = DividedTerms

    def sentence(self, terms: DividedTerms, readings: NoReadings) -> str:
        return (
            f"Pays {pounds(terms.rate)} for every registered patient once the plan is agreed: "
            f"{percent(terms.practice_fraction)} to the practice, the rest to its locality's pot."
        )

    def entitlements(self, objective: Objective, roll: Roll) -> Iterator[Entitlement]:
        """Each practice with its payment, each locality with its pot."""
        terms = objective.terms
        parts = {
            member.code: PlanPart(
                member.code,
                PlanAward(terms.rate, member.patients, member.provider.plan_agreed, roll.as_at),
                Division(terms.practice_fraction, member.places.home is None, False),
            )
            for member in roll.list_holders
        }
        for code, part in parts.items():
            yield Entitlement(code, "practice_payment", PlanPayment(part.award, part.division))
        for locality in roll.localities:
            members = roll.by_home.get(locality.code, ())
            pot = PlanPot(tuple(parts[member.code] for member in members))
            yield Entitlement(locality.code, "invoice_pot", pot)


@dataclass(frozen=True, slots=True)
class PlanAward:
    """What a practice earns by its agreed plan."""

    rate_pence: int
    list_size: int
    plan_agreed: date | None
    as_at: date

    @property
    def pence(self) -> int:
        if self.plan_agreed is None or self.plan_agreed > self.as_at:
            return 0
        return self.rate_pence * self.list_size

    def working(self) -> str:
        if self.plan_agreed is None:
            return "No plan is agreed, so nothing is earned."
        agreed = f"The plan was agreed on {on_day(self.plan_agreed)}"
        if self.plan_agreed > self.as_at:
            return (
                f"{agreed}, after the day of this sum, {on_day(self.as_at)}, "
                "so nothing is earned yet."
            )
        return (
            f"{agreed}: {patients(self.list_size)} × {pounds(self.rate_pence)} = "
            f"{pounds(self.pence)}."
        )


@dataclass(frozen=True, slots=True)
class PlanPart:
    practice: str
    award: PlanAward
    division: Division


@rule
@dataclass(frozen=True, slots=True)
class PlanPayment(PracticePart):
    """The practice's part for its plan."""

    rule = "plan/practice-payment"

    award: PlanAward
    division: Division


@rule
@dataclass(frozen=True, slots=True)
class PlanPot(InvoicePot):
    """The locality's part for its practices' plans."""

    rule = "plan/invoice-pot"

    parts: tuple[PlanPart, ...]
