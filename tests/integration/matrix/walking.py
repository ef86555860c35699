"""Walking the matrix: one request of one actor after another, each undone afterwards."""

import hashlib
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import RoleHolding, User
from pbc import clock, urls
from pbc.documents.pages import PdfPage
from tests import cast as the_cast
from tests.integration.matrix import world as the_world
from tests.integration.matrix.rows import (
    ACTORS,
    DONE,
    METHODS,
    NOT_LED_AWAY,
    PROVE_IT,
    SECOND_FACTOR,
    SIGN_IN,
    TWO_HATS,
    Codes,
    Row,
)
from tests.integration.matrix.world import World

# What the web itself keeps: sessions, and counts of requests.
NOT_OURS = {"django_session", "shared_cache", "axes_accessattempt", "axes_accessfailurelog"}
_WRITES = re.compile(r'\s*(?:INSERT|UPDATE|DELETE|REPLACE)\b[^"`]*["`]?(\w+)', re.IGNORECASE)


class _Undo(Exception):
    """Leaves a block of the database as it was."""


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written within is undone."""
    try:
        with transaction.atomic():
            yield
            raise _Undo
    except _Undo:
        pass


def digest() -> str:
    """Every row of every table of ours: rows are counted and their content hashed."""
    tables = sorted(set(connection.introspection.django_table_names(only_existing=True)) - NOT_OURS)
    content = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            rows = sorted(map(repr, cursor.fetchall()))
            content.update(f"{table} {len(rows)}\n".encode())
            content.update("\n".join(rows).encode())
    return content.hexdigest()


@dataclass
class Watch:
    """Sees every statement that writes to a table of ours."""

    written: list[str] = field(default_factory=list)

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        found = _WRITES.match(sql)
        if found and found.group(1) not in NOT_OURS:
            self.written.append(found.group(1))
        return execute(sql, params, many, context)


class Walk:
    """Everybody's open sessions on the world, and what each request of a row gives."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.client = Client()
        self.sessions = {actor: self._session(world.people[actor]) for actor in ACTORS}
        self.unchanged = digest()

    def _session(self, user: User) -> str:
        client = the_cast.sign_in(Client(), User.objects.get(pk=user.pk))
        # On a slow machine the walk outlasts the quarter of an hour in which a proof holds.
        _say_they_proved_it(user, at=time.time() + LONGEST_WALK_SECONDS)
        return client.cookies[settings.SESSION_COOKIE_NAME].value

    def address(self, row: Row) -> str:
        return reverse(row.name, args=self.world.places[row.of] if row.of else ())

    def data(self, row: Row) -> dict[str, Any]:
        return dict(row.data(self.world) if callable(row.data) else row.data)

    def request(self, row: Row, actor: str, method: str, **headers: str) -> HttpResponse:
        """One request of an actor, with what the form of the row asks for."""
        self.client.cookies = SimpleCookie()
        if actor != "anonymous":
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[actor]
        clock.forget()
        if method == "GET":
            return self.client.get(self.address(row), headers=headers)
        return self.client.post(self.address(row), self.data(row), headers=headers)

    def faults(self, row: Row, *, in_full: bool = False) -> Iterator[str]:
        """What of a row is otherwise than declared: statuses, and writes that should not be.

        Everybody asks for the page. What has a form is sent by everybody to whom the object means
        something, and by one of those whom the guard alone turns away; where there is no form, by
        one of each sort. The unfit are one or two of those who may. ``in_full``, in the soak run,
        it is everybody every time.
        """
        everybody = ("anonymous", *ACTORS)
        for actor in everybody:
            yield from self._fault(row, actor, "GET")
        for actor in everybody if in_full else _who_sends(row):
            yield from self._fault(row, actor, "POST")
        if row.anonymous["GET"] == SIGN_IN:
            yield from self._faults_of_the_unfit(row, in_full=in_full)

    def has_factor(self, actor: str) -> bool:
        return self.world.people[actor].has_second_factor

    def _fault(self, row: Row, actor: str, method: str) -> Iterator[str]:
        expected = row.expected(actor, method)
        watch = Watch()
        with undone(), connection.execute_wrapper(watch):
            response = self.request(row, actor, method)
            if not _is(response, expected):
                yield f"{method} {row} by {actor}: {_told(response)}, not {expected}"
            if watch.written and self._may_not_write(row, actor, method, expected):
                with _unwatched():
                    changed = digest() != self.unchanged
                if changed:
                    tables = ", ".join(sorted(set(watch.written)))
                    yield f"{method} {row} by {actor}: wrote to {tables}"

    def _may_not_write(self, row: Row, actor: str, method: str, expected: Codes) -> bool:
        if method == "GET":
            return not (row.reading_writes and expected == row.get)
        return expected in (SIGN_IN, 403, 404, 405)

    def _faults_of_the_unfit(self, row: Row, *, in_full: bool) -> Iterator[str]:
        """The same people disabled, without second factor, signed in long ago, no longer so.

        The first who may is taken, and whoever first has a second factor and may, or is told why
        not; ``in_full`` all of them.
        """
        may = [actor for actor in ACTORS if actor in row.may]
        with_factor = filter(self.has_factor, [*may, *sorted(row.why)])
        unfit = may if in_full else may[:1]
        for state, make in _STATES.items():
            actors = list(with_factor) if state == WITHOUT_FACTOR else unfit
            for actor in actors if in_full else actors[:1]:
                yield from self._fault_of_the_unfit(row, actor, state, make)

    def _fault_of_the_unfit(self, row: Row, actor: str, state: str, make: Any) -> Iterator[str]:
        user = self.world.people[actor]
        for method in METHODS:
            watch = Watch()
            with undone():
                expected = make(user, row)
                if expected is None:
                    continue
                with connection.execute_wrapper(watch):
                    response = self.request(row, actor, method)
                if not _is(response, expected):
                    yield f"{method} {row} by {actor}, {state}: {_told(response)}, not {expected}"
                refused = expected != NOT_LED_AWAY
                after = digest() if watch.written and refused else ""
            if after:
                with undone():
                    make(user, row)
                    if digest() != after:
                        yield f"{method} {row} by {actor}, {state}: something was written"


LONG_AGO_SECONDS = 20 * 60
LONGEST_WALK_SECONDS = 24 * 60 * 60
WITHOUT_FACTOR = "without second factor"


def _who_sends(row: Row) -> list[str]:
    """Nobody; of a form all it means something to; and one of each sort that is left."""
    sending = ["anonymous"]
    if row.is_form and not row.is_for_all:
        sending += [actor for actor in ACTORS if actor in row.may | row.why | row.nowhere]
        sending.append(TWO_HATS)
    firsts: dict[Codes, str] = {}
    for actor in ACTORS:
        if actor not in sending:
            firsts.setdefault(row.expected(actor, "POST"), actor)
    return list(dict.fromkeys([*sending, *firsts.values()]))


def _disabled(user: User, row: Row) -> Codes:
    User.objects.filter(pk=user.pk).update(is_active=False, disabled_at=timezone.now())
    return SIGN_IN


def _without_second_factor(user: User, row: Row) -> Codes | None:
    if not row.needs_second_factor or not Authenticator.objects.filter(user=user).delete()[0]:
        return None
    return SECOND_FACTOR


def _no_longer(user: User, row: Row) -> Codes | None:
    if row.is_for_all or row.personal:
        return None
    RoleHolding.objects.filter(user=user).update(ends=clock.today() - timedelta(days=1))
    return (403, 404)


def _signed_in_long_ago(user: User, row: Row) -> Codes | None:
    if isinstance(row.get, tuple) and PROVE_IT in row.get:
        return None
    _say_they_proved_it(user, at=time.time() - LONG_AGO_SECONDS)
    return PROVE_IT if row.sensitive else NOT_LED_AWAY


def _say_they_proved_it(user: User, *, at: float) -> None:
    """Write into the sessions of a person when that person last proved who it is."""
    for stored in Session.objects.all():
        content = stored.get_decoded()
        if content.get("_auth_user_id") == str(user.pk):
            for record in content["account_authentication_methods"]:
                record["at"] = at
            stored.session_data = Session.objects.encode(content)
            stored.save(update_fields=["session_data"])


_STATES = {
    "who signed in long ago": _signed_in_long_ago,
    "disabled": _disabled,
    WITHOUT_FACTOR: _without_second_factor,
    "whose role ended yesterday": _no_longer,
}


def _is(response: HttpResponse, expected: Codes) -> bool:
    if isinstance(expected, tuple):
        return any(_is(response, one) for one in expected)
    led_to = urlsplit(response.get("Location", "")).path if response.status_code == 302 else ""
    if expected == NOT_LED_AWAY:
        return led_to != reverse(_LEADS_TO[PROVE_IT])
    if isinstance(expected, str):
        return led_to == reverse(_LEADS_TO[expected])
    led_away = led_to in {reverse(name) for name in _LEADS_TO.values()}
    return response.status_code == expected and not led_away


_LEADS_TO = {
    SIGN_IN: "account_login",
    DONE: "account_login",
    SECOND_FACTOR: "accounts:second-factor-needed",
    PROVE_IT: "account_reauthenticate",
}


def _told(response: HttpResponse) -> str:
    location = response.get("Location", "")
    return f"{response.status_code} to {location}" if location else str(response.status_code)


@contextmanager
def plainly() -> Iterator[None]:
    """Within this block pages that say no are not drawn, nor are PDF files but sealed ones.

    They have tests of their own; here only the status counts, thousands of times over.
    """
    before = PdfPage.get
    urls.handler403 = urls.handler404 = _no  # type: ignore[attr-defined]
    PdfPage.get = _a_pdf  # type: ignore[method-assign]
    try:
        yield
    finally:
        del urls.handler403, urls.handler404  # type: ignore[attr-defined]
        PdfPage.get = before  # type: ignore[method-assign]


def _no(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(status=404 if isinstance(exception, Http404) else 403)


def _a_pdf(*_: Any, **__: Any) -> HttpResponse:
    return HttpResponse(b"%PDF-1.7 %%EOF", content_type="application/pdf")


@contextmanager
def standing(blocker: Any) -> Iterator[Walk]:
    """A world that stands for all tests of a file; ``blocker`` is pytest-django's."""
    with blocker.unblock(), transaction.atomic():
        walk = Walk(the_world.build())
        yield walk
        assert digest() == walk.unchanged, "something a request did was not undone"
        transaction.set_rollback(True)


@contextmanager
def _unwatched() -> Iterator[None]:
    """Statements within are not looked at by the watch."""
    wrappers, connection.execute_wrappers = connection.execute_wrappers, []
    try:
        yield
    finally:
        connection.execute_wrappers = wrappers
