"""How many hours a year-end statement asks of a GP (AMB-10), in exact numbers.

Whole calendar months count: a GP in post from 1 October to 31 March has been so for six, and two
hours a month make twelve. A month begun or left in the middle asks for nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from les_schemes.statuses import HoursTest


@dataclass(frozen=True)
class Span:
    """A time in post, ``[starts, ends)``; open where there is no end."""

    starts: date
    ends: date | None = None


def whole_months(spans: Iterable[Span], first_day: date, end: date) -> int:
    """The calendar months of ``[first_day, end)`` that the spans together cover without a gap."""
    within = _joined(spans, first_day, end)
    count = 0
    month = first_day.replace(day=1)
    while month < end:
        following = _following(month)
        count += any(starts <= month and following <= ends for starts, ends in within)
        month = following
    return count


def hours_asked(
    test: HoursTest, a_month: Decimal, months: int, whole_time_equivalent: Decimal | None
) -> Decimal:
    """Hours of the whole time in post.

    The test month by month asks for the same sum, and besides for a declaration that no month had
    less. A part-time GP is asked for a part only by the test that says so; one whose part nobody
    recorded counts as whole time.
    """
    asked = a_month * months
    if test == HoursTest.WHOLE_TIME_EQUIVALENT and whole_time_equivalent is not None:
        asked *= whole_time_equivalent
    return asked


def in_words(hours: Decimal) -> str:
    """``24 hours``, ``1 hour``, ``10.5 hours``."""
    number = f"{hours:f}"
    if "." in number:
        number = number.rstrip("0").rstrip(".")
    return f"{number} hour{'' if number == '1' else 's'}"


def _joined(spans: Iterable[Span], first_day: date, end: date) -> list[tuple[date, date]]:
    """The spans cut to the time asked about, those that meet or overlap made one."""
    joined: list[tuple[date, date]] = []
    for span in sorted(spans, key=lambda span: span.starts):
        starts, ends = max(span.starts, first_day), min(span.ends or end, end)
        if starts >= ends:
            continue
        if joined and starts <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends))
        else:
            joined.append((starts, ends))
    return joined


def _following(month: date) -> date:
    """The first day of the month after."""
    return (month + timedelta(days=31)).replace(day=1)
