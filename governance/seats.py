"""Who of a Committee is in the room, and in what capacities they sit."""

from governance.models import Attendance, Committee, CommitteeMembership, Meeting
from governance.quorum import QuorumRule, Seat
from pbc import clock


def rule_of(committee: Committee) -> QuorumRule:
    """What the Committee asks of a quorum (AMB-93)."""
    return QuorumRule(
        members=committee.quorum_members,
        chair=committee.quorum_needs_chair,
        executive=committee.quorum_needs_executive,
        lay=committee.quorum_needs_lay,
    )


def seats_of(committee: Committee) -> list[Seat]:
    """The members of a Committee today, by name; one seat a person."""
    held: dict[object, tuple[str, set[str]]] = {}
    memberships = (
        CommitteeMembership.objects.on(clock.today())
        .filter(committee=committee)
        .select_related("person")
        .order_by("person__family_name", "person__given_name")
    )
    for membership in memberships:
        _, capacities = held.setdefault(membership.person_id, (membership.person.name, set()))
        capacities.add(membership.capacity)
    return [
        Seat(person_id, name, frozenset(capacities))  # type: ignore[arg-type]
        for person_id, (name, capacities) in held.items()
    ]


def present_seats(meeting: Meeting) -> list[Seat]:
    """The members who are in the meeting now."""
    here = set(
        Attendance.objects.filter(
            meeting=meeting, apologies=False, left_at__isnull=True
        ).values_list("person_id", flat=True)
    )
    return [seat for seat in seats_of(meeting.committee) if seat.person_id in here]
