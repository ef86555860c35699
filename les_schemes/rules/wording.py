"""Numbers and dates as the sentences of a working write them."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import cache

from pbc.money import pounds, round_half_up

MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def count(number: int, singular: str, plural: str = "") -> str:
    """``1 month``, ``8,205 patients``."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def patients(number: int) -> str:
    return count(number, "patient")


def no_list(day: date) -> str:
    """Why nothing can be worked out by patients."""
    return f"No list of {on_day(day)} is held, so nothing can be worked out by patients."


def on_day(day: date) -> str:
    """``30 April 2007``."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def in_month(day: date) -> str:
    """``April 2007``."""
    return f"{MONTH_NAMES[day.month - 1]} {day.year}"


@cache
def percent(part: Fraction) -> str:
    """A fraction of at most four decimals: ``10%``, ``12.5%``."""
    return f"{decimal(part * 100)}%"


def decimal(number: Fraction) -> str:
    """A number that ends within five decimals, written out exactly: ``11.5``, ``0.95834``."""
    whole, rest = divmod(int(number * 100_000), 100_000)
    decimals = f"{rest:05d}".rstrip("0")
    return f"{whole:,}.{decimals}" if decimals else f"{whole:,}"


def rounded(exact: Fraction) -> str:
    """A sum in pence as money, saying so where it was rounded to the penny."""
    money = pounds(round_half_up(exact))
    return money if exact.denominator == 1 else f"{money} to the nearest penny"


def exact(sum_in_pence: Fraction) -> str:
    """A sum in pence that ends within five decimals, in pounds to the last: ``£44,850.312``."""
    whole, rest = divmod(sum_in_pence, 1)
    return pounds(int(whole)) + f"{int(rest * 100_000):05d}".rstrip("0")


def joined(parts: Sequence[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
