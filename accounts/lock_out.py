"""Lock-out after repeated failures: five wrong passwords or codes, by user and address together.

The count stands in the database (django-axes). Second-factor codes count with the passwords:
whoever has a stolen password must not be able to try codes at leisure.
"""

from typing import Any

from allauth.account.internal.stagekit import clear_login
from allauth.mfa.signals import authentication_failed
from axes.handlers.proxy import AxesProxyHandler
from axes.signals import user_locked_out
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import User
from pbc import audit
from pbc.actor import SYSTEM


def address_of(request: HttpRequest) -> str:
    """The client's network address; behind our own proxy, the one that the proxy saw."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.PBC_BEHIND_PROXY:
        forwarded = request.headers.get("x-forwarded-for", "").split(",")
        address = forwarded[-1].strip() or address
    return address


def username_of(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """Whose failures are counted: the e-mail address given, in one spelling."""
    given = credentials or {}
    email = given.get("email") or given.get("username")
    if not email and request is not None:
        email = request.POST.get("login", "")
    return str(email or "").strip().lower()[:255]


def is_locked_out(request: HttpRequest, user: User) -> bool:
    """Whether this user is locked out from this address now."""
    return not AxesProxyHandler.is_allowed(request, {"email": user.email})


def respond(
    request: HttpRequest,
    original_response: HttpResponse | None = None,
    credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """The page that says what happened and what to do."""
    clear_login(request)
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)


@receiver(authentication_failed, dispatch_uid="count_second_factor")
def count_second_factor(request: HttpRequest, user: User, **_: Any) -> None:
    """A wrong second-factor code counts like a wrong password."""
    AxesProxyHandler.user_login_failed(
        sender=User, credentials={"email": user.email}, request=request
    )


@receiver(user_locked_out, dispatch_uid="record_lock_out")
def record_lock_out(request: HttpRequest, username: str, ip_address: str, **_: Any) -> None:
    """Keep in the audit trail that somebody was locked out, once; unknown addresses leave none."""
    already_locked_out = not getattr(request, "axes_failures_since_start", None)
    user = User.objects.filter(email=username).first()
    if user is not None and not already_locked_out:
        audit.record(
            event="sign_in.locked_out",
            by=SYSTEM,
            subject=user,
            personal={"address": ip_address or ""},
        )
