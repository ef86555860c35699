"""How long a session lasts, and who it is remembered for. All of it in real time."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from accounts.models import User
from pbc import audit, unfinished

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
SEEN_EVERY_SECONDS = 60


class SessionLimits:
    """Ends a session half an hour after its last page, and twelve hours after its sign-in.

    A page that polls does not keep a session alive: nobody may be sitting in front of it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        signed_in = SIGNED_IN_AT in request.session
        if signed_in:
            self.hold_to_limits(request)
        response = self.get_response(request)
        if signed_in:
            # After signing out nobody pages back through what the person saw (ASVS 5.0, 14.3.2).
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def hold_to_limits(self, request: HttpRequest) -> None:
        now = timezone.now().timestamp()
        signed_in_at = request.session[SIGNED_IN_AT]
        seen_at = request.session.get(SEEN_AT, signed_in_at)
        idle = now - seen_at
        if idle > settings.SESSION_IDLE_SECONDS or now - signed_in_at > settings.SESSION_COOKIE_AGE:
            logout(request)
        elif idle > SEEN_EVERY_SECONDS and not request.headers.get("HX-Request"):
            request.session[SEEN_AT] = now


@receiver(user_logged_in, dispatch_uid="begin_session")
def begin_session(request: HttpRequest, user: User, **_: Any) -> None:
    """Start the clock of the session; what another person had left unfinished is dropped."""
    now = timezone.now().timestamp()
    request.session[SIGNED_IN_AT] = request.session[SEEN_AT] = now
    unfinished.drop_of_others(request, user.pk)
    audit.record(event="sign_in.succeeded", by=user, subject=user)


@receiver(user_logged_out, dispatch_uid="end_session")
def end_session(request: HttpRequest, user: User | None, **_: Any) -> None:
    if user is not None:
        audit.record(event="sign_in.ended", by=user, subject=user)
