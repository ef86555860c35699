"""What the page of a meeting shows beside its agenda: steps, who is in the room, what happened."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from governance import agenda
from governance.models import Attendance, Meeting
from governance.statuses import Capacity, Section
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
    ("publish_papers", "Publish the papers", "meeting-publish-papers"),
    ("open", "Open the meeting", "meeting-open"),
    ("close", "Close the meeting", "meeting-close"),
    ("draft_minutes", "Write the minutes", "minutes-draft"),
    ("publish_minutes", "Publish the minutes", "minutes-publish"),
    ("cancel", "Cancel the meeting", "meeting-cancel"),
)


def steps_of(meeting: Meeting) -> list[dict[str, Any]]:
    """What the secretary may do next; what moves the meeting on stands first."""
    possible = [step for step in _STEPS if MEETING.allows(meeting.status, step[0])]
    return [
        {
            "text": f"{text} again" if _is_again(meeting, action) else text,
            "href": reverse(f"governance:{name}", args=[meeting.pk]),
            "secondary": action == "cancel" or _is_again(meeting, action),
        }
        for action, text, name in possible
    ]


def _is_again(meeting: Meeting, action: str) -> bool:
    """Whether the action leaves the meeting in the status it has."""
    leads_to = MEETING.transitions[meeting.status, action].to
    return action == "publish_papers" and leads_to == meeting.status


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
    ]
    return [{"when": when, "what": what} for when, what in moments if when is not None]
