"""The forms by which a change of a reading is put before the Committee, and facts are assumed."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from les_schemes.costing import Assumptions
from les_schemes.costing.assumption_questions import AssumptionQuestions
from les_schemes.rules import SchemeDefinition
from pbc.nhsuk.layout import FormHelper, Layout, Question


class ProposeForm(forms.Form):
    """Why the reading should be changed; which one, the address of the page says."""

    why = forms.CharField(
        label="Why should it be changed?",
        help_text="The Committee reads it with the amounts above, and so do the payees.",
        widget=forms.Textarea,
        max_length=2_000,
        error_messages={"required": "Say why it should be changed"},
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(Question("why", rows=4)),
            submit="Put it before the Committee",
            cancel=self.cancel,
        )


class AssumeForm(forms.Form):
    """What is assumed of a scheme's year; after ``is_valid`` it gives ``assumptions``."""

    assumptions: Assumptions

    def __init__(
        self,
        *args: Any,
        definition: SchemeDefinition,
        assumed: Assumptions,
        others_may_take_part: bool,
        cancel: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        self.questions = AssumptionQuestions(
            definition, assumed, others_may_take_part=others_may_take_part
        )
        self.fields.update(self.questions.fields)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.assumptions = self.questions.read(answers)
            except ValidationError as refusal:
                self.add_error(None, refusal)
        return answers

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self, Layout(*self.questions.parts), submit="Assume this", cancel=self.cancel
        )
