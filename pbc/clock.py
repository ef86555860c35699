"""The one clock: everything that asks what day it is asks here.

In production the clock is the real one. A demonstration stands on a stored date (the time of day
is the real one), and an administrator moves that date forward. Second factors, sessions, tokens,
seals, the queue and logs do not ask here: they live in real time (``django.utils.timezone``).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from pbc.models import DemonstrationClock

LONDON = ZoneInfo("Europe/London")

_UNREAD = object()
_standing: ContextVar[object] = ContextVar("standing", default=_UNREAD)


def demonstration_date() -> date | None:
    """The date the demonstration stands on; None in production and where none was ever set."""
    if settings.PBC_IS_PRODUCTION:
        return None
    held = _standing.get()
    if held is _UNREAD:
        return DemonstrationClock.stored_date()
    return held  # type: ignore[return-value]


def now() -> datetime:
    """This moment of domain time, aware, in Europe/London."""
    real = timezone.now().astimezone(LONDON)
    standing_date = demonstration_date()
    if standing_date is None:
        return real
    return datetime.combine(standing_date, real.time(), tzinfo=LONDON)


def today() -> date:
    """Today's date in Europe/London."""
    return now().date()


def known_until() -> datetime:
    """The moment of domain time up to which whatever is held now is known.

    A demonstration's day stands still while its hours go round: what was done yesterday evening
    bears a later hour of today, and is known this morning all the same.
    """
    standing_date = demonstration_date()
    if standing_date is None:
        return now()
    return datetime.combine(standing_date, time.max, tzinfo=LONDON)


def end_of_day(day: date) -> datetime:
    """The last second of a day in Europe/London: 23:59:59 (readings.md AMB-02)."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=LONDON)


@contextmanager
def read_once() -> Iterator[None]:
    """Within this block the stored date is read from the database a single time."""
    token = _standing.set(None if settings.PBC_IS_PRODUCTION else DemonstrationClock.stored_date())
    try:
        yield
    finally:
        _standing.reset(token)


def forget() -> None:
    """Read the stored date anew: it has just been moved."""
    if _standing.get() is not _UNREAD:
        _standing.set(DemonstrationClock.stored_date())


class StandingClockMiddleware:
    """One query for the clock in a request, however often the request asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(("/static/", "/healthz")):
            return self.get_response(request)
        with read_once():
            return self.get_response(request)
