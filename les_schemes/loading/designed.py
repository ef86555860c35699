"""The objectives and readings of a scheme file that is designed: as contract 2 writes them."""

from datetime import datetime
from typing import Any

from les_schemes.design.objective_forms import LEVELS
from les_schemes.design.objectives import MOST_OBJECTIVES
from les_schemes.loading.faults import NO_PARAGRAPHS, at_most, paragraphs, refuse_unknown, words
from les_schemes.rules import KINDS, Faults, Kind, SchemeDefinition, parse_definition
from les_schemes.rules.definition import scheme_readings, written_readings, written_terms
from les_schemes.rules.inspection import InspectedObject, Inspection
from les_schemes.rules.values import Wrong, shown, text
from pbc import clock

NO_NUMBER = "none"
"""Written for a term that may have no number, such as a cap: a file cannot write null."""
_OF_CONTRACT = ("number", "kind", "title", "terms", "readings")
_LONGEST_TITLE = 300


def definition(content: dict[str, Any]) -> tuple[SchemeDefinition | None, list[str]]:
    """What the file pays by, or none where it has no objective yet, and every fault in it."""
    faults = _faults(content)
    if not content["objectives"]:
        return None, faults
    try:
        parsed = parse_definition(_document(content))
    except Faults as refused:
        told = [str(fault).removeprefix("scheme.") for fault in refused.faults]
        return None, [*faults, *(fault for fault in told if fault not in faults)]
    return parsed, faults


def rows(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The objectives as a version holds them; of a file without faults."""
    parsed, _ = definition(content)
    if parsed is None:
        return []
    return [
        {
            "number": one.number,
            "kind": one.kind.name,
            "title": one.title,
            "level": given["level"],
            "rationale": given.get("rationale", ""),
            "measure": given["measure"],
            "award": [one.sentence],
            "additional": given.get("additional", []),
            "terms": written_terms(one.terms),
            "readings": written_readings(one.readings),
        }
        for one, given in zip(parsed.objectives, content["objectives"], strict=True)
    ]


def written(objective: Any) -> dict[str, Any]:
    """An objective of a version as the file writes it."""
    kind = KINDS[objective.kind]
    optional = {"rationale": objective.rationale, "additional": objective.additional}
    return {
        "number": objective.number,
        "kind": kind.name,
        "level": objective.level,
        "title": objective.title,
        "measure": objective.measure,
        **{name: value for name, value in optional.items() if value},
        "terms": {
            name: NO_NUMBER if value is None else value for name, value in objective.terms.items()
        },
        "readings": objective.readings,
    }


def _document(content: dict[str, Any]) -> dict[str, Any]:
    deadline: datetime = content["sign_up_deadline"]
    return {
        "code": content["code"],
        "title": content["title"],
        "financial_year": content["financial_year_starts_in"],
        "terms": {"sign_up_deadline": deadline.astimezone(clock.LONDON).date().isoformat()},
        "readings": content["readings"],
        "objectives": [_objective(one) for one in content["objectives"]],
    }


def _objective(given: Any) -> Any:
    """An objective without the words that the contract does not know."""
    if not isinstance(given, dict):
        return given
    known = {name: given[name] for name in _OF_CONTRACT if name in given}
    kind = KINDS.get(known["kind"]) if isinstance(known.get("kind"), str) else None
    if kind is not None and isinstance(known.get("terms"), dict):
        known["terms"] = {
            name: _number(kind, name, value) for name, value in known["terms"].items()
        }
    return known


def _number(kind: Kind, name: str, value: Any) -> Any:
    may_have_none = {term.name for term in kind.terms if term.form.name == "optional_whole_number"}
    return None if name in may_have_none and value == NO_NUMBER else value


def _faults(content: dict[str, Any]) -> list[str]:
    inspection = Inspection()
    readings = inspection.object(content["readings"], "readings")
    if readings is not None:
        for reading in scheme_readings():
            readings.required(reading.name, reading.read)
        refuse_unknown(readings)
    if len(content["objectives"]) > MOST_OBJECTIVES:
        inspection.fault("objectives", f"must not be more than {MOST_OBJECTIVES}")
    for position, one in enumerate(content["objectives"]):
        given = inspection.object(one, f"objectives[{position}]")
        if given is not None:
            _check(given, position)
    return [str(fault) for fault in inspection.faults]


def _check(given: InspectedObject, position: int) -> None:
    """The words and the number; terms and readings are the contract's to check."""
    given.required("level", _level)
    given.required("title", at_most(_LONGEST_TITLE, words))
    given.required("measure", paragraphs)
    given.optional("rationale", text, otherwise="")
    given.optional("additional", paragraphs, otherwise=NO_PARAGRAPHS)
    given.asked.extend(_OF_CONTRACT)
    refuse_unknown(given)
    number = given.values.get("number")
    if type(number) is int and number != position + 1:
        given.fault("number", f"must be {position + 1}: objectives stand in order")


def _level(value: object) -> str:
    if value not in LEVELS:
        raise Wrong(f"must be {' or '.join(LEVELS)}, not {shown(value)}")
    return str(value)
