"""What is written in a worked example, and what tells one wording from another."""

import hashlib
import json
from typing import Any

from les_schemes.models import WorkedExample

MOST_EXAMPLES = 50
LONGEST_DOCUMENT = 200_000
"""Characters of a document of facts that a person pastes."""


def told(example: WorkedExample) -> dict[str, Any]:
    return {
        "number": example.number,
        "title": example.title,
        "note": example.note,
        "facts": example.facts,
        "expected": example.expected,
        "corrected_because": example.corrected_because,
    }


def digest(example: WorkedExample) -> str:
    """What tells one wording of an example from another."""
    written = json.dumps(told(example), sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()
