"""allauth's pages of sign-in and second factor, each with its guard declared."""

from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.http import HttpRequest, HttpResponse

from accounts import lock_out, second_factor
from pbc.guards import Guarded, Public, SignedIn

_TO_SIGN_IN = Public("nobody is signed in before signing in")
_FORGOTTEN = Public("whoever forgot the password cannot sign in; the link in the e-mail is proof")
_OWN_SIGN_IN = SignedIn(second_factor=False)
_STEPPED_UP = SignedIn(second_factor=False, step_up=True)


class SignIn(Guarded, account.LoginView):
    guard = _TO_SIGN_IN


class SignOut(Guarded, account.LogoutView):
    guard = Public("signing out twice does no harm")


class Disabled(Guarded, account.AccountInactiveView):
    guard = _TO_SIGN_IN


class ForgottenPassword(Guarded, account.PasswordResetView):
    guard = _FORGOTTEN


class ForgottenPasswordSent(Guarded, account.PasswordResetDoneView):
    guard = _FORGOTTEN


class NewPassword(Guarded, account.PasswordResetFromKeyView):
    guard = _FORGOTTEN


class NewPasswordSaved(Guarded, account.PasswordResetFromKeyDoneView):
    guard = _FORGOTTEN


class ChangePassword(Guarded, account.PasswordChangeView):
    guard = _STEPPED_UP


class ConfirmByPassword(Guarded, account.ReauthenticateView):
    guard = _OWN_SIGN_IN


class SecondFactor(Guarded, mfa.AuthenticateView):
    """The code or passkey asked after the password."""

    guard = _TO_SIGN_IN

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if lock_out.is_locked_out(request, self.stage.login.user):
            return lock_out.respond(request)
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.stage.login.user
        return {
            **super().get_context_data(**kwargs),
            "has_passkey": user.authenticator_set.filter(type="webauthn").exists(),
        }


class ConfirmByCode(Guarded, mfa.ReauthenticateView):
    """The code asked again before a sensitive act."""

    guard = _OWN_SIGN_IN

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if lock_out.is_locked_out(request, request.user):  # type: ignore[arg-type]
            return lock_out.respond(request)
        return super().post(request, *args, **kwargs)


class ConfirmByPasskey(Guarded, webauthn.ReauthenticateWebAuthnView):
    guard = _OWN_SIGN_IN


class SecondFactors(Guarded, mfa.IndexView):
    guard = _OWN_SIGN_IN


class AddApp(Guarded, totp.ActivateTOTPView):
    guard = _OWN_SIGN_IN

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        second_factor.count_as_used(self.request)
        return response


class RemoveApp(Guarded, totp.DeactivateTOTPView):
    guard = _OWN_SIGN_IN


class RecoveryCodes(Guarded, recovery_codes.ViewRecoveryCodesView):
    guard = _STEPPED_UP


class MakeRecoveryCodes(Guarded, recovery_codes.GenerateRecoveryCodesView):
    guard = _OWN_SIGN_IN


class DownloadRecoveryCodes(Guarded, recovery_codes.DownloadRecoveryCodesView):
    guard = _STEPPED_UP


class Passkeys(Guarded, webauthn.ListWebAuthnView):
    guard = _OWN_SIGN_IN


class AddPasskey(Guarded, webauthn.AddWebAuthnView):
    guard = _OWN_SIGN_IN

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        second_factor.count_as_used(self.request)
        return response


class RenamePasskey(Guarded, webauthn.EditWebAuthnView):
    guard = _OWN_SIGN_IN


class RemovePasskey(Guarded, webauthn.RemoveWebAuthnView):
    guard = _OWN_SIGN_IN
