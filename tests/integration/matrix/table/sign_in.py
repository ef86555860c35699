"""Sign-in and second factor: django-allauth's pages. What is done on them is tested by accounts.

Here stands what whoever is not signed in, and whoever is, gets by GET and by an empty POST.
"""

from tests.integration.matrix.rows import PROVE_IT, SIGN_IN, of_allauth

_BOTH_LED = (SIGN_IN, SIGN_IN)
_OPEN = (200, 405)

ROWS = [
    of_allauth("account_login", anonymous=(200, 200), signed_in=(302, 302)),
    of_allauth("account_logout", anonymous=(302, 302), signed_in=(200, 302)),
    of_allauth("account_inactive", anonymous=_OPEN, signed_in=_OPEN),
    # Whoever has a second factor confirms with that, whoever has none with the password.
    of_allauth("account_reauthenticate", anonymous=_BOTH_LED, signed_in=((200, 302), (200, 302))),
    of_allauth(
        "account_change_password", anonymous=_BOTH_LED, signed_in=(200, 200), sensitive=True
    ),
    of_allauth("account_reset_password", anonymous=(200, 200), signed_in=(200, 200)),
    of_allauth("account_reset_password_done", anonymous=_OPEN, signed_in=_OPEN),
    of_allauth(
        "account_reset_password_from_key",
        "used link",
        anonymous=(200, 200),
        signed_in=(200, 200),
    ),
    of_allauth("account_reset_password_from_key_done", anonymous=_OPEN, signed_in=_OPEN),
    of_allauth("mfa_authenticate", anonymous=_BOTH_LED, signed_in=(302, 302)),
    of_allauth(
        "mfa_reauthenticate", anonymous=_BOTH_LED, signed_in=((200, PROVE_IT), (200, PROVE_IT))
    ),
    of_allauth(
        "mfa_reauthenticate_webauthn",
        anonymous=_BOTH_LED,
        signed_in=((302, PROVE_IT), (302, PROVE_IT)),
    ),
    of_allauth("mfa_index", anonymous=_BOTH_LED, signed_in=(200, 405)),
    of_allauth(
        "mfa_activate_totp", anonymous=_BOTH_LED, signed_in=((200, 302), (200, 302)), sensitive=True
    ),
    of_allauth("mfa_deactivate_totp", anonymous=_BOTH_LED, signed_in=((200, 404), (200, 404))),
    of_allauth(
        "mfa_view_recovery_codes", anonymous=_BOTH_LED, signed_in=(404, 405), sensitive=True
    ),
    of_allauth(
        "mfa_generate_recovery_codes", anonymous=_BOTH_LED, signed_in=(200, 200), sensitive=True
    ),
    of_allauth(
        "mfa_download_recovery_codes", anonymous=_BOTH_LED, signed_in=(404, 404), sensitive=True
    ),
    of_allauth("mfa_list_webauthn", anonymous=_BOTH_LED, signed_in=(200, 405)),
    of_allauth("mfa_add_webauthn", anonymous=_BOTH_LED, signed_in=(200, 200), sensitive=True),
    of_allauth(
        "mfa_edit_webauthn", "passkey", anonymous=_BOTH_LED, signed_in=(404, 404), sensitive=True
    ),
    of_allauth(
        "mfa_remove_webauthn", "passkey", anonymous=_BOTH_LED, signed_in=(404, 404), sensitive=True
    ),
]
