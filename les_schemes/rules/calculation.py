"""From facts to what is due: what was earned, less what was paid."""

from collections import Counter
from collections.abc import Iterator

from les_schemes.rules.component import Component
from les_schemes.rules.definition import SchemeDefinition
from les_schemes.rules.facts import Facts
from les_schemes.rules.line_key import LineKey
from les_schemes.rules.no_entitlement import NoEntitlement
from les_schemes.rules.result import Line, Result
from les_schemes.rules.review import cases
from les_schemes.rules.roll import Roll
from les_schemes.rules.succession import hand_on


def calculate(facts: Facts) -> Result:
    """Every line and case that the facts come to, by the contract.

    A line stands wherever something was earned or paid, so that paying what is due leaves
    nothing due and an amount paid in error comes back as due below zero.
    """
    definition = facts.definition
    roll = Roll(facts)
    earned = _earned(definition, roll)
    bases = _handed_on(earned, roll)
    return Result(
        facts.contract,
        definition.code,
        facts.as_at,
        tuple(_lines(definition, bases, roll.paid)),
        tuple(cases(roll, earned)),
    )


def payable(facts: Facts) -> list[LineKey]:
    """Every line that facts could come to, in the contract's order, whatever it comes to."""
    roll = Roll(facts)
    return sorted(_handed_on(_earned(facts.definition, roll), roll))


def _earned(definition: SchemeDefinition, roll: Roll) -> dict[LineKey, Component]:
    earned = dict(_entitlements(definition, roll))
    for key in roll.paid.keys() - earned.keys():
        earned[key] = _no_entitlement(definition, key)
    return earned


def _handed_on(earned: dict[LineKey, Component], roll: Roll) -> dict[LineKey, Component]:
    return hand_on(earned, roll.paid, roll.mergers) if roll.mergers else earned


def _entitlements(definition: SchemeDefinition, roll: Roll) -> Iterator[tuple[LineKey, Component]]:
    for objective in definition.objectives:
        for payee, component, basis in objective.kind.entitlements(objective, roll):
            yield (objective.number, component, payee), basis


def _no_entitlement(definition: SchemeDefinition, key: LineKey) -> NoEntitlement:
    objective, component, payee = key
    payable = definition.payables[objective, component]
    return NoEntitlement(payable.title, payable.payees, payee)


def _lines(
    definition: SchemeDefinition, bases: dict[LineKey, Component], paid: Counter[LineKey]
) -> Iterator[Line]:
    """In the contract's order, which is that of the keys."""
    for key in sorted(bases):
        objective, component, payee = key
        basis = bases[key]
        entitlement = basis.entitlement_pence
        if entitlement or paid[key]:
            kind = definition.payables[objective, component].kind
            yield Line(payee, objective, component, kind, entitlement, paid[key], basis)
