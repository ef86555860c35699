"""The forms of a claim."""

from collections.abc import Sequence
from typing import Any

from django import forms

from les_schemes.reports.forms import ReceiveForm
from les_schemes.rules.definition import Objective
from pbc.nhsuk.layout import FormHelper, Layout, Question


class ItemsForm(forms.Form):
    """How many items are claimed under each objective."""

    def __init__(
        self,
        *args: Any,
        objectives: Sequence[Objective],
        held: dict[int, int],
        cancel: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.objectives, self.cancel = objectives, cancel
        for objective in objectives:
            name = f"objective-{objective.number}"
            self.fields[name] = forms.IntegerField(
                label=objective.title or f"Objective {objective.number}",
                help_text=objective.kind.sentence(objective.terms, objective.readings),
                min_value=0,
                error_messages={
                    "required": "Enter how many items, 0 if there were none",
                    "invalid": "Enter a whole number, like 12, or 0 if there were none",
                    "min_value": "Enter a whole number, like 12, or 0 if there were none",
                },
            )
            if not self.is_bound:
                self.initial[name] = held.get(objective.number)

    def counts(self) -> dict[int, int]:
        return {
            objective.number: self.cleaned_data[f"objective-{objective.number}"]
            for objective in self.objectives
        }

    @property
    def helper(self) -> FormHelper:
        questions = [Question(name, width=5) for name in self.fields]
        return FormHelper.of(
            self, Layout(*questions), submit="Save and continue", cancel=self.cancel
        )


class SubmitClaimForm(forms.Form):
    """A note if wanted; the reason where a count is far from the own history."""

    unusual_because = forms.CharField(
        label="Why is it so far from the months before?",
        help_text="Those who receive the claim read this. Nothing about a patient.",
        widget=forms.Textarea,
        error_messages={"required": "Say why the count is so far from the months before"},
    )
    note = forms.CharField(
        label="Anything to tell with it?",
        help_text="Nothing about a patient.",
        widget=forms.Textarea,
        required=False,
    )

    def __init__(self, *args: Any, is_unusual: bool, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        if not is_unusual:
            del self.fields["unusual_because"]

    @property
    def helper(self) -> FormHelper:
        questions = [Question(name, rows=3) for name in self.fields]
        return FormHelper.of(
            self, Layout(*questions), submit="Submit the claim", cancel=self.cancel
        )


class AcceptClaimForm(ReceiveForm):
    submit_text = "Accept the claim"
