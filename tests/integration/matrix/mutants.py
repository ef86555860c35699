"""Taking permissions away one at a time, to see that the matrix would notice."""

import importlib
import importlib.util
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from types import CodeType, FrameType, FunctionType
from typing import Any

from django.apps import apps

from pbc import audit_trail, files, guards, inbox, jobs
from pbc.documents import access
from pbc.models import AuditEvent, Job, Message
from pbc.pages import Page
from tests.integration.matrix.rows import ACTORS, METHODS, Row
from tests.integration.matrix.table import ROWS
from tests.integration.matrix.walking import Walk, undone
from tests.unit.test_conventions import APPS, patterns


@dataclass(frozen=True)
class Mutant:
    """One permission, and how it is taken away for the length of a block."""

    name: str
    apply: Callable[[], Any]
    code: CodeType | None = None
    view: type[Page] | None = None

    def __str__(self) -> str:
        return self.name


def _lets_pass(*args: Any, **kwargs: Any) -> None:
    return None


def _shows_all(self: Any, *args: Any, **kwargs: Any) -> Any:
    return self.all()


@contextmanager
def _behaving(function: FunctionType, like: FunctionType) -> Iterator[None]:
    """The function does what another does, however anybody came by it."""
    kept = function.__code__, function.__defaults__, function.__kwdefaults__
    function.__code__ = like.__code__
    try:
        yield
    finally:
        function.__code__, function.__defaults__, function.__kwdefaults__ = kept


@contextmanager
def _being(holder: Any, name: str, value: Any) -> Iterator[None]:
    own = name in vars(holder)
    kept = getattr(holder, name)
    setattr(holder, name, value)
    try:
        yield
    finally:
        if own:
            setattr(holder, name, kept)
        else:
            delattr(holder, name)


def checks() -> list[Mutant]:
    """Every ``check_can_…`` of every app lets everyone pass."""
    found = []
    for app in APPS:
        if app == "pbc" or importlib.util.find_spec(f"{app}.permissions") is None:
            continue
        module = importlib.import_module(f"{app}.permissions")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("check_can_") and function.__module__ == module.__name__:
                apply = partial(_behaving, function, _lets_pass)
                found.append(Mutant(f"{app}.{name}", apply, code=function.__code__))
    return found


def sights() -> list[Mutant]:
    """Every ``…visible_to`` and every other sight of the hall shows everything."""
    found = {}
    for model in apps.get_models():
        for _, function in inspect.getmembers(type(model._default_manager.all()), callable):
            name = getattr(function, "__qualname__", "")
            if name.endswith("visible_to") and isinstance(function, FunctionType):
                apply = partial(_behaving, function, _shows_all)
                found[name] = Mutant(name, apply, code=function.__code__)
    hall: list[tuple[Any, str, Any]] = [
        (jobs, "visible_to", lambda actor: Job.objects.all()),
        (inbox, "of", lambda actor: Message.objects.all()),
        (audit_trail, "events_visible_to", lambda actor: AuditEvent.objects.all()),
        (files, "may_read", lambda actor, stored: True),
        (access, "may_read", lambda actor, document: True),
    ]
    for module, name, value in hall:
        apply = partial(_being, module, name, value)
        code = getattr(module, name).__code__
        found[module.__name__ + name] = Mutant(f"{module.__name__}.{name}", apply, code=code)
    return list(found.values())


def guarded_views() -> list[type[Page]]:
    """The views that are not for everybody."""
    found = {}
    for _, pattern in patterns():
        view = getattr(pattern.callback, "view_class", None)
        guard = getattr(view, "guard", None)
        if guard is not None and not isinstance(guard, guards.Public):
            found[f"{view.__module__}.{view.__qualname__}"] = view
    return [found[name] for name in sorted(found)]


def _of_view(view: type[Page], what: str, guard: guards.Guard) -> Mutant:
    apply = partial(_being, view, "guard", guard)
    return Mutant(f"{view.__module__}.{view.__qualname__} {what}", apply, view=view)


def open_guards() -> list[Mutant]:
    """Every guard lets in whoever is not signed in; django-allauth's pages guard themselves too."""
    return [
        _of_view(view, "for anybody", guards.Public("a mutant"))
        for view in guarded_views()
        if view.__module__ != "accounts.views.sign_in"
    ]


def weaker_guards() -> list[Mutant]:
    """Guards that ask for no role, no fresh proof of who it is, no second factor."""
    found = []
    for view in guarded_views():
        guard = view.guard
        if not isinstance(guard, guards.SignedIn):
            continue
        if isinstance(guard, guards.HoldersOf):
            weaker = guards.SignedIn(guard.step_up, guard.second_factor)
            found.append(_of_view(view, "for any role", weaker))
        if guard.step_up:
            found.append(_of_view(view, "without new proof", replace(guard, step_up=False)))
        if guard.second_factor:
            weaker = replace(guard, second_factor=False)
            found.append(_of_view(view, "without second factor", weaker))
    return found


class Callers:
    """Which rows come by which function: found once, by one who may and one who may not."""

    def __init__(self, walk: Walk, sought: set[CodeType]) -> None:
        self.rows: dict[CodeType, list[Row]] = {code: [] for code in sought}
        for row in ROWS:
            for code in self._called(walk, row, sought):
                self.rows[code].append(row)

    def _called(self, walk: Walk, row: Row, sought: set[CodeType]) -> set[CodeType]:
        called: set[CodeType] = set()

        def look(frame: FrameType, event: str, _: object) -> None:
            if event == "call" and frame.f_code in sought:
                called.add(frame.f_code)

        sorts = {row.expected(actor, "GET"): actor for actor in reversed(ACTORS)}
        for actor in sorts.values():
            for method in METHODS:
                with undone():
                    sys.setprofile(look)
                    try:
                        walk.request(row, actor, method)
                    finally:
                        sys.setprofile(None)
        return called


def rows_of_view(view: type[Page]) -> list[Row]:
    names = {
        name
        for name, pattern in patterns()
        if getattr(pattern.callback, "view_class", None) is view
    }
    return [row for row in ROWS if row.name in names]


def noticed(walk: Walk, mutant: Mutant, rows: list[Row]) -> str:
    """The first thing that the matrix finds wrong while the mutant lives; empty if nothing."""
    with mutant.apply():
        for row in rows:
            try:
                fault = next(walk.faults(row), "")
            except Exception as fell:  # a page that falls over is noticed too
                return f"{row}: {fell!r}"
            if fault:
                return fault
    return ""
