"""allauth's forms of the second factor, with our words and our face."""

import re
from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm as AllauthGenerate
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm

from pbc.nhsuk.layout import FormHelper, Layout, Question

_MISSING = "Enter the code"


class _CodeWords:
    """Any code may be pasted, with or without the space that apps show in it."""

    fields: dict[str, Any]

    def word_code(self, help_text: str) -> None:
        code = self.fields["code"]
        code.label, code.help_text = "Code", help_text
        code.error_messages["required"] = _MISSING
        code.widget.attrs["inputmode"] = "text"

    def helper_for(self, submit: str) -> FormHelper:
        question = Question("code", autocomplete="one-time-code", width=10, code=True)
        return FormHelper.of(self, Layout(question), submit=submit)  # type: ignore[arg-type]


class AuthenticateForm(_CodeWords, base.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.word_code("The 6 digits your authenticator app shows, or one of your recovery codes.")

    @property
    def helper(self) -> FormHelper:
        return self.helper_for("Continue")


class ReauthenticateForm(_CodeWords, base.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.word_code("The 6 digits your authenticator app shows, or one of your recovery codes.")

    @property
    def helper(self) -> FormHelper:
        return self.helper_for("Continue")


class ActivateTOTPForm(_CodeWords, totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.word_code("The 6 digits the app shows for PBC Administration.")

    @property
    def secret_in_groups(self) -> str:
        """In groups of four, to be read and typed; apps do not mind the spaces."""
        return " ".join(re.findall(".{1,4}", self.secret))

    @property
    def helper(self) -> FormHelper:
        return self.helper_for("Finish")


class DeactivateTOTPForm(totp.DeactivateTOTPForm):
    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, submit="Remove the app")


class GenerateRecoveryCodesForm(AllauthGenerate):
    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, submit="Make new codes")


class AddPasskeyForm(AddWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Name of this passkey"
        self.fields["name"].help_text = "So that you can tell it from others, like ‘Work laptop’."


class EditPasskeyForm(EditWebAuthnForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Name of this passkey"
        self.fields["name"].error_messages["required"] = "Enter a name, like ‘Work laptop’"

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, submit="Save")
