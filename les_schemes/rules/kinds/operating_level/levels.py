"""At which level a locality stood when, and how much of the year each time at a level earns."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from les_schemes.rules.facts import LevelAward
from les_schemes.rules.year import MONTHS, Year, first_of_next_month, month_number


class Spell(NamedTuple):
    """An unbroken time at one level: how many months, or days, of the year it earns."""

    level: int
    since: date
    parts: int


@dataclass(frozen=True)
class Levels:
    """The levels of a locality over the year, up to the month of the day of the sum.

    ``cuts`` are days on which something else changes, so that no spell goes on across them.
    """

    year: Year
    formed: date
    as_at: date
    awards: tuple[LevelAward, ...]
    level_effective: str
    part_year: str
    cuts: tuple[date, ...] = ()

    @property
    def parts_in_year(self) -> int:
        return self.year.days if self.part_year == "days" else MONTHS

    @property
    def unit(self) -> str:
        return "day" if self.part_year == "days" else "month"

    def effective(self, award: LevelAward) -> date:
        """The day from which an award is in force."""
        if self.level_effective == "start_of_year":
            return self.year.first_day
        if award.decided > self.year.last_day:
            return self.year.day_after
        if self.level_effective == "decision_date":
            return award.decided
        return first_of_next_month(award.decided)

    def pays_from(self, award: LevelAward) -> date:
        """The day from which an award pays: its first month, or day, that the year counts.

        1 April after the year where it pays nothing in it.
        """
        since = max(self.effective(award), self.formed, self.year.first_day)
        if self.part_year == "whole_months" and since.day > 1:
            since = first_of_next_month(since)
        return min(since, self.year.day_after)

    @cached_property
    def spells(self) -> list[Spell]:
        """The times that earn something, in order."""
        first = max(self.formed, self.year.first_day)
        end = min(self._after_month_of_sum(), self.year.day_after)
        changes = [*self._changes(), (end, 0)]
        spells = []
        for (since, level), (until, _) in pairwise(changes):
            start = max(since, first)
            parts = self._parts(start, min(until, end))
            if parts > 0:
                spells.append(Spell(level, start, parts))
        return spells

    def _changes(self) -> list[tuple[date, int]]:
        """The days on which the level changes, level 1 standing before any decision.

        The latest decided award wins, and of two decided on one day the later given. A later
        decision never takes effect before an earlier one, so that each only takes over.
        """
        decisions = sorted(self.awards, key=lambda award: award.decided)
        changes = [(date.min, 1), *((self.effective(award), award.level) for award in decisions)]
        for cut in self.cuts:
            place = bisect_right(changes, cut, key=lambda change: change[0])
            changes.insert(place, (cut, changes[place - 1][1]))
        return changes

    def _after_month_of_sum(self) -> date:
        if self.as_at > self.year.last_day:
            return self.year.day_after
        return first_of_next_month(self.as_at)

    def _parts(self, since: date, until: date) -> int:
        """The days from one day to before another, or the first days of months among them."""
        if self.part_year == "days":
            return (until - since).days
        return _months_begun(until) - _months_begun(since)


def _months_begun(day: date) -> int:
    """The number of the first month that begins on or after a day."""
    return month_number(day) + (day.day > 1)
