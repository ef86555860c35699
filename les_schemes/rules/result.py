"""What a calculation comes to: lines, each with its working out, cases, and totals."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from les_schemes.rules.component import Component
from les_schemes.rules.kind import ALLOCATION, PAYMENT
from les_schemes.rules.line_key import LineKey


@dataclass(frozen=True, slots=True)
class Line:
    """What one payee has earned under one component, what it was paid, and what is due.

    ``basis`` is the sum behind the entitlement; ``inputs`` are the data to keep of it, from which
    ``rules.work_out`` comes to the same pence and ``rules.explain`` to the same working.
    """

    payee: str
    objective: int
    component: str
    kind: str
    entitlement_pence: int
    paid_pence: int
    basis: Component

    @property
    def key(self) -> LineKey:
        return (self.objective, self.component, self.payee)

    @property
    def due_pence(self) -> int:
        """Below zero where too much was paid."""
        return self.entitlement_pence - self.paid_pence

    @property
    def inputs(self) -> dict[str, Any]:
        return self.basis.to_data()

    @property
    def working(self) -> list[str]:
        return self.basis.working()


@dataclass(frozen=True, slots=True)
class Case:
    """Something the Governance Committee has to look into."""

    practice: str
    kind: str
    exposure_pence: int


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome of one document of facts, its lines and cases in the contract's order.

    ``contract`` is the version of the contract in which it is written.
    """

    contract: int
    scheme: str
    as_at: date
    lines: tuple[Line, ...]
    cases: tuple[Case, ...]

    @property
    def payments_due_pence(self) -> int:
        return self._due(PAYMENT)

    @property
    def allocations_due_pence(self) -> int:
        return self._due(ALLOCATION)

    def _due(self, kind: str) -> int:
        return sum(line.due_pence for line in self.lines if line.kind == kind)
