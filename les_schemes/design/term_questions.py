"""A question on a page for each term of a kind of rule: its fields, and what was answered.

What a page takes is the contract's own document of the term (``"12.00"``, ``[{"from": 1, …}]``),
so that it is read by the same strict forms as every other document.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError

from les_schemes.rules.tables import Term, decimal
from les_schemes.rules.wording import MONTH_NAMES
from pbc.money import from_contract, to_contract
from pbc.nhsuk.fields import MoneyField, SplitDateField
from pbc.nhsuk.layout import Fieldset, Question

MONTHS_FROM_APRIL = [*range(4, 13), *range(1, 4)]

Answers = Mapping[str, Any]


class Answer(NamedTuple):
    """A term as the contract writes it; of a table, in which row of the page each entry stands."""

    document: Any
    rows: tuple[int, ...] = ()


class TermQuestion(NamedTuple):
    """The fields of one term, how they stand on the page, and how to read what was answered.

    ``read`` raises ``ValidationError`` by the names of the fields.
    """

    fields: dict[str, forms.Field]
    layout: Question | Fieldset
    read: Callable[[Answers], Answer]


class PercentField(forms.Field):
    """A part of a whole typed in percent; cleans to an exact fraction from 0 to 1."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": "Enter a percentage from 0 to 100 with at most two decimals, like 70 or 12.5",
    }

    def to_python(self, value: object) -> Fraction | None:
        typed = str(value if value is not None else "").replace("%", "").strip()
        if not typed:
            return None
        whole, _, decimals = typed.partition(".")
        if not (whole.isascii() and whole.isdigit() and len(whole) <= 3 and len(decimals) <= 2):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if decimals and not (decimals.isascii() and decimals.isdigit()):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        part = Fraction(typed.rstrip(".")) / 100
        if part > 1:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return part


def _single(
    term: Term, field: forms.Field, write: Callable[[Any], Any], **drawing: Any
) -> TermQuestion:
    field.label = term.label
    return TermQuestion(
        {term.name: field},
        Question(term.name, **drawing),
        lambda answers: Answer(write(answers[term.name])),
    )


def money(term: Term, written: str | None) -> TermQuestion:
    field = MoneyField(
        initial=None if written is None else from_contract(written),
        error_messages={"required": "Enter an amount in pounds, like 12.50"},
    )
    return _single(term, field, to_contract, width=10, prefix="£")


def fraction(term: Term, written: str | None) -> TermQuestion:
    initial = "" if written is None else decimal(Fraction(written) * 100).rstrip("0").rstrip(".")
    field = PercentField(
        initial=initial, error_messages={"required": "Enter a percentage, like 70"}
    )
    return _single(term, field, decimal, width=4, suffix="%")


def whole_number(term: Term, written: int | None) -> TermQuestion:
    field = forms.IntegerField(
        min_value=0,
        max_value=999_999_999,
        initial=written,
        widget=forms.TextInput,
        error_messages={
            "required": "Enter a whole number, 0 for none",
            "invalid": "Enter a whole number, like 52",
        },
    )
    return _single(term, field, int, width=10)


def optional_whole_number(term: Term, written: int | None) -> TermQuestion:
    field = forms.IntegerField(
        min_value=0,
        max_value=999_999_999,
        initial=written,
        required=False,
        widget=forms.TextInput,
        help_text="Leave it empty if there is none.",
        error_messages={"invalid": "Enter a whole number, or leave it empty"},
    )
    return _single(term, field, lambda number: number, width=10)


def day(term: Term, written: str | None) -> TermQuestion:
    field = SplitDateField(
        initial=None if written is None else date.fromisoformat(written),
        error_messages={"required": "Enter a date, like 30 4 2007"},
    )
    return _single(term, field, date.isoformat)


def months(term: Term, written: Sequence[str] | None) -> TermQuestion:
    field = forms.MultipleChoiceField(
        choices=[(f"{month:02d}", MONTH_NAMES[month - 1]) for month in MONTHS_FROM_APRIL],
        initial=list(written or ()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one month"},
    )
    return _single(term, field, _in_order_of_the_year, small=True)


def _in_order_of_the_year(months: Sequence[str]) -> list[str]:
    return [f"{month:02d}" for month in MONTHS_FROM_APRIL if f"{month:02d}" in months]
