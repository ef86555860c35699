"""The strict forms of the values in the calculation contract (its paragraph "Form").

Each function takes one JSON value and gives the exact value it stands for, or raises ``Wrong``
with what is wrong with it.
"""

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache

from pbc.money import from_contract

LONGEST_NUMBER = 1000
"""Digits. No sum of money is near it; longer numbers could not be written out again."""

_TOO_LONG = 10**LONGEST_NUMBER
_MONEY = re.compile(r"-?[0-9]+\.[0-9]{2}")
_FRACTION = re.compile(r"[0-9]+(\.[0-9]{1,4})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")


class Wrong(ValueError):
    """A value that does not have its form; the message says what it should have been.

    Of a value made of parts ``faults`` names each part that is wrong, by its path within the value.
    """

    def __init__(self, message: str = "", faults: Sequence[tuple[str, str]] = ()) -> None:
        self.faults = list(faults) or [("", message)]
        super().__init__("; ".join(f"{path} {told}".strip() for path, told in self.faults))


def shown(value: object) -> str:
    """A JSON value as a message names it: on one line, and not at length."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "an object"
    text = ascii(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def whole_number(value: object) -> int:
    """A JSON integer of 0 or more: 3, but not 3.0, 3e0, "3" or true."""
    if type(value) is not int:
        raise Wrong(f"must be a whole number, not {shown(value)}")
    if value < 0:
        raise Wrong(f"must not be below 0, and is {shown(value)}")
    if value >= _TOO_LONG:
        raise Wrong(f"has more than {LONGEST_NUMBER} digits")
    return value


def whole_number_or_null(value: object) -> int | None:
    return None if value is None else whole_number(value)


def text(value: object) -> str:
    if not isinstance(value, str):
        raise Wrong(f"must be text, not {shown(value)}")
    return value


def name(value: object) -> str:
    """Text that is not empty."""
    given = text(value)
    if not given:
        raise Wrong("must not be empty")
    return given


def boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise Wrong(f"must be true or false, not {shown(value)}")
    return value


def money(value: object) -> int:
    """Pence from pounds written with exactly two decimals, as ``"-90000.00"``."""
    if not isinstance(value, str) or _MONEY.fullmatch(value) is None:
        raise Wrong(f'must be money with two decimals, as "8205.00", not {shown(value)}')
    if len(value) > LONGEST_NUMBER:
        raise Wrong(f"has more than {LONGEST_NUMBER} digits")
    return from_contract(value)


def rate(value: object) -> int:
    """Pence of 0 or more."""
    pence = money(value)
    if pence < 0:
        raise Wrong(f"must not be below 0.00, and is {shown(value)}")
    return pence


def fraction(value: object) -> Fraction:
    """A part of a whole: a decimal from 0 to 1 with at most four decimals, as ``"0.10"``."""
    if not isinstance(value, str) or _FRACTION.fullmatch(value) is None:
        raise Wrong(
            f'must be a decimal from 0 to 1 with at most four decimals, as "0.10", '
            f"not {shown(value)}"
        )
    if len(value) > LONGEST_NUMBER or (part := Fraction(value)) > 1:
        raise Wrong(f"must not be above 1, and is {shown(value)}")
    return part


def day(value: object) -> date:
    """A day that exists, as ``"2007-04-30"``."""
    if not isinstance(value, str) or _DAY.fullmatch(value) is None:
        raise Wrong(f'must be a date, as "2007-04-30", not {shown(value)}')
    return _existing(value)


def day_or_null(value: object) -> date | None:
    return None if value is None else day(value)


def month(value: object) -> date:
    """A month that exists, as ``"2007-04"``; it is kept as its first day."""
    if not isinstance(value, str) or _MONTH.fullmatch(value) is None:
        raise Wrong(f'must be a month, as "2007-04", not {shown(value)}')
    return _existing(value)


@lru_cache(maxsize=4096)
def _existing(text: str) -> date:
    """The day, or the first day of the month, written in a text that has the form of one."""
    try:
        return date.fromisoformat(text if len(text) == len("2007-04-30") else f"{text}-01")
    except ValueError:
        raise Wrong(f"{shown(text)} does not exist") from None
