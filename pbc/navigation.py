"""The navigation, and where the shell around each page leads.

Apps register their entries where they get ready; each person sees those meant for them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from pbc.actor import Actor


def _signed_in(actor: Actor) -> bool:
    return actor.is_authenticated


@dataclass(frozen=True)
class Entry:
    """One link of the navigation, and whom it is shown to."""

    order: int
    text: str
    url_name: str
    shown_to: Callable[[Actor], bool]


_entries: dict[str, Entry] = {}
# Where header and footer lead; base.html leaves out what has no place.
_placed: dict[str, str] = {
    "sign_in": "account_login",
    "sign_out": "account_logout",
    "account": "accounts:account",
    "verify": "documents:verify",
    "accessibility": "accessibility-statement",
    "privacy": "privacy",
    "about": "about",
}
_unread_counters: list[Callable[[Actor], int]] = []


def register(
    text: str, url_name: str, *, order: int, shown_to: Callable[[Actor], bool] = _signed_in
) -> None:
    """Add an entry; call it where the app gets ready. A second call for an address replaces it."""
    _entries[url_name] = Entry(order, text, url_name, shown_to)


def place(part: str, url_name: str) -> None:
    """Say where a part of the shell leads, such as ``messages`` or ``move_clock``."""
    _placed[part] = url_name


def shell_links() -> dict[str, str]:
    """The address of each part of header and footer that has one."""
    return {part: reverse(url_name) for part, url_name in _placed.items()}


def count_unread(counter: Callable[[Actor], int]) -> None:
    """Say what gives the number of messages a person has not read."""
    _unread_counters[:] = [counter]


def unread_by(actor: Actor) -> int:
    """How many messages wait for this person; nought when nobody counts them."""
    return sum(counter(actor) for counter in _unread_counters)


def entries_for(actor: Actor, path: str) -> list[dict[str, object]]:
    """The entries this person sees, as ``{text, href, current}``, on the page at ``path``."""
    links: list[tuple[str, str]] = []
    for entry in sorted(_entries.values(), key=lambda entry: (entry.order, entry.text)):
        if entry.shown_to(actor):
            links.append((entry.text, reverse(entry.url_name)))
    around = [href for _, href in links if _within(path, href)]
    current = max(around, key=len, default="")
    return [{"text": text, "href": href, "current": href == current} for text, href in links]


def _within(path: str, href: str) -> bool:
    return path == href or (href != "/" and path.startswith(href))
