"""The terms of a split of savings, and what its source leaves open."""

from dataclasses import dataclass
from fractions import Fraction

from les_schemes.rules.tables import fraction, rate, reading


@dataclass(frozen=True, slots=True, kw_only=True)
class SavingsTerms:
    """The cap is whole pence."""

    reward_fraction: Fraction = fraction("0.10", "First part of a saving, as reward")
    reward_cap_per_patient: int = rate("1.00", "Most reward for each registered patient")
    reinvestment_fraction: Fraction = fraction(
        "0.70", "Part of the rest set aside for patient care"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SavingsReadings:
    """The choices that the source leaves open, each by the name of the choice made."""

    savings_unit: str = reading(
        "Whose saving is rewarded and split?",
        practice="Each practice's own",
        locality="The locality's, net of overspends",
        hybrid="Each practice's is rewarded, the locality's net saving is split",
    )
    split_base: str = reading(
        "What is taken off a saving before it is split?",
        net_of_reward="The reward that is paid",
        full_tenth="The whole first tenth, even where the reward is capped",
    )
    reinvestment_share: str = reading(
        "What is the reinvestment a part of?",
        net="The saving after the first tenth",
        gross="The whole saving",
    )
    overspend_scope: str = reading(
        "What does a practice that overspends lose?",
        objective_4_and_review=(
            "The reward; the Committee reviews what it is paid by patients and for information"
        ),
        objective_4_only="The reward",
        all_lost="The reward, and what it is paid by patients and for information",
    )
