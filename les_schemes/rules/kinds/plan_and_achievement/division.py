"""What a practice earns is divided between it and its locality, 75:25."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from les_schemes.rules.component import Component
from les_schemes.rules.wording import percent, rounded
from pbc.money import pounds, round_half_up


class Award(Protocol):
    """What one practice has earned under one objective."""

    @property
    def pence(self) -> int: ...

    def working(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Division:
    """How an award is divided, if it is: the practice's part, and the rest for the locality."""

    practice_fraction: Fraction
    commissions_alone: bool
    all_to_practice: bool

    @property
    def divides(self) -> bool:
        return not self.commissions_alone and not self.all_to_practice

    def exact_practice_part(self, award_pence: int) -> Fraction:
        return self.practice_fraction * award_pence if self.divides else Fraction(award_pence)

    def practice_part(self, award_pence: int) -> int:
        return round_half_up(self.exact_practice_part(award_pence))

    def rest(self, award_pence: int) -> int:
        return award_pence - self.practice_part(award_pence)

    def working(self, award_pence: int) -> str:
        """The practice's part, as a sentence."""
        part = rounded(self.exact_practice_part(award_pence))
        if self.commissions_alone:
            return f"The practice commissions alone and is paid all of it: {part}."
        if self.all_to_practice:
            return f"All of it is paid to the practice: {part}."
        return (
            f"{percent(self.practice_fraction)} of {pounds(award_pence)} to the practice: {part}."
        )


class Part(Protocol):
    """A practice with its award and how that is divided."""

    @property
    def practice(self) -> str: ...

    @property
    def award(self) -> Award: ...

    @property
    def division(self) -> Division: ...


class PracticePart(Component):
    """The practice's part of its award: the base of both objectives' payments."""

    __slots__ = ()

    @property
    @abstractmethod
    def award(self) -> Award:
        """What the practice has earned."""

    @property
    @abstractmethod
    def division(self) -> Division:
        """How it is divided."""

    @property
    def entitlement_pence(self) -> int:
        return self.division.practice_part(self.award.pence)

    def working(self) -> list[str]:
        return [self.award.working(), self.division.working(self.award.pence)]


class InvoicePot(Component):
    """A locality's parts of the awards of its practices: the base of both objectives' pots."""

    __slots__ = ()

    @property
    @abstractmethod
    def parts(self) -> Sequence[Part]:
        """The locality's practices."""

    @property
    def entitlement_pence(self) -> int:
        return sum(part.division.rest(part.award.pence) for part in self.parts)

    def working(self) -> list[str]:
        if not self.parts:
            return ["The locality has no practices."]
        return [*map(_rest, self.parts), f"Together {pounds(self.entitlement_pence)}."]


def _rest(part: Part) -> str:
    award_pence = part.award.pence
    sentences = f"{part.practice}: {part.award.working()}"
    if award_pence == 0:
        return sentences
    return (
        f"{sentences} {part.division.working(award_pence)} "
        f"The rest is {pounds(part.division.rest(award_pence))}."
    )
