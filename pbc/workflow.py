"""Transition tables as data: (status, action) → the status it leads to and the audit event."""

from collections.abc import Mapping
from dataclasses import dataclass

from pbc.refusals import NotNow


@dataclass(frozen=True)
class Transition:
    """Where an action leads. ``who`` is the reader's word for it; permissions decide."""

    to: str
    who: str
    event: str


@dataclass(frozen=True)
class Workflow:
    """One state machine: every allowed (status, action); all else is refused by name."""

    name: str
    labels: Mapping[str, str]
    transitions: Mapping[tuple[str, str], Transition]

    def step(self, status: str, action: str) -> Transition:
        """The transition for an action now; raises ``NotNow`` where the status has none."""
        transition = self.transitions.get((status, action))
        if transition is None:
            raise NotNow(
                f"You cannot {action.replace('_', ' ')} this {self.name} now: "
                f"it is {self.labels[status].lower()}."
            )
        return transition

    def allows(self, status: str, action: str) -> bool:
        return (status, action) in self.transitions

    def actions_from(self, status: str) -> list[str]:
        return [action for from_status, action in self.transitions if from_status == status]
