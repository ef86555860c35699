"""A component under which a payee was paid although nothing of it can go to that payee."""

from dataclasses import dataclass

from les_schemes.rules.component import Component, rule


@rule
@dataclass(frozen=True, slots=True)
class NoEntitlement(Component):
    """Nothing, and to whom the component goes instead."""

    rule = "no-entitlement"
    version = 2

    title: str
    payees: str
    payee: str

    @property
    def entitlement_pence(self) -> int:
        return 0

    def working(self) -> list[str]:
        return [f"{self.title} goes to {self.payees}, and {self.payee} can earn nothing under it."]
