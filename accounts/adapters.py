"""How django-allauth behaves here: sign-up closed, mail by the outbox, secrets encrypted."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse

from accounts import encryption
from accounts.lock_out import address_of
from accounts.models import User
from pbc import guards, outbox

_NOT_YOU = (
    "If this was not you, change your password at once and tell your administrator: somebody "
    "else may be using your sign-in."
)

# What people are told about their own sign-in: subject and body.
NOTICES = {
    "account/email/password_reset_key": (
        "Choose a new password",
        "Somebody, probably you, asked to choose a new password for your sign-in. The link below "
        "works once, for one hour. If it was not you, do nothing: your password stays as it is.",
    ),
    "account/email/password_changed": ("Your password was changed", _NOT_YOU),
    "account/email/password_reset": ("Your password was changed", _NOT_YOU),
    "account/email/password_set": ("Your password was set", _NOT_YOU),
    "mfa/email/totp_activated": ("An authenticator app was added to your sign-in", _NOT_YOU),
    "mfa/email/totp_deactivated": ("Your authenticator app was removed", _NOT_YOU),
    "mfa/email/webauthn_added": ("A passkey was added to your sign-in", _NOT_YOU),
    "mfa/email/webauthn_removed": ("A passkey was removed from your sign-in", _NOT_YOU),
    "mfa/email/recovery_codes_generated": ("New recovery codes were made for you", _NOT_YOU),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        # The same words whether the address is unknown, disabled or the password wrong.
        "email_password_mismatch": (
            "The e-mail address or the password is not right. Check both and try again."
        ),
        "incorrect_password": "The password is not right. Enter the one you sign in with.",
        "too_many_login_attempts": (
            "There were too many wrong attempts. Wait 15 minutes, then try again."
        ),
        "password_reset_unknown": "Check the e-mail address.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: a person is invited (section 2 of the requirements, NFR-13)."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Wrong passwords are counted by django-axes, by user and address together.

        allauth's own count by user alone would let anyone lock anyone out.
        """

    def _rollback_login_failed_rl_usage(self) -> None:
        """Nothing was counted."""

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """A person who signed in within the last quarter of an hour is not asked again."""
        return not guards.signed_in_recently(self.request)

    def get_reauthentication_methods(self, user: AbstractBaseUser | AnonymousUser) -> list[dict]:
        """Whoever has a second factor confirms with it; a password alone is not enough."""
        methods = super().get_reauthentication_methods(user)
        if isinstance(user, User) and user.has_second_factor:
            return [method for method in methods if method["id"] != "reauthenticate"]
        return methods

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:account")

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """By the outbox, like everything people are told: a slow mail server delays no page."""
        subject, body = NOTICES[template_prefix]
        user: User = context["user"]
        outbox.send(
            to=user.as_recipient,
            kind="account",
            subject=subject,
            body=body,
            path=context.get("path", ""),
        )

    def send_password_reset_mail(
        self, user: AbstractBaseUser, email: str, context: dict[str, Any]
    ) -> None:
        path = reverse(
            "account_reset_password_from_key",
            kwargs={"uidb36": context["uid"], "key": context["key"]},
        )
        self.send_mail("account/email/password_reset_key", email, {"user": user, "path": path})

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        self.send_mail(template_prefix, email or "", {"user": user})


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": (
            "The code is not right. Enter the newest code your app shows; each works only once."
        ),
    }

    def encrypt(self, text: str) -> str:
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return encryption.decrypt(encrypted_text)

    def generate_authenticator_name(self, user: AbstractBaseUser, kind: Authenticator.Type) -> str:
        """«Passkey», «Passkey 2» and so on, until the person names it."""
        number = Authenticator.objects.filter(user_id=user.pk, type=kind).count() + 1
        return "Passkey" if number == 1 else f"Passkey {number}"
