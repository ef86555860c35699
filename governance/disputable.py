"""What can be appealed against or disputed: an app above registers what of its own can be.

The Committee's decisions are registered here; lines of runs by the room that pays them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from governance.models import Decision
from localities.models import Commissioner, Organisation
from pbc.actor import Actor


@dataclass(frozen=True)
class Disputed:
    """A thing as an appeal names it: whose it is, whom it concerns, where it can be read."""

    title: str
    commissioner: Commissioner
    organisation: Organisation
    url: str
    decision: Decision | None = None


Finder = Callable[[Actor, str], Disputed | None]

_finders: dict[str, Finder] = {}


def register(subject_type: str, finder: Finder) -> None:
    """``finder`` gives the thing of an id, if the person may see it and it concerns them."""
    _finders[subject_type] = finder


def find(actor: Actor, subject_type: str, subject_id: str) -> Disputed | None:
    """The thing to be disputed; None where there is none, or it is not this person's to see."""
    finder = _finders.get(subject_type)
    return finder(actor, subject_id) if finder is not None else None
