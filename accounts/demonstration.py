"""Second factors of demonstration people, whose codes ``manage.py demo_code`` prints."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings

from accounts import encryption
from accounts.models import User
from pbc.refusals import NotNow


def give_second_factor(user: User) -> None:
    """Set up an authenticator app, and recovery codes, for a demonstration person.

    The secret is random and stored encrypted like any other. Raises ``NotNow`` in production.
    """
    _refuse_in_production()
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)


def current_code(user: User) -> str:
    """The code the person's app would show now (real time). Raises ``NotNow`` where none can be."""
    _refuse_in_production()
    authenticator = user.authenticator_set.filter(type=Authenticator.Type.TOTP).first()
    if authenticator is None:
        raise NotNow(f"{user.name} has no authenticator app: the password is enough.")
    secret = encryption.decrypt(authenticator.data["secret"])
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def _refuse_in_production() -> None:
    if settings.PBC_IS_PRODUCTION:
        raise NotNow("This is for the demonstration only.")
