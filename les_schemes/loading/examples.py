"""The part ``[[examples]]`` of a scheme file: worked examples, which prove what it pays (SM-01).

``facts`` is a document of the contract without its scheme, as JSON; ``expected`` names the lines,
and the cases where they matter, as ``rules.worked_examples`` has them.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from les_schemes import rules
from les_schemes.loading.faults import at_most, refuse_unknown, unprintable, words
from les_schemes.loading.toml import Literal
from les_schemes.rules.inspection import Inspection, RepeatingObject
from les_schemes.rules.values import Wrong, shown, text

_LONGEST_TITLE = 200
_QUOTES = "'''"


class Example(NamedTuple):
    """An example of a scheme file; nothing expected has still to be worked out."""

    title: str
    note: str
    facts: dict[str, Any]
    expected: dict[str, Any]
    corrected_because: str


def of(content: dict[str, Any]) -> list[Example]:
    """The examples of a file without faults, in order."""
    return [
        Example(
            title=given["title"],
            note=given.get("note", "").strip(),
            facts=_facts(given["facts"]),
            expected=given.get("expected", {}),
            corrected_because=given.get("corrected_because", "").strip(),
        )
        for given in content.get("examples", [])
    ]


def faults(content: dict[str, Any]) -> list[str]:
    """What is wrong with the part as such; whether an example passes is another question."""
    inspection = Inspection()
    for position, one in enumerate(content.get("examples", [])):
        given = inspection.object(one, f"examples[{position}]")
        if given is None:
            continue
        given.required("title", at_most(_LONGEST_TITLE, words))
        given.optional("note", text, otherwise="")
        given.optional("corrected_because", text, otherwise="")
        given.required("facts", _facts)
        if "expected" in given:
            given.required("expected", _expected)
        refuse_unknown(given)
    return [str(fault) for fault in inspection.faults]


def failing(
    examples: Sequence[Example], definition: rules.SchemeDefinition | None
) -> Iterator[tuple[int, str]]:
    """The examples that do not pass, by their places from 0, and the first reason of each."""
    for position, example in enumerate(examples):
        if not example.expected:
            yield position, "its amounts are still to be worked out"
        elif definition is None:
            yield position, "the scheme has no objective yet"
        else:
            differences = rules.check(definition, example.facts, example.expected).differences
            if differences:
                yield position, differences[0]


def written(example: Any) -> dict[str, Any]:
    """A worked example of a version as the file writes it."""
    document = {"title": example.title}
    for name in ("note", "corrected_because"):
        if getattr(example, name):
            document[name] = getattr(example, name)
    document["facts"] = Literal(_laid_out(example.facts))
    if example.expected:
        document["expected"] = example.expected
    return document


def _facts(value: object) -> dict[str, Any]:
    try:
        document = rules.read(text(value))
    except rules.Faults as refused:
        raise Wrong("; ".join(fault.message for fault in refused.faults)) from None
    if not isinstance(document, dict):
        raise Wrong(f"must be an object of JSON, not {shown(document)}")
    found = [*_not_kept(document), *(f"{one}" for one in unprintable(document))]
    if found:
        raise Wrong("; ".join(found))
    return document


def _not_kept(value: Any, place: str = "") -> Iterator[str]:
    """What would not be the same once it is stored: names that stand twice, broken numbers."""
    if isinstance(value, RepeatingObject):
        yield from (f"{place}{key} stands more than once" for key in value.repeated)
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _not_kept(one, f"{place}{key}.")
    elif isinstance(value, list):
        for position, one in enumerate(value):
            yield from _not_kept(one, f"{place.removesuffix('.')}[{position}].")
    elif isinstance(value, float):
        yield f"{place.removesuffix('.')} must not be a number with a point"


def _expected(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Wrong(f"must be a table with lines, not {shown(value)}")
    unknown = sorted(value.keys() - {"lines", "cases"})
    if unknown:
        raise Wrong(faults=[(f".{name}", "is not known") for name in unknown])
    broken = [*_not_kept(value)]
    if broken:
        raise Wrong("; ".join(broken))
    return value


def _laid_out(document: dict[str, Any]) -> str:
    """JSON in which each provider, locality and payment has a line of its own."""
    parts = []
    for key, value in document.items():
        if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            rows = ",\n".join(f"  {json.dumps(one)}" for one in value)
            parts.append(f" {json.dumps(key)}: [\n{rows}]")
        else:
            parts.append(f" {json.dumps(key)}: {json.dumps(value)}")
    laid_out = "{" + ",\n".join(parts).removeprefix(" ") + "}"
    # Within the texts of JSON these may be written so too, and TOML takes them only so.
    return laid_out.replace(_QUOTES, "\\u0027" * len(_QUOTES)).replace("\x7f", "\\u007f")
