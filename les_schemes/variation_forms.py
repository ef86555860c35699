"""The forms of a variation: whom each clause touches, and the acknowledgement."""

from datetime import date
from typing import Any

from django import forms

from les_schemes.clauses import Difference
from les_schemes.statuses import Touches
from pbc import clock
from pbc.nhsuk.fields import SplitDateField
from pbc.nhsuk.layout import FormHelper, Layout, Question


class VariationForm(forms.Form):
    """One question for each clause that is worded otherwise; then why, from when, by whom."""

    reason = forms.CharField(
        label="Why is the scheme worded otherwise?",
        help_text="Everyone concerned reads this.",
        widget=forms.Textarea,
        max_length=2_000,
        error_messages={"required": "Say why the scheme is worded otherwise"},
    )
    in_force_from = SplitDateField(
        label="From when?",
        help_text="Today or a later day",
        error_messages={"required": "Enter the day from which it is in force"},
    )
    approval = forms.CharField(
        label="The Committee's decision",
        help_text=(
            "Needed if it touches anybody, like PBC Governance Committee, 24 May 2007, item 6"
        ),
        max_length=300,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        differences: list[Difference],
        asks_approval: bool,
        cancel: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.differences, self.cancel = differences, cancel
        self.asks_approval = asks_approval
        if not asks_approval:
            del self.fields["approval"]
        for number, difference in enumerate(differences, start=1):
            self.fields[f"touches_{number}"] = forms.ChoiceField(
                label=f"Whom does clause {number} touch: {difference.title}?",
                choices=Touches.choices,
                widget=forms.RadioSelect,
                initial=difference.touches,
                error_messages={"required": f"Choose whom clause {number} touches"},
            )
        if not self.is_bound:
            self.initial["in_force_from"] = clock.today()

    @property
    def touches(self) -> dict[str, Touches]:
        return {
            difference.key: Touches(self.cleaned_data[f"touches_{number}"])
            for number, difference in enumerate(self.differences, start=1)
        }

    @property
    def from_when(self) -> date:
        day: date = self.cleaned_data["in_force_from"]
        return day

    @property
    def helper(self) -> FormHelper:
        parts: list[Any] = [
            Question(f"touches_{number}") for number in range(1, len(self.differences) + 1)
        ]
        parts += [Question("reason", rows=4), "in_force_from"]
        parts += ["approval"] if self.asks_approval else []
        return FormHelper.of(
            self,
            Layout(*parts),
            submit="Put it in force" if self.asks_approval else "Prepare the variation",
            cancel=self.cancel,
        )


class AcknowledgeForm(forms.Form):
    """A typed name acknowledges; ``shown`` carries the SHA-256 of the text that was read."""

    typed_name = forms.CharField(
        label="Type your full name",
        max_length=200,
        error_messages={"required": "Type your name to acknowledge it"},
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, shown_sha256: str, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was_shown = ""
        self.fields["typed_name"].help_text = f"You are signed in as {name}. Typing it signs."
        if self.is_bound:
            self.was_shown = self.data.get("shown", "")
            data: Any = self.data
            self.data = data.copy()
            self.data["shown"] = shown_sha256  # type: ignore[index]
        else:
            self.initial = {**self.initial, "shown": shown_sha256}

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(Question("typed_name", width=20, autocomplete="name"), "shown"),
            submit="Acknowledge",
        )
