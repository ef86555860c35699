"""The plan's milestones met: so much for each patient, as a top-up.

    award = rate × list a year on − freed-up resources, not below 0, if milestones are met

It needs no agreed plan and does not look at the day of the sum.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from les_schemes.rules.component import rule
from les_schemes.rules.definition import Objective
from les_schemes.rules.facts import AchievementFacts
from les_schemes.rules.kind import ALLOCATION, PAYMENT, Entitlement, Kind, Pays
from les_schemes.rules.kinds.plan_and_achievement.division import (
    Division,
    InvoicePot,
    PracticePart,
)
from les_schemes.rules.kinds.plan_and_achievement.terms import (
    TERMS,
    AchievementReadings,
    DividedTerms,
)
from les_schemes.rules.roll import Roll
from les_schemes.rules.wording import patients, percent
from pbc.money import pounds


class Achievement(Kind):
    name = "achievement"
    title = "Plan achieved"
    description = (
        "So much for each registered patient once the plan's milestones are met, less the "
        "resources already freed up, divided between the practice and its locality's pot."
    )
    source = "DacCom commissioning plan, outline business plan: 75% direct to practices, 25% held"
    needs_list = True
    pays = (
        Pays("practice_payment", PAYMENT, "Payment for achievement", "practices", TERMS),
        Pays("invoice_pot", ALLOCATION, "Locality's part for achievement", "localities", TERMS),
    )
    terms_type = DividedTerms
    readings_type = AchievementReadings

    def sentence(self, terms: DividedTerms, readings: AchievementReadings) -> str:
        division = f"{percent(terms.practice_fraction)} to the practice, the rest to its locality"
        if readings.split_scope == "plan_only":
            division = "all of it to the practice"
        return (
            f"Pays {pounds(terms.rate)} for every registered patient once the milestones are met, "
            f"less freed-up resources: {division}."
        )

    def entitlements(self, objective: Objective, roll: Roll) -> Iterator[Entitlement]:
        """Each practice with its payment, each locality with its pot."""
        terms = objective.terms
        plan_only = objective.readings.split_scope == "plan_only"
        parts = {
            member.code: AchievementPart(
                member.code,
                AchievementAward(terms.rate, member.provider.achievement),
                Division(terms.practice_fraction, member.places.home is None, plan_only),
            )
            for member in roll.list_holders
        }
        for code, part in parts.items():
            payment = AchievementPayment(part.award, part.division)
            yield Entitlement(code, "practice_payment", payment)
        for locality in roll.localities:
            members = roll.by_home.get(locality.code, ())
            pot = AchievementPot(tuple(parts[member.code] for member in members))
            yield Entitlement(locality.code, "invoice_pot", pot)


@dataclass(frozen=True, slots=True)
class AchievementAward:
    """What a practice earns by meeting its milestones."""

    rate_pence: int
    achievement: AchievementFacts | None

    @property
    def pence(self) -> int:
        if self.achievement is None or not self.achievement.milestones_met:
            return 0
        whole = self.rate_pence * self.achievement.list_size
        return max(whole - self.achievement.freed_up_pence, 0)

    def working(self) -> str:
        if self.achievement is None:
            return "No achievement is known, so nothing is earned."
        if not self.achievement.milestones_met:
            return "The milestones are not met, so nothing is earned."
        freed_up = self.achievement.freed_up_pence
        least = " (not below £0.00)" if self.pence == 0 else ""
        return (
            f"The milestones are met: {patients(self.achievement.list_size)} × "
            f"{pounds(self.rate_pence)} = {pounds(self.rate_pence * self.achievement.list_size)}, "
            f"less freed-up resources of {pounds(freed_up)} = {pounds(self.pence)}{least}."
        )


@dataclass(frozen=True, slots=True)
class AchievementPart:
    practice: str
    award: AchievementAward
    division: Division


@rule
@dataclass(frozen=True, slots=True)
class AchievementPayment(PracticePart):
    """The practice's part for its achievement."""

    rule = "achievement/practice-payment"

    award: AchievementAward
    division: Division


@rule
@dataclass(frozen=True, slots=True)
class AchievementPot(InvoicePot):
    """The locality's part for its practices' achievements."""

    rule = "achievement/invoice-pot"

    parts: tuple[AchievementPart, ...]
