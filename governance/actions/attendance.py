"""Who is in the room, timed as they come and go; the item that is heard counts its quorum anew."""

from django.db.models import QuerySet

from governance import hearing
from governance.models import AgendaItem, Attendance, Meeting
from governance.permissions import check_can_send_apologies, check_can_serve
from governance.record import locked, recorded
from governance.statuses import ItemStatus
from governance.workflow import MEETING
from localities.models import Person
from pbc import clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import NotNow


@action
def arrive(*, meeting: Meeting, person: Person, by: Actor) -> Attendance:
    """A person comes in now; apologies sent before are taken back."""
    meeting = locked(meeting)
    check_can_serve(by, meeting.committee)
    step = MEETING.step(meeting.status, "arrive")
    if _inside(meeting, person).exists():
        raise NotNow(f"{person.name} is in the meeting already.")
    meeting.attendances.filter(person=person, apologies=True).delete()
    attendance = Attendance.objects.create(meeting=meeting, person=person, arrived_at=clock.now())
    _tell_the_item(meeting, attendance, step.event, by=by)
    return attendance


@action
def leave(*, meeting: Meeting, person: Person, by: Actor) -> Attendance:
    """A person goes out now, for a while or for good."""
    meeting = locked(meeting)
    check_can_serve(by, meeting.committee)
    step = MEETING.step(meeting.status, "leave")
    attendance = _inside(meeting, person).first()
    if attendance is None:
        raise NotNow(f"{person.name} is not in the meeting.")
    now = clock.now()
    attendance.left_at = max(now, attendance.arrived_at or now)
    attendance.save(update_fields=["left_at"])
    _tell_the_item(meeting, attendance, step.event, by=by)
    return attendance


@action
def send_apologies(*, meeting: Meeting, person: Person, by: Actor) -> Attendance:
    """A member lets the meeting know that he or she does not come."""
    meeting = locked(meeting)
    check_can_send_apologies(by, meeting.committee, person)
    step = MEETING.step(meeting.status, "send_apologies")
    if meeting.attendances.filter(person=person).exists():
        raise NotNow(f"{person.name} has sent apologies, or has been here, already.")
    attendance = Attendance.objects.create(meeting=meeting, person=person, apologies=True)
    recorded(meeting.committee, step.event, meeting, by=by, after={"person": person.name})
    return attendance


def _inside(meeting: Meeting, person: Person) -> "QuerySet[Attendance]":
    return meeting.attendances.filter(person=person, apologies=False, left_at__isnull=True)


def _tell_the_item(meeting: Meeting, attendance: Attendance, event: str, *, by: Actor) -> None:
    """Conflicts and quorum of the item that is heard, with who is in the room now."""
    hearing.look_again(meeting.pk)
    heard = AgendaItem.objects.filter(meeting=meeting, status=ItemStatus.OPEN).first()
    after = {"person": attendance.person.name}
    if heard is not None:
        after |= {"item": heard.title, "quorum": heard.quorum}
    recorded(meeting.committee, event, meeting, by=by, after=after)
