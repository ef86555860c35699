"""Why a matter was put off, and when it comes back: what those whom it concerns are told.

No letter goes of a deferral, since nothing is decided yet; a notice does, and the page of the
matter says the same.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from governance import kinds
from governance.models import Matter, Meeting
from governance.statuses import PENDING, ItemStatus, MeetingStatus, Outcome
from pbc import clock
from pbc.actor import Actor

# Whose agenda can hold what comes back.
_TO_COME = (
    MeetingStatus.SCHEDULED,
    MeetingStatus.AGENDA_DRAFT,
    MeetingStatus.PAPERS_PUBLISHED,
)


@dataclass(frozen=True)
class Deferral:
    """A matter was put off: when, and the reasons that were given."""

    at: datetime
    reasons: str
    is_decision: bool


def last(matter: Matter) -> Deferral | None:
    """The last time a matter that still waits was put off, by a decision or undecided."""
    if matter.status not in PENDING:
        return None
    decided = [
        Deferral(decision.decided_at, decision.reasons, True)
        for decision in matter.decisions.filter(outcome=Outcome.DEFERRED)
    ]
    undecided = [
        Deferral(item.closed_at, item.deferral_reason, False)
        for item in matter.items.exclude(deferral_reason="")
        if item.closed_at is not None
    ]
    return max([*decided, *undecided], key=lambda one: one.at, default=None)


def of_thing(
    actor: Actor, kind: str, subject_type: str, subject_id: object
) -> tuple[Deferral, str] | None:
    """For the page of a thing: its last deferral, and when it comes back in words.

    Nothing for those who may not see the matter.
    """
    pending = (
        Matter.objects.visible_to(actor)
        .filter(
            kind=kind, subject_type=subject_type, subject_id=str(subject_id), status__in=PENDING
        )
        .select_related("committee")
        .first()
    )
    deferral = last(pending) if pending is not None else None
    return None if pending is None or deferral is None else (deferral, comes_back(pending))


def comes_back(matter: Matter) -> str:
    """When the Committee takes a deferred matter up again, and what is asked before, in words."""
    asked = kinds.kind_of(matter).asked_before_it_comes_back(matter)
    on = _stands_on(matter)
    if on is not None:
        return f"It is on the agenda of {_day(on)}."
    meeting = _next_meeting(matter)
    when = (
        "The next meeting is not arranged yet."
        if meeting is None
        else f"The next meeting is on {_day(meeting)}; its papers are due by "
        f"{meeting.papers_due:%-d %B %Y}."
    )
    if asked:
        return f"{asked} {when}"
    if meeting is None:
        return f"It comes back at the next meeting. {when}"
    return f"It comes back at the next meeting, on {_day(meeting)}."


def when_heard(matter: Matter) -> str:
    """When the Committee hears a matter that waits for it the first time, in words."""
    if matter.items.filter(
        status__in=(ItemStatus.WAITING, ItemStatus.OPEN), meeting__status=MeetingStatus.IN_SESSION
    ).exists():
        return "It is on the agenda of the meeting that sits now."
    on = _stands_on(matter)
    if on is not None:
        return f"It is on the agenda of the meeting of {_day(on)}."
    meeting = _next_meeting(matter)
    if meeting is None:
        return "No meeting is arranged yet."
    return (
        f"The next meeting is on {_day(meeting)}; its papers are due by "
        f"{meeting.papers_due:%-d %B %Y}."
    )


def _stands_on(matter: Matter) -> Meeting | None:
    return _first(Meeting.objects.filter(items__matter=matter, items__status=ItemStatus.WAITING))


def _next_meeting(matter: Matter) -> Meeting | None:
    return _first(Meeting.objects.to_come(clock.now()).filter(committee=matter.committee))


def _first(meetings: "QuerySet[Meeting]") -> Meeting | None:
    return meetings.filter(status__in=_TO_COME).order_by("starts_at").first()


def _day(meeting: Meeting) -> str:
    return f"{meeting.starts_at.astimezone(clock.LONDON):%-d %B %Y}"
