"""What follows when a second factor is added, removed or used."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User
from pbc import audit


def count_as_used(request: HttpRequest) -> None:
    """Setting one up proves it as well as using it: the person is not asked again at once."""
    record_authentication(request, request.user, "mfa", reauthenticated=True)


@receiver(authenticator_added, dispatch_uid="second_factor_added")
def added(user: User, authenticator: Authenticator, **_: Any) -> None:
    _record("second_factor.added", user, authenticator)


@receiver(authenticator_removed, dispatch_uid="second_factor_removed")
def removed(user: User, authenticator: Authenticator, **_: Any) -> None:
    _record("second_factor.removed", user, authenticator)


@receiver(authenticator_reset, dispatch_uid="second_factor_made_anew")
def made_anew(user: User, authenticator: Authenticator, **_: Any) -> None:
    _record("second_factor.made_anew", user, authenticator)


def _record(event: str, user: User, authenticator: Authenticator) -> None:
    audit.record(event=event, by=user, subject=user, after={"kind": authenticator.type})
