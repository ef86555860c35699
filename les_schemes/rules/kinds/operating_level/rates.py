"""What a level is worth for a year, by the formula and by its readings."""

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from les_schemes.rules.kinds.operating_level.terms import LevelReadings, LevelTerms

UNIT = 100_000
"""Patients for whom the sessions and hours of levels 2 and 3 are meant."""

SESSIONS = {1: 1, 2: 3, 3: 6}
STAFF_HOURS = {1: 0, 2: 10, 3: 20}


class YearOfLevel(NamedTuple):
    """What a level is worth for a whole year, in exact pence."""

    sessions: Fraction
    staff: Fraction


@dataclass(frozen=True, slots=True)
class LevelRates:
    """What a level is worth for a year, and by which readings."""

    session_rate_pence: int
    staff_hour_rate_pence: int
    weeks: int
    capitation_units: str
    level_mode: str
    level_floor: str

    @classmethod
    def of(cls, terms: LevelTerms, readings: LevelReadings) -> "LevelRates":
        return cls(
            terms.session_rate,
            terms.staff_hour_rate,
            terms.weeks,
            readings.capitation_units,
            readings.level_mode,
            readings.level_floor,
        )

    def counted(self, population: int) -> int:
        """The patients for whom levels 2 and 3 are paid, once in 100,000s as the reading says."""
        if self.capitation_units == "whole_down":
            return population // UNIT * UNIT
        if self.capitation_units == "whole_up":
            return -(-population // UNIT) * UNIT
        return population

    def units(self, population: int) -> Fraction:
        """A population in hundreds of thousands, as far as it counts."""
        return Fraction(self.counted(population), UNIT)

    def of_level_alone(self, level: int, population: int) -> YearOfLevel:
        """The amounts of one level by itself."""
        counted = UNIT if level == 1 else self.counted(population)
        sessions = SESSIONS[level] * self.session_rate_pence * self.weeks
        staff = STAFF_HOURS[level] * self.staff_hour_rate_pence * self.weeks
        return YearOfLevel(Fraction(sessions * counted, UNIT), Fraction(staff * counted, UNIT))

    def levels_paid(self, level: int) -> range:
        """The levels whose amounts make up what a locality at a level is paid."""
        return range(1 if self.level_mode == "cumulative" else level, level + 1)

    def before_floor(self, level: int, population: int) -> YearOfLevel:
        """The amounts of a level by the formula, however small the population."""
        first, *others = (self.of_level_alone(each, population) for each in self.levels_paid(level))
        return YearOfLevel(
            sum((amounts.sessions for amounts in others), first.sessions),
            sum((amounts.staff for amounts in others), first.staff),
        )

    def of_level(self, level: int, population: int) -> YearOfLevel:
        """The amounts that a locality at a level is paid for a whole year."""
        amounts = self.before_floor(level, population)
        if level == 1 or self.level_floor == "none":
            return amounts
        least = self.of_level_alone(1, population)
        return least if sum(amounts) < sum(least) else amounts
