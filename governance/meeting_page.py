"""What the page of a meeting shows beside its agenda: steps, who is in the room, what happened."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from governance import agenda
from governance.models import Attendance, Meeting, MeetingMove
from governance.statuses import Capacity, ItemStatus, MeetingStatus, Section
from governance.workflow import MEETING
from localities.models import Person
from pbc import clock


@dataclass
class Row:
    """A person and where he or she is: in the room since, away, or not come."""

    person: Person
    capacities: str = ""
    spells: list[Attendance] = field(default_factory=list)
    apologies: bool = False

    @property
    def here_since(self) -> Any:
        """When the person came in, if he or she is in the room now."""
        return next((one.arrived_at for one in self.spells if one.left_at is None), None)

    @property
    def times(self) -> str:
        words = []
        for one in self.spells:
            if one.arrived_at is None:
                continue
            came = f"{one.arrived_at.astimezone(clock.LONDON):%H:%M}"
            if one.left_at is None:
                words.append(f"since {came}")
            else:
                words.append(f"{came} to {one.left_at.astimezone(clock.LONDON):%H:%M}")
        return ", ".join(words)


def attendance_rows(meeting: Meeting) -> list[Row]:
    """The members on the day of the meeting, by name."""
    rows: dict[Any, Row] = {}
    for membership in agenda.members(meeting):
        row = rows.setdefault(membership.person_id, Row(membership.person))
        label = Capacity(membership.capacity).label
        row.capacities = f"{row.capacities}, {label}" if row.capacities else label
    for one in _attended(meeting):
        if one.person_id in rows:
            _note(rows[one.person_id], one)
    return list(rows.values())


def others(meeting: Meeting) -> list[Row]:
    """Who was in the room and does not sit on the Committee."""
    seated = {membership.person_id for membership in agenda.members(meeting)}
    rows: dict[Any, Row] = {}
    for one in _attended(meeting):
        if one.person_id not in seated:
            _note(rows.setdefault(one.person_id, Row(one.person, "In attendance")), one)
    return list(rows.values())


def _attended(meeting: Meeting) -> Iterator[Attendance]:
    yield from meeting.attendances.select_related("person").order_by(
        "person__family_name", "arrived_at"
    )


def _note(row: Row, one: Attendance) -> None:
    if one.apologies:
        row.apologies = True
    else:
        row.spells.append(one)


_STEPS = (
    ("draft_agenda", "Begin the agenda", "meeting-draft-agenda"),
    ("open", "Open the meeting", "meeting-open"),
    ("publish_papers", "Publish the papers", "meeting-publish-papers"),
    ("close", "Close the meeting", "meeting-close"),
    ("draft_minutes", "Write the minutes", "minutes-draft"),
    ("publish_minutes", "Publish the minutes", "minutes-publish"),
)
_AGAIN = {"publish_papers": "Publish the papers again", "draft_minutes": "Change the minutes"}


def steps_of(meeting: Meeting, left: list[agenda.Entry]) -> list[dict[str, Any]]:
    """What the secretary may do next; what moves the meeting on stands first.

    ``left`` are the items not heard to their end: while there are any, closing comes second.
    """
    possible = [step for step in _STEPS if MEETING.allows(meeting.status, step[0])]
    return [
        {
            "text": _AGAIN[action] if _is_again(meeting, action) else text,
            "href": reverse(f"governance:{name}", args=[meeting.pk]),
            "secondary": _is_again(meeting, action)
            or (action == "open" and clock.today() < _day(meeting.starts_at))
            or (action == "close" and bool(left)),
            "why_not": _why_not_close(left) if action == "close" else "",
        }
        for action, text, name in possible
    ]


def _is_again(meeting: Meeting, action: str) -> bool:
    """Whether the action leaves the meeting in the status it has."""
    leads_to = MEETING.transitions[meeting.status, action].to
    return action in _AGAIN and leads_to == meeting.status


def _why_not_close(left: list[agenda.Entry]) -> str:
    heard = next((entry for entry in left if entry.item.status == ItemStatus.OPEN), None)
    return f"“{heard.title}” is being heard. Decide, defer or close it first." if heard else ""


@dataclass(frozen=True)
class Waits:
    """On whom a meeting waits, for what, and since when."""

    who: str
    what: str
    since: datetime | None = None


def waits_on(meeting: Meeting) -> Waits | None:
    """Nobody while it sits, and once its minutes are published."""
    secretary = "the Committee secretary"
    due = f"{meeting.papers_due:%-d %B %Y}"
    if meeting.status == MeetingStatus.SCHEDULED:
        return Waits(secretary, f"To begin the agenda. The papers are due by {due}.")
    if meeting.status == MeetingStatus.AGENDA_DRAFT:
        return Waits(secretary, f"To publish the papers by {due}.")
    if meeting.status == MeetingStatus.CLOSED:
        return Waits(secretary, "To write the minutes.", meeting.closed_at)
    if meeting.status == MeetingStatus.MINUTES_DRAFT:
        following = agenda.following(meeting)
        when = f" on {_day(following.starts_at):%-d %B %Y}" if following else ""
        return Waits("the Committee", f"To approve the minutes when it meets next{when}.")
    if meeting.status == MeetingStatus.MINUTES_APPROVED:
        return Waits(secretary, "To publish the minutes.", meeting.minutes_approved_at)
    return None


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.LONDON).date()


def minutes_heard(meeting: Meeting, heard: agenda.Entry | None) -> list[Meeting]:
    """The minutes that can be approved now: their item is being heard."""
    if heard is None or heard.section != Section.MINUTES:
        return []
    return list(agenda.minutes_to_approve(meeting))


def timeline(meeting: Meeting) -> list[dict[str, Any]]:
    """What happened with the meeting, newest first."""
    moments = [
        (meeting.cancelled_at, f"Cancelled: {meeting.cancel_reason}"),
        (meeting.minutes_approved_at, "Minutes approved"),
        (meeting.closed_at, "Closed"),
        (meeting.opened_at, "Opened"),
        (meeting.published_at, "Papers published"),
        *((move.at, _moved(move)) for move in meeting.moves.all()),
    ]
    happened = [{"when": when, "what": what} for when, what in moments if when is not None]
    return sorted(happened, key=lambda one: one["when"], reverse=True)


def _moved(move: MeetingMove) -> str:
    place = f", {move.from_place}" if move.from_place else ""
    before = f"{move.from_starts_at.astimezone(clock.LONDON):%-d %B %Y, %H:%M}{place}"
    return f"Moved from {before}: {move.reason}"
