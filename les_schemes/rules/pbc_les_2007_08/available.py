"""The last column of appendix one: what the objectives come to for a population."""

from dataclasses import dataclass
from fractions import Fraction

from les_schemes.rules.pbc_les_2007_08.level_rates import LevelRates
from les_schemes.rules.pbc_les_2007_08.scheme import LesReadings, LesTerms
from pbc.money import round_half_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Available:
    """Whole pence; on 1,150,000 patients in 12 localities the figures printed in the source."""

    capitation_pence: int
    information_pence: int
    level_1_per_locality_pence: int
    level_1_pence: int
    level_2_gp_sessions_pence: int
    level_2_practice_staff_pence: int
    level_3_gp_sessions_pence: int
    level_3_practice_staff_pence: int


def available(
    terms: LesTerms, readings: LesReadings, population: int, number_of_localities: int
) -> Available:
    """What the scheme pays at most for a population, every practice having signed up on time.

    As in the source, a level is worked out as if all localities stood at it for the whole year,
    their populations taken together: the floor for small localities has no part in it, and where
    levels are ``cumulative`` level 1 is added once for each locality.
    """
    rates = LevelRates(
        terms.session_rate,
        terms.staff_hour_rate,
        terms.weeks,
        readings.capitation_units,
        readings.level_mode,
        readings.level_floor,
    )
    level_1 = rates.of_level_alone(1, population)
    further_level_1 = Fraction(0)
    if readings.level_mode == "cumulative":
        further_level_1 = level_1.sessions * (number_of_localities - 1)
    level_2 = rates.before_floor(2, population)
    level_3 = rates.before_floor(3, population)
    return Available(
        capitation_pence=terms.capitation_rate * population,
        information_pence=terms.information_rate * population,
        level_1_per_locality_pence=round_half_up(level_1.sessions),
        level_1_pence=round_half_up(level_1.sessions) * number_of_localities,
        level_2_gp_sessions_pence=round_half_up(level_2.sessions + further_level_1),
        level_2_practice_staff_pence=round_half_up(level_2.staff),
        level_3_gp_sessions_pence=round_half_up(level_3.sessions + further_level_1),
        level_3_practice_staff_pence=round_half_up(level_3.staff),
    )
