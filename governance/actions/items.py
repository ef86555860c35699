"""An item is opened, heard and closed: conflicts found, quorum worked out anew, votes recorded."""

from uuid import UUID

from governance import hearing, telling
from governance.models import AgendaItem, Conflict, Vote
from governance.permissions import check_can_serve
from governance.record import locked, locked_item, person_of, recorded
from governance.seats import present_seats
from governance.statuses import Choice, ConflictSource, ItemStatus
from governance.workflow import ITEM, MATTER
from localities.models import Person
from pbc import clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow, NotPermitted


@action
def open_item(*, item: AgendaItem, by: Actor) -> AgendaItem:
    """Begin to hear an item: whoever is conflicted is out, the quorum worked out without them."""
    # From the outside in: whoever closes the meeting or decides the matter elsewhere is waited for.
    meeting = locked(item.meeting)
    if item.matter is not None:
        locked(item.matter)
    found = AgendaItem.objects.select_for_update(of=("self",)).filter(pk=item.pk).first()
    check_can_serve(by, meeting.committee)
    if found is None:
        raise NotNow("This item is off the agenda: its matter was withdrawn, or the chair acted.")
    item = found
    if meeting.status != "in_session":
        raise NotNow("Open the meeting first.")
    step = ITEM.step(item.status, "open")
    if meeting.items.filter(status=ItemStatus.OPEN).exists():
        raise NotNow("Another item is being heard. Close it first.")
    item.status = step.to
    item.opened_at = clock.now()
    item.save(update_fields=["status", "opened_at"])
    hearing.look_at(item)
    recorded(
        meeting.committee,
        step.event,
        item,
        by=by,
        after={
            "quorum": item.quorum,
            "conflicts": [str(conflict) for conflict in item.conflicts.all()],
        },
    )
    return item


@action
def declare(*, item: AgendaItem, person: Person, reason: str, managed: str, by: Actor) -> Conflict:
    """Note what a member declares in an item, and work the quorum out again without the member."""
    item = locked_item(item)
    check_can_serve(by, item.meeting.committee)
    step = ITEM.step(item.status, "declare")
    if not reason.strip():
        raise BadInput({"reason": "Say what the interest is"})
    if Vote.objects.filter(item=item, person=person).exists():
        raise NotNow(f"{person} has voted on this item already. Take the vote back first.")
    words = reason.strip()[:300]
    if item.conflicts.filter(person=person, reason=words).exists():
        raise NotNow(f"This interest of {person} is noted already.")
    conflict = Conflict.objects.create(
        item=item,
        person=person,
        source=ConflictSource.DECLARED,
        reason=words,
        found_at=clock.now(),
        **({"managed": managed.strip()[:300]} if managed.strip() else {}),
    )
    hearing.work_out_quorum(item)
    recorded(
        item.meeting.committee,
        step.event,
        item,
        by=by,
        after={"conflict": str(conflict), "quorum": item.quorum},
    )
    return conflict


@action
def vote(*, item: AgendaItem, choices: dict[UUID, str], by: Actor) -> list[Vote]:
    """Record the members' votes, by person. A conflicted or absent member's is refused (TV-38)."""
    item = locked_item(item)
    check_can_serve(by, item.meeting.committee)
    step = ITEM.step(item.status, "vote")
    if item.decisions.exists():
        raise NotNow("Something was decided on this item, so its votes stand as they are.")
    hearing.look_at(item)
    present = {seat.person_id: seat for seat in present_seats(item.meeting)}
    out = set(item.conflicts.values_list("person_id", flat=True))
    for person_id in choices:
        if person_id in out:
            name = present[person_id].name if person_id in present else "This person"
            raise NotPermitted(f"{name} is conflicted in this item and does not vote.")
        if person_id not in present:
            raise NotPermitted("Only members who are in the meeting vote.")
    Vote.objects.filter(item=item).delete()
    votes = Vote.objects.bulk_create(
        Vote(
            item=item,
            person_id=person_id,
            choice=Choice(choice),
            cast_at=clock.now(),
            recorded_by=person_of(by),
        )
        for person_id, choice in choices.items()
    )
    recorded(
        item.meeting.committee,
        step.event,
        item,
        by=by,
        after={"votes": {str(vote.person_id): vote.choice for vote in votes}},
    )
    return votes


@action
def note(*, item: AgendaItem, text: str, by: Actor) -> AgendaItem:
    """Keep what is said on an item while it is heard; the minutes take it from here."""
    item = locked_item(item)
    check_can_serve(by, item.meeting.committee)
    step = ITEM.step(item.status, "note")
    before = item.note
    item.note = text.strip()
    item.save(update_fields=["note"])
    recorded(
        item.meeting.committee,
        step.event,
        item,
        by=by,
        before={"note": before},
        after={"note": item.note},
    )
    return item


@action
def close_item(*, item: AgendaItem, text: str, by: Actor) -> AgendaItem:
    """Close an item that asks for no decision: a standing one, or a note received."""
    item = locked_item(item)
    check_can_serve(by, item.meeting.committee)
    step = ITEM.step(item.status, "close")
    if item.matter_id is not None:
        raise NotNow("This item is for decision: record the decision, or defer it.")
    _end(item, step.to, text)
    recorded(item.meeting.committee, step.event, item, by=by, after={"note": item.note})
    return item


@action
def defer(*, item: AgendaItem, reason: str, by: Actor) -> AgendaItem:
    """Put the matter of an item off, for want of a quorum or of papers; it waits for an agenda."""
    item = locked_item(item)
    check_can_serve(by, item.meeting.committee)
    step = ITEM.step(item.status, "defer")
    if item.matter is None:
        raise NotNow("A standing item is closed, not deferred.")
    if not reason.strip():
        raise BadInput({"reason": "Say why it is deferred"})
    matter = locked(item.matter)
    onwards = MATTER.step(matter.status, "defer")
    _end(item, step.to, reason)
    item.deferral_reason = reason.strip()
    item.save(update_fields=["deferral_reason"])
    matter.status = onwards.to
    matter.save(update_fields=["status"])
    recorded(item.meeting.committee, step.event, item, by=by, reason=reason.strip())
    recorded(item.meeting.committee, onwards.event, matter, by=by, reason=reason.strip())
    telling.tell_of_deferral(matter, item.deferral_reason, key=str(item.pk))
    return item


def _end(item: AgendaItem, status: str, text: str) -> None:
    item.status = status
    item.closed_at = clock.now()
    item.note = "\n".join(part for part in (item.note, text.strip()) if part)
    item.save(update_fields=["status", "closed_at", "note"])
