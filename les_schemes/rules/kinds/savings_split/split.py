"""The split of savings: what is left of one after the first tenth goes 70:30.

30% goes to the PCT's financial balance, the other 70% is set aside for patient care in the
locality. A saving is split as it stands for one *unit*: a practice, or a locality with the
savings and overspends of all its practices in it.
"""

from abc import abstractmethod
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

from les_schemes.rules.component import Component, rule
from les_schemes.rules.wording import percent
from pbc.money import pounds, round_half_up


@dataclass(frozen=True, slots=True)
class Saving:
    """What one practice saved, or overspent, by its final outturn."""

    practice: str
    budget_pence: int
    outturn_pence: int

    @property
    def pence(self) -> int:
        return self.budget_pence - self.outturn_pence


@dataclass(frozen=True)
class UnitOfSaving:
    """A practice or locality whose saving is split, and the rewards paid out of it."""

    code: str
    savings: tuple[Saving, ...]
    reward_pence: int

    @cached_property
    def saving_pence(self) -> int:
        return sum(saving.pence for saving in self.savings)

    @cached_property
    def sentence(self) -> str:
        """How the saving of the unit comes about, without a full stop."""
        if len(self.savings) == 1:
            (saving,) = self.savings
            return (
                f"{saving.practice}: budget {pounds(saving.budget_pence)} − outturn "
                f"{pounds(saving.outturn_pence)} = {pounds(saving.pence)}"
            )
        each = "; ".join(
            f"{saving.practice} {pounds(saving.budget_pence)} − {pounds(saving.outturn_pence)} = "
            f"{pounds(saving.pence)}"
            for saving in self.savings
        )
        return f"{self.code}, budgets − outturns: {each}; together {pounds(self.saving_pence)}"


class Split(NamedTuple):
    """A unit's saving, what is taken off it first, what that leaves to split, and the parts.

    All are whole pence. Where the reinvestment is of the gross saving, nothing is taken off first
    and the PCT's share, less the reward, may be below zero.
    """

    unit: UnitOfSaving
    taken_off: int
    base: int
    pct_share: int
    reinvestment: int
    unallocated: int


@dataclass(frozen=True)
class SplitTerms:
    """How a saving is split, and by which readings."""

    reward_fraction: Fraction
    reinvestment_fraction: Fraction
    split_base: str
    reinvestment_share: str

    @cached_property
    def pct_fraction(self) -> Fraction:
        return 1 - self.reinvestment_fraction

    @property
    def is_of_gross(self) -> bool:
        return self.reinvestment_share == "gross"

    @property
    def takes_full_tenth(self) -> bool:
        return self.split_base == "full_tenth" and not self.is_of_gross

    def split(self, unit: UnitOfSaving) -> Split:
        saving, reward = unit.saving_pence, unit.reward_pence
        if saving <= 0:
            return Split(unit, 0, 0, 0, 0, 0)
        if self.is_of_gross:
            reinvestment = round_half_up(self.reinvestment_fraction * saving)
            return Split(unit, 0, saving, saving - reward - reinvestment, reinvestment, 0)
        taken_off = reward
        if self.takes_full_tenth:
            taken_off = round_half_up(self.reward_fraction * saving)
        base = max(saving - taken_off, 0)
        pct_share = round_half_up(self.pct_fraction * base)
        return Split(unit, taken_off, base, pct_share, base - pct_share, taken_off - reward)


@dataclass(frozen=True)
class Savings:
    """Some units with the terms by which their savings are split."""

    terms: SplitTerms
    units: tuple[UnitOfSaving, ...]

    @cached_property
    def splits(self) -> list[Split]:
        return [self.terms.split(unit) for unit in self.units]


@dataclass(frozen=True, slots=True)
class SavingsAllocation(Component):
    """One part of the splits of some savings: the base of the three allocations."""

    savings: Savings

    @property
    def entitlement_pence(self) -> int:
        return sum(map(self._part, self.savings.splits))

    def working(self) -> list[str]:
        splits = self.savings.splits
        if not splits:
            return ["No final outturn against a budget is known, so there is nothing to split."]
        sentences = [self._of_unit(split) for split in splits]
        if len(splits) > 1:
            sentences.append(f"Together {pounds(self.entitlement_pence)}.")
        return sentences

    def _of_unit(self, split: Split) -> str:
        if split.unit.saving_pence <= 0:
            return f"{split.unit.sentence}: no saving to split."
        sum_ = self._sum(self.savings.terms, split)
        return f"{split.unit.sentence}; {sum_} = {pounds(self._part(split))}."

    @abstractmethod
    def _part(self, split: Split) -> int:
        """The allocation's own of the parts of a split."""

    @abstractmethod
    def _sum(self, terms: SplitTerms, split: Split) -> str:
        """The sum that gives the part, without its result."""


def _base(terms: SplitTerms, split: Split) -> str:
    taken = "the reward"
    if terms.takes_full_tenth:
        taken = f"the first {percent(terms.reward_fraction)}"
    return f"less {taken}, {pounds(split.taken_off)}, leaves {pounds(split.base)} to split"


def _if_rounded(exact: Fraction) -> str:
    return "" if exact.denominator == 1 else " to the nearest penny"


@rule
@dataclass(frozen=True, slots=True)
class PctShare(SavingsAllocation):
    """The PCT's 30%, towards recovering its financial balance."""

    rule = "savings-split/pct-share"

    def _part(self, split: Split) -> int:
        return split.pct_share

    def _sum(self, terms: SplitTerms, split: Split) -> str:
        if terms.is_of_gross:
            return (
                f"less the reward, {pounds(split.unit.reward_pence)}, and the reinvestment, "
                f"{percent(terms.reinvestment_fraction)} of the saving, "
                f"{pounds(split.reinvestment)}"
            )
        rounding = _if_rounded(terms.pct_fraction * split.base)
        return f"{_base(terms, split)}; {percent(terms.pct_fraction)} of it{rounding}"


@rule
@dataclass(frozen=True, slots=True)
class Reinvestment(SavingsAllocation):
    """The 70% set aside for patient care, in the locality to which the saving applies."""

    rule = "savings-split/reinvestment"

    def _part(self, split: Split) -> int:
        return split.reinvestment

    def _sum(self, terms: SplitTerms, split: Split) -> str:
        if terms.is_of_gross:
            rounding = _if_rounded(terms.reinvestment_fraction * split.base)
            return f"{percent(terms.reinvestment_fraction)} of the whole saving{rounding}"
        rounding = _if_rounded(terms.pct_fraction * split.base)
        return (
            f"{_base(terms, split)}; less the PCT's {percent(terms.pct_fraction)}, "
            f"{pounds(split.pct_share)}{rounding},"
        )


@rule
@dataclass(frozen=True, slots=True)
class Unallocated(SavingsAllocation):
    """What is left of a full first tenth once the reward, capped or refused, is paid from it."""

    rule = "savings-split/unallocated"

    def _part(self, split: Split) -> int:
        return split.unallocated

    def _sum(self, terms: SplitTerms, split: Split) -> str:
        if not terms.takes_full_tenth:
            return "only the reward is taken off before the split, so nothing is left over"
        return (
            f"the first {percent(terms.reward_fraction)}, {pounds(split.taken_off)}, "
            f"less the reward, {pounds(split.unit.reward_pence)},"
        )
