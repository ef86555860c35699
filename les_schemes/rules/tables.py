"""Terms and readings as tables: what each is called, its form or choices, its default.

The terms and the readings of a kind of rule, and of a whole scheme, are dataclasses whose fields
are written with the functions below. Pages, forms, parsers and documents read the tables; nobody
repeats them.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, field, fields
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

from les_schemes.rules import values, wording
from pbc.money import from_contract, pounds, to_contract


class Form(NamedTuple):
    """How a term is written: what reads it of a document, writes it there, and tells people."""

    name: str
    read: Callable[[object], Any]
    write: Callable[[Any], Any]
    show: Callable[[Any], str]


def decimal(fraction: Fraction) -> str:
    """A fraction of at most four decimals, with at least two: ``"0.10"``, ``"0.0125"``."""
    whole, rest = divmod(int(fraction * 10_000), 10_000)
    decimals = f"{rest:04d}"
    return f"{whole}.{decimals[:2]}{decimals[2:].rstrip('0')}"


def number_or_none(number: int | None) -> str:
    return "none" if number is None else f"{number:,}"


RATE = Form("money", values.rate, to_contract, pounds)
FRACTION = Form("fraction", values.fraction, decimal, wording.percent)
WHOLE_NUMBER = Form("whole_number", values.whole_number, int, number_or_none)
OPTIONAL_WHOLE_NUMBER = Form(
    "optional_whole_number",
    values.whole_number_or_null,
    lambda number: number,
    number_or_none,
)
DAY = Form("date", values.day, date.isoformat, wording.on_day)


class Term(NamedTuple):
    """A number, date or list that a scheme sets.

    ``default`` is what the source printed; where there is none (``required``) it is ``None`` and
    whoever designs the scheme must say.
    """

    name: str
    label: str
    form: Form
    default: Any
    required: bool = False


class Reading(NamedTuple):
    """A choice the source leaves open; ``choices`` maps names to plain English, default first."""

    name: str
    question: str
    choices: dict[str, str]

    @property
    def default(self) -> str:
        return next(iter(self.choices))

    def read(self, value: object) -> str:
        """One of the choices' names; raises ``values.Wrong``."""
        if not isinstance(value, str) or value not in self.choices:
            choices = ", ".join(self.choices)
            raise values.Wrong(f"must be one of {choices}, not {values.shown(value)}")
        return value


@cache
def terms_of(terms_type: type) -> tuple[Term, ...]:
    """The table of a class of terms."""
    return tuple(_term(one) for one in fields(terms_type))


@cache
def readings_of(readings_type: type) -> tuple[Reading, ...]:
    """The table of a class of readings."""
    return tuple(
        Reading(one.name, one.metadata["question"], one.metadata["choices"])
        for one in fields(readings_type)
    )


def term(form: Form, label: str, **default: Any) -> Any:
    """A field of a class of terms; without a ``default`` the term must be given."""
    return field(metadata={"label": label, "form": form}, **default)


def rate(default: str, label: str) -> Any:
    """A field of pence, its default written in pounds."""
    return term(RATE, label, default=from_contract(default))


def fraction(default: str, label: str) -> Any:
    return term(FRACTION, label, default=Fraction(default))


def whole_number(default: int, label: str) -> Any:
    return term(WHOLE_NUMBER, label, default=default)


def optional_whole_number(label: str) -> Any:
    """A field of a whole number, or of none."""
    return term(OPTIONAL_WHOLE_NUMBER, label, default=None)


def reading(question: str, **choices: str) -> Any:
    """A field that holds the name of one of the choices, the first by default."""
    return field(default=next(iter(choices)), metadata={"question": question, "choices": choices})


def _term(one: Field[Any]) -> Term:
    required = one.default is MISSING
    return Term(
        one.name,
        one.metadata["label"],
        one.metadata["form"],
        None if required else one.default,
        required,
    )
