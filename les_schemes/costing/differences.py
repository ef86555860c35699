"""What another choice would cost: each reading changed by itself, and one scheme beside another."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from les_schemes.costing.costed import Costed, PayeeCost, Sum, cost
from les_schemes.rules import SchemeDefinition
from les_schemes.rules.definition import Objective, scheme_readings, written_readings
from les_schemes.rules.tables import Reading


@dataclass(frozen=True, slots=True)
class ReadingCost:
    """Another choice of one reading, and what it would make the scheme cost more (below zero:
    less). ``objective`` is 0 for the whole scheme.

    Where the choice cannot stand with the others ``why_not`` says so, and there is no sum.
    """

    objective: int
    reading: str
    question: str
    chosen: str
    chosen_words: str
    choice: str
    words: str
    paid_difference_pence: int | None
    set_aside_difference_pence: int | None
    why_not: str = ""


def reading_costs(costed: Costed) -> list[ReadingCost]:
    """For every reading of the scheme and of its objectives what each other choice would cost."""
    return list(_costs(costed))


def _costs(costed: Costed) -> Iterator[ReadingCost]:
    definition = costed.definition
    for reading, choice in _other_choices(scheme_readings(), definition.readings):
        changed = replace(definition, readings=_with(definition.readings, reading, choice))
        worked_out = cost(costed.eligible, costed.assumptions, changed).total
        yield _cost(0, reading, definition.readings, choice, costed.total, worked_out)
    for objective in definition.objectives:
        yield from _of_objective(costed, objective)


def _of_objective(costed: Costed, objective: Objective) -> Iterator[ReadingCost]:
    definition = costed.definition
    # Only savings reach over to other objectives: what an overspend loses.
    alone = not any(definition.of_kind("savings_split"))
    among = (objective,) if alone else definition.objectives
    before = costed.of_objective(objective.number) if alone else costed.total
    for reading, choice in _other_choices(objective.kind.readings, objective.readings):
        readings = _with(objective.readings, reading, choice)
        why_not = "; ".join(
            f"{name} {wrong}"
            for name, wrong in objective.kind.disagreements(written_readings(readings))
        )
        if why_not:
            yield _cost(
                objective.number, reading, objective.readings, choice, before, None, why_not
            )
            continue
        changed = replace(objective, readings=readings)
        objectives = tuple(changed if one is objective else one for one in among)
        worked_out = cost(
            costed.eligible, costed.assumptions, replace(definition, objectives=objectives)
        )
        yield _cost(objective.number, reading, objective.readings, choice, before, worked_out.total)


def _other_choices(readings: tuple[Reading, ...], held: Any) -> Iterator[tuple[Reading, str]]:
    for reading in readings:
        for choice in reading.choices:
            if choice != getattr(held, reading.name):
                yield reading, choice


def _with(readings: Any, reading: Reading, choice: str) -> Any:
    return replace(readings, **{reading.name: choice})


def _cost(
    objective: int,
    reading: Reading,
    held: Any,
    choice: str,
    before: Sum,
    after: Sum | None,
    why_not: str = "",
) -> ReadingCost:
    chosen = getattr(held, reading.name)
    return ReadingCost(
        objective,
        reading.name,
        reading.question,
        chosen,
        reading.choices[chosen],
        choice,
        reading.choices[choice],
        None if after is None else after.paid_pence - before.paid_pence,
        None if after is None else after.set_aside_pence - before.set_aside_pence,
        why_not,
    )


@dataclass(frozen=True, slots=True)
class PayeeDifference:
    """What a payee is paid by one scheme and by another, on the same assumptions."""

    payee: PayeeCost
    before_pence: int
    after_pence: int

    @property
    def difference_pence(self) -> int:
        return self.after_pence - self.before_pence


def payee_differences(before: Costed, after: Costed) -> list[PayeeDifference]:
    """Who gains and who loses, in the order of the payees; both are worked out for the same."""
    held = {payee.code: payee.paid_pence for payee in before.by_payee}
    rows = [
        PayeeDifference(payee, held.pop(payee.code, 0), payee.paid_pence)
        for payee in after.by_payee
    ]
    left = {payee.code: payee for payee in before.by_payee if payee.code in held}
    return [*rows, *(PayeeDifference(payee, payee.paid_pence, 0) for payee in left.values())]


def in_place_of(definition: SchemeDefinition, other: SchemeDefinition) -> SchemeDefinition:
    """A scheme as if it held in the year and by the deadline of another, so that of two only their
    objectives and readings differ."""
    return replace(
        definition,
        financial_year=other.financial_year,
        terms=replace(definition.terms, sign_up_deadline=other.terms.sign_up_deadline),
    )
