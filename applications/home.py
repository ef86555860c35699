"""What of applications waits on a person, for the home page."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse

from applications import board, levels
from applications.models import LEVELS, LevelApplication
from applications.statuses import LevelApplicationStatus
from pbc import clock, waiting
from pbc.actor import Actor
from pbc.roles import Role
from pbc.waiting import WaitingItem


@waiting.register
def levels_waiting_on(actor: Actor) -> Iterator[WaitingItem]:
    """A lead's applications to finish, an officer's to review."""
    led = actor.organisations(Role.LOCALITY_LEAD)
    if led:
        yield from _to_finish(led)
    reviewed = actor.organisations(Role.COMMISSIONER)
    if reviewed:
        yield from _to_review(reviewed)
        yield from _criteria_to_enter(reviewed)


def _to_finish(led: frozenset[int]) -> Iterator[WaitingItem]:
    with_the_lead = LevelApplication.objects.filter(
        locality__in=led,
        status__in=[LevelApplicationStatus.DRAFT, LevelApplicationStatus.DEFERRED],
    ).select_related("locality__commissioner", "version__scheme")
    for application in with_the_lead:
        deferred = application.status == LevelApplicationStatus.DEFERRED
        yield WaitingItem(
            title=f"Show more for level {application.level}"
            if deferred
            else f"Finish the application for level {application.level}",
            url=application.get_absolute_url(),
            since=_day(board.waits_since(application)),
            worth_pence=board.gain_pence(application),
            explanation="The Committee deferred it: add evidence and submit it again."
            if deferred
            else "Show evidence for each criterion, then submit it.",
            organisation=application.locality.name,
        )


def _to_review(commissioners: frozenset[int]) -> Iterator[WaitingItem]:
    submitted = LevelApplication.objects.filter(
        locality__commissioner__in=commissioners, status=LevelApplicationStatus.SUBMITTED
    ).select_related("locality__commissioner")
    for application in submitted.order_by("submitted_at"):
        yield WaitingItem(
            title=f"Review {application.locality} for level {application.level}",
            url=application.get_absolute_url(),
            since=_day(application.submitted_at),
            explanation="Read the evidence, then put it before the Committee.",
            organisation=str(application.locality.commissioner),
        )


def _criteria_to_enter(commissioners: frozenset[int]) -> Iterator[WaitingItem]:
    """For who leads an open scheme: levels for which nobody can apply before it says what for."""
    for commissioner in sorted(commissioners):
        version = levels.of_commissioner(commissioner)
        if version is None or version.commissioner_id != commissioner:
            continue
        lacking = [str(level) for level in LEVELS[1:] if not levels.criteria(version, level)]
        if lacking:
            yield WaitingItem(
                title=f"Enter the criteria of level{'s' if len(lacking) > 1 else ''} "
                f"{' and '.join(lacking)}",
                url=reverse("applications:level-criteria", args=[version.pk]),
                explanation=f"Nobody can apply before that. They are in the {version.framework}.",
                organisation=str(version.commissioner),
            )


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(clock.LONDON).date() if moment else None
