"""A financial year, from 1 April to 31 March, and its months."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

MONTHS = 12


def month_number(day: date) -> int:
    """Months counted without a break across years, so that they can be subtracted."""
    return day.year * 12 + day.month


def first_of_next_month(day: date) -> date:
    """The first day of the month after that of a day."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


@dataclass(frozen=True)
class Year:
    """The year that begins on 1 April of ``starts_in``."""

    starts_in: int

    @cached_property
    def first_day(self) -> date:
        return date(self.starts_in, 4, 1)

    @cached_property
    def last_day(self) -> date:
        return date(self.starts_in + 1, 3, 31)

    @cached_property
    def day_after(self) -> date:
        return date(self.starts_in + 1, 4, 1)

    @cached_property
    def days(self) -> int:
        return (self.day_after - self.first_day).days

    @cached_property
    def first_month(self) -> int:
        """The month number of April."""
        return month_number(self.first_day)

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day < self.day_after

    def place(self, day: date) -> int:
        """How many of the year's months begin before a day: 0 to 12.

        That is also the place, from 0, of the first month that begins on or after the day.
        """
        begun = month_number(day) + (day.day > 1) - self.first_month
        return max(0, min(begun, MONTHS))

    def first_of_month(self, place: int) -> date:
        """The first day of the month at a place, from 0; of place 12 the day after the year."""
        return date(self.starts_in + (place + 3) // MONTHS, (place + 3) % MONTHS + 1, 1)
