"""What the Governance Committee has to look into: overspends, and payments beyond a withdrawal."""

from collections.abc import Callable, Iterator, Mapping

from les_schemes.rules import overspend
from les_schemes.rules.component import Component
from les_schemes.rules.line_key import LineKey
from les_schemes.rules.result import Case
from les_schemes.rules.roll import Member, Roll

OVERSPEND_REVIEW = "overspend_review"
WITHDRAWAL_REVIEW = "withdrawal_review"
REVIEWED_KINDS = ("per_patient", "information_fund")
"""The kinds whose payments to a practice an overspend puts in question (AMB-51)."""


def cases(roll: Roll, earned: Mapping[LineKey, Component]) -> Iterator[Case]:
    """By provider; exposed is what was earned, whatever of it was paid."""
    overspends = overspend.scope(roll) == "objective_4_and_review"
    ahead = [one for one in roll.definition.objectives if one.kind.pays_ahead]
    reviewed = [objective for kind in REVIEWED_KINDS for objective in roll.definition.of_kind(kind)]
    for member in roll.members:
        if overspends and overspend.has_overspent(member):
            keys = [
                (objective.number, component, one.code)
                for objective in reviewed
                for component in objective.payables
                for one in _with_predecessors(member)
            ]
            exposure = _total(keys, earned, lambda basis: basis.entitlement_pence)
            yield Case(member.code, OVERSPEND_REVIEW, exposure)
        if ahead and member.standing.is_reviewed:
            keys = [
                (objective.number, component, member.code)
                for objective in ahead
                for component in objective.payables
            ]
            exposure = _total(keys, earned, lambda basis: basis.after_leaving_pence)
            yield Case(member.code, WITHDRAWAL_REVIEW, exposure)


def _with_predecessors(member: Member) -> Iterator[Member]:
    yield member
    for predecessor in member.predecessors:
        yield from _with_predecessors(predecessor)


def _total(
    keys: list[LineKey], earned: Mapping[LineKey, Component], of: Callable[[Component], int]
) -> int:
    return sum(of(earned[key]) for key in keys if key in earned)
