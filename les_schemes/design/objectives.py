"""The objectives of a draft: what tells one wording from another, and which may still be added."""

import hashlib
import json
from typing import Any

from les_schemes.models import Objective, SchemeVersion
from les_schemes.rules import KINDS, Kind

MOST_OBJECTIVES = 30


def why_not_another(version: SchemeVersion) -> dict[str, str]:
    """By kind, why a version can have no further objective of it."""
    objectives = list(version.objectives.all())
    if len(objectives) >= MOST_OBJECTIVES:
        return dict.fromkeys(KINDS, f"A scheme has at most {MOST_OBJECTIVES} objectives.")
    taken = {objective.kind for objective in objectives}
    return {
        kind.name: why_not for kind in KINDS.values() if (why_not := _why_not(kind, version, taken))
    }


def _why_not(kind: Kind, version: SchemeVersion, taken: set[str]) -> str:
    if kind.stands_once and kind.name in taken:
        return f"A scheme has only one objective of the kind {kind.title}."
    if kind.needs_list and not version.requires_registered_list:
        return (
            f"{kind.title} pays by registered patients, and this scheme is open to providers "
            "without a registered list (AMB-106)."
        )
    return ""


def digest(objective: Objective) -> str:
    """What tells one wording of an objective from another."""
    written = json.dumps(told(objective), sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()


def told(objective: Objective) -> dict[str, Any]:
    return {
        "number": objective.number,
        "kind": objective.kind,
        "title": objective.title,
        "level": objective.level,
        "rationale": objective.rationale,
        "measure": objective.measure,
        "additional": objective.additional,
        "terms": objective.terms,
        "readings": objective.readings,
    }
