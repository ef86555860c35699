"""The action log: what a meeting asks of somebody, until it is done (GOV-08)."""

from datetime import date

from governance import telling
from governance.models import ActionPoint, AgendaItem, Meeting
from governance.permissions import check_can_finish, check_can_serve
from governance.record import locked, recorded
from governance.statuses import MeetingStatus
from localities.models import Person
from pbc import clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow

# From its opening until its minutes are approved a meeting may ask for things.
_ASKS_IN = (MeetingStatus.IN_SESSION, MeetingStatus.CLOSED, MeetingStatus.MINUTES_DRAFT)


@action
def add(
    *,
    meeting: Meeting,
    item: AgendaItem | None,
    text: str,
    owner: Person,
    due: date,
    by: Actor,
) -> ActionPoint:
    """Note what a meeting asks, of whom and until when; the owner is told."""
    meeting = locked(meeting)
    check_can_serve(by, meeting.committee)
    if meeting.status not in _ASKS_IN:
        raise NotNow(
            "Action points are noted from the opening of a meeting until its minutes are approved."
        )
    item = locked(item) if item is not None else None
    errors = {}
    if not text.strip():
        errors["text"] = "Say what is to be done"
    if due < clock.today():
        errors["due"] = "An action point cannot be due in the past"
    if item is not None and item.meeting_id != meeting.pk:
        errors["item"] = "Choose an item of this meeting"
    elif item is not None and item.opened_at is None:
        errors["item"] = "Choose an item that has been heard"
    if errors:
        raise BadInput(errors)
    point = ActionPoint.objects.create(
        committee=meeting.committee,
        meeting=meeting,
        item=item,
        text=text.strip(),
        owner=owner,
        due=due,
        recorded_at=clock.now(),
    )
    recorded(
        meeting.committee,
        "action_point.added",
        point,
        by=by,
        after={"text": point.text, "owner": owner.name, "due": due},
    )
    telling.tell_of_action_point(point)
    return point


@action
def finish(*, point: ActionPoint, note: str, by: Actor) -> ActionPoint:
    """The owner, or the secretary, says that it is done."""
    point = locked(point)
    check_can_finish(by, point)
    if point.done_at is not None:
        raise NotNow("This action point is done already.")
    point.done_at = clock.now()
    point.done_by = by.person_id
    point.done_note = note.strip()[:300]
    point.save(update_fields=["done_at", "done_by", "done_note"])
    recorded(point.committee, "action_point.done", point, by=by, after={"note": point.done_note})
    return point
