"""What people are told by the Committee: to whom, when, in which words."""

from collections.abc import Iterable

from django.urls import reverse

from accounts.models import RoleHolding, User
from governance import deferrals
from governance.models import ActionPoint, Appeal, Letter, Matter, Meeting, MeetingMove
from localities.models import Person
from pbc import clock, outbox
from pbc.roles import Role


def holders(organisation_ids: Iterable[int], *roles: Role) -> list[User]:
    """Who holds any of the roles today in any of the organisations, each once."""
    holdings = RoleHolding.objects.on(clock.today()).filter(
        role__in=roles, organisation_id__in=list(organisation_ids)
    )
    return list(
        User.objects.filter(is_active=True, role_holdings__in=holdings)
        .select_related("person")
        .distinct()
    )


def recipient(person: Person) -> outbox.Recipient:
    """The address a person signs in with; that on record for one who has no sign-in yet."""
    user = User.objects.filter(person=person, is_active=True).first()
    return user.as_recipient if user else person


def tell_of_papers(meeting: Meeting, *, number: int, changed: int, key: str) -> None:
    """Members and officers of the Committee: the papers can be read, or a new version of them."""
    day = _day(meeting)
    again = number > 1
    change = (
        f" This is version {number}: {changed} item{'s have' if changed != 1 else ' has'} changed "
        f"since version {number - 1}, which can still be read."
    )
    for user in _who_follows(meeting):
        outbox.send(
            to=user.as_recipient,
            kind="meeting.papers_published",
            subject=f"{'Changed papers' if again else 'Papers'} for {meeting}",
            body=(
                f"The papers for the meeting of {day} can be read."
                f"{change if again else ''}"
                f"\n\nPlace: {meeting.place or 'to be told'}. "
                "If you cannot come, send your apologies from the page of the meeting."
            ),
            path=meeting.get_absolute_url(),
            key=f"papers:{meeting.pk}:{key}:{user.person_id}",
        )


def tell_of_cancellation(meeting: Meeting) -> None:
    for user in _who_follows(meeting):
        outbox.send(
            to=user.as_recipient,
            kind="meeting.cancelled",
            subject=f"Cancelled: {meeting}",
            body=f"The meeting of {_day(meeting)} does not take place: {meeting.cancel_reason}",
            path=meeting.get_absolute_url(),
            key=f"meeting-cancelled:{meeting.pk}:{user.person_id}",
        )


def tell_of_move(moved: MeetingMove, *, another_day: bool) -> None:
    """Who follows the Committee, observers too: the day, time or place is another, and why."""
    meeting = moved.meeting
    before = f"{moved.from_starts_at.astimezone(clock.LONDON):%-d %B %Y at %H:%M}"
    asked = (
        " Apologies for the day before do not count for this one: send them again from the page "
        "of the meeting if you cannot come."
    )
    for user in _who_follows(meeting, Role.LMC_OBSERVER):
        outbox.send(
            to=user.as_recipient,
            kind="meeting.moved",
            subject=f"Moved: {meeting}",
            body=(
                f"The meeting that was to be on {before} is now on {_day(meeting)}."
                f"\n\nPlace: {meeting.place or 'to be told'}. "
                f"Papers are due by {meeting.papers_due:%-d %B %Y}."
                f"\n\nThe reason: {moved.reason}{asked if another_day else ''}"
            ),
            path=meeting.get_absolute_url(),
            key=f"meeting-moved:{moved.pk}:{user.person_id}",
        )


def tell_of_minutes(meeting: Meeting) -> None:
    """Everyone who follows the Committee, observers too: the minutes are out."""
    for user in _who_follows(meeting, Role.LMC_OBSERVER):
        outbox.send(
            to=user.as_recipient,
            kind="meeting.minutes_published",
            subject=f"Minutes published: {meeting}",
            body=f"The approved minutes of the meeting of {_day(meeting)} can be read.",
            path=meeting.get_absolute_url(),
            key=f"minutes:{meeting.pk}:{user.person_id}",
        )


def tell_of_action_point(point: ActionPoint) -> None:
    outbox.send(
        to=recipient(point.owner),
        kind="action_point.added",
        subject=f"The Committee asks you to act by {point.due:%-d %B %Y}",
        body=f"{point.meeting} asks: {point.text}",
        path=reverse("governance:action-points"),
        key=f"action-point:{point.pk}",
    )


def _who_follows(meeting: Meeting, *more: Role) -> list[User]:
    return holders(
        [meeting.committee.commissioner_id],
        Role.COMMITTEE_MEMBER,
        Role.COMMITTEE_SECRETARY,
        Role.COMMISSIONER,
        *more,
    )


def _day(meeting: Meeting) -> str:
    return f"{meeting.starts_at.astimezone(clock.LONDON):%-d %B %Y at %H:%M}"


def tell_of_appeal(appeal: Appeal) -> None:
    """Officers and the secretary: an appeal has come, and by when to acknowledge it."""
    for user in holders([appeal.commissioner_id], Role.COMMISSIONER, Role.COMMITTEE_SECRETARY):
        outbox.send(
            to=user.as_recipient,
            kind="appeal.raised",
            subject=str(appeal)[:200],
            body=(
                f"{appeal.organisation} disagrees with: {appeal.subject_title}.\n\n"
                f"{appeal.grounds}\n\nAcknowledge it by {appeal.acknowledge_by:%-d %B %Y}."
            ),
            path=appeal.get_absolute_url(),
            key=f"appeal:{appeal.pk}:{user.person_id}",
        )


def tell_of_appeal_step(appeal: Appeal, text: str) -> None:
    """Those who speak for the organisation: what was answered, and what they can do."""
    for user in holders([appeal.organisation_id], Role.PRACTICE_MANAGER, Role.LOCALITY_LEAD):
        outbox.send(
            to=user.as_recipient,
            kind="appeal.answered",
            subject=f"Answered: {appeal.subject_title}"[:200],
            body=f"{text}\n\nIf this does not settle it, you can take it to the Committee.",
            path=appeal.get_absolute_url(),
            key=f"appeal-answered:{appeal.pk}:{user.person_id}",
        )


def tell_of_letter(letter: Letter) -> None:
    """Those who speak for the organisation: the decision, with the letter to read and keep."""
    decision = letter.decision
    people = holders([letter.organisation_id], Role.PRACTICE_MANAGER, Role.LOCALITY_LEAD)
    for user in people:
        outbox.send(
            to=user.as_recipient,
            kind="letter.issued",
            subject=letter.document.title[:200],
            body=(
                f"{decision.matter.committee.name} has decided: {decision.matter.title}, "
                f"{decision.get_outcome_display().lower()}.\n\nReasons: {decision.reasons}\n\n"
                "The letter says what follows, and how to appeal."
            ),
            path=decision.get_absolute_url(),
            key=f"letter:{letter.pk}:{user.person_id}",
        )


def tell_of_deferral(matter: Matter, reasons: str, *, key: str) -> None:
    """Those who speak for an organisation concerned: why it was put off, and when it comes back."""
    concerned = matter.concerned.values_list("pk", flat=True)
    comes_back = deferrals.comes_back(matter)
    for user in holders(concerned, Role.PRACTICE_MANAGER, Role.LOCALITY_LEAD):
        outbox.send(
            to=user.as_recipient,
            kind="matter.deferred",
            subject=f"Put off: {matter.title}"[:200],
            body=(
                f"{matter.committee.name} has not decided yet: {matter.title}.\n\n"
                f"Reasons: {reasons}\n\n{comes_back}"
            ),
            path=matter.get_absolute_url(),
            key=f"deferral:{key}:{user.person_id}",
        )
