"""What waits on a person, and what else their home page tells them.

The home page belongs to the hall and knows nothing of sign-ups or payments: each app registers
what of its own waits on an actor. Register where the app gets ready (``AppConfig.ready``)::

    waiting.register(sign_ups_waiting_on)  # (actor) -> Iterable[WaitingItem]
    waiting.register_panel(owed_to_practice)  # (actor) -> Panel | None
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any

from pbc.actor import Actor


@dataclass(frozen=True)
class WaitingItem:
    """One thing, or ``count`` things of one kind, that a person has to see to.

    ``organisation`` groups the items on the page; ``since`` and ``due`` are domain dates;
    ``worth_pence`` is what hangs on it; ``explanation`` says in a sentence what to do.
    """

    title: str
    url: str
    since: date | None = None
    due: date | None = None
    worth_pence: int | None = None
    explanation: str = ""
    count: int | None = None
    organisation: str = ""


@dataclass(frozen=True)
class Panel:
    """A further piece of the home page, drawn by a template of the app that gives it.

    The template sees ``panel`` and, within it, ``panel.context``; it starts at heading level 2.
    """

    title: str
    template_name: str
    context: Mapping[str, Any] = field(default_factory=dict)
    order: int = 50


Waiting = Callable[[Actor], Iterable[WaitingItem]]
PanelOf = Callable[[Actor], Panel | None]

_waiting: list[Waiting] = []
_panels: list[PanelOf] = []


def register(function: Waiting) -> Waiting:
    """Add what waits on a person; a second call with the same function changes nothing."""
    if function not in _waiting:
        _waiting.append(function)
    return function


def register_panel(function: PanelOf) -> PanelOf:
    """Add a panel to the home page; a function that gives None has nothing for this person."""
    if function not in _panels:
        _panels.append(function)
    return function


def items_for(actor: Actor) -> list[WaitingItem]:
    """Everything that waits on the person: what is due soonest first, then what waits longest."""
    return sorted((item for function in _waiting for item in function(actor)), key=_pressing)


def _pressing(item: WaitingItem) -> tuple[date, date, str]:
    return (item.due or date.max, item.since or date.max, item.title)


def groups_for(actor: Actor) -> list[tuple[str, list[WaitingItem]]]:
    """The same, by organisation: the group with the most pressing item comes first."""
    groups: dict[str, list[WaitingItem]] = {}
    for item in items_for(actor):
        groups.setdefault(item.organisation, []).append(item)
    return list(groups.items())


def panels_for(actor: Actor) -> list[Panel]:
    """The panels meant for the person, in their order."""
    panels = (function(actor) for function in _panels)
    return sorted((panel for panel in panels if panel is not None), key=attrgetter("order"))
