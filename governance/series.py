"""When the Committee meets: the days of a monthly series, and gaps that are too long.

The seed says only that the Committee meets monthly (GOV-01); a gap of more than 35 days misses a
month, and the system warns (AMB-97). Five weeks is the longest that a series such as "the fourth
Thursday" leaves between two meetings.
"""

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

LONGEST_GAP_DAYS = 35
LAST = 5

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = range(5)


@dataclass(frozen=True)
class Gap:
    """Days on which no month's meeting falls: from a meeting to the next, if there is one."""

    after: date
    before: date | None
    days: int

    def __str__(self) -> str:
        if self.before is None:
            return f"No meeting is arranged after the one of {self.after:%-d %B %Y}."
        return (
            f"{self.days} days lie between the meetings of {self.after:%-d %B %Y} and "
            f"{self.before:%-d %B %Y}. The Committee meets monthly."
        )


def monthly_days(
    *, first_month: date, months: int, weekday: int, occurrence: int
) -> Iterator[date]:
    """The n-th such weekday of each month; ``occurrence`` 1 to 4, or ``LAST``."""
    year, month = first_month.year, first_month.month
    for _ in range(months):
        yield weekday_of_month(year, month, weekday, occurrence)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def weekday_of_month(year: int, month: int, weekday: int, occurrence: int) -> date:
    """Such as the fourth Thursday of April 2007: the 26th."""
    if occurrence == LAST:
        last = date(year, month, calendar.monthrange(year, month)[1])
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (occurrence - 1))


def papers_due(meets_on: date, paper_days: int) -> date:
    """The last day for papers (CAL-05)."""
    return meets_on - timedelta(days=paper_days)


def gaps(days: Sequence[date], today: date) -> list[Gap]:
    """Where more than 35 days lie between two meetings, or nothing is arranged after the last.

    A gap that is over warns no longer.
    """
    ordered = sorted(set(days))
    found = [
        Gap(earlier, later, (later - earlier).days)
        for earlier, later in pairwise(ordered)
        if later > today and (later - earlier).days > LONGEST_GAP_DAYS
    ]
    if ordered and ordered[-1] < today:
        found.append(Gap(ordered[-1], None, (today - ordered[-1]).days))
    return found
