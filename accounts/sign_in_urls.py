"""Addresses of sign-in and second factor; the names are those by which allauth finds them.

What allauth offers beyond (open sign-up, several e-mail addresses, codes by e-mail) has no address.
"""

from django.urls import path, re_path

from accounts.views import sign_in as views

urlpatterns = [
    path("", views.SignIn.as_view(), name="account_login"),
    path("out/", views.SignOut.as_view(), name="account_logout"),
    path("disabled/", views.Disabled.as_view(), name="account_inactive"),
    path("confirm/", views.ConfirmByPassword.as_view(), name="account_reauthenticate"),
    path("password/", views.ChangePassword.as_view(), name="account_change_password"),
    path("password/forgotten/", views.ForgottenPassword.as_view(), name="account_reset_password"),
    path(
        "password/forgotten/sent/",
        views.ForgottenPasswordSent.as_view(),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.NewPassword.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "password/saved/",
        views.NewPasswordSaved.as_view(),
        name="account_reset_password_from_key_done",
    ),
    path("code/", views.SecondFactor.as_view(), name="mfa_authenticate"),
    path("confirm/code/", views.ConfirmByCode.as_view(), name="mfa_reauthenticate"),
    path(
        "confirm/passkey/",
        views.ConfirmByPasskey.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("second-factor/", views.SecondFactors.as_view(), name="mfa_index"),
    path("second-factor/app/", views.AddApp.as_view(), name="mfa_activate_totp"),
    path("second-factor/app/remove/", views.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path(
        "second-factor/recovery-codes/",
        views.RecoveryCodes.as_view(),
        name="mfa_view_recovery_codes",
    ),
    path(
        "second-factor/recovery-codes/make/",
        views.MakeRecoveryCodes.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-factor/recovery-codes/download/",
        views.DownloadRecoveryCodes.as_view(),
        name="mfa_download_recovery_codes",
    ),
    path("second-factor/passkeys/", views.Passkeys.as_view(), name="mfa_list_webauthn"),
    path("second-factor/passkeys/add/", views.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(
        "second-factor/passkeys/<int:pk>/",
        views.RenamePasskey.as_view(),
        name="mfa_edit_webauthn",
    ),
    path(
        "second-factor/passkeys/<int:pk>/remove/",
        views.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
]
