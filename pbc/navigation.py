"""The primary navigation. Apps register their entries; each person sees those meant for them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from pbc.actor import Actor

_SIGNED_IN: Callable[[Actor], bool] = lambda actor: actor.is_authenticated  # noqa: E731


@dataclass(frozen=True)
class Entry:
    """One link of the navigation, and whom it is shown to."""

    order: int
    text: str
    url_name: str
    shown_to: Callable[[Actor], bool]


_entries: dict[str, Entry] = {}
_unread_counters: list[Callable[[Actor], int]] = []


def register(
    text: str, url_name: str, *, order: int, shown_to: Callable[[Actor], bool] = _SIGNED_IN
) -> None:
    """Add an entry; call it where the app gets ready. A second call for an address replaces it."""
    _entries[url_name] = Entry(order, text, url_name, shown_to)


def count_unread(counter: Callable[[Actor], int]) -> None:
    """Say what gives the number of messages a person has not read."""
    _unread_counters[:] = [counter]


def unread_by(actor: Actor) -> int:
    """How many messages wait for this person; nought when nobody counts them."""
    return sum(counter(actor) for counter in _unread_counters)


def entries_for(actor: Actor, path: str) -> list[dict[str, object]]:
    """The entries this person sees, as ``{text, href, current}``, on the page at ``path``."""
    links = []
    for entry in sorted(_entries.values(), key=lambda entry: (entry.order, entry.text)):
        try:
            href = reverse(entry.url_name)
        except NoReverseMatch:
            continue
        if entry.shown_to(actor):
            links.append({"text": entry.text, "href": href})
    current = max((link["href"] for link in links if _within(path, link["href"])), key=len, default=None)
    return [{**link, "current": link["href"] == current} for link in links]


def _within(path: str, href: str) -> bool:
    return path == href or (href != "/" and path.startswith(href))
