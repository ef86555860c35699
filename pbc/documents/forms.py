from django import forms

from pbc.nhsuk.layout import FormHelper


class VerifyForm(forms.Form):
    """One PDF to examine. It is never stored, and any content is examined as it comes."""

    document = forms.FileField(
        label="Choose the PDF file",
        help_text="Up to 10 MB. We examine the file and do not keep it.",
        max_length=None,
        error_messages={
            "required": "Choose a PDF file",
            "empty": "The selected file is empty",
        },
    )

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, submit="Check this document")
