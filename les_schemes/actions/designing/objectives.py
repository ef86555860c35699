"""The objectives of a draft: added, changed, put in order, taken out (R1-012)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from les_schemes.design import drafts
from les_schemes.design.objectives import MOST_OBJECTIVES, digest, told, why_not_another
from les_schemes.examples import carrying
from les_schemes.models import Objective, ReadingChoice, SchemeVersion
from les_schemes.rules import Faults, parse_objective
from les_schemes.rules.definition import written_readings, written_terms
from pbc import clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow


@dataclass(frozen=True)
class Written:
    """An objective as the designer writes it; terms and readings are the contract's documents.

    ``why`` is for the register of readings, where one of them changes (REP-19).
    """

    title: str
    level: str
    rationale: str
    measure: Sequence[str]
    additional: Sequence[str]
    terms: Mapping[str, Any]
    readings: Mapping[str, str]
    why: str = ""


@action
def add_objective(*, version: SchemeVersion, kind: str, written: Written, by: Actor) -> Objective:
    """Put an objective of a kind of rule behind those there are."""
    held = drafts.locked(version, by)
    why_not = why_not_another(held).get(kind)
    if why_not:
        raise NotNow(why_not)
    last = held.objectives.aggregate(last=Max("number"))["last"] or 0
    objective = Objective(version=held, number=last + 1, kind=kind)
    _write(objective, written)
    _note_readings(objective, {}, written.why, by)
    drafts.record(held, by, "scheme.objective_added", told(objective))
    return objective


@action
def change_objective(*, objective: Objective, written: Written, seen: str, by: Actor) -> Objective:
    """Write an objective anew. ``seen`` is the digest of what the designer had before them."""
    version = drafts.locked(objective.version, by)
    held = Objective.objects.select_for_update().get(pk=objective.pk)
    if digest(held) != seen:
        raise NotNow(
            "Someone else changed this objective while you worked on it. Open it in another "
            "window, take over what is new there, and save again."
        )
    before, readings_before = told(held), dict(held.readings)
    _write(held, written)
    _note_readings(held, readings_before, written.why, by)
    drafts.record(version, by, "scheme.objective_changed", told(held), before)
    return held


@action
def remove_objective(*, objective: Objective, by: Actor) -> SchemeVersion:
    """Take an objective out; those behind it move up."""
    version = drafts.locked(objective.version, by)
    held = Objective.objects.select_for_update().get(pk=objective.pk)
    gone = told(held)
    held.delete()
    _number(version, list(version.objectives.order_by("number")))
    drafts.record(version, by, "scheme.objective_removed", {}, gone)
    return version


@action
def move_objective(*, objective: Objective, to: int, by: Actor) -> SchemeVersion:
    """Put an objective in another place, counted from 1."""
    version = drafts.locked(objective.version, by)
    order = [one for one in version.objectives.order_by("number") if one.pk != objective.pk]
    if not 1 <= to <= len(order) + 1:
        raise BadInput({"to": f"Enter a place from 1 to {len(order) + 1}"})
    held = version.objectives.get(pk=objective.pk)
    before = held.number
    order.insert(to - 1, held)
    _number(version, order)
    drafts.record(version, by, "scheme.objective_moved", {"number": to}, {"number": before})
    return version


def _write(objective: Objective, written: Written) -> None:
    """The words as written; terms and readings only if the contract's strict forms take them."""
    try:
        defined = parse_objective(
            {
                "number": objective.number,
                "kind": objective.kind,
                "terms": dict(written.terms),
                "readings": dict(written.readings),
            }
        )
    except Faults as refused:
        raise BadInput({fault.path: str(fault) for fault in refused.faults}) from None
    objective.title = written.title
    objective.level = written.level
    objective.rationale = written.rationale
    objective.measure = list(written.measure)
    objective.award = [defined.sentence]
    objective.additional = list(written.additional)
    objective.terms = written_terms(defined.terms)
    objective.readings = written_readings(defined.readings)
    objective.save()


def _note_readings(objective: Objective, before: Mapping[str, str], why: str, by: Actor) -> None:
    """Keep who chose which reading, for the register (REP-19)."""
    ReadingChoice.objects.bulk_create(
        ReadingChoice(
            version=objective.version,
            objective=objective.number,
            reading=reading,
            choice=choice,
            before=before.get(reading, ""),
            why=why,
            chosen_at=clock.now(),
            chosen_by=by.person_id,
        )
        for reading, choice in objective.readings.items()
        if before.get(reading) != choice
    )


def _number(version: SchemeVersion, order: Sequence[Objective]) -> None:
    """Number objectives as they stand, by way of numbers that none has; examples follow."""
    carrying.renumber(
        version, {objective.number: place for place, objective in enumerate(order, start=1)}
    )
    for place, objective in enumerate(order, start=1):
        Objective.objects.filter(pk=objective.pk).update(number=MOST_OBJECTIVES + place)
    for place, objective in enumerate(order, start=1):
        Objective.objects.filter(pk=objective.pk).update(number=place)
