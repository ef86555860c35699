"""The terms that are tables: bands of fees, and milestones. A row that is left empty is none."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from les_schemes.design.term_questions import Answer, Answers, TermQuestion
from les_schemes.rules.tables import Term
from pbc.money import from_contract, to_contract
from pbc.nhsuk.fields import MoneyField, SplitDateField
from pbc.nhsuk.layout import Fieldset, Question

FURTHER_ROWS = 3
"""Empty rows offered below those that are filled in; saving offers as many again."""

AMOUNT, PER_PATIENT = "amount", "per_patient"
_EMPTY: Mapping[str, Any] = {}


def bands(term: Term, written: Sequence[Mapping[str, Any]] | None) -> TermQuestion:
    """From which item of the year on which fee is paid."""
    fields: dict[str, forms.Field] = {}
    rows = []
    for row, band in _rows(written):
        starts, fee = f"{term.name}_{row}_from", f"{term.name}_{row}_fee"
        fields[starts] = forms.IntegerField(
            label="From item",
            min_value=1,
            max_value=999_999_999,
            required=False,
            initial=band.get("from", _given_beforehand(row)),
            widget=forms.TextInput,
            error_messages={"invalid": "Enter the number of an item, like 101"},
        )
        fields[fee] = MoneyField(
            label="Fee for each item", required=False, initial=_pence(band.get("fee"))
        )
        rows.append(
            Fieldset(
                f"Band {row + 1}",
                Question(starts, width=5),
                Question(fee, width=10, prefix="£"),
                size="s",
            )
        )
    hint = "Start at item 1. One band is enough if every item has the same fee."
    layout = Fieldset(term.label, *rows, hint=hint)

    def read(answers: Answers) -> Answer:
        written = {}
        for row in range(len(rows)):
            starts, fee = (answers[f"{term.name}_{row}_{part}"] for part in ("from", "fee"))
            if fee is None and starts in (None, _given_beforehand(row)):
                continue
            if starts is None or fee is None:
                missing = "from" if starts is None else "fee"
                raise ValidationError(
                    {f"{term.name}_{row}_{missing}": "Fill in both, or leave the band empty"}
                )
            written[row] = {"from": starts, "fee": to_contract(fee)}
        if not written:
            raise ValidationError({f"{term.name}_0_fee": "Enter the fee for each item"})
        return Answer(list(written.values()), tuple(written))

    return TermQuestion(fields, layout, read)


def milestones(term: Term, written: Sequence[Mapping[str, Any]] | None) -> TermQuestion:
    """What is to be reached by when, and what it pays. Codes are m1, m2 and so on, and stay."""
    fields: dict[str, forms.Field] = {}
    rows = []
    codes = []
    for row, milestone in _rows(written):
        name = f"{term.name}_{row}"
        is_per_patient = PER_PATIENT in milestone
        codes.append(milestone.get("code"))
        fields[f"{name}_title"] = forms.CharField(
            label="What is reached", required=False, max_length=200, initial=milestone.get("title")
        )
        fields[f"{name}_due"] = SplitDateField(
            label="By when", required=False, initial=_day(milestone.get("due"))
        )
        fields[f"{name}_pays"] = MoneyField(
            label="What it pays",
            required=False,
            initial=_pence(milestone.get(PER_PATIENT if is_per_patient else AMOUNT)),
        )
        fields[f"{name}_for"] = forms.ChoiceField(
            label="Paid as",
            required=False,
            choices=[(AMOUNT, "A fixed amount"), (PER_PATIENT, "For each registered patient")],
            widget=forms.RadioSelect,
            initial=PER_PATIENT if is_per_patient else AMOUNT,
        )
        rows.append(
            Fieldset(
                f"Milestone {row + 1}",
                f"{name}_title",
                f"{name}_due",
                Question(f"{name}_pays", width=10, prefix="£"),
                Question(f"{name}_for", small=True, inline=True),
                size="s",
            )
        )
    layout = Fieldset(term.label, *rows, hint="Leave the rows that you do not need empty.")

    def read(answers: Answers) -> Answer:
        written = {}
        free = (code for code in _codes() if code not in codes)
        for row, held in enumerate(codes):
            name = f"{term.name}_{row}"
            title, due, pays = (answers[f"{name}_{part}"] for part in ("title", "due", "pays"))
            if not title and due is None and pays is None:
                continue
            for part, value in (("title", title), ("due", due), ("pays", pays)):
                if value in (None, ""):
                    raise ValidationError(
                        {f"{name}_{part}": "Fill in all of the milestone, or leave it empty"}
                    )
            written[row] = {
                "code": held or next(free),
                "title": title,
                "due": due.isoformat(),
                answers[f"{name}_for"] or AMOUNT: to_contract(pays),
            }
        if not written:
            raise ValidationError({f"{term.name}_0_title": "Enter at least one milestone"})
        return Answer(list(written.values()), tuple(written))

    return TermQuestion(fields, layout, read)


def _rows(
    written: Sequence[Mapping[str, Any]] | None,
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    filled = list(written or ())
    yield from enumerate([*filled, *[_EMPTY] * FURTHER_ROWS])


def _given_beforehand(row: int) -> int | None:
    """The first band starts at item 1, whether or not there is a fee."""
    return 1 if row == 0 else None


def _codes() -> Iterator[str]:
    return (f"m{number}" for number in count(1))


def _pence(written: str | None) -> int | None:
    return None if written is None else from_contract(written)


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)
