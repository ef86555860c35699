"""What passes when the demonstration's date is moved: each app tells of its own deadlines."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from pbc.actor import Actor


@dataclass(frozen=True)
class Passing:
    """Something that happens, or falls due, at the end of a day."""

    on: date
    what: str
    url: str = ""


Watcher = Callable[[Actor, date, date], Iterable[Passing]]

_watchers: list[Watcher] = []


def watch(watcher: Watcher) -> Watcher:
    """Add a watcher: (actor, from, to) → what passes from the first day on, before the last."""
    if watcher not in _watchers:
        _watchers.append(watcher)
    return watcher


def passing(actor: Actor, start: date, end: date) -> list[Passing]:
    """What passes when the date is moved from ``start`` to ``end``, in order."""
    found = [thing for watcher in _watchers for thing in watcher(actor, start, end)]
    return sorted(found, key=lambda thing: (thing.on, thing.what))
