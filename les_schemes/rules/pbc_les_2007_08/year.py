"""The financial year of the scheme, 1 April 2007 to 31 March 2008, and its months."""

from datetime import date

FIRST_DAY = date(2007, 4, 1)
LAST_DAY = date(2008, 3, 31)
DAY_AFTER = date(2008, 4, 1)
DAYS = 366
MONTHS = 12


def month_number(day: date) -> int:
    """Months counted without a break across years, so that they can be subtracted."""
    return day.year * 12 + day.month


def first_of_next_month(day: date) -> date:
    """The first day of the month after that of a day."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def months_of_year_left(day: date) -> int:
    """The whole months from the first of the month after a day to 31 March: from 0 to 12."""
    left = month_number(LAST_DAY) - month_number(day)
    return max(0, min(left, MONTHS))
