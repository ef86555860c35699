"""The reward for a saving: its first tenth of a saving, at most £1 for each patient."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from les_schemes.rules.component import Component, rule
from les_schemes.rules.facts import BudgetFacts
from les_schemes.rules.standing import Standing
from les_schemes.rules.wording import patients, percent, rounded
from pbc.money import pounds, round_half_up


@dataclass(frozen=True, slots=True)
class RewardTerms:
    """How much of a saving is reward, and the most it can be for each patient."""

    fraction: Fraction
    cap_per_patient_pence: int

    def uncapped(self, saving_pence: int) -> Fraction:
        return self.fraction * saving_pence

    def cap(self, number: int) -> int:
        return self.cap_per_patient_pence * number

    def reward(self, saving_pence: int, number: int) -> int:
        """The reward in whole pence; nothing where nothing was saved."""
        if saving_pence <= 0:
            return 0
        return round_half_up(min(self.uncapped(saving_pence), Fraction(self.cap(number))))

    def working(self, saving_pence: int, number: int) -> str:
        uncapped, cap = self.uncapped(saving_pence), self.cap(number)
        lesser = "the cap applies" if cap < uncapped else "within the cap"
        return (
            f"{percent(self.fraction)} of {pounds(saving_pence)} = {rounded(uncapped)}; "
            f"at most {pounds(self.cap_per_patient_pence)} × {patients(number)} = "
            f"{pounds(cap)}: {lesser}, so the reward is "
            f"{pounds(self.reward(saving_pence, number))}."
        )


def why_not_rewarded(budget: BudgetFacts | None, standing: Standing) -> str | None:
    """The reason, as a sentence, for which a practice has no part in any reward, if it has none."""
    if budget is None:
        return "No outturn against the budget is known."
    if not budget.outturn_final:
        return "The outturn is not final yet."
    if budget.saving_pence <= 0:
        return "There is no saving, so there is no reward."
    if not standing.counts:
        return f"{standing.sentence} Without a sign-up there is no reward."
    if standing.has_left:
        return f"{standing.sentence} Who has left gets no reward."
    if not budget.quality_attested:
        return "It is not attested that quality was kept up, so there is no reward."
    return None


def saving_pence(budget: BudgetFacts | None) -> int:
    return 0 if budget is None else budget.saving_pence


def outcome(budget: BudgetFacts | None) -> list[str]:
    """What a practice saved or overspent, as a sentence, if it is known."""
    if budget is None:
        return []
    name = "saving" if budget.saving_pence >= 0 else "overspend"
    return [
        f"Budget {pounds(budget.budget_pence)} − outturn {pounds(budget.outturn_pence)}: "
        f"{name} {pounds(abs(budget.saving_pence))}."
    ]


@rule
@dataclass(frozen=True)
class Reward(Component):
    """The reward to a practice on its own saving."""

    rule = "savings-split/reward"

    terms: RewardTerms
    patients: int
    budget: BudgetFacts | None
    standing: Standing

    @cached_property
    def entitlement_pence(self) -> int:
        if why_not_rewarded(self.budget, self.standing):
            return 0
        return self.terms.reward(saving_pence(self.budget), self.patients)

    def working(self) -> list[str]:
        return [
            *outcome(self.budget),
            why_not_rewarded(self.budget, self.standing)
            or self.terms.working(saving_pence(self.budget), self.patients),
        ]


@rule
@dataclass(frozen=True, slots=True)
class RewardShare(Component):
    """A practice's share of the reward on its locality's net saving.

    ``net_pence`` and ``locality_patients`` are of all practices of the locality with a final
    outturn, ``shared_by_savings_pence`` the savings of those among whom the reward is shared.
    ``odd_penny`` is 1 where one of the pennies left over from rounding down comes to this
    practice, by the remainders of all the shares.
    """

    rule = "savings-split/reward-share"

    terms: RewardTerms
    locality_patients: int
    net_pence: int
    shared_by_savings_pence: int
    budget: BudgetFacts | None
    standing: Standing
    odd_penny: int

    @property
    def whole_reward_pence(self) -> int:
        """The reward on the locality's net saving, of which this is a share."""
        return self.terms.reward(self.net_pence, self.locality_patients)

    @property
    def entitlement_pence(self) -> int:
        if why_not_rewarded(self.budget, self.standing):
            return 0
        return self._rounded_down() + self.odd_penny

    def working(self) -> list[str]:
        sentences = outcome(self.budget)
        reason = why_not_rewarded(self.budget, self.standing)
        if reason:
            return [*sentences, reason]
        if self.net_pence <= 0:
            return [
                *sentences,
                f"The practices of the locality together saved nothing "
                f"(net {pounds(self.net_pence)}), so there is no reward to share.",
            ]
        return [
            *sentences,
            f"The practices of the locality together saved {pounds(self.net_pence)}. "
            + self.terms.working(self.net_pence, self.locality_patients),
            self._share(),
        ]

    def _rounded_down(self) -> int:
        saving = saving_pence(self.budget)
        return self.whole_reward_pence * saving // self.shared_by_savings_pence

    def _share(self) -> str:
        odd_penny = (
            ", and one of the pennies left over, its remainder being among the largest"
            if self.odd_penny
            else ""
        )
        return (
            f"Shared among the savers by their savings, {pounds(self.shared_by_savings_pence)} in "
            f"all: {pounds(self.whole_reward_pence)} × {pounds(saving_pence(self.budget))} / "
            f"{pounds(self.shared_by_savings_pence)}, rounded down to "
            f"{pounds(self._rounded_down())}{odd_penny} = {pounds(self.entitlement_pence)}."
        )
