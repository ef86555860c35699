"""The terms, readings and objectives of a scheme file whose rules are fixed: two flat tables."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from les_schemes.loading.faults import at_most, refuse_unknown, words
from les_schemes.rules import SCHEMES, Faults, SchemeDefinition, parse_readings, parse_terms
from les_schemes.rules.inspection import InspectedObject, Inspection
from les_schemes.rules.values import Wrong, shown, text, whole_number
from pbc import clock

COLUMNS = ("number", "level", "title", "rationale", "measure", "award", "additional")
_LONGEST_LEVEL = 40


def definition(content: dict[str, Any]) -> tuple[SchemeDefinition | None, list[str]]:
    """What the file pays by, and every fault in its terms, readings and objectives."""
    faults = [*_rule_faults(content), *_deadline_faults(content), *_objective_faults(content)]
    if faults:
        return None, faults
    scheme = SCHEMES[content["rules"]]
    defined = scheme.defined(
        parse_terms(scheme, content["terms"]), parse_readings(scheme, content["readings"])
    )
    return replace(defined, financial_year=content["financial_year_starts_in"]), faults


def rows(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The objectives as a version holds them, in the source's words."""
    return [{name: one[name] for name in COLUMNS} for one in content["objectives"]]


def _rule_faults(content: dict[str, Any]) -> list[str]:
    """Unknown, wrong and missing terms and readings, each by its name."""
    scheme = SCHEMES.get(content["rules"])
    if scheme is None:
        return [f"rules: must be one of {', '.join(SCHEMES)}, not {content['rules']!r}"]
    faults = []
    for part, parse, known in (
        ("terms", parse_terms, scheme.terms),
        ("readings", parse_readings, scheme.readings),
    ):
        try:
            parse(scheme, content[part])
        except Faults as found:
            faults += [str(fault) for fault in found.faults]
        faults += [
            f"{part}.{item.name}: is missing" for item in known if item.name not in content[part]
        ]
    return faults


def _deadline_faults(content: dict[str, Any]) -> list[str]:
    """The term says the day on whose last second sign-up closes (AMB-02)."""
    deadline: datetime = content["sign_up_deadline"]
    last_day = deadline.astimezone(clock.LONDON).date().isoformat()
    if content["terms"].get("sign_up_deadline") in (None, last_day):
        return []
    return [f"terms.sign_up_deadline: must be {last_day}, as sign_up_deadline says"]


def _objective_faults(content: dict[str, Any]) -> list[str]:
    inspection = Inspection()
    numbers: list[int] = []
    for position, one in enumerate(content["objectives"]):
        given = inspection.object(one, f"objectives[{position}]")
        if given is None:
            continue
        number = given.required("number", whole_number)
        if number in numbers:
            given.fault("number", f"{number} stands before")
        numbers.append(number)
        given.required("level", at_most(_LONGEST_LEVEL, text))
        given.required("title", words)
        given.required("rationale", text)
        for column in ("measure", "award", "additional"):
            _check_cell(given, column)
        refuse_unknown(given)
    return [str(fault) for fault in inspection.faults]


def _check_cell(given: InspectedObject, column: str) -> None:
    """A cell of the table: paragraphs, and lists with bullets or numbers between them."""
    given.required(column, _list)
    cell = given.values.get(column)
    for position, part in enumerate(cell if isinstance(cell, list) else []):
        place = f"{column}[{position}]"
        if isinstance(part, dict):
            items = [items for name, items in part.items() if name in {"list", "numbered"}]
            if len(part) != 1 or not items or not _are_texts(items[0]):
                given.fault(place, "must be text, or a table with list or numbered and its texts")
        elif not isinstance(part, str):
            given.fault(place, f"must be text, not {shown(part)}")


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _list(value: object) -> object:
    if not isinstance(value, list):
        raise Wrong(f"must be a list, not {shown(value)}")
    return value
