"""What a scheme says of itself: objectives, what each pays to whom, terms, and readings.

A scheme's terms and readings are dataclasses whose fields are written with the functions below,
so that each class is the contract's table: name, default, form or choices. Pages, forms and the
parser read those tables with ``Scheme.terms`` and ``Scheme.readings``.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from les_schemes.rules import values
from pbc.money import from_contract, to_contract

PAYMENT = "payment"
ALLOCATION = "allocation"


@dataclass(frozen=True, slots=True)
class Payable:
    """One component of an objective: the name and kind of the lines that it makes.

    ``payees`` says in plain English to whom it goes; ``clause`` where its source says so.
    """

    objective: int
    component: str
    kind: str
    title: str
    payees: str
    clause: str


@dataclass(frozen=True, slots=True)
class Objective:
    number: int
    title: str
    payables: tuple[Payable, ...]


class Form(NamedTuple):
    """How a term is written in the contract: what reads it and what writes it."""

    name: str
    read: Callable[[object], Any]
    write: Callable[[Any], Any]


def decimal(fraction: Fraction) -> str:
    """A fraction of at most four decimals, with at least two: ``"0.10"``, ``"0.0125"``."""
    whole, rest = divmod(int(fraction * 10_000), 10_000)
    decimals = f"{rest:04d}"
    return f"{whole}.{decimals[:2]}{decimals[2:].rstrip('0')}"


RATE = Form("money", values.rate, to_contract)
FRACTION = Form("fraction", values.fraction, decimal)
WHOLE_NUMBER = Form("whole_number", values.whole_number, int)
DAY = Form("date", values.day, date.isoformat)


class Term(NamedTuple):
    """A number or date that a scheme version sets; ``default`` is what the source printed."""

    name: str
    label: str
    form: Form
    default: Any


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


def rate(default: str, label: str) -> Any:
    """A field of pence, its default written in pounds."""
    return field(default=from_contract(default), metadata={"label": label, "form": RATE})


def fraction(default: str, label: str) -> Any:
    return field(default=Fraction(default), metadata={"label": label, "form": FRACTION})


def whole_number(default: int, label: str) -> Any:
    return field(default=default, metadata={"label": label, "form": WHOLE_NUMBER})


def day(default: date, label: str) -> Any:
    return field(default=default, metadata={"label": label, "form": DAY})


def reading(question: str, **choices: str) -> Any:
    """A field that holds the name of one of the choices, the first by default."""
    return field(default=next(iter(choices)), metadata={"question": question, "choices": choices})


@dataclass(frozen=True)
class Scheme:
    """A scheme that the rules can work out; ``code`` is its name in the contract."""

    code: str
    title: str
    objectives: tuple[Objective, ...]
    terms_type: type
    readings_type: type
    named_payees: tuple[str, ...] = ()
    """Payees besides the practices and localities given."""

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        return tuple(
            Term(term.name, term.metadata["label"], term.metadata["form"], term.default)
            for term in fields(self.terms_type)
        )

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        return tuple(
            Reading(choice.name, choice.metadata["question"], choice.metadata["choices"])
            for choice in fields(self.readings_type)
        )

    @cached_property
    def payables(self) -> dict[tuple[int, str], Payable]:
        return {
            (payable.objective, payable.component): payable
            for objective in self.objectives
            for payable in objective.payables
        }
