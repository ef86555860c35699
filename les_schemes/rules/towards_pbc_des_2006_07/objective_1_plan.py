"""Objective 1 of the DES: a commissioning plan agreed with the PCT. 95p for each patient.

award = rate × list, if the plan is agreed by the day of the sum
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from les_schemes.rules.component import Component, rule
from les_schemes.rules.facts import DesFacts, DesPracticeFacts
from les_schemes.rules.towards_pbc_des_2006_07.division import Division, InvoicePot, PracticePart
from les_schemes.rules.towards_pbc_des_2006_07.scheme import PLAN_PAYMENT, PLAN_POT
from les_schemes.rules.wording import on_day, patients
from pbc.money import pounds


def entitlements(
    facts: DesFacts, by_locality: dict[str | None, list[DesPracticeFacts]]
) -> Iterator[tuple[str, Component]]:
    """Each practice with its payment, each locality with its pot."""
    parts = {
        practice.code: PlanPart(
            practice.code,
            PlanAward(facts.terms.rate, practice.list_size, practice.plan_agreed, facts.as_at),
            Division(facts.terms.practice_fraction, practice.locality is None, False),
        )
        for practice in facts.practices
    }
    for code, part in parts.items():
        yield code, PlanPayment(part.award, part.division)
    for locality in facts.localities:
        members = by_locality[locality.code]
        yield locality.code, PlanPot(tuple(parts[practice.code] for practice in members))


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

    rule = "towards-pbc-des-2006-07/plan-payment"
    payable = PLAN_PAYMENT

    award: PlanAward
    division: Division


@rule
@dataclass(frozen=True, slots=True)
class PlanPot(InvoicePot):
    """The locality's part for its practices' plans."""

    rule = "towards-pbc-des-2006-07/plan-pot"
    payable = PLAN_POT

    parts: tuple[PlanPart, ...]
