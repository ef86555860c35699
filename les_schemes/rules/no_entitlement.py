"""A component under which a payee was paid although nothing of it can go to that payee."""

from dataclasses import dataclass

from les_schemes.rules.component import Component, rule
from les_schemes.rules.scheme import Payable
from les_schemes.rules.schemes import SCHEMES


@rule
@dataclass(frozen=True, slots=True)
class NoEntitlement(Component):
    """Nothing, and to whom the component goes instead."""

    rule = "no-entitlement"

    scheme: str
    objective: int
    component: str
    payee: str

    @property
    def payable(self) -> Payable:
        return SCHEMES[self.scheme].payables[self.objective, self.component]

    @property
    def entitlement_pence(self) -> int:
        return 0

    def working(self) -> list[str]:
        return [
            f"{self.payable.title} goes to {self.payable.payees}, and {self.payee} can earn "
            "nothing under it."
        ]
