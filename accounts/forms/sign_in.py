"""allauth's forms of e-mail and password, with our words and our face.

Fields allow paste and say what they hold, so that password managers can do their work (ASVS 5.0,
6.2.7).
"""

from typing import Any

from allauth.account import forms as allauth_forms

from pbc.nhsuk.layout import FormHelper, Layout, Question, Submit

_TWELVE = (
    "At least 12 characters. Three words that do not belong together are easy to remember; "
    "you can also paste one from a password manager."
)


class SignInForm(allauth_forms.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        email, password = self.fields["login"], self.fields["password"]
        email.label = "E-mail address"
        email.error_messages["required"] = "Enter your e-mail address"
        email.error_messages["invalid"] = (
            "Enter an e-mail address in the right form, like name@example.nhs.uk"
        )
        password.label, password.help_text = "Password", ""
        password.error_messages["required"] = "Enter your password"

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(
                Question("login", autocomplete="username"),
                Question("password", autocomplete="current-password"),
                Submit("submit", "Sign in"),
            ),
        )


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label, self.fields["password"].help_text = "Password", ""
        self.fields["password"].error_messages["required"] = "Enter your password"

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self, Layout(Question("password", autocomplete="current-password")), submit="Continue"
        )


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = "Your password now"
        self.fields["oldpassword"].help_text = ""
        self.fields["oldpassword"].error_messages["required"] = "Enter your password"
        _word_new_password(self)

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self,
            Layout(
                Question("oldpassword", autocomplete="current-password"), *_new_password_questions()
            ),
            submit="Change password",
        )


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "E-mail address"
        self.fields["email"].help_text = "The one you sign in with."
        self.fields["email"].error_messages["required"] = "Enter your e-mail address"

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(
            self, Layout(Question("email", autocomplete="username")), submit="Send me a link"
        )


class ResetPasswordKeyForm(allauth_forms.ResetPasswordKeyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word_new_password(self)

    @property
    def helper(self) -> FormHelper:
        return FormHelper.of(self, Layout(*_new_password_questions()), submit="Save password")


def _word_new_password(form: Any) -> None:
    new, again = form.fields["password1"], form.fields["password2"]
    new.label, new.help_text = "New password", _TWELVE
    again.label, again.help_text = "New password again", ""
    new.error_messages["required"] = "Enter a new password"
    again.error_messages["required"] = "Enter the new password again"


def _new_password_questions() -> list[Question]:
    return [
        Question("password1", autocomplete="new-password"),
        Question("password2", autocomplete="new-password"),
    ]
