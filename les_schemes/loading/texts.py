"""The part ``[texts]`` of a scheme file: what people read, and which of it a kind of file needs."""

from string import Formatter
from typing import Any

from les_schemes.design.texts import PARAGRAPHS, SENTENCES
from les_schemes.loading.faults import NO_PARAGRAPHS, paragraphs, refuse_unknown, words
from les_schemes.rules import SchemeDefinition, available
from les_schemes.rules.inspection import InspectedObject, Inspection
from les_schemes.rules.values import text

AREA, STATEMENT = "area", "statement_commitments"
# A file of fixed rules is a source word for word, and read complete.
_OF_FIXED_RULES = (
    "purpose",
    "background",
    "proposal",
    "governance",
    "aims",
    "funding",
    "sheet_title",
    "undertaking",
    "commitments",
    STATEMENT,
    "expected_time",
    "notes_title",
    "notes",
)
_TABLES = {
    "national_context": {
        "title": words,
        "introduction": words,
        "priorities": paragraphs,
        "further": words,
        "targets": paragraphs,
    },
    "liaison": {"introduction": words, "parties": paragraphs},
}


def faults(content: dict[str, Any], definition: SchemeDefinition | None) -> list[str]:
    """Everything wrong with the part; without a definition the totals are not looked at."""
    inspection = Inspection()
    given = inspection.object(content["texts"], "texts")
    if given is None:
        return [str(fault) for fault in inspection.faults]
    for name in _needed(content):
        if name not in given:
            given.fault(name, "is missing")
    for name in (*SENTENCES, AREA):
        given.optional(name, text, otherwise="")
    for name in (*PARAGRAPHS, STATEMENT):
        given.optional(name, paragraphs, otherwise=NO_PARAGRAPHS)
    _check_tables(given)
    _check_totals(given.optional_object("totals"), definition)
    refuse_unknown(given)
    return [str(fault) for fault in inspection.faults]


def complete(given: dict[str, Any]) -> dict[str, Any]:
    """The texts of a designed scheme, with the names that pages and sheets ask for."""
    return {
        **dict.fromkeys(SENTENCES, ""),
        **{name: [] for name in PARAGRAPHS},
        **given,
    }


def _needed(content: dict[str, Any]) -> tuple[str, ...]:
    """A draft that is designed may still lack texts, but its statement has to ask something."""
    if "rules" in content:
        return _OF_FIXED_RULES
    return (STATEMENT,) if "statement" in content else ()


def _check_tables(given: InspectedObject) -> None:
    for name, parts in _TABLES.items():
        table = given.optional_object(name)
        if table is not None:
            for part, form in parts.items():
                table.required(part, form)
            refuse_unknown(table)
    introductions = given.optional_object("level_introductions")
    if introductions is not None:
        for level in introductions.values:
            introductions.optional(level, words, otherwise="")


def _check_totals(given: InspectedObject | None, definition: SchemeDefinition | None) -> None:
    """Sentences by an objective's number, with names of figures in braces."""
    if given is None:
        return
    figures = {"localities"} if definition is None else {"localities", *available(definition, 1, 1)}
    for number in given.values:
        for position, sentence in enumerate(given.required(number, paragraphs) or []):
            try:
                named = {
                    (field, spec or None, conversion)
                    for _, field, spec, conversion in Formatter().parse(sentence)
                    if field is not None
                }
            except ValueError:
                given.fault(f"{number}[{position}]", "has a brace without its other one")
                continue
            if definition is not None and not named <= {(one, None, None) for one in figures}:
                names = ", ".join(sorted(figures))
                given.fault(f"{number}[{position}]", f"may name in braces only {names}")
