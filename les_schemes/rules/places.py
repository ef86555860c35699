"""To which locality a provider belongs when, by the reading ``locality_move`` (AMB-66)."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from les_schemes.rules.facts import Membership
from les_schemes.rules.year import MONTHS, Year

Code = str | None
"""A locality's code; none where the provider commissions alone."""


class Spell(NamedTuple):
    """A run of the year's months in one locality: places from ``first`` to before ``end``."""

    locality: Code
    first: int
    end: int


class Places(NamedTuple):
    """The locality of a provider through the year.

    ``home`` is that of 1 April, or the first of the year for one that was in none then;
    ``by_month`` that of each month's first day; ``year_end`` that of 31 March.
    """

    home: Code
    by_month: tuple[Code, ...]
    year_end: Code

    def spells(self, first: int = 0, end: int = MONTHS) -> Iterator[Spell]:
        """The runs of months in one locality between two places, in order."""
        for locality, run in groupby(range(first, end), self.by_month.__getitem__):
            months = list(run)
            yield Spell(locality, months[0], months[-1] + 1)


def stays_at(locality: Code) -> Places:
    return Places(locality, (locality,) * MONTHS, locality)


ALONE = stays_at(None)


def places_of(
    memberships: Sequence[Membership], year: Year, as_at: date, locality_move: str
) -> Places:
    """Where memberships that do not overlap put a provider, as known on the day of the sum.

    What begins or ends after that day has moved nobody yet. A provider that is in no locality on
    1 April counts with the first that it is in during the year, as if from 1 April.
    """
    in_year = sorted(
        (
            one
            for one in memberships
            if one.since < year.day_after and (one.until is None or one.until > year.first_day)
        ),
        key=lambda one: one.since,
    )
    if not in_year:
        return ALONE
    first, *moves = in_year
    home = first.locality
    known = [first, *(move for move in moves if move.since <= as_at)]
    if locality_move == "stays" or (len(known) == 1 and not _has_ended(first, as_at)):
        return stays_at(home)
    first_days = (year.first_of_month(place) for place in range(MONTHS))
    by_month = tuple(home if day < first.since else _on(day, known, as_at) for day in first_days)
    return Places(home, by_month, _on(year.last_day, known, as_at))


def _on(day: date, known: Sequence[Membership], as_at: date) -> Code:
    """The locality on a day: that of the last membership begun by then, unless it has ended."""
    *_, last = (one for one in known if one.since <= day)
    return None if _has_ended(last, as_at) and day >= _end(last) else last.locality


def _has_ended(one: Membership, as_at: date) -> bool:
    return one.until is not None and one.until <= as_at


def _end(one: Membership) -> date:
    return one.until or date.max
