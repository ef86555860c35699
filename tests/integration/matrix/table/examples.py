"""Worked examples: entered by officers of the commissioner, read by its auditors as well."""

import json
from typing import Any

from les_schemes.examples.written import digest
from tests import designs
from tests.integration.matrix.rows import Row, form, page
from tests.integration.matrix.world import World

_ANSWERS = {
    "title": "Another example",
    "provider": "Cedars",
    "received_day": 12,
    "received_month": 4,
    "received_year": 2007,
    "accepted_day": 20,
    "accepted_month": 4,
    "accepted_year": 2007,
    "as_at_day": 31,
    "as_at_month": 3,
    "as_at_year": 2008,
}
_TEXT = {"title": "As text", "facts": json.dumps(designs.CLINIC)}


def _seen(answers: dict[str, Any]) -> Any:
    return lambda world: {**answers, "seen": digest(world.things["example"])}


def _amounts(world: World) -> dict[str, Any]:
    return {"line_0": "1295.00", "line_1": "900.00", "seen": digest(world.things["example"])}


def _change(name: str, of: str, data: Any = None) -> Row:
    # A draft is seen by auditors and administrators of its commissioner, who do not design.
    return form(f"les_schemes:{name}", of, may="officer", why="auditor administrator", data=data)


ROWS = [
    page("les_schemes:examples", "designed scheme", may="officer auditor", why="administrator"),
    page("les_schemes:example", "example", may="officer auditor", why="administrator"),
    _change("example-add", "designed scheme", _ANSWERS),
    _change("example-add-text", "designed scheme", _TEXT),
    _change("example-facts", "example", _seen(_ANSWERS)),
    _change("example-amounts", "example", _amounts),
    _change("example-text", "example", _seen(_TEXT)),
    _change("example-remove", "example", {}),
]
