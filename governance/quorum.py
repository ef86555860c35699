"""The quorum of one item, worked out anew without whoever is conflicted (GOV-04, AMB-93)."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from governance.statuses import Capacity

LEADS_THE_MEETING = frozenset({Capacity.CHAIR, Capacity.DEPUTY})


@dataclass(frozen=True)
class Seat:
    """A member present: the person, and every capacity in which the person sits."""

    person_id: UUID
    name: str
    capacities: frozenset[str]

    @property
    def capacity(self) -> str:
        """The one of them that stands first in the rule of a quorum."""
        return next(one for one in Capacity if one in self.capacities)


@dataclass(frozen=True)
class QuorumRule:
    """What a Committee asks: so many members, and of which capacities."""

    members: int = 4
    chair: bool = True
    executive: bool = True
    lay: bool = True


@dataclass(frozen=True)
class Quorum:
    """Who counts for an item, and what lacks: nothing where it is quorate."""

    counted: tuple[Seat, ...]
    lacking: tuple[str, ...]

    @property
    def is_quorate(self) -> bool:
        return not self.lacking

    def to_data(self) -> dict[str, object]:
        return {
            "quorate": self.is_quorate,
            "counted": [
                {
                    "person": str(seat.person_id),
                    "name": seat.name,
                    "capacities": sorted(seat.capacities),
                }
                for seat in self.counted
            ],
            "lacking": list(self.lacking),
        }


def work_out(rule: QuorumRule, present: Iterable[Seat], conflicted: Iterable[UUID]) -> Quorum:
    """The quorum of an item: members present less those who are conflicted in it."""
    out = frozenset(conflicted)
    counted = tuple(seat for seat in present if seat.person_id not in out)
    capacities = frozenset().union(*(seat.capacities for seat in counted))
    lacking = []
    if len(counted) < rule.members:
        lacking.append(f"{rule.members - len(counted)} more of at least {rule.members} members")
    if rule.chair and not capacities & LEADS_THE_MEETING:
        lacking.append("the chair or a deputy")
    if rule.executive and Capacity.EXECUTIVE not in capacities:
        lacking.append("a finance or executive member")
    if rule.lay and Capacity.LAY not in capacities:
        lacking.append("a lay or patient representative")
    return Quorum(counted, tuple(lacking))
