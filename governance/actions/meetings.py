"""A meeting, from its place in the monthly series to its close (SM-13)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from django.db.models import Value
from django.db.models.functions import Greatest

from governance import agenda, pack, publication, series, telling
from governance.actions.matters import put_on_agenda
from governance.models import (
    AgendaItem,
    Attendance,
    Committee,
    Matter,
    Meeting,
    MeetingMove,
    Publication,
)
from governance.permissions import check_can_serve
from governance.record import locked, person_of, recorded
from governance.statuses import ItemStatus, MatterStatus, MeetingStatus
from governance.workflow import ITEM, MATTER, MEETING
from localities.models import Person
from pbc import clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow, Refusal

# Whose agenda may still take a matter that was not reached elsewhere.
_TAKES_MATTERS = (
    MeetingStatus.SCHEDULED,
    MeetingStatus.AGENDA_DRAFT,
    MeetingStatus.PAPERS_PUBLISHED,
)


@action
def schedule(
    *, committee: Committee, days: Sequence[date], at: time, place: str, by: Actor
) -> list[Meeting]:
    """Arrange meetings on these days; their papers are due the Committee's days before each.

    A day on which the Committee meets already is passed over, so that a series may be prolonged.
    """
    committee = locked(committee)
    check_can_serve(by, committee)
    if not days:
        raise BadInput({"days": "Choose at least one day"})
    if min(days) < clock.today():
        raise BadInput({"starting": "The series begins in the past"})
    taken = {
        starts.astimezone(clock.LONDON).date()
        for starts in committee.meetings.exclude(status=MeetingStatus.CANCELLED).values_list(
            "starts_at", flat=True
        )
    }
    made = [
        Meeting(
            committee=committee,
            starts_at=datetime.combine(day, at, tzinfo=clock.LONDON),
            place=place.strip(),
            papers_due=series.papers_due(day, committee.paper_days),
        )
        for day in sorted(set(days) - taken)
    ]
    if not made:
        raise NotNow("The Committee meets on each of these days already.")
    for meeting in made:
        meeting.save(force_insert=True)
    recorded(
        committee,
        "committee.meetings_scheduled",
        committee,
        by=by,
        after={"meetings": [meeting.starts_at for meeting in made], "place": place.strip()},
    )
    return made


@action
def draft_agenda(*, meeting: Meeting, by: Actor) -> Meeting:
    """Begin the agenda: its standing items in their order, and what was put off before."""
    meeting = locked(meeting)
    check_can_serve(by, meeting.committee)
    step = MEETING.step(meeting.status, "draft_agenda")
    meeting.status = step.to
    meeting.save(update_fields=["status"])
    AgendaItem.objects.bulk_create(
        AgendaItem(meeting=meeting, section=section, position=1, title=section.label)
        for section in agenda.STANDING
    )
    carried = _carry_to(meeting, agenda.put_off_before(meeting), by=by)
    recorded(
        meeting.committee,
        step.event,
        meeting,
        by=by,
        after={"carried over": [matter.title for matter in carried]},
    )
    return meeting


@action
def move_item(*, item: AgendaItem, earlier: bool, by: Actor) -> AgendaItem:
    """Hear a matter before, or after, its neighbour on the agenda."""
    meeting = locked(item.meeting)
    check_can_serve(by, meeting.committee)
    step = MEETING.step(meeting.status, "change_agenda")
    beside = list(
        meeting.items.filter(section=item.section, private=item.private).order_by("position", "pk")
    )
    index = next(at for at, one in enumerate(beside) if one.pk == item.pk)
    other = index - 1 if earlier else index + 1
    if not 0 <= other < len(beside):
        raise NotNow("The item is at that end of its part of the agenda already.")
    beside[index], beside[other] = beside[other], beside[index]
    for position, one in enumerate(beside, start=1):
        one.position = position
    AgendaItem.objects.bulk_update(beside, ["position"])
    recorded(
        meeting.committee,
        step.event,
        meeting,
        by=by,
        after={"order": [one.title for one in beside]},
    )
    return beside[other]


@action
def publish_papers(*, meeting: Meeting, by: Actor) -> Meeting:
    """Make the packs, whole and public, and tell the members.

    Again after a change of agenda: that makes a new version, which says what has changed; those
    before it are kept.
    """
    meeting = locked(meeting)
    check_can_serve(by, meeting.committee)
    step = MEETING.step(meeting.status, "publish_papers")
    before = publication.last(meeting)
    number = before.number + 1 if before is not None else 1
    changed = len(publication.changes(meeting, with_private=True))
    meeting.status = step.to
    meeting.published_at = clock.now()
    meeting.pack = pack.keep(meeting, public=False, number=number, by=by)
    meeting.public_pack = pack.keep(meeting, public=True, number=number, by=by)
    meeting.save(update_fields=["status", "published_at", "pack", "public_pack"])
    Publication.objects.create(
        meeting=meeting,
        number=number,
        pack=meeting.pack,
        public_pack=meeting.public_pack,
        held=publication.held(meeting),
        at=meeting.published_at,
        by=by.person_id,
    )
    event = recorded(
        meeting.committee,
        step.event,
        meeting,
        by=by,
        after={
            "version": number,
            "changed": changed,
            "pack SHA-256": meeting.pack.sha256,
            "public pack SHA-256": meeting.public_pack.sha256,
        },
    )
    telling.tell_of_papers(meeting, number=number, changed=changed, key=str(event.number))
    return meeting


@action
def open_meeting(
    *, meeting: Meeting, present: Iterable[Person], apologies: Iterable[Person], by: Actor
) -> Meeting:
    """Begin: who is in the room, and who sent apologies."""
    meeting = locked(meeting)
    check_can_serve(by, meeting.committee)
    step = MEETING.step(meeting.status, "open")
    here = {person.pk: person for person in present}
    away = {person.pk: person for person in apologies}
    if both := here.keys() & away.keys():
        names = ", ".join(sorted(here[pk].name for pk in both))
        raise BadInput({"apologies": f"{names} cannot both be here and have sent apologies"})
    if not here:
        raise BadInput({"present": "Choose who is in the room"})
    others = Meeting.objects.filter(committee=meeting.committee, status=MeetingStatus.IN_SESSION)
    if others.exists():
        raise NotNow("Another meeting of this Committee is in session. Close it first.")
    meeting.status = step.to
    meeting.opened_at = clock.now()
    meeting.save(update_fields=["status", "opened_at"])
    meeting.attendances.filter(apologies=True).exclude(person__in=away).delete()
    known = set(meeting.attendances.values_list("person_id", flat=True))
    Attendance.objects.bulk_create(
        [
            *(
                Attendance(meeting=meeting, person=person, arrived_at=meeting.opened_at)
                for person in here.values()
            ),
            *(
                Attendance(meeting=meeting, person=person, apologies=True)
                for person in away.values()
                if person.pk not in known
            ),
        ]
    )
    recorded(
        meeting.committee,
        step.event,
        meeting,
        by=by,
        after={
            "present": sorted(person.name for person in here.values()),
            "apologies": sorted(person.name for person in away.values()),
        },
    )
    return meeting


@action
def close(*, meeting: Meeting, by: Actor) -> Meeting:
    """End the meeting: who is here leaves, and what was not reached goes to the next (AMB-97)."""
    meeting = locked(meeting)
    check_can_serve(by, meeting.committee)
    step = MEETING.step(meeting.status, "close")
    heard = meeting.items.filter(status=ItemStatus.OPEN).first()
    if heard is not None:
        raise NotNow(f"“{heard.title}” is being heard. Decide, defer or close it first.")
    meeting.status = step.to
    meeting.closed_at = clock.now()
    meeting.save(update_fields=["status", "closed_at"])
    # The hours of a demonstration's day go round: nobody leaves before they came.
    meeting.attendances.filter(apologies=False, left_at__isnull=True).update(
        left_at=Greatest("arrived_at", Value(meeting.closed_at))
    )
    carried = _carry_over(meeting, by=by)
    recorded(
        meeting.committee,
        step.event,
        meeting,
        by=by,
        after={"not reached": [matter.title for matter in carried]},
    )
    return meeting


@action
def move(*, meeting: Meeting, day: date, at: time, place: str, reason: str, by: Actor) -> Meeting:
    """Another day, time or place for a meeting that has not begun; who follows it is told why.

    The deadline for papers follows the day. Apologies for a day lapse with it.
    """
    committee = locked(meeting.committee)
    meeting = locked(meeting)
    check_can_serve(by, committee)
    step = MEETING.step(meeting.status, "move")
    starts_at = datetime.combine(day, at, tzinfo=clock.LONDON)
    place = place.strip()[:200]
    _check_move(meeting, starts_at, place, reason)
    before = {"starts_at": meeting.starts_at, "place": meeting.place}
    moved = MeetingMove.objects.create(
        meeting=meeting,
        from_starts_at=meeting.starts_at,
        from_place=meeting.place,
        reason=reason.strip()[:300],
        at=clock.now(),
        by=person_of(by),
    )
    another_day = _day_of(meeting) != day
    meeting.starts_at, meeting.place = starts_at, place
    if another_day:
        meeting.papers_due = series.papers_due(day, committee.paper_days)
        meeting.attendances.filter(apologies=True).delete()
    meeting.save(update_fields=["starts_at", "place", "papers_due"])
    recorded(
        committee,
        step.event,
        meeting,
        by=by,
        before=before,
        after={"starts_at": starts_at, "place": place, "papers_due": meeting.papers_due},
        reason=moved.reason,
    )
    telling.tell_of_move(moved, another_day=another_day)
    return meeting


def _check_move(meeting: Meeting, starts_at: datetime, place: str, reason: str) -> None:
    errors = {}
    if (starts_at, place) == (meeting.starts_at, meeting.place):
        errors["day"] = "Enter another day, time or place: nothing has changed"
    elif starts_at < clock.now() and starts_at != meeting.starts_at:
        errors["day"] = "A meeting is moved to a day and time that are still to come"
    others = meeting.committee.meetings.exclude(pk=meeting.pk).exclude(
        status=MeetingStatus.CANCELLED
    )
    if any(_day_of(other) == _local(starts_at) for other in others):
        errors["day"] = "The Committee meets on this day already. Choose another"
    if not reason.strip():
        errors["reason"] = "Say why the meeting is moved: the members are told"
    if errors:
        raise BadInput(errors)


def _day_of(meeting: Meeting) -> date:
    return _local(meeting.starts_at)


def _local(moment: datetime) -> date:
    return moment.astimezone(clock.LONDON).date()


@action
def cancel(*, meeting: Meeting, reason: str, by: Actor) -> Meeting:
    """The meeting does not take place; its matters go to the next, and the members are told."""
    meeting = locked(meeting)
    check_can_serve(by, meeting.committee)
    step = MEETING.step(meeting.status, "cancel")
    if not reason.strip():
        raise BadInput({"reason": "Say why the meeting is cancelled"})
    meeting.status = step.to
    meeting.cancelled_at = clock.now()
    meeting.cancel_reason = reason.strip()[:300]
    meeting.save(update_fields=["status", "cancelled_at", "cancel_reason"])
    carried = _carry_over(meeting, by=by)
    recorded(
        meeting.committee,
        step.event,
        meeting,
        by=by,
        after={"carried over": [matter.title for matter in carried]},
        reason=meeting.cancel_reason,
    )
    telling.tell_of_cancellation(meeting)
    return meeting


def _carry_over(meeting: Meeting, *, by: Actor) -> list[Matter]:
    """Items not reached give their matters back; the next meeting takes them and what was deferred.

    Gives the matters that were not reached.
    """
    waiting = meeting.items.filter(status=ItemStatus.WAITING)
    # Matters before their items, as whoever withdraws one does.
    on_it = Matter.objects.filter(pk__in=waiting.values("matter")).order_by("pk")
    held = {matter.pk: matter for matter in on_it.select_for_update(of=("self",))}
    unheard = []
    for item in waiting.select_for_update(of=("self",)):
        onwards = ITEM.step(item.status, "carry_over")
        item.status = onwards.to
        item.save(update_fields=["status"])
        if item.matter_id is None:
            continue
        matter = held[item.matter_id]
        if matter.status == MatterStatus.ON_AGENDA:
            matter.status = MATTER.step(matter.status, "take_off_agenda").to
            matter.save(update_fields=["status"])
            unheard.append(matter)
        recorded(meeting.committee, onwards.event, item, by=by, after={"matter": matter.title})
    following = (
        meeting.committee.meetings.filter(
            starts_at__gt=meeting.starts_at, status__in=_TAKES_MATTERS
        )
        .order_by("starts_at")
        .first()
    )
    put_off = list(agenda.put_off_at(meeting))
    if following is not None and following.status == MeetingStatus.SCHEDULED and put_off:
        draft_agenda(meeting=following, by=by)
    elif following is not None:
        _carry_to(following, put_off, by=by)
    return unheard


def _carry_to(meeting: Meeting, matters: Iterable[Matter], *, by: Actor) -> list[Matter]:
    """Put matters on an agenda; one that is not ready for it waits on."""
    carried = []
    for matter in matters:
        try:
            put_on_agenda(matter=matter, meeting=meeting, by=by)
        except Refusal:
            continue
        carried.append(matter)
    return carried
