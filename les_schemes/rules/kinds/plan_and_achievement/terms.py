"""The terms of a plan and of its achievement, and what their source leaves open."""

from dataclasses import dataclass
from fractions import Fraction

from les_schemes.rules.tables import fraction, rate, reading

TERMS = ("rate", "practice_fraction")


@dataclass(frozen=True, slots=True, kw_only=True)
class DividedTerms:
    """What both kinds are paid by; the rate is whole pence."""

    rate: int = rate("0.95", "For each registered patient")
    practice_fraction: Fraction = fraction("0.75", "Part paid direct to practices")


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementReadings:
    """The choice that the source leaves open."""

    split_scope: str = reading(
        "Which payments are divided between practice and locality?",
        both_components="Those for the plan and for achievement",
        plan_only="The one for the plan; achievement goes wholly to the practice",
    )
