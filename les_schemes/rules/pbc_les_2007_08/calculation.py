"""The sums of the PBC LES 2007/08: the four objectives, and the reviews of overspends."""

from collections.abc import Iterator, Mapping

from les_schemes.rules.component import Component
from les_schemes.rules.facts import LesFacts
from les_schemes.rules.pbc_les_2007_08 import (
    objective_1_capitation,
    objective_2_information,
    objective_3_levels,
    objective_4_savings,
)
from les_schemes.rules.pbc_les_2007_08.roll import Roll
from les_schemes.rules.pbc_les_2007_08.scheme import CAPITATION, INFORMATION_RELEASE
from les_schemes.rules.result import Case, LineKey, key_of

OVERSPEND_REVIEW = "overspend_review"


def entitlements(facts: LesFacts) -> Iterator[tuple[str, Component]]:
    """Every payee with every component it could earn under, whatever that comes to."""
    roll = Roll(facts)
    yield from objective_1_capitation.entitlements(facts, roll)
    yield from objective_2_information.entitlements(facts, roll)
    yield from objective_3_levels.entitlements(facts, roll)
    yield from objective_4_savings.entitlements(facts, roll)


def cases(facts: LesFacts, earned: Mapping[LineKey, int]) -> list[Case]:
    """A review of each practice that overspent, by code; exposed is what 1 and 2 earned it."""
    if facts.readings.overspend_scope != "objective_4_and_review":
        return []
    return [
        Case(
            practice.code,
            OVERSPEND_REVIEW,
            earned[key_of(practice.code, CAPITATION)]
            + earned[key_of(practice.code, INFORMATION_RELEASE)],
        )
        for practice in sorted(facts.practices, key=lambda practice: practice.code)
        if practice.budget is not None
        and practice.budget.outturn_final
        and practice.budget.saving_pence < 0
    ]
