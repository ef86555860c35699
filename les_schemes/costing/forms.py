"""The forms of the cost page and of dry runs."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from les_schemes.costing.assumption_questions import AssumptionQuestions
from les_schemes.costing.assumptions import Assumptions
from les_schemes.costing.term_questions import question_of
from les_schemes.design.term_questions import Answer, TermQuestion
from les_schemes.rules import Faults, SchemeDefinition, parse_definition
from les_schemes.rules.definition import Objective, document, scheme_readings
from les_schemes.rules.tables import Reading, Term
from les_schemes.rules.values import Wrong
from pbc.nhsuk.layout import Fieldset, FormHelper, Layout, Question

_ENTRY = re.compile(r"\[(?P<position>[0-9]+)\]\.(?P<key>\w+)")
_READING = re.compile(r"scheme\.objectives\[(?P<position>[0-9]+)\]\.readings\.(?P<name>\w+)")
ASSUMED = (
    "These are assumptions. Once the scheme is open, the sheets that come back, the reports, "
    "claims and outturns decide instead."
)


class CostForm(forms.Form):
    """Terms and readings to try out, and the assumptions: nothing here changes the draft.

    After ``is_valid`` it gives both as ``tried`` and ``assumptions``.
    """

    tried: SchemeDefinition
    assumptions: Assumptions

    def __init__(
        self,
        *args: Any,
        definition: SchemeDefinition,
        assumed: Assumptions,
        others_may_take_part: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.definition = definition
        self.written = document(definition)
        self.terms: list[tuple[int, Term, TermQuestion]] = []
        self.parts = [
            self._objective(position, objective)
            for position, objective in enumerate(definition.objectives)
        ]
        self.parts.append(
            Fieldset(
                "The whole scheme",
                *self._readings("scheme", scheme_readings(), definition.readings),
            )
        )
        self.questions = AssumptionQuestions(
            definition, assumed, others_may_take_part=others_may_take_part
        )
        self.fields.update(self.questions.fields)
        self.parts.append(Fieldset("Assumptions", *self.questions.parts, hint=ASSUMED))

    def _objective(self, position: int, objective: Objective) -> Fieldset:
        terms = []
        for term in objective.kind.terms:
            held = self.written["objectives"][position]["terms"][term.name]
            question = question_of(term, f"o{objective.number}_{term.name}", held)
            if question is not None:
                self.fields.update(question.fields)
                self.terms.append((position, term, question))
                terms.append(question.layout)
        readings = self._readings(
            f"o{objective.number}", objective.kind.readings, objective.readings
        )
        return Fieldset(
            f"Objective {objective.number}: {objective.shown_title}",
            *terms,
            *readings,
            hint="" if terms or readings else "It has no number and no choice to change.",
        )

    def _readings(self, prefix: str, readings: tuple[Reading, ...], held: Any) -> list[Question]:
        questions = []
        for reading in readings:
            name = f"{prefix}_{reading.name}"
            self.fields[name] = forms.ChoiceField(
                label=reading.question,
                choices=list(reading.choices.items()),
                initial=getattr(held, reading.name),
            )
            questions.append(Question(name))
        return questions

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if self.errors:
            return answers
        for position, term, question in self.terms:
            answer = question.read(answers)
            try:
                term.form.read(answer.document)
            except Wrong as wrong:
                self._add_wrong(term, question, answer, wrong)
            else:
                self.written["objectives"][position]["terms"][term.name] = answer.document
        self._write_readings(answers)
        try:
            self.assumptions = self.questions.read(answers)
        except ValidationError as refusal:
            self.add_error(None, refusal)
        if not self.errors:
            self._define()
        return answers

    def _write_readings(self, answers: dict[str, Any]) -> None:
        for position, objective in enumerate(self.definition.objectives):
            self.written["objectives"][position]["readings"] = {
                reading.name: answers[f"o{objective.number}_{reading.name}"]
                for reading in objective.kind.readings
            }
        self.written["readings"] = {
            reading.name: answers[f"scheme_{reading.name}"] for reading in scheme_readings()
        }

    def _define(self) -> None:
        try:
            self.tried = parse_definition(self.written)
        except Faults as refused:
            for fault in refused.faults:
                found = _READING.fullmatch(fault.path)
                name = None
                if found is not None:
                    objective = self.definition.objectives[int(found["position"])]
                    name = f"o{objective.number}_{found['name']}"
                self.add_error(name, f"This {fault.message}")

    def _add_wrong(self, term: Term, question: TermQuestion, answer: Answer, wrong: Wrong) -> None:
        """What the contract's form refuses, at the field it stands in."""
        for path, message in wrong.faults:
            entry = _ENTRY.fullmatch(path)
            ends = f"_{entry['position']}_{entry['key']}" if entry else ""
            names = list(question.fields)
            at = next((name for name in names if ends and name.endswith(ends)), names[0])
            self.add_error(at, f"{term.label}: {message}")

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, Layout(*self.parts), submit="Work out")


class KeepForm(forms.Form):
    """Whether what was tried out is to be written into the draft, and why."""

    why = forms.CharField(
        label="Why is it read otherwise now?",
        help_text="The register of readings keeps it with your name and the time.",
        widget=forms.Textarea,
        error_messages={"required": "Say why, for the register of readings"},
    )

    def __init__(self, *args: Any, asks_why: bool, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        if not asks_why:
            del self.fields["why"]

    @property
    def reason(self) -> str:
        return str(self.cleaned_data.get("why", ""))

    @property
    def helper(self) -> FormHelper:
        parts = [Question(name, rows=3) for name in self.fields]
        return FormHelper.of(self, Layout(*parts), submit="Keep these terms", cancel=self.cancel)


class AcceptForm(forms.Form):
    """What whoever accepts a dry run looked at."""

    looked_at = forms.CharField(
        label="What did you look at?",
        help_text="For example: the five largest practices, all of one locality, those who get "
        "nothing, the total against the budget.",
        widget=forms.Textarea,
        max_length=2000,
        error_messages={"required": "Say what you looked at"},
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(Question("looked_at", rows=4)),
            submit="Accept the dry run",
            cancel=self.cancel,
        )
