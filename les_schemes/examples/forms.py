"""The amounts that a person worked out, and an example as text for those who read the contract."""

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from les_schemes.examples.written import LONGEST_DOCUMENT
from les_schemes.models import WorkedExample
from les_schemes.rules import Faults, SchemeDefinition, read
from les_schemes.rules.worked_examples import (
    CaseKey,
    LineKey,
    could_pay,
    read_expected,
    read_facts,
)
from pbc.money import from_contract, to_contract
from pbc.nhsuk.fields import MoneyField
from pbc.nhsuk.layout import Fieldset, FormHelper, Layout, Question

CASES = {
    "overspend_review": "Put before the Committee because of an overspend",
    "withdrawal_review": "Put before the Committee because of a withdrawal",
}
_WHY_LABEL = "What was wrong in your own sum?"


def _why() -> forms.CharField:
    return forms.CharField(
        label=_WHY_LABEL,
        help_text="Only needed if your amounts differed before and agree now. It stays with the "
        "example.",
        required=False,
        widget=forms.Textarea,
    )


class AmountsForm(forms.Form):
    """What a person worked out for each line that the facts could come to; nothing is prefilled.

    Only what the same person's example says already stands in the boxes.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        definition: SchemeDefinition,
        example: WorkedExample,
        seen: str,
        cancel: str,
        differed: bool,
        **kwargs: Any,
    ) -> None:
        """``differed`` is whether amounts typed before came out otherwise."""
        super().__init__(*args, **kwargs)
        self.definition, self.cancel, self.differed = definition, cancel, differed
        self.fields["seen"].initial = seen
        lines, cases = could_pay(read_facts(definition, example.facts))
        held = _amounts(example.expected)
        held_cases = _exposures(example.expected)
        self.lines: dict[str, LineKey] = {}
        for row, key in enumerate(lines):
            number, component, payee = key
            title = definition.payables[number, component].title
            self.lines[f"line_{row}"] = key
            self.fields[f"line_{row}"] = _money(f"{title}, to {payee}", held.get(key))
        self.cases: dict[str, CaseKey] = {}
        for row, case in enumerate(cases):
            practice, kind = case
            self.cases[f"case_{row}"] = case
            self.fields[f"case_{row}"] = _money(
                f"{CASES.get(kind, kind)}: what is at stake of {practice}", held_cases.get(case)
            )
        if differed:
            self.fields["why"] = _why()

    @property
    def expected(self) -> dict[str, Any]:
        """The document of what was typed."""
        answers = self.cleaned_data
        return {
            "lines": [
                {
                    "payee": payee,
                    "objective": objective,
                    "component": component,
                    "amount": to_contract(answers[name]),
                }
                for name, (objective, component, payee) in self.lines.items()
            ],
            "cases": [
                {"practice": practice, "kind": kind, "exposure": to_contract(answers[name])}
                for name, (practice, kind) in self.cases.items()
            ],
        }

    @property
    def helper(self) -> FormHelper:
        layout: list[Any] = []
        for objective in self.definition.objectives:
            questions = [
                Question(name, width=10, prefix="£")
                for name, key in self.lines.items()
                if key[0] == objective.number
            ]
            if questions:
                layout.append(
                    Fieldset(
                        f"Objective {objective.number}: {objective.shown_title}",
                        *questions,
                        hint=objective.sentence,
                    )
                )
        if self.cases:
            questions = [Question(name, width=10, prefix="£") for name in self.cases]
            layout.append(Fieldset("For the Committee", *questions))
        if self.differed:
            layout.append(Question("why", rows=3))
        return FormHelper.of(self, Layout(*layout), submit="Save and compare", cancel=self.cancel)


class TextForm(forms.Form):
    """An example with its documents as text, every fault in them named by its place."""

    title = forms.CharField(
        label="What does the example show?",
        max_length=200,
        error_messages={"required": "Say in a few words what the example shows"},
    )
    note = forms.CharField(label="Where does it come from?", required=False, widget=forms.Textarea)
    facts = forms.CharField(
        label="Facts",
        help_text="A document of the calculation contract without its scheme: the terms are those "
        "of this draft.",
        widget=forms.Textarea,
        error_messages={"required": "Enter the facts"},
    )
    expected = forms.CharField(
        label="What you expect",
        help_text="Lines of payee, objective, component and amount. Leave it empty to be asked "
        "line by line.",
        required=False,
        widget=forms.Textarea,
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        definition: SchemeDefinition,
        cancel: str,
        example: WorkedExample | None = None,
        seen: str = "",
        differed: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.definition, self.cancel, self.differed = definition, cancel, differed
        self.fields["seen"].initial = seen
        if example is None:
            self.fields["facts"].initial = as_text(_skeleton(definition))
        else:
            self.fields["title"].initial = example.title
            self.fields["note"].initial = example.note
            self.fields["facts"].initial = as_text(example.facts)
            self.fields["expected"].initial = as_text(example.expected)
        if differed:
            self.fields["why"] = _why()

    def clean_facts(self) -> dict[str, Any]:
        document = self._read("facts")
        try:
            read_facts(self.definition, document)
        except Faults as refused:
            raise _faults(refused) from None
        return dict(document)

    def clean_expected(self) -> dict[str, Any]:
        if not self.cleaned_data["expected"].strip():
            return {}
        document = self._read("expected")
        try:
            read_expected(self.definition, document)
        except Faults as refused:
            raise _faults(refused) from None
        return dict(document)

    def _read(self, name: str) -> Any:
        text = self.cleaned_data[name]
        if len(text) > LONGEST_DOCUMENT:
            raise ValidationError(f"Enter at most {LONGEST_DOCUMENT:,} characters")
        try:
            return read(text)
        except Faults as refused:
            raise _faults(refused) from None

    @property
    def helper(self) -> FormHelper:
        layout: list[Any] = [
            "title",
            Question("note", rows=2),
            Question("facts", rows=20, code=True),
            Question("expected", rows=12, code=True),
        ]
        if self.differed:
            layout.append(Question("why", rows=3))
        return FormHelper.of(self, Layout(*layout), submit="Save", cancel=self.cancel)


def as_text(document: Mapping[str, Any]) -> str:
    """A document as a person reads it; none is empty."""
    return json.dumps(document, indent=2, ensure_ascii=False) if document else ""


def _skeleton(definition: SchemeDefinition) -> dict[str, Any]:
    """Where a person may begin to write facts."""
    return {
        "contract": 2,
        "as_at": definition.year.last_day.isoformat(),
        "localities": [],
        "providers": [],
    }


def _faults(refused: Faults) -> ValidationError:
    return ValidationError([str(fault) for fault in refused.faults])


def _money(label: str, held: str | None) -> MoneyField:
    return MoneyField(
        label=label,
        negative=True,
        initial=None if held is None else from_contract(held),
        error_messages={"required": "Enter the amount you worked out, 0 if nothing is paid"},
    )


def _amounts(expected: Mapping[str, Any]) -> dict[LineKey, str]:
    return {
        (line["objective"], line["component"], line["payee"]): line["amount"]
        for line in expected.get("lines", [])
    }


def _exposures(expected: Mapping[str, Any]) -> dict[CaseKey, str]:
    return {
        (case["practice"], case["kind"]): case["exposure"] for case in expected.get("cases", [])
    }
