"""From facts to what is due: what was earned, less what was paid."""

from collections import Counter
from collections.abc import Iterator

from les_schemes.rules.component import Component
from les_schemes.rules.facts import Facts, LesFacts
from les_schemes.rules.no_entitlement import NoEntitlement
from les_schemes.rules.pbc_les_2007_08 import calculation as les
from les_schemes.rules.result import Line, LineKey, Result, key_of
from les_schemes.rules.towards_pbc_des_2006_07 import calculation as des


def calculate(facts: Facts) -> Result:
    """Every line and case that the facts come to, by the contract.

    A line stands wherever something was earned or paid, so that paying what is due leaves
    nothing due and an amount paid in error comes back as due below zero.
    """
    paid: Counter[LineKey] = Counter()
    for amount in facts.paid:
        paid[amount.objective, amount.component, amount.payee] += amount.amount_pence
    bases: dict[LineKey, Component] = {
        key_of(payee, basis.payable): basis for payee, basis in _entitlements(facts)
    }
    for key in paid.keys() - bases.keys():
        bases[key] = NoEntitlement(facts.scheme, *key)
    earned = {key: basis.entitlement_pence for key, basis in bases.items()}
    lines = tuple(
        _line(key, bases[key], earned[key], paid[key])
        for key in sorted(bases)
        if earned[key] or paid[key]
    )
    cases = les.cases(facts, earned) if isinstance(facts, LesFacts) else []
    return Result(facts.scheme, facts.as_at, lines, tuple(cases))


def _entitlements(facts: Facts) -> Iterator[tuple[str, Component]]:
    return les.entitlements(facts) if isinstance(facts, LesFacts) else des.entitlements(facts)


def _line(key: LineKey, basis: Component, earned: int, paid: int) -> Line:
    objective, component, payee = key
    return Line(payee, objective, component, basis.payable.kind, earned, paid, basis)
