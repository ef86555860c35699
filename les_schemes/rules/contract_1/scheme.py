"""A scheme of contract 1: its terms and readings in two flat tables, and what they stand for.

Contract 1 names a scheme by its code and knows its terms and readings without the objectives they
belong to. Here each has its place in a definition, so that a flat document comes to the same
facts as one that gives the objectives themselves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from les_schemes.rules.definition import (
    Objective,
    SchemeDefinition,
    scheme_readings,
    scheme_terms,
)
from les_schemes.rules.kind import Payable
from les_schemes.rules.tables import Reading, Term


class Place(NamedTuple):
    """Where a flat term or reading belongs: in an objective, by number, or in the scheme."""

    objective: int | None
    name: str


Places = Mapping[str, tuple[Place, ...]]
"""The places of each flat name; one name can stand for the same term of several objectives."""


@dataclass(frozen=True, kw_only=True)
class Contract1Scheme:
    """A scheme that contract 1 names; ``definition`` holds its own terms and the defaults."""

    definition: SchemeDefinition
    term_places: Places
    reading_places: Places

    @property
    def code(self) -> str:
        return self.definition.code

    @property
    def payables(self) -> dict[tuple[int, str], Payable]:
        return self.definition.payables

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The flat table of terms, each with the default that the source printed."""
        return tuple(
            self._term(places[0])._replace(name=name, default=self._own(places[0]), required=False)
            for name, places in self.term_places.items()
        )

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """The flat table of readings."""
        return tuple(
            self._reading(places[0])._replace(name=name)
            for name, places in self.reading_places.items()
        )

    def defined(self, terms: Mapping[str, Any], readings: Mapping[str, str]) -> SchemeDefinition:
        """The definition with flat terms and readings, by name, in their places."""
        definition = self.definition
        return replace(
            definition,
            terms=replace(definition.terms, **_of(None, terms, self.term_places)),
            readings=replace(definition.readings, **_of(None, readings, self.reading_places)),
            objectives=tuple(
                self._objective(objective, terms, readings) for objective in definition.objectives
            ),
        )

    def _objective(
        self, objective: Objective, terms: Mapping[str, Any], readings: Mapping[str, str]
    ) -> Objective:
        number = objective.number
        return replace(
            objective,
            terms=replace(objective.terms, **_of(number, terms, self.term_places)),
            readings=replace(objective.readings, **_of(number, readings, self.reading_places)),
        )

    def _term(self, place: Place) -> Term:
        """The term at a place, its label saying which objective it belongs to."""
        if place.objective is None:
            return _named(scheme_terms(), place.name)
        found = _named(self.definition.objective(place.objective).kind.terms, place.name)
        label = found.label[:1].lower() + found.label[1:]
        return found._replace(label=f"Objective {place.objective}, {label}")

    def _reading(self, place: Place) -> Reading:
        if place.objective is None:
            return _named(scheme_readings(), place.name)
        return _named(self.definition.objective(place.objective).kind.readings, place.name)

    def _own(self, place: Place) -> Any:
        """The value that the scheme itself has for a term."""
        if place.objective is None:
            return getattr(self.definition.terms, place.name)
        return getattr(self.definition.objective(place.objective).terms, place.name)


Row = TypeVar("Row", Term, Reading)


def _named(table: Iterable[Row], name: str) -> Row:
    (found,) = (row for row in table if row.name == name)
    return found


def _of(objective: int | None, values: Mapping[str, Any], places: Places) -> dict[str, Any]:
    """The values that belong in one objective, or in the scheme, by their names there."""
    return {
        place.name: values[name]
        for name in values
        for place in places[name]
        if place.objective == objective
    }
