"""The form by which a change of a reading is put before the Committee."""

from typing import Any

from django import forms

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
