"""The split of objective 4: what is left of a saving after the first tenth goes 70:30.

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
from les_schemes.rules.pbc_les_2007_08.scheme import PCT_SHARE, REINVESTMENT, UNALLOCATED
from les_schemes.rules.wording import percent, rounded
from pbc.money import pounds, round_half_up


class Split(NamedTuple):
    """The parts of a saving besides its reward, in whole pence."""

    pct_share: int
    reinvestment: int
    unallocated: int


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

    def working(self) -> str:
        """How the saving of the unit comes about."""
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
        saving = unit.saving_pence
        if saving <= 0:
            return Split(0, 0, 0)
        if self.is_of_gross:
            reinvestment = round_half_up(self.reinvestment_fraction * saving)
            return Split(saving - unit.reward_pence - reinvestment, reinvestment, 0)
        base = self.base(unit)
        pct_share = round_half_up(self.pct_fraction * base)
        return Split(pct_share, base - pct_share, self.taken_off(unit) - unit.reward_pence)

    def taken_off(self, unit: UnitOfSaving) -> int:
        """What is removed from a saving before the rest is split."""
        if self.takes_full_tenth:
            return round_half_up(self.reward_fraction * unit.saving_pence)
        return unit.reward_pence

    def base(self, unit: UnitOfSaving) -> int:
        """What is split; nothing where the rewards used the saving up."""
        return max(unit.saving_pence - self.taken_off(unit), 0)

    def working_of_base(self, unit: UnitOfSaving) -> str:
        taken = "the reward"
        if self.takes_full_tenth:
            taken = f"the first {percent(self.reward_fraction)}"
        return (
            f"less {taken}, {pounds(self.taken_off(unit))}, leaves {pounds(self.base(unit))} "
            f"to split"
        )


@dataclass(frozen=True, slots=True)
class SavingsAllocation(Component):
    """One part of the splits of some units: the base of the three allocations."""

    terms: SplitTerms
    units: tuple[UnitOfSaving, ...]

    @property
    def entitlement_pence(self) -> int:
        return sum(self._part(self.terms.split(unit)) for unit in self.units)

    def working(self) -> list[str]:
        if not self.units:
            return ["No final outturn against a budget is known, so there is nothing to split."]
        sentences = [self._of_unit(unit) for unit in self.units]
        if len(self.units) > 1:
            sentences.append(f"Together {pounds(self.entitlement_pence)}.")
        return sentences

    def _of_unit(self, unit: UnitOfSaving) -> str:
        if unit.saving_pence <= 0:
            return f"{unit.working()}: no saving to split."
        part = self._part(self.terms.split(unit))
        return f"{unit.working()}; {self._sum(unit)} = {pounds(part)}."

    @abstractmethod
    def _part(self, split: Split) -> int:
        """The allocation's own of the parts of a split."""

    @abstractmethod
    def _sum(self, unit: UnitOfSaving) -> str:
        """The sum that gives the part, without its result."""


@rule
@dataclass(frozen=True, slots=True)
class PctShare(SavingsAllocation):
    """The PCT's 30%, towards recovering its financial balance."""

    rule = "pbc-les-2007-08/pct-share"
    payable = PCT_SHARE

    def _part(self, split: Split) -> int:
        return split.pct_share

    def _sum(self, unit: UnitOfSaving) -> str:
        if self.terms.is_of_gross:
            reinvestment = pounds(self.terms.split(unit).reinvestment)
            return (
                f"less the reward, {pounds(unit.reward_pence)}, and the reinvestment, "
                f"{percent(self.terms.reinvestment_fraction)} of the saving, {reinvestment}"
            )
        exact = self.terms.pct_fraction * self.terms.base(unit)
        note = "" if exact.denominator == 1 else " to the nearest penny"
        return f"{self.terms.working_of_base(unit)}; {percent(self.terms.pct_fraction)} of it{note}"


@rule
@dataclass(frozen=True, slots=True)
class Reinvestment(SavingsAllocation):
    """The 70% set aside for patient care, in the locality to which the saving applies."""

    rule = "pbc-les-2007-08/reinvestment"
    payable = REINVESTMENT

    def _part(self, split: Split) -> int:
        return split.reinvestment

    def _sum(self, unit: UnitOfSaving) -> str:
        fraction = percent(self.terms.reinvestment_fraction)
        if self.terms.is_of_gross:
            exact = self.terms.reinvestment_fraction * unit.saving_pence
            note = "" if exact.denominator == 1 else " to the nearest penny"
            return f"{fraction} of the whole saving{note}"
        pct_share = rounded(self.terms.pct_fraction * self.terms.base(unit))
        return (
            f"{self.terms.working_of_base(unit)}; less the PCT's "
            f"{percent(self.terms.pct_fraction)}, {pct_share},"
        )


@rule
@dataclass(frozen=True, slots=True)
class Unallocated(SavingsAllocation):
    """What is left of a full first tenth once the reward, capped or refused, is paid from it."""

    rule = "pbc-les-2007-08/unallocated"
    payable = UNALLOCATED

    def _part(self, split: Split) -> int:
        return split.unallocated

    def _sum(self, unit: UnitOfSaving) -> str:
        if not self.terms.takes_full_tenth:
            return "only the reward is taken off before the split, so nothing is left over"
        return (
            f"the first {percent(self.terms.reward_fraction)}, "
            f"{pounds(self.terms.taken_off(unit))}, less the reward, {pounds(unit.reward_pence)},"
        )
