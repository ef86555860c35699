"""The facts that a payment run would gather of a version: ``payments`` says how, from above.

What a change of a reading comes to is worked out from the very facts that the runs pay by.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from les_schemes.models import SchemeVersion
from les_schemes.rules import Facts


@dataclass(frozen=True)
class FactsHeld:
    """What one commissioner's run would be worked out from; ids of organisations by their code."""

    facts: Facts
    payees: Mapping[str, int]


Gather = Callable[[SchemeVersion, date], list[FactsHeld]]

_gather: list[Gather] = []


def register(gather: Gather) -> Gather:
    """Say how the facts are gathered; the last one said counts."""
    _gather[:] = [gather]
    return gather


def of(version: SchemeVersion, as_at: date) -> list[FactsHeld]:
    """The facts of each commissioner that offers the version, as known now."""
    if not _gather:
        raise LookupError("no app has said how the facts of a run are gathered")
    return _gather[0](version, as_at)
