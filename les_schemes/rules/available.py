"""The last column of appendix one: what the objectives come to for a population."""

from fractions import Fraction

from les_schemes.rules.definition import Objective, SchemeDefinition
from les_schemes.rules.kinds.operating_level.rates import LevelRates
from pbc.money import round_half_up


def available(
    definition: SchemeDefinition, population: int, number_of_localities: int
) -> dict[str, int]:
    """What a scheme pays at most for a population, everyone having signed up on time.

    Whole pence by the name of the figure; on 1,150,000 patients in 12 localities the figures
    printed in the source. Of each kind the first objective is meant.
    """
    figures: dict[str, int] = {}
    for objective in definition.of_kind("per_patient"):
        figures.setdefault("capitation", objective.terms.rate * population)
    for objective in definition.of_kind("information_fund"):
        figures.setdefault("information", objective.terms.rate * population)
    for objective in list(definition.of_kind("operating_level"))[:1]:
        figures |= _of_levels(objective, population, number_of_localities)
    return figures


def _of_levels(objective: Objective, population: int, number_of_localities: int) -> dict[str, int]:
    """The levels, each as if all localities stood at it for the whole year.

    As in the source their populations are taken together: the floor for small localities has no
    part in it, and where levels are ``cumulative`` level 1 is added once for each locality.
    """
    rates = LevelRates.of(objective.terms, objective.readings)
    level_1 = rates.of_level_alone(1, population)
    further_level_1 = Fraction(0)
    if objective.readings.level_mode == "cumulative":
        further_level_1 = level_1.sessions * (number_of_localities - 1)
    level_2 = rates.before_floor(2, population)
    level_3 = rates.before_floor(3, population)
    return {
        "level_1_per_locality": round_half_up(level_1.sessions),
        "level_1": round_half_up(level_1.sessions) * number_of_localities,
        "level_2_gp": round_half_up(level_2.sessions + further_level_1),
        "level_2_staff": round_half_up(level_2.staff),
        "level_3_gp": round_half_up(level_3.sessions + further_level_1),
        "level_3_staff": round_half_up(level_3.staff),
    }
