"""What a scheme makes available by the lists held: the objectives table's last column (R1-012).

Everyone who may take part signs up in time, reports every month, meets every milestone and has its
plan agreed; localities stand at level 1. What hangs on claims, savings or trainings has no sum.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from les_schemes.costing.assumptions import Assumptions
from les_schemes.costing.costed import Costed, cost
from les_schemes.costing.providers import eligible
from les_schemes.definitions import definition_of
from les_schemes.models import SchemeVersion
from les_schemes.rules.definition import Objective
from localities.models import Organisation

_DEPENDS_ON = {
    "item_of_service": "Depends on the items claimed.",
    "savings_split": "Depends on the savings made: worked out at the year’s end.",
    "training_reimbursement": "Depends on the trainings approved.",
}


@dataclass(frozen=True)
class Available:
    """A sentence on an objective, and amounts in whole pence by what they are for."""

    sentence: str
    figures: list[tuple[str, int]]


def to_all(version: SchemeVersion) -> dict[int, Available]:
    """By the number of each objective what is available to everyone together."""
    costed = _worked_out(version, None)
    number = len(costed.eligible.providers)
    who = (
        f"If all {number:,} who may take part sign up in time"
        if number != 1
        else ("If the one who may take part signs up in time")
    )
    return {
        objective.number: _depends(objective)
        or Available(f"{who}{_at_level_1(objective)}.", _sums(costed, objective))
        for objective in costed.definition.objectives
    }


def to_own(version: SchemeVersion, own: Iterable[Organisation]) -> dict[int, Available]:
    """By the number of each objective what is available to each of a person's own providers."""
    providers = list(own)
    costed = _worked_out(version, [provider.pk for provider in providers])
    paid = {payee.code: payee.objectives for payee in costed.by_payee}
    return {
        objective.number: _depends(objective)
        or _own(objective, [(one.name, paid.get(one.code)) for one in providers])
        for objective in costed.definition.objectives
    }


def _worked_out(version: SchemeVersion, only: list[int] | None) -> Costed:
    return cost(eligible(version, only=only), Assumptions(), definition_of(version))


def _depends(objective: Objective) -> Available | None:
    sentence = _DEPENDS_ON.get(objective.kind.name)
    return None if sentence is None else Available(sentence, [])


def _at_level_1(objective: Objective) -> str:
    is_of_levels = objective.kind.name == "operating_level"
    return ", with every locality at level 1 all year" if is_of_levels else ""


def _sums(costed: Costed, objective: Objective) -> list[tuple[str, int]]:
    found = costed.of_objective(objective.number)
    figures = [("Paid", found.paid_pence)]
    # The information fund is released to the practices: it is not paid beside.
    if found.set_aside_pence and objective.kind.name != "information_fund":
        figures.append(("Set aside", found.set_aside_pence))
    return figures


def _own(objective: Objective, paid: list[tuple[str, Mapping[int, int] | None]]) -> Available:
    if objective.kind.name == "operating_level":
        return Available("Paid to the locality.", [])
    counted = [(name, held.get(objective.number, 0)) for name, held in paid if held is not None]
    if not counted:
        return Available("Worked out once the list of 1 April is held.", [])
    return Available("If it signs up in time and does all of it", counted)
