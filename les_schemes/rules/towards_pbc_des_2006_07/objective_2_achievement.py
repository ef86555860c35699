"""Objective 2 of the DES: the plan's milestones met. 95p for each patient, as a top-up.

    award = rate × list of 1 April 2007 − freed-up resources, not below 0, if milestones are met

It needs no agreed plan and does not look at the day of the sum.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from les_schemes.rules.component import Component, rule
from les_schemes.rules.facts import AchievementFacts, DesFacts, DesPracticeFacts
from les_schemes.rules.towards_pbc_des_2006_07.division import Division, InvoicePot, PracticePart
from les_schemes.rules.towards_pbc_des_2006_07.scheme import ACHIEVEMENT_PAYMENT, ACHIEVEMENT_POT
from les_schemes.rules.wording import patients
from pbc.money import pounds


def entitlements(
    facts: DesFacts, by_locality: dict[str | None, list[DesPracticeFacts]]
) -> Iterator[tuple[str, Component]]:
    """Each practice with its payment, each locality with its pot."""
    plan_only = facts.readings.split_scope == "plan_only"
    parts = {
        practice.code: AchievementPart(
            practice.code,
            AchievementAward(facts.terms.rate, practice.achievement),
            Division(facts.terms.practice_fraction, practice.locality is None, plan_only),
        )
        for practice in facts.practices
    }
    for code, part in parts.items():
        yield code, AchievementPayment(part.award, part.division)
    for locality in facts.localities:
        members = by_locality[locality.code]
        yield locality.code, AchievementPot(tuple(parts[practice.code] for practice in members))


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

    rule = "towards-pbc-des-2006-07/achievement-payment"
    payable = ACHIEVEMENT_PAYMENT

    award: AchievementAward
    division: Division


@rule
@dataclass(frozen=True, slots=True)
class AchievementPot(InvoicePot):
    """The locality's part for its practices' achievements."""

    rule = "towards-pbc-des-2006-07/achievement-pot"
    payable = ACHIEVEMENT_POT

    parts: tuple[AchievementPart, ...]
