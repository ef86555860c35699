"""Minutes: drafted from the record, approved by a later meeting and sealed, then published."""

from collections.abc import Mapping

from governance import minutes, telling
from governance.models import AgendaItem, Meeting
from governance.permissions import check_can_serve
from governance.record import locked, locked_item, recorded
from governance.statuses import ItemStatus, Section
from governance.workflow import MEETING
from pbc import clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow


@action
def draft(*, meeting: Meeting, texts: Mapping[str, str], by: Actor) -> Meeting:
    """Keep what the secretary adds to the record: by the item's id, or "" for the whole."""
    meeting = locked(meeting)
    check_can_serve(by, meeting.committee)
    step = MEETING.step(meeting.status, "draft_minutes")
    known = {"", *(str(pk) for pk in meeting.items.values_list("pk", flat=True))}
    if unknown := set(texts) - known:
        raise BadInput({"": f"{len(unknown)} of the texts belong to no item of this meeting"})
    before = meeting.minutes
    meeting.status = step.to
    meeting.minutes = {key: text.strip() for key, text in texts.items() if text.strip()}
    meeting.save(update_fields=["status", "minutes"])
    recorded(
        meeting.committee,
        step.event,
        meeting,
        by=by,
        before={"minutes": before},
        after={"minutes": meeting.minutes},
    )
    return meeting


@action
def approve(*, meeting: Meeting, at: AgendaItem, by: Actor) -> Meeting:
    """A later meeting, hearing its minutes item and quorate, approves; the minutes are sealed."""
    meeting = locked(meeting)
    check_can_serve(by, meeting.committee)
    step = MEETING.step(meeting.status, "approve_minutes")
    at = locked_item(at)
    if at.section != Section.MINUTES or at.status != ItemStatus.OPEN:
        raise NotNow("Minutes are approved while a meeting hears its item “minutes”.")
    if at.meeting.committee_id != meeting.committee_id or (
        at.meeting.starts_at <= meeting.starts_at
    ):
        raise NotNow("Minutes are approved at a later meeting of the same Committee.")
    if not at.quorum.get("quorate"):
        raise NotNow(
            "The meeting is not quorate, so it cannot approve minutes: it lacks "
            f"{', '.join(at.quorum.get('lacking', ()))}."
        )
    meeting.status = step.to
    meeting.minutes_approved_at = clock.now()
    meeting.minutes_approved_in = at.meeting
    meeting.minutes_document = minutes.seal(meeting, public=False, by=by)
    meeting.save(
        update_fields=["status", "minutes_approved_at", "minutes_approved_in", "minutes_document"]
    )
    recorded(
        meeting.committee,
        step.event,
        meeting,
        by=by,
        after={"approved at": str(at.meeting), "SHA-256": meeting.minutes_document.sha256},
    )
    return meeting


@action
def publish(*, meeting: Meeting, by: Actor) -> Meeting:
    """Give the approved minutes out: a second sealed document leaves out what was private."""
    meeting = locked(meeting)
    check_can_serve(by, meeting.committee)
    step = MEETING.step(meeting.status, "publish_minutes")
    meeting.status = step.to
    meeting.save(update_fields=["status"])
    document = minutes.seal(meeting, public=True, by=by)
    recorded(meeting.committee, step.event, meeting, by=by, after={"SHA-256": document.sha256})
    telling.tell_of_minutes(meeting)
    return meeting
