"""The sums of the DES 2006/07: its two objectives, each divided between practice and locality."""

from collections.abc import Iterator

from les_schemes.rules.component import Component
from les_schemes.rules.facts import DesFacts, DesPracticeFacts
from les_schemes.rules.towards_pbc_des_2006_07 import objective_1_plan, objective_2_achievement


def entitlements(facts: DesFacts) -> Iterator[tuple[str, Component]]:
    """Every payee with every component it could earn under, whatever that comes to."""
    by_locality: dict[str | None, list[DesPracticeFacts]] = {None: []}
    for locality in facts.localities:
        by_locality[locality.code] = []
    for practice in sorted(facts.practices, key=lambda practice: practice.code):
        by_locality[practice.locality].append(practice)
    yield from objective_1_plan.entitlements(facts, by_locality)
    yield from objective_2_achievement.entitlements(facts, by_locality)
