"""What a scheme asks of who takes part, and of which of its objectives the facts are held."""

from dataclasses import dataclass
from typing import Any

from les_schemes.rules import SchemeDefinition
from les_schemes.rules.definition import Objective

NOT_HELD = {
    "savings_split": "The budgets of the practices and what they spent are not recorded here yet.",
    "plan": "It is not recorded here yet whose plan is agreed, and on which day.",
    "achievement": "It is not recorded here yet who achieved its plan.",
    "milestone": "It is not recorded here yet who met which milestone, and on which day.",
    "training_reimbursement": (
        "It is not recorded here yet which training is approved and what it cost."
    ),
}
"""The kinds of rule whose facts no page can enter yet, each with what is missing: an objective of
one of them is worked out at nothing, and the run says so."""


def is_held(objective: Objective) -> bool:
    """Whether the database holds the facts that the objective pays by."""
    return objective.kind.name not in NOT_HELD


def not_worked_out(definition: SchemeDefinition) -> list[dict[str, Any]]:
    """The objectives that a run pays nothing under, for want of facts, and what is missing."""
    return [
        {
            "objective": objective.number,
            "title": objective.shown_title,
            "kind": objective.kind.title,
            "why": NOT_HELD[objective.kind.name],
        }
        for objective in definition.objectives
        if not is_held(objective)
    ]


@dataclass(frozen=True)
class Asks:
    """What decides who is paid nothing, or not all: the numbers of the objectives concerned.

    ``by_patients`` pay by registered patients, ``other`` without; ``signed`` by the GPs who
    signed, each with the reading that says how. Where items are capped by patients, nothing can
    be paid without a list.
    """

    by_patients: tuple[int, ...]
    other: tuple[int, ...]
    signed: tuple[tuple[int, str], ...]
    withdrawal: str
    caps_by_patients: bool

    @property
    def needs_list(self) -> bool:
        """Whether a practice without a list can be paid nothing at all."""
        return self.caps_by_patients or (bool(self.by_patients) and not self.other)


def asks_of(definition: SchemeDefinition) -> Asks:
    held = [objective for objective in definition.objectives if is_held(objective)]
    signed = [objective for objective in held if objective.kind.name == "per_patient"]
    items = definition.of_kind("item_of_service")
    return Asks(
        by_patients=tuple(one.number for one in held if one.kind.needs_list),
        other=tuple(one.number for one in held if not one.kind.needs_list),
        signed=tuple((one.number, one.readings.gp_signatures) for one in signed),
        withdrawal=definition.readings.withdrawal,
        caps_by_patients=any(one.terms.yearly_cap_per_1000_patients is not None for one in items),
    )
