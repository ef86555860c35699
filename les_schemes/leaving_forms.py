"""The forms with which a practice withdraws from a scheme, and takes that back."""

from datetime import date
from typing import Any

from django import forms

from les_schemes.forms import ReasonForm
from pbc.nhsuk.fields import SplitDateField
from pbc.nhsuk.layout import FormHelper, Layout, Question


class GiveNoticeForm(forms.Form):
    withdrawn_from = SplitDateField(
        label="From which day does the practice withdraw?",
        help_text="The first day on which it is no longer in the scheme, for example 1 1 2008",
        error_messages={"required": "Enter the day from which the practice withdraws"},
    )
    reason = forms.CharField(
        label="Why does the practice withdraw?",
        help_text="Your commissioner is told this reason.",
        widget=forms.Textarea,
        max_length=2_000,
        error_messages={"required": "Give the reason for withdrawing"},
    )

    def __init__(self, *args: Any, earliest: date, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        if not self.is_bound:
            self.initial = {"withdrawn_from": _first_of_month(earliest)}

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout("withdrawn_from", Question("reason", rows=4)),
            submit="Give notice",
            cancel=self.cancel,
        )


class TakeBackNoticeForm(ReasonForm):
    reason_label = "Why does the practice stay?"
    reason_hint = "Your commissioner is told this reason."
    submit_text = "Take back the notice"
    required_message = "Say why the practice stays"


def _first_of_month(day: date) -> date:
    """The first day of a month on or after a day: payments are worked out by whole months."""
    if day.day == 1:
        return day
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
