"""Every reading of scheme versions with the choice in force, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from les_schemes.definitions import definition_as_opened
from les_schemes.models import Objective, ReadingChoice, SchemeVersion
from les_schemes.rules import KINDS
from les_schemes.rules.definition import scheme_readings
from les_schemes.rules.tables import Reading

WHOLE_SCHEME = 0


@dataclass(frozen=True)
class Slot:
    """A question that the source leaves open, where it stands, and the choice in force."""

    objective: int
    reading: Reading
    choice: str

    @property
    def key(self) -> tuple[int, str]:
        return self.objective, self.reading.name

    @property
    def where(self) -> str:
        return f"Objective {self.objective}" if self.objective else "The whole scheme"

    @property
    def answer(self) -> str:
        return self.reading.choices[self.choice]

    @property
    def others(self) -> dict[str, str]:
        """The other choices, by name, in words."""
        return {name: words for name, words in self.reading.choices.items() if name != self.choice}


def slots(versions: Iterable[SchemeVersion]) -> dict[UUID, list[Slot]]:
    """The slots of each version, those of the whole scheme first."""
    versions = list(versions)
    opened = {version.pk: list(slots_of) for version, slots_of in _as_opened(versions)}
    changed = [version.pk for version in versions if version.readings_decided]
    decided: dict[tuple[UUID, int, str], str] = {}
    choices = ReadingChoice.objects.filter(version__in=changed, decision__isnull=False)
    for choice in choices.order_by("decision__number"):
        decided[choice.version_id, choice.objective, choice.reading] = choice.choice
    return {
        version: [
            replace(slot, choice=decided.get((version, *slot.key), slot.choice)) for slot in held
        ]
        for version, held in opened.items()
    }


def slots_of(version: SchemeVersion) -> list[Slot]:
    return slots([version])[version.pk]


def slot_of(version: SchemeVersion, objective: int, reading: str) -> Slot:
    """One of them; raises ``LookupError``."""
    for slot in slots_of(version):
        if slot.key == (objective, reading):
            return slot
    raise LookupError(f"{version} has no reading {reading} of objective {objective}")


def _as_opened(versions: list[SchemeVersion]) -> Iterator[tuple[SchemeVersion, Iterator[Slot]]]:
    designed = [version.pk for version in versions if not version.rules]
    objectives: dict[UUID, list[Objective]] = defaultdict(list)
    for objective in Objective.objects.filter(version__in=designed).order_by("number"):
        objectives[objective.version_id].append(objective)
    for version in versions:
        yield version, _of(version, objectives[version.pk])


def _of(version: SchemeVersion, objectives: list[Objective]) -> Iterator[Slot]:
    if version.rules:
        definition = definition_as_opened(version)
        yield from _in(WHOLE_SCHEME, scheme_readings(), vars_of(definition.readings))
        for one in definition.objectives:
            yield from _in(one.number, one.kind.readings, vars_of(one.readings))
        return
    yield from _in(WHOLE_SCHEME, scheme_readings(), version.readings)
    for objective in objectives:
        yield from _in(objective.number, KINDS[objective.kind].readings, objective.readings)


def vars_of(readings: Any) -> dict[str, str]:
    """Readings by name."""
    return {name: getattr(readings, name) for name in readings.__dataclass_fields__}


def _in(number: int, table: Iterable[Reading], held: dict[str, str]) -> Iterator[Slot]:
    for reading in table:
        yield Slot(number, reading, held.get(reading.name, reading.default))
