"""What an item that is heard needs to know of the room: who is out of it, and who counts.

Called by the actions that open an item, note a declaration, time who comes and leaves, record
votes and decide.
"""

from collections.abc import Iterable
from uuid import UUID

from governance import conflicts, quorum
from governance.models import AgendaItem, Attendance, Conflict, Matter
from governance.seats import present_seats, rule_of
from governance.statuses import ItemStatus
from pbc import clock


def look_again(meeting_id: UUID) -> None:
    """Someone came or left: find conflicts and quorum of the item that is heard anew."""
    for item in AgendaItem.objects.filter(meeting_id=meeting_id, status=ItemStatus.OPEN):
        look_at(item)


def look_at(item: AgendaItem) -> None:
    """Find conflicts and quorum of an item as registers, seats and the room stand now."""
    find_conflicts(item)
    work_out_quorum(item)


def find_conflicts(item: AgendaItem) -> None:
    """Take out of an item whoever is in the room and conflicted; a conflict found stays found."""
    if item.matter is None:
        return
    found = conflicts.find(item.matter, _present(item), clock.today())
    known = set(item.conflicts.values_list("person_id", "source", "reason"))
    Conflict.objects.bulk_create(
        Conflict(
            item=item,
            person_id=one.person_id,
            source=one.source,
            organisation_id=one.organisation_id,
            reason=one.reason,
            found_at=clock.now(),
        )
        for one in found
        if (one.person_id, one.source, one.reason) not in known
    )


def _present(item: AgendaItem) -> Iterable[UUID]:
    return Attendance.objects.filter(
        meeting=item.meeting, apologies=False, left_at__isnull=True
    ).values_list("person_id", flat=True)


def out_of(item: AgendaItem, matter: Matter) -> dict[UUID, str]:
    """Who in the room is out of a matter heard under an item that is not its own, and why."""
    out = dict(item.conflicts.values_list("person_id", "reason"))
    for found in conflicts.find(matter, _present(item), clock.today()):
        out.setdefault(found.person_id, found.reason)
    return out


def quorum_without(item: AgendaItem, out: Iterable[UUID]) -> quorum.Quorum:
    """The quorum of the room without these people."""
    meeting = item.meeting
    return quorum.work_out(rule_of(meeting.committee), present_seats(meeting), out)


def work_out_quorum(item: AgendaItem) -> None:
    """Keep on an item who counts for it and what lacks."""
    worked_out = quorum_without(item, item.conflicts.values_list("person_id", flat=True))
    item.quorum = worked_out.to_data()
    item.save(update_fields=["quorum"])
