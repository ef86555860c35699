"""The form by which a file comes in."""

from datetime import date
from typing import Any

from django import forms

from localities.importers.payments import year_stated
from localities.permissions import can_import
from localities.statuses import ImportKind
from pbc.actor import Actor
from pbc.nhsuk.fields import SplitDateField
from pbc.nhsuk.layout import FormHelper, Layout, Question, Submit

HINTS = {
    ImportKind.PRACTICES: "27 fields, no heading: epraccur.csv",
    ImportKind.COMMISSIONERS: "27 fields, no heading: eccg.csv",
    ImportKind.MEMBERSHIPS: "6 fields, no heading: epcmem.csv",
    ImportKind.LIST_SIZES: (
        "The national extract, or any CSV with headings for the practice code, the day and the "
        "patients (and the weighted patients, if you have them)"
    ),
    ImportKind.PAYMENTS: "The yearly publication, for its registered and weighted lists",
}


class UploadForm(forms.Form):
    """Which file, of which kind, and what it does not say itself."""

    kind = forms.ChoiceField(
        label="What does the file hold?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the file holds"},
    )
    as_at = SplitDateField(
        label="The day of the lists",
        help_text="Only if the file does not give it. For example, 1 4 2007",
        required=False,
    )
    year = forms.CharField(
        label="The financial year of the file",
        help_text="For example, 2016/17",
        required=False,
        max_length=9,
    )
    file = forms.FileField(
        label="The file",
        help_text="CSV, at most 40 MB",
        error_messages={"required": "Select a file", "empty": "The selected file is empty"},
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (kind.value, kind.label) for kind in ImportKind if can_import(actor, kind)
        ]

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(
                Question(
                    "kind",
                    hints={kind.value: hint for kind, hint in HINTS.items()},
                    reveals={
                        ImportKind.LIST_SIZES.value: Question("as_at"),
                        ImportKind.PAYMENTS.value: Question("year", width=10),
                    },
                ),
                Question("file"),
                Submit("save", "Upload and check"),
            ),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("kind") == ImportKind.PAYMENTS:
            found = year_stated(cleaned.get("year") or "")
            if found is None:
                self.add_error("year", "Enter the financial year of the file, like 2016/17")
            cleaned["stated_date"] = found
        return cleaned

    @property
    def stated_date(self) -> date | None:
        """What the person says that the file does not."""
        if self.cleaned_data["kind"] == ImportKind.PAYMENTS:
            return self.cleaned_data["stated_date"]
        if self.cleaned_data["kind"] == ImportKind.LIST_SIZES:
            return self.cleaned_data["as_at"]
        return None


class ConfirmForm(forms.Form):
    """Confirms the preview that was shown, and no other."""

    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)
