"""Financial years (1 April to 31 March) and the working days of England."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays


@dataclass(frozen=True, order=True)
class FinancialYear:
    """The year that begins on 1 April of ``starts_in``: 2007 is 2007/08, which has 366 days."""

    starts_in: int

    @classmethod
    def of(cls, day: date) -> "FinancialYear":
        return cls(day.year if day.month >= 4 else day.year - 1)

    @property
    def first_day(self) -> date:
        return date(self.starts_in, 4, 1)

    @property
    def last_day(self) -> date:
        return date(self.starts_in + 1, 3, 31)

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1

    @property
    def label(self) -> str:
        return f"{self.starts_in}/{(self.starts_in + 1) % 100:02d}"

    def __str__(self) -> str:
        return self.label


@lru_cache(maxsize=64)
def _bank_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _bank_holidays(day.year)


def add_working_days(day: date, number: int) -> date:
    """The working day that lies ``number`` working days after a day, not counting that day."""
    while number > 0:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


def last_working_day_of_month(day: date) -> date:
    """The last working day of the month in which a day falls (readings.md AMB-100)."""
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    last = following - timedelta(days=1)
    while not is_working_day(last):
        last -= timedelta(days=1)
    return last
