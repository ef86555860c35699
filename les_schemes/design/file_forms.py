"""The forms by which a scheme file comes in."""

from typing import Any

from django import forms

from localities.models import Commissioner
from pbc.nhsuk.layout import FormHelper, Layout, Question


class SchemeFileForm(forms.Form):
    """Which file, and whose scheme it is to be."""

    commissioner = forms.ModelChoiceField(
        label="Which commissioner leads the scheme?",
        queryset=Commissioner.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Choose the commissioner"},
    )
    file = forms.FileField(
        label="The scheme file",
        help_text="The ZIP file that was downloaded from a scheme's page, or a scheme file of your "
        "own (TOML).",
        error_messages={
            "required": "Choose the scheme file",
            "empty": "The selected file is empty",
        },
    )
    framework_file = forms.FileField(
        label="The framework document",
        help_text="Only beside a scheme file of your own: a ZIP file holds it already. PDF or "
        "text, under the name that the scheme file gives it.",
        required=False,
        error_messages={"empty": "The selected file is empty"},
    )

    def __init__(self, *args: Any, commissioners: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        choice: Any = self.fields["commissioner"]
        choice.queryset = commissioners
        if len(commissioners) == 1:
            choice.initial = commissioners[0]

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(Question("commissioner", small=True), "file", "framework_file"),
            submit="Upload and look through it",
            cancel=self.cancel,
        )


class SeenForm(forms.Form):
    """Confirms what was shown, and nothing else."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, seen: str, submit: str, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen"].initial = seen
        self.submit, self.cancel = submit, cancel

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, Layout("seen"), submit=self.submit, cancel=self.cancel)
