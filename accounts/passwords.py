"""What follows when a person changes a password, or chooses a new one by the link in an e-mail."""

from typing import Any

from allauth.account.signals import password_changed, password_reset
from axes.handlers.proxy import AxesProxyHandler
from django.dispatch import receiver

from accounts.models import User
from pbc import audit


@receiver(password_changed, dispatch_uid="password_changed")
def changed(user: User, **_: Any) -> None:
    audit.record(event="password.changed", by=user, subject=user)


@receiver(password_reset, dispatch_uid="password_reset")
def chosen_anew(user: User, **_: Any) -> None:
    """The link proved who it is: failures from before no longer count against the person."""
    AxesProxyHandler.reset_attempts(username=user.email)
    audit.record(event="password.chosen_anew", by=user, subject=user)
