"""The numbers of an objective as questions of the cost page; its words, days and rows stay.

A table of bands or milestones is asked row by row as it stands; further rows are added where the
objective is designed.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms

from les_schemes.design import term_questions
from les_schemes.design.term_questions import Answer, Answers, TermQuestion
from les_schemes.rules.tables import Term
from pbc.money import from_contract, to_contract
from pbc.nhsuk.fields import MoneyField
from pbc.nhsuk.layout import Fieldset, Question

AMOUNT, PER_PATIENT = "amount", "per_patient"


def question_of(term: Term, name: str, written: Any) -> TermQuestion | None:
    """The question of a term under a name of its own on the page; None where it is no number."""
    make = _QUESTIONS.get(term.form.name)
    return None if make is None else make(term._replace(name=name), written)


def bands(term: Term, written: Sequence[Mapping[str, Any]]) -> TermQuestion:
    """From which item which fee is paid: the first band starts at item 1."""
    fields: dict[str, forms.Field] = {}
    questions = []
    for row, band in enumerate(written):
        starts, fee = f"{term.name}_{row}_from", f"{term.name}_{row}_fee"
        if row:
            fields[starts] = forms.IntegerField(
                label=f"Band {row + 1}: from item",
                min_value=2,
                max_value=999_999_999,
                initial=band["from"],
                widget=forms.TextInput,
                error_messages={
                    "required": "Enter the number of an item, like 101",
                    "invalid": "Enter the number of an item, like 101",
                },
            )
            questions.append(Question(starts, width=5))
        fields[fee] = MoneyField(
            label=f"Band {row + 1}: fee for each item" if len(written) > 1 else "Fee for each item",
            initial=from_contract(band["fee"]),
            error_messages={"required": "Enter the fee for each item, like 12.50"},
        )
        questions.append(Question(fee, width=10, prefix="£"))

    def read(answers: Answers) -> Answer:
        rows = range(len(written))
        document = [
            {
                "from": answers.get(f"{term.name}_{row}_from", 1),
                "fee": to_contract(answers[f"{term.name}_{row}_fee"]),
            }
            for row in rows
        ]
        return Answer(document, tuple(rows))

    return TermQuestion(fields, Fieldset(term.label, *questions, size="s"), read)


def milestones(term: Term, written: Sequence[Mapping[str, Any]]) -> TermQuestion:
    """What each milestone pays, in all or for each patient as it stands."""
    fields: dict[str, forms.Field] = {}
    questions = []
    for row, milestone in enumerate(written):
        name = f"{term.name}_{row}_{_paid_as(milestone)}"
        a_patient = ", for each registered patient" if PER_PATIENT in milestone else ""
        fields[name] = MoneyField(
            label=f"{milestone['title']}{a_patient}",
            initial=from_contract(milestone[_paid_as(milestone)]),
            error_messages={"required": "Enter what the milestone pays"},
        )
        questions.append(Question(name, width=10, prefix="£"))

    def read(answers: Answers) -> Answer:
        document = [
            {
                **milestone,
                _paid_as(milestone): to_contract(
                    answers[f"{term.name}_{row}_{_paid_as(milestone)}"]
                ),
            }
            for row, milestone in enumerate(written)
        ]
        return Answer(document, tuple(range(len(written))))

    return TermQuestion(fields, Fieldset(term.label, *questions, size="s"), read)


def _paid_as(milestone: Mapping[str, Any]) -> str:
    return PER_PATIENT if PER_PATIENT in milestone else AMOUNT


_QUESTIONS: Mapping[str, Callable[[Term, Any], TermQuestion]] = {
    "money": term_questions.money,
    "fraction": term_questions.fraction,
    "whole_number": term_questions.whole_number,
    "optional_whole_number": term_questions.optional_whole_number,
    "bands": bands,
    "milestones": milestones,
}
