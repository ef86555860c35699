"""What a scheme would cost before it opens: everyone who may take part, on assumptions typed in.

It is worked out by the same pure rules as the payment runs, from the lists held.
"""

from typing import Any

from les_schemes.costing.assumptions import Assumptions, ItemsAssumed
from les_schemes.costing.costed import Costed, cost, shared
from les_schemes.costing.differences import reading_costs
from les_schemes.costing.facts import facts_of
from les_schemes.costing.providers import Eligible, eligible
from les_schemes.costing.stored import assumptions_of
from les_schemes.definitions import definition_of
from les_schemes.models import SchemeVersion
from les_schemes.rules import SchemeDefinition, facts_document

__all__ = [
    "Assumptions",
    "Costed",
    "Eligible",
    "ItemsAssumed",
    "assumptions_of",
    "cost",
    "document",
    "eligible",
    "reading_costs",
    "shared",
    "work_out",
]


def document(
    version: SchemeVersion, assumptions: Assumptions, definition: SchemeDefinition | None = None
) -> dict[str, Any]:
    """The facts of the whole year as a document of the calculation contract, version 2."""
    definition = definition or definition_of(version)
    return facts_document(facts_of(eligible(version), assumptions, definition))


def work_out(
    version: SchemeVersion, assumptions: Assumptions, definition: SchemeDefinition | None = None
) -> Costed:
    """What a version comes to for everyone who may take part, or another definition in its place.

    A fixed number of queries; nothing is stored. Who works out several takes ``eligible`` once and
    calls ``cost`` for each.
    """
    return cost(eligible(version), assumptions, definition or definition_of(version))
