"""Forms of the steps of a scheme version."""

from typing import Any

from django import forms

from les_schemes.forms import ReasonForm
from les_schemes.models import SchemeVersion
from pbc.financial_year import FinancialYear
from pbc.nhsuk.fields import SplitDateField
from pbc.nhsuk.layout import FormHelper, Layout, Question

YEARS_AHEAD = 2


class ApproveForm(forms.Form):
    """``seen`` stands for what the approver read; a change since then is refused."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, cancel: str, seen: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        self.fields["seen"].initial = seen

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, Layout("seen"), submit="Approve the scheme", cancel=self.cancel)


class TakeBackForm(ReasonForm):
    reason_label = "Why is it taken back?"
    reason_hint = "The reason is kept in the audit record."
    submit_text = "Take it back to a draft"
    required_message = "Say why it is taken back"


class WithdrawSchemeForm(ReasonForm):
    reason_label = "Why is the scheme withdrawn?"
    reason_hint = "Whoever was invited to it is told this reason."
    submit_text = "Withdraw the scheme"
    required_message = "Say why the scheme is withdrawn"
    warning = True


class ReconcileForm(ReasonForm):
    reason_label = "What was checked, and what came of it?"
    reason_hint = "It is kept with the scheme."
    submit_text = "Reconcile the scheme"
    required_message = "Say what was checked, and what came of it"


class NextForm(forms.Form):
    """For which year a next version is made, and when its sign-up closes."""

    financial_year = forms.TypedChoiceField(
        label="For which financial year?",
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the financial year"},
    )
    last_day = SplitDateField(
        label="Last day to sign up",
        help_text="Sign-up closes at the end of that day. For example, 30 4 2008",
        error_messages={"required": "Enter the last day to sign up"},
    )

    def __init__(
        self,
        *args: Any,
        cancel: str,
        version: SchemeVersion,
        this_year: FinancialYear,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        first = version.financial_year_starts_in
        last = max(first, this_year.starts_in) + YEARS_AHEAD
        years: Any = self.fields["financial_year"]
        years.choices = [(year, str(FinancialYear(year))) for year in range(first, last + 1)]

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(Question("financial_year", small=True), "last_day"),
            submit="Make the draft",
            cancel=self.cancel,
        )
