"""Forms of the steps of a scheme version."""

from typing import Any

from django import forms

from les_schemes.forms import ReasonForm
from pbc.nhsuk.layout import FormHelper, Layout


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
