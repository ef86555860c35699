"""Examples carried along: into a next version, and with objectives that are numbered anew."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from les_schemes.definitions import definition_of
from les_schemes.models import SchemeVersion, WorkedExample
from les_schemes.rules import facts_document
from les_schemes.rules.worked_examples import read_facts

# The keys under which the contract has days and months.
_DATED = {
    "accepted",
    "approved",
    "as_at",
    "closed",
    "completed",
    "decided",
    "formed",
    "from",
    "left",
    "met",
    "month",
    "on",
    "opened",
    "plan_agreed",
    "received",
    "reports",
    "to",
    "withdrawn",
}


def copy_examples(from_version: SchemeVersion, to_version: SchemeVersion) -> list[WorkedExample]:
    """The examples of a version as those of another, their days moved along with its year.

    The amounts stay as they were worked out: where the terms differ they have to be worked out
    anew. Called within the action that makes the version, before anything is open.
    """
    years = to_version.financial_year_starts_in - from_version.financial_year_starts_in
    return WorkedExample.objects.bulk_create(
        WorkedExample(
            version=to_version,
            number=example.number,
            title=example.title,
            note=example.note,
            facts=_in_another_year(example, years) if years else example.facts,
            expected=example.expected,
            corrected_because=example.corrected_because,
            changed_at=example.changed_at,
            changed_by=example.changed_by,
        )
        for example in from_version.examples.select_related("version__scheme").order_by("number")
    )


def renumber(version: SchemeVersion, numbers: Mapping[int, int]) -> None:
    """Let the examples follow objectives from the numbers they had to those they have.

    What an example says of an objective that is not in ``numbers`` goes with the objective.
    """
    for example in version.examples.all():
        example.facts = _renumbered(example.facts, numbers)
        example.expected = _renumbered(example.expected, numbers)
        example.save(update_fields=["facts", "expected"])


def with_payee_renamed(expected: Any, names: Mapping[str | None, str | None]) -> Any:
    """What is expected, where those whom it pays have got other names; none is left as it is."""
    renamed = {before: after for before, after in names.items() if before and after}

    def entry(one: Mapping[str, Any], key: str) -> dict[str, Any]:
        return {**one, key: renamed.get(one[key], one[key])}

    return {
        key: [entry(one, "payee" if key == "lines" else "practice") for one in entries]
        for key, entries in expected.items()
    }


def _in_another_year(example: WorkedExample, years: int) -> Any:
    """Contract 1 names a scheme of one year: its facts are written as contract 2 first."""
    facts = example.facts
    if facts.get("contract") == 1:
        facts = facts_document(read_facts(definition_of(example.version), facts))
        del facts["scheme"]
    return _moved(facts, years)


def _moved(value: Any, years: int, dated: bool = False) -> Any:
    if isinstance(value, dict):
        return {key: _moved(one, years, key in _DATED) for key, one in value.items()}
    if isinstance(value, list):
        return [_moved(one, years, dated) for one in value]
    if dated and isinstance(value, str):
        return _later(value, years)
    return value


def _later(written: str, years: int) -> str:
    """A day, or a month, so many years later; 29 February becomes the 28th."""
    if len(written) == len("2007-04"):
        return _later(f"{written}-01", years)[: len("2007-04")]
    day = date.fromisoformat(written)
    try:
        return day.replace(year=day.year + years).isoformat()
    except ValueError:
        return day.replace(year=day.year + years, day=28).isoformat()


def _renumbered(value: Any, numbers: Mapping[int, int]) -> Any:
    """A part of a document with ``objective`` read by ``numbers``, at whatever depth."""
    if isinstance(value, list):
        kept = [one for one in value if _stays(one, numbers)]
        return [_renumbered(one, numbers) for one in kept]
    if isinstance(value, dict):
        return {
            key: numbers[one] if key == "objective" else _renumbered(one, numbers)
            for key, one in value.items()
        }
    return value


def _stays(entry: Any, numbers: Mapping[int, int]) -> bool:
    return not isinstance(entry, dict) or entry.get("objective", None) in {None, *numbers}
