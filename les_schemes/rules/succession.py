"""What a merger hands on (readings.md AMB-67): the successor inherits, and nobody repays at once.

What predecessors earn goes on being worked out by itself, on their own lists and sign-ups. From
the merger on what is still due of it is the successor's: the predecessor's line stands at what it
was paid, and the difference stands in the successor's line, be it below zero.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from les_schemes.rules.component import Component, rule
from les_schemes.rules.facts import Merger
from les_schemes.rules.line_key import LineKey
from les_schemes.rules.wording import on_day
from pbc.money import pounds


@rule
@dataclass(frozen=True, slots=True)
class HandedOn(Component):
    """The line of a predecessor: what it was paid, whatever it earned."""

    rule = "succession/handed-on"

    basis: Component
    paid_pence: int
    successor: str
    on: date

    @property
    def entitlement_pence(self) -> int:
        return self.paid_pence

    def working(self) -> list[str]:
        return [
            *self.basis.working(),
            f"On {on_day(self.on)} {self.successor} took its place: of "
            f"{pounds(self.basis.entitlement_pence)} earned, {pounds(self.paid_pence)} was paid "
            "here and the rest is the successor's.",
        ]


@dataclass(frozen=True, slots=True)
class Inheritance:
    """What is left of one predecessor: what it earned, less what it was paid."""

    predecessor: str
    on: date
    basis: Component
    paid_pence: int

    @property
    def pence(self) -> int:
        return self.basis.entitlement_pence - self.paid_pence

    def working(self) -> list[str]:
        return [
            f"{self.predecessor}, whose place it took on {on_day(self.on)}: "
            f"{' '.join(self.basis.working())} Of {pounds(self.basis.entitlement_pence)} earned "
            f"{pounds(self.paid_pence)} was paid to it, leaving {pounds(self.pence)}."
        ]


@rule
@dataclass(frozen=True, slots=True)
class Inherited(Component):
    """The line of a successor: what it earns itself, and what is left of its predecessors."""

    rule = "succession/inherited"

    own: Component | None
    inheritances: tuple[Inheritance, ...]

    @property
    def entitlement_pence(self) -> int:
        own = 0 if self.own is None else self.own.entitlement_pence
        return own + sum(one.pence for one in self.inheritances)

    def working(self) -> list[str]:
        sentences = []
        if self.own is not None and self.own.entitlement_pence:
            sentences += self.own.working()
        for one in self.inheritances:
            sentences += one.working()
        return [*sentences, f"Together {pounds(self.entitlement_pence)}."]


def hand_on(
    bases: Mapping[LineKey, Component],
    paid: Mapping[LineKey, int],
    mergers: Sequence[Merger],
) -> dict[LineKey, Component]:
    """The lines after mergers, given in the order of their days."""
    after = dict(bases)
    keys_of: dict[str, set[LineKey]] = defaultdict(set)
    for key in after:
        keys_of[key[2]].add(key)
    for merger in mergers:
        shares: dict[LineKey, list[Inheritance]] = defaultdict(list)
        for predecessor in sorted(merger.predecessors):
            for key in keys_of[predecessor]:
                objective, component, _ = key
                basis, was_paid = after[key], paid.get(key, 0)
                after[key] = HandedOn(basis, was_paid, merger.successor, merger.on)
                shares[objective, component, merger.successor].append(
                    Inheritance(predecessor, merger.on, basis, was_paid)
                )
        for key, inheritances in shares.items():
            after[key] = Inherited(after.get(key), tuple(inheritances))
            keys_of[merger.successor].add(key)
    return after
