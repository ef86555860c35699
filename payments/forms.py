"""Forms of runs: asking for one, approving, cancelling, marking as paid; filters of the lines."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from localities.models import Commissioner
from payments import components, pay_dates
from payments.models import Line
from pbc.nhsuk.fields import SplitDateField
from pbc.nhsuk.layout import FormHelper, Layout, Question


class RunNewForm(forms.Form):
    """For which commissioner and day a run is to be prepared."""

    commissioner = forms.ModelChoiceField(
        queryset=Commissioner.objects.none(),
        to_field_name="code",
        label="Who pays?",
        widget=forms.RadioSelect,
        empty_label=None,
    )
    pay_date = SplitDateField(
        label="When is the money paid?",
        help_text="The last working day of the month unless you choose another. The facts count "
        "as at this day.",
    )

    def __init__(
        self, *args: Any, commissioners: QuerySet[Commissioner], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.only = commissioners[0] if len(commissioners) == 1 else None
        field = self.fields["commissioner"]
        field.queryset = commissioners  # type: ignore[attr-defined]
        if self.only is not None:
            field.widget = forms.HiddenInput()
            field.initial = self.only.code

    def clean_pay_date(self) -> date:
        day = self.cleaned_data["pay_date"]
        fault = pay_dates.fault_of(day, self.today)
        if fault:
            raise forms.ValidationError(fault)
        return day

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, submit="Continue", method="get")


class RunRequestForm(forms.Form):
    """The check page: what was chosen, unseen, and one button."""

    commissioner = forms.ModelChoiceField(
        queryset=Commissioner.objects.none(), to_field_name="code", widget=forms.HiddenInput
    )
    pay_date = forms.DateField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, commissioners: QuerySet[Commissioner], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commissioner"].queryset = commissioners  # type: ignore[attr-defined]

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, submit="Prepare the run")


class ApproveForm(forms.Form):
    """Carries the digest of the lines that were shown."""

    digest = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, button: str = "Approve", cancel: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.button, self.cancel = button, cancel

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, submit=self.button, cancel=self.cancel)


class CancelForm(forms.Form):
    """Why a run is given up."""

    reason = forms.CharField(
        widget=forms.Textarea,
        label="Why is the run cancelled?",
        help_text="The others in finance are told this, and the audit trail keeps it.",
        max_length=1000,
        error_messages={"required": "Say why the run is cancelled"},
    )

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, Layout(Question("reason", rows=4)), submit="Cancel the run")


class MarkPaidForm(forms.Form):
    """With which payment the money left."""

    reference = forms.CharField(
        label="Reference of the payment",
        help_text="As the bank or the ledger has it, like BACS 0704-112",
        max_length=60,
        error_messages={"required": "Enter the reference of the payment, like BACS 0704-112"},
    )

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self, Layout(Question("reference", width=20)), submit="Mark the run as paid"
        )


class PrepareAgainForm(forms.Form):
    """Nothing to fill in."""

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, submit="Prepare the run again")


class LineFilter(forms.Form):
    """Narrows the lines of a run."""

    payee = forms.CharField(required=False, label="Payee", max_length=60)
    component = forms.ChoiceField(required=False, label="What is paid")
    locality = forms.ChoiceField(required=False, label="Locality")
    show = forms.ChoiceField(
        required=False,
        label="Show",
        choices=[
            ("", "All lines"),
            ("due", "Something is due"),
            ("payments", "Payments"),
            ("allocations", "Credited to funds"),
            ("held", "Held"),
            ("negative", "Below nothing"),
        ],
    )

    def __init__(
        self,
        *args: Any,
        wordings: components.Wordings,
        localities: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["component"].choices = [("", "All"), *wordings.choices]  # type: ignore[attr-defined]
        self.fields["locality"].choices = [("", "All"), *localities]  # type: ignore[attr-defined]

    def narrow(self, lines: QuerySet[Line]) -> QuerySet[Line]:
        """The lines that were asked for."""
        asked = self.cleaned_data
        if asked["payee"]:
            lines = lines.filter(
                Q(payee__name__icontains=asked["payee"]) | Q(payee__code__iexact=asked["payee"])
            )
        if asked["component"]:
            lines = lines.filter(**components.chosen(asked["component"]))
        if asked["locality"] == "none":
            lines = lines.filter(locality=None)
        elif asked["locality"]:
            lines = lines.filter(locality__code=asked["locality"])
        shown = {
            "due": ~Q(due_pence=0),
            "payments": Q(kind="payment"),
            "allocations": Q(kind="allocation"),
            "held": ~Q(held_reason=""),
            "negative": Q(due_pence__lt=0),
        }
        return lines.filter(shown[asked["show"]]) if asked["show"] else lines
