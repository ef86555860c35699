"""The colour of each status. The word says what it is; the colour only helps the eye."""

import re

# Green: done and good. Blue: in hand. Yellow: waits on somebody. Red: refused or broken.
# Orange: at risk. Purple: held. White: not begun. Grey: over, or nothing to do.
_COLOURS = {
    "accepted": "green",
    "active": "green",
    "approved": "green",
    "agreed": "green",
    "available": "green",
    "complete": "green",
    "completed": "green",
    "current": "green",
    "done": "green",
    "in_force": "green",
    "intact": "green",
    "met": "green",
    "open": "green",
    "paid": "green",
    "sealed": "green",
    "sent": "green",
    "signed": "green",
    "succeeded": "green",
    "verified": "green",
    "checked": "aqua-green",
    "confirmed": "aqua-green",
    "released": "aqua-green",
    "in_progress": "blue",
    "prepared": "blue",
    "preparing": "blue",
    "running": "blue",
    "started": "blue",
    "submitted": "blue",
    "with_commissioner": "blue",
    "awaiting": "yellow",
    "awaiting_approval": "yellow",
    "awaiting_review": "yellow",
    "awaiting_signature": "yellow",
    "awaiting_signatures": "yellow",
    "due": "yellow",
    "in_query": "yellow",
    "part_signed": "yellow",
    "pending": "yellow",
    "previewed": "yellow",
    "provisional": "yellow",
    "queried": "yellow",
    "signing": "yellow",
    "waiting": "yellow",
    "at_risk": "orange",
    "late": "orange",
    "lapsing": "orange",
    "altered": "red",
    "disabled": "red",
    "failed": "red",
    "locked": "red",
    "missed": "red",
    "overdue": "red",
    "refused": "red",
    "rejected": "red",
    "returned": "red",
    "revoked": "red",
    "held": "purple",
    "on_hold": "purple",
    "suspended": "purple",
    "draft": "white",
    "invited": "white",
    "new": "white",
    "not_started": "white",
    "not_signed": "white",
    "queued": "white",
    "uploaded": "white",
}

_COLOUR_NAMES = frozenset(
    "white grey green aqua-green blue purple pink red orange yellow".split()  # noqa: SIM905
)


def _key(status: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", status.lower()).strip("_")


def register(colours: dict[str, str]) -> None:
    """Adds an app's statuses (value → colour). Call it in that app's ``statuses.py``.

    Raises ``ValueError`` for a colour the design system does not have.
    """
    for status, colour in colours.items():
        if colour not in _COLOUR_NAMES:
            raise ValueError(f"{colour!r} is not a colour of tags")
        _COLOURS[_key(status)] = colour


def colour_of(status: str) -> str | None:
    """The colour of a status by its value or its words, or None when nobody gave it one."""
    return _COLOURS.get(_key(status))
