"""What of the Committee waits on a person, for the home page. Each owner registers its own."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse

from governance import gap_warnings
from governance.models import ActionPoint, Committee, Meeting
from governance.statuses import MeetingStatus
from pbc import clock, waiting
from pbc.actor import Actor
from pbc.roles import Role
from pbc.waiting import WaitingItem

# From how many days before they are due papers are asked for.
ASKED_BEFORE = timedelta(days=14)


@waiting.register
def action_points_of(actor: Actor) -> Iterator[WaitingItem]:
    """What the Committee asked of this person."""
    points = ActionPoint.objects.filter(
        owner_id=actor.person_id, done_at__isnull=True
    ).select_related("committee__commissioner", "meeting__committee")
    for point in points.order_by("due"):
        yield WaitingItem(
            title="Do what the Committee asked",
            url=reverse("governance:action-point-finish", args=[point.pk]),
            since=_day(point.recorded_at),
            due=point.due,
            explanation=point.text,
            organisation=point.committee.commissioner.name,
        )


@waiting.register
def meetings_of_the_secretary(actor: Actor) -> Iterator[WaitingItem]:
    """Papers to publish, minutes to write, approve and publish, months about to be missed."""
    served = Committee.objects.filter(
        commissioner_id__in=actor.organisations(Role.COMMITTEE_SECRETARY)
    ).select_related("commissioner")
    for committee in served:
        meetings = Meeting.objects.filter(committee=committee).select_related("committee")
        yield from _papers_due(committee, meetings)
        yield from _to_open(committee, meetings)
        yield from _minutes(committee, meetings)
        for gap in gap_warnings.of(committee):
            yield WaitingItem(
                title="A month without a meeting",
                url=reverse("governance:meeting-schedule", args=[committee.commissioner.code]),
                explanation=str(gap),
                organisation=committee.commissioner.name,
            )


def _papers_due(committee: Committee, meetings: "QuerySet[Meeting]") -> Iterator[WaitingItem]:
    soon = meetings.filter(
        status__in=[MeetingStatus.SCHEDULED, MeetingStatus.AGENDA_DRAFT],
        papers_due__lte=clock.today() + ASKED_BEFORE,
    )
    for meeting in soon.order_by("starts_at"):
        yield WaitingItem(
            title=f"Papers for {_day(meeting.starts_at):%-d %B %Y}",
            url=meeting.get_absolute_url(),
            due=meeting.papers_due,
            explanation=(
                "Begin the agenda and publish the papers."
                if meeting.status == MeetingStatus.SCHEDULED
                else "Publish the papers."
            ),
            organisation=committee.commissioner.name,
        )


def _to_open(committee: Committee, meetings: "QuerySet[Meeting]") -> Iterator[WaitingItem]:
    """The day of a meeting has come."""
    published = meetings.filter(status=MeetingStatus.PAPERS_PUBLISHED).order_by("starts_at")
    for meeting in published:
        day = _day(meeting.starts_at)
        if day is not None and day <= clock.today():
            yield WaitingItem(
                title=f"Open the meeting of {day:%-d %B %Y}",
                url=meeting.get_absolute_url(),
                due=day,
                explanation="Say who is in the room, then hear the items.",
                organisation=committee.commissioner.name,
            )


@waiting.register
def papers_to_read(actor: Actor) -> Iterator[WaitingItem]:
    """For a member who has not sent apologies: the papers of the meetings to come."""
    published = (
        Meeting.objects.filter(
            status=MeetingStatus.PAPERS_PUBLISHED,
            committee__commissioner_id__in=actor.organisations(Role.COMMITTEE_MEMBER),
        )
        .exclude(attendances__person=actor.person_id, attendances__apologies=True)
        .select_related("committee__commissioner")
    )
    for meeting in published.order_by("starts_at"):
        yield WaitingItem(
            title=f"Read the papers for {_day(meeting.starts_at):%-d %B %Y}",
            url=meeting.get_absolute_url(),
            since=_day(meeting.published_at),
            due=_day(meeting.starts_at),
            explanation="Send apologies if you cannot come.",
            organisation=meeting.committee.commissioner.name,
        )


_NEXT = {
    MeetingStatus.CLOSED: "Write them from the record.",
    MeetingStatus.MINUTES_DRAFT: "The next meeting approves them.",
    MeetingStatus.MINUTES_APPROVED: "They are approved: publish them.",
}


def _minutes(committee: Committee, meetings: "QuerySet[Meeting]") -> Iterator[WaitingItem]:
    for meeting in meetings.filter(status__in=_NEXT).order_by("starts_at"):
        yield WaitingItem(
            title=f"Minutes of {_day(meeting.starts_at):%-d %B %Y}",
            url=meeting.get_absolute_url(),
            since=_day(meeting.minutes_approved_at or meeting.closed_at),
            explanation=_NEXT[MeetingStatus(meeting.status)],
            organisation=committee.commissioner.name,
        )


@waiting.register
def meetings_in_session(actor: Actor) -> Iterator[WaitingItem]:
    """A meeting that sits now, for those who sit in it."""
    sitting = Meeting.objects.filter(
        status=MeetingStatus.IN_SESSION,
        committee__commissioner_id__in=actor.organisations(
            Role.COMMITTEE_SECRETARY, Role.COMMITTEE_MEMBER
        ),
    ).select_related("committee__commissioner")
    for meeting in sitting:
        yield WaitingItem(
            title="The Committee is in session",
            url=meeting.get_absolute_url(),
            since=_day(meeting.opened_at),
            organisation=meeting.committee.commissioner.name,
        )


def _day(moment: object) -> date | None:
    return moment.astimezone(clock.LONDON).date() if moment else None  # type: ignore[attr-defined]
