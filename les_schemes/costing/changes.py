"""What differs between two definitions with the same objectives, in the words of pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from les_schemes.rules import SchemeDefinition
from les_schemes.rules.definition import scheme_readings
from les_schemes.rules.tables import Reading


@dataclass(frozen=True, slots=True)
class Change:
    """A term or reading of an objective, or of the whole scheme, before and after."""

    where: str
    what: str
    before: str
    after: str


def changes(before: SchemeDefinition, after: SchemeDefinition) -> list[Change]:
    """Every term and reading that differs, in the order of the objectives."""
    return list(_changes(before, after))


def changes_readings(before: SchemeDefinition, after: SchemeDefinition) -> bool:
    """Whether two definitions of the same objectives are read differently."""
    return before.readings != after.readings or any(
        one.readings != after.objective(one.number).readings for one in before.objectives
    )


def _changes(before: SchemeDefinition, after: SchemeDefinition) -> Iterator[Change]:
    yield from _readings("The whole scheme", scheme_readings(), before.readings, after.readings)
    for one in before.objectives:
        other = after.objective(one.number)
        where = f"Objective {one.number}"
        for term in one.kind.terms:
            held, wanted = getattr(one.terms, term.name), getattr(other.terms, term.name)
            if held != wanted:
                yield Change(where, term.label, term.form.show(held), term.form.show(wanted))
        yield from _readings(where, one.kind.readings, one.readings, other.readings)


def _readings(
    where: str, readings: tuple[Reading, ...], before: Any, after: Any
) -> Iterator[Change]:
    for reading in readings:
        held, wanted = getattr(before, reading.name), getattr(after, reading.name)
        if held != wanted:
            yield Change(where, reading.question, reading.choices[held], reading.choices[wanted])
