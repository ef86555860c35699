"""Move a practice into a locality, out of one, or from one to another (EXC-07, ENT-08)."""

from datetime import date

from localities.models import Locality, LocalityMembership, Practice
from localities.permissions import chain_of, check_can_move_practice, commissioner_of
from pbc import audit, clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput


@action
def move(
    *, practice: Practice, locality: Locality | None, on: date, reason: str, by: Actor
) -> LocalityMembership | None:
    """From a day on the practice belongs to this locality, or to none; what was before ends.

    What follows for the payments of the year is the scheme's reading (AMB-66), not decided here.
    """
    practice = Practice.objects.select_for_update().get(pk=practice.pk)
    check_can_move_practice(by, practice)
    current = practice.locality_memberships.on(on).select_related("locality").first()
    _check(practice, locality, on, reason, current)
    if current is not None:
        _end(current, on)
    joined = None
    if locality is not None:
        joined = LocalityMembership.objects.create(
            practice=practice,
            locality=locality,
            starts=on,
            reason=reason,
            source=f"Entered by {by.name}"[:200],
            recorded_at=clock.now(),
            recorded_by=by.person_id,
        )
    audit.record(
        event="practice.moved",
        by=by,
        subject=practice,
        chain=chain_of(commissioner_of(practice)),
        before={"locality": current.locality.code if current is not None else None},
        after={"locality": locality.code if locality is not None else None, "on": on},
        reason=reason,
    )
    return joined


def _end(membership: LocalityMembership, on: date) -> None:
    membership.ends = on
    membership.save(update_fields=["ends"])


def _check(
    practice: Practice,
    locality: Locality | None,
    on: date,
    reason: str,
    current: LocalityMembership | None,
) -> None:
    errors: dict[str, str] = {}
    if not reason.strip():
        errors["reason"] = "Say why the practice moves."
    if practice.closed is not None and practice.closed <= on:
        errors["on"] = f"{practice} has closed by then."
    elif current is not None and current.starts == on:
        errors["on"] = (
            f"{practice} joined {current.locality} on this day. Choose a later day to leave it."
        )
    elif practice.locality_memberships.filter(starts__gt=on).exists():
        errors["on"] = "A later membership is held already. Choose a day after it begins."
    if locality is None and current is None:
        errors["locality"] = f"{practice} is in no locality on that day."
    if locality is not None:
        errors.update(_check_locality(practice, locality, on, current))
    if errors:
        raise BadInput(errors)


def _check_locality(
    practice: Practice, locality: Locality, on: date, current: LocalityMembership | None
) -> dict[str, str]:
    commissioner = commissioner_of(practice, on)
    if commissioner is None or locality.commissioner_id != commissioner.pk:
        return {"locality": f"{locality} belongs to another commissioner than {practice}."}
    if current is not None and current.locality_id == locality.pk:
        return {"locality": f"{practice} is in {locality} already."}
    if locality.opened is not None and locality.opened > on:
        return {"on": f"{locality} is formed only later."}
    if locality.closed is not None and locality.closed <= on:
        return {"locality": f"{locality} has ended by then."}
    return {}
