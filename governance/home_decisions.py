"""What waits for decisions and their letters, conditions and appeals, for the home page."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from governance import letters, permissions
from governance.models import Appeal, Committee, Condition, Decision, Matter
from governance.statuses import AppealStatus
from pbc import clock, waiting
from pbc.actor import Actor
from pbc.roles import Role
from pbc.waiting import WaitingItem


@waiting.register
def matters_without_an_agenda(actor: Actor) -> Iterator[WaitingItem]:
    """For the secretary: what has been put before the Committee and stands on no agenda."""
    for committee in _served(actor):
        matters = list(Matter.objects.waiting_for_an_agenda().filter(committee=committee))
        if matters:
            yield WaitingItem(
                title="Matters waiting for an agenda",
                url=f"{reverse('governance:matters')}?status=proposed",
                since=_day(matters[0].raised_at),
                explanation="Put each on the agenda of a meeting.",
                count=len(matters),
                organisation=committee.commissioner.name,
            )


@waiting.register
def letters_to_send(actor: Actor) -> Iterator[WaitingItem]:
    """For the secretary: decisions of which an organisation concerned has not been told."""
    for committee in _served(actor):
        decided = Decision.objects.filter(matter__committee=committee).select_related(
            "matter__committee__commissioner"
        )
        for decision in letters.to_send(decided).order_by("decided_at"):
            yield WaitingItem(
                title=f"Letter of decision {decision.number}",
                url=f"{decision.get_absolute_url()}#letters",
                since=_day(decision.decided_at),
                due=letters.due(decision),
                explanation=decision.matter.title,
                organisation=committee.commissioner.name,
            )


@waiting.register
def chairs_actions_to_ratify(actor: Actor) -> Iterator[WaitingItem]:
    """For the secretary: what the chair decided alone and no meeting has looked at (AMB-94)."""
    for committee in _served(actor):
        for decision in Decision.objects.to_ratify().filter(matter__committee=committee):
            yield WaitingItem(
                title=f"Ratify decision {decision.number}",
                url=decision.get_absolute_url(),
                since=_day(decision.decided_at),
                explanation=f"Decided by the chair alone: {decision.matter.title}. The next "
                "meeting ratifies it, or does not, under matters arising.",
                organisation=committee.commissioner.name,
            )


@waiting.register
def conditions_to_meet(actor: Actor) -> Iterator[WaitingItem]:
    """For whom a condition was given to; the payments it holds wait on it."""
    given = (
        Condition.objects.undischarged()
        .filter(owner_id=actor.person_id)
        .select_related("organisation", "decision__matter__committee__commissioner")
        .order_by("due")
    )
    for condition in given:
        sees = Decision.objects.visible_to(actor).filter(pk=condition.decision_id).exists()
        yield WaitingItem(
            title="Meet a condition of the Committee",
            url=f"{condition.decision.get_absolute_url()}#conditions"
            if sees
            else reverse("governance:conditions"),
            due=condition.due,
            explanation=f"{condition.text} Payments to {condition.organisation} wait on it.",
            organisation=condition.decision.matter.committee.commissioner.name,
        )


@waiting.register
def conditions_overdue(actor: Actor) -> Iterator[WaitingItem]:
    """For officers and the secretary: conditions whose day has come, to be looked at."""
    overdue = Condition.objects.undischarged().filter(
        due__lte=clock.today(),
        decision__matter__committee__commissioner_id__in=actor.organisations(
            Role.COMMISSIONER, Role.COMMITTEE_SECRETARY
        ),
    )
    first = overdue.order_by("due").first()
    if first is not None:
        yield WaitingItem(
            title="Conditions that are due",
            url=f"{reverse('governance:conditions')}?state=open",
            due=first.due,
            explanation="Find each met, or ask for it.",
            count=overdue.count(),
        )


@waiting.register
def appeals_to_answer(actor: Actor) -> Iterator[WaitingItem]:
    """For officers and the secretary without an interest: the clocks of appeals."""
    received = Appeal.objects.filter(
        status__in=[AppealStatus.RAISED, AppealStatus.ACKNOWLEDGED],
        commissioner_id__in=actor.organisations(Role.COMMISSIONER, Role.COMMITTEE_SECRETARY),
    ).select_related("organisation", "commissioner")
    for appeal in received.order_by("raised_at"):
        if not permissions.can_answer_appeal(actor, appeal):
            continue
        raised = appeal.status == AppealStatus.RAISED
        yield WaitingItem(
            title="Acknowledge an appeal" if raised else "Answer an appeal",
            url=appeal.get_absolute_url(),
            since=_day(appeal.raised_at),
            due=appeal.acknowledge_by if raised else appeal.answer_by,
            explanation=str(appeal),
            organisation=appeal.commissioner.name,
        )


@waiting.register
def appeals_answered(actor: Actor) -> Iterator[WaitingItem]:
    """For who appealed: an answer to close, or to take further."""
    own = actor.organisations(Role.PRACTICE_MANAGER, Role.LOCALITY_LEAD)
    answered = Appeal.objects.filter(
        organisation_id__in=own, status__in=[AppealStatus.ANSWERED, AppealStatus.DECIDED]
    ).select_related("organisation")
    for appeal in answered:
        yield WaitingItem(
            title="Read what came of your appeal",
            url=appeal.get_absolute_url(),
            since=_day(appeal.answered_at or appeal.raised_at),
            explanation=appeal.subject_title,
            organisation=appeal.organisation.name,
        )


def _served(actor: Actor) -> Any:
    return Committee.objects.filter(
        commissioner_id__in=actor.organisations(Role.COMMITTEE_SECRETARY)
    ).select_related("commissioner")


def _day(moment: Any) -> date:
    day: date = moment.astimezone(clock.LONDON).date()
    return day
