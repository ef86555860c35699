"""The forms of an objective: which kind of rule it is, and its terms, readings and texts."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from les_schemes.design import table_questions, term_questions
from les_schemes.design.term_questions import Answer, TermQuestion
from les_schemes.rules.kind import Kind
from les_schemes.rules.kinds import KINDS
from les_schemes.rules.tables import Term
from les_schemes.rules.values import Wrong
from pbc.nhsuk.layout import Fieldset, FormHelper, Layout, Question

_ENTRY = re.compile(r"\[(?P<position>[0-9]+)\]\.(?P<key>\w+)")
LEVELS = ("AT PRACTICE LEVEL", "AT LOCALITY LEVEL")

_QUESTIONS: Mapping[str, Callable[[Term, Any], TermQuestion]] = {
    "money": term_questions.money,
    "fraction": term_questions.fraction,
    "whole_number": term_questions.whole_number,
    "optional_whole_number": term_questions.optional_whole_number,
    "date": term_questions.day,
    "months": term_questions.months,
    "bands": table_questions.bands,
    "milestones": table_questions.milestones,
}


def lines(text: str) -> list[str]:
    """The paragraphs of a text, one to a line; empty lines part nothing."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class KindForm(forms.Form):
    """Which kind of rule an objective is."""

    kind = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": "Choose how the objective pays"}
    )

    def __init__(self, *args: Any, cancel: str, refused: Mapping[str, str], **kwargs: Any) -> None:
        """``refused`` says of a kind why this scheme cannot have it."""
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        self.offered = [kind for kind in KINDS.values() if kind.name not in refused]
        field: Any = self.fields["kind"]
        field.label = "How does the objective pay?"
        field.choices = [(kind.name, kind.title) for kind in self.offered]

    @property
    def helper(self) -> FormHelper:
        hints = {kind.name: kind.description for kind in self.offered}
        return FormHelper.of(
            self,
            Layout(Question("kind", page_heading=True, hints=hints)),
            submit="Continue",
            cancel=self.cancel,
        )


class ObjectiveForm(forms.Form):
    """An objective's words and numbers; after ``is_valid`` it gives both as documents."""

    title = forms.CharField(
        label="Title",
        help_text="What practices will read, like Smoking cessation clinics.",
        max_length=300,
        error_messages={"required": "Enter a title"},
    )
    level = forms.ChoiceField(
        label="Where it belongs in the objectives table",
        choices=[(level, level.capitalize()) for level in LEVELS],
        widget=forms.RadioSelect,
    )
    rationale = forms.CharField(label="Rationale", required=False, widget=forms.Textarea)
    measure = forms.CharField(
        label="To be measured by",
        help_text="One paragraph to a line.",
        widget=forms.Textarea,
        error_messages={"required": "Say what the objective is measured by"},
    )
    additional = forms.CharField(
        label="Additional information",
        help_text="When and how it is paid, for example. One paragraph to a line.",
        required=False,
        widget=forms.Textarea,
    )

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        kind: Kind,
        cancel: str,
        terms: Mapping[str, Any],
        readings: Mapping[str, str],
        seen: str = "",
        **kwargs: Any,
    ) -> None:
        """``terms`` and ``readings`` as held; what they leave out has its default.

        ``seen`` tells the wording that the designer has before them.
        """
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = seen
        self.kind, self.cancel = kind, cancel
        self.questions = [
            _QUESTIONS[term.form.name](term, _written(term, terms)) for term in kind.terms
        ]
        for question in self.questions:
            self.fields.update(question.fields)
        for reading in kind.readings:
            self.fields[reading.name] = forms.ChoiceField(
                label=reading.question,
                choices=list(reading.choices.items()),
                initial=readings.get(reading.name, reading.default),
                widget=forms.RadioSelect,
            )
        self.terms: dict[str, Any] = {}

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if self.errors:
            return answers
        for term, question in zip(self.kind.terms, self.questions, strict=True):
            try:
                answer = question.read(answers)
                term.form.read(answer.document)
            except ValidationError as refusal:
                self.add_error(None, refusal)
            except Wrong as wrong:
                self._add_wrong(term, question, answer, wrong)
            else:
                self.terms[term.name] = answer.document
        return answers

    def _add_wrong(self, term: Term, question: TermQuestion, answer: Answer, wrong: Wrong) -> None:
        """What the contract's form refuses, at the field it stands in."""
        for path, message in wrong.faults:
            entry = _ENTRY.fullmatch(path)
            name = ""
            if entry is not None:
                row = answer.rows[int(entry["position"])]
                name = f"{term.name}_{row}_{entry['key']}"
            if name not in question.fields:
                name = next(iter(question.fields))
            self.add_error(name, f"{term.label}: {message}")

    @property
    def readings(self) -> dict[str, str]:
        return {reading.name: self.cleaned_data[reading.name] for reading in self.kind.readings}

    @property
    def texts(self) -> dict[str, Any]:
        """The columns of the objectives table that people write (R1-012)."""
        answers = self.cleaned_data
        return {
            "title": answers["title"],
            "level": answers["level"],
            "rationale": answers["rationale"],
            "measure": lines(answers["measure"]),
            "additional": lines(answers["additional"]),
        }

    @property
    def helper(self) -> FormHelper:
        readings = [Question(reading.name, small=True) for reading in self.kind.readings]
        parts = [
            Fieldset(
                "What it is for",
                "title",
                Question("level", inline=True),
                Question("rationale", rows=3),
                Question("measure", rows=4),
                Question("additional", rows=3),
            )
        ]
        if self.questions:
            layouts = [question.layout for question in self.questions]
            parts.append(Fieldset("What it pays", *layouts))
        if readings:
            parts.append(Fieldset("How it is read where the words leave a choice", *readings))
        return FormHelper.of(self, Layout(*parts), submit="Save the objective", cancel=self.cancel)


def _written(term: Term, terms: Mapping[str, Any]) -> Any:
    """The document of a term: as held, or its default, or none where it must be given."""
    if term.name in terms:
        return terms[term.name]
    return None if term.required else term.form.write(term.default)
