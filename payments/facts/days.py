"""Days of moments, in Europe/London."""

from datetime import date, datetime

from pbc.clock import LONDON


def day_of(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


def last_moment_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 23, 59, 59, 999_999, tzinfo=LONDON)
