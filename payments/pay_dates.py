"""On which day to pay: the last working day of the month (readings.md AMB-100)."""

from datetime import date, timedelta

from payments.models import Run
from payments.statuses import RunStatus
from pbc.financial_year import is_working_day, last_working_day_of_month

# A run counts what is earned by its pay date, so a later one would pay months in advance.
FURTHEST = timedelta(days=92)


def fault_of(day: date, today: date) -> str:
    """Why a day cannot be paid on; empty for a day from today to three months ahead."""
    if day < today:
        return f"The pay date must be today, {today:%-d %B %Y}, or later"
    last = today + FURTHEST
    if day > last:
        return f"The pay date must be {last:%-d %B %Y} or earlier: a run pays what is earned by it"
    return ""


def next_pay_date(today: date, taken: set[date] | frozenset[date] = frozenset()) -> date:
    """The first last-working-day-of-the-month from today on that no run pays on yet."""
    day = last_working_day_of_month(today)
    while day < today or day in taken:
        following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
        day = last_working_day_of_month(following)
    return day


def taken_by(commissioner_id: int) -> set[date]:
    """The pay dates that the commissioner's runs have."""
    return set(
        Run.objects.filter(commissioner_id=commissioner_id)
        .exclude(status=RunStatus.CANCELLED)
        .values_list("pay_date", flat=True)
    )


def warning_about(day: date) -> str:
    """What to mind about a pay date; empty for a working day."""
    if is_working_day(day):
        return ""
    what = f"a {day:%A}" if day.weekday() >= 5 else "a bank holiday"
    return f"{day:%-d %B %Y} is {what}: banks do not pay on that day."
