"""The demonstration's date is moved, forward only. The audit trail keeps the real time too."""

from datetime import date, timedelta

from django.conf import settings

from pbc import audit, clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.models import DemonstrationClock
from pbc.permissions import allowed
from pbc.refusals import BadInput, NotNow, NotPermitted
from pbc.roles import Role

FARTHEST = timedelta(days=5 * 366)


def check_can_move(actor: Actor) -> None:
    """Administrators move the demonstration's date; in production nobody moves the clock."""
    if settings.PBC_IS_PRODUCTION:
        raise NotNow("This is not a demonstration: the date is the real one.")
    if not actor.holds(Role.ADMINISTRATOR):
        raise NotPermitted("Only an administrator may move the demonstration's date.")


can_move = allowed(check_can_move)


@action
def move(*, to: date, by: Actor) -> DemonstrationClock:
    """Let the demonstration stand on a later day."""
    check_can_move(by)
    standing = DemonstrationClock.objects.select_for_update().first()
    if standing is None:
        raise NotNow("This demonstration stands on the real date: load the demonstration data.")
    if to <= standing.stands_on:
        raise BadInput({"to": f"Enter a day after {standing.stands_on:%-d %B %Y}."})
    if to - standing.stands_on > FARTHEST:
        raise BadInput({"to": "Enter a day within the next five years."})
    before, standing.stands_on = standing.stands_on, to
    audit.record(
        event="clock.moved",
        by=by,
        subject=standing,
        before={"stands_on": before},
        after={"stands_on": to},
    )
    standing.save(update_fields=["stands_on"])
    clock.forget()
    return standing
