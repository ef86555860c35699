"""A practice leaves: it gives notice, may take it back, and on its day it has left (AMB-69)."""

from datetime import date

from les_schemes import permissions, telling
from les_schemes.models import SignUp
from les_schemes.sheet import earliest_end, locked, recorded
from les_schemes.statuses import IN_FORCE
from les_schemes.workflow import SIGN_UP
from pbc import clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow


@action
def give_notice(*, sign_up: SignUp, withdrawn_from: date, reason: str, by: Actor) -> SignUp:
    """Withdraw an accepted sign-up from a day on; what follows for the payments is the scheme's
    reading, and nothing is taken back by this."""
    sign_up = locked(sign_up)
    permissions.check_can_withdraw(by, sign_up)
    step = SIGN_UP.step(sign_up.status, "give_notice")
    if sign_up.withdrawn_from is not None:
        raise NotNow(f"Notice is given already, from {sign_up.withdrawn_from:%-d %B %Y}.")
    _check(sign_up, withdrawn_from, reason)
    before = {"status": sign_up.status}
    sign_up.status = step.to
    sign_up.notice_given_at = clock.now()
    sign_up.notice_given_by = by.person_id
    sign_up.withdrawn_from = withdrawn_from
    sign_up.withdrawal_reason = reason.strip()
    sign_up.save(
        update_fields=[
            "status",
            "notice_given_at",
            "notice_given_by",
            "withdrawn_from",
            "withdrawal_reason",
        ]
    )
    recorded(
        sign_up,
        step,
        by=by,
        before=before,
        after={"withdrawn_from": withdrawn_from},
        reason=sign_up.withdrawal_reason,
    )
    telling.tell_of_notice(sign_up)
    if withdrawn_from <= clock.today():
        _end(sign_up, by)
    return sign_up


@action
def take_back_notice(*, sign_up: SignUp, reason: str, by: Actor) -> SignUp:
    """Before its day the practice takes its notice back: the agreement goes on as it was."""
    sign_up = locked(sign_up)
    permissions.check_can_withdraw(by, sign_up)
    step = SIGN_UP.step(sign_up.status, "take_back_notice")
    if sign_up.withdrawn_from is None:
        raise NotNow("No notice is given.")
    if not reason.strip():
        raise BadInput({"reason": "Say why the practice stays"})
    before = {"status": sign_up.status, "withdrawn_from": sign_up.withdrawn_from}
    sign_up.status = step.to
    sign_up.notice_given_at = sign_up.notice_given_by = sign_up.withdrawn_from = None
    sign_up.withdrawal_reason = ""
    sign_up.save(
        update_fields=[
            "status",
            "notice_given_at",
            "notice_given_by",
            "withdrawn_from",
            "withdrawal_reason",
        ]
    )
    recorded(sign_up, step, by=by, before=before, reason=reason.strip())
    telling.tell_of_notice_taken_back(sign_up, reason.strip())
    return sign_up


@action
def end_due(*, by: Actor) -> int:
    """End the sign-ups whose last day has passed. Returns how many."""
    permissions.check_can_keep_sign_ups(by)
    due = SignUp.objects.filter(status__in=IN_FORCE, withdrawn_from__lte=clock.today()).values_list(
        "pk", flat=True
    )
    for primary_key in list(due):
        _end(locked(SignUp(pk=primary_key)), by)
    return len(due)


def _end(sign_up: SignUp, by: Actor) -> None:
    step = SIGN_UP.step(sign_up.status, "end")
    before = {"status": sign_up.status}
    sign_up.status = step.to
    sign_up.withdrawn_at = clock.now()
    sign_up.withdrawn_by = sign_up.notice_given_by
    sign_up.save(update_fields=["status", "withdrawn_at", "withdrawn_by"])
    recorded(
        sign_up,
        step,
        by=by,
        before=before,
        after={"withdrawn_from": sign_up.withdrawn_from},
        reason=sign_up.withdrawal_reason,
    )


def _check(sign_up: SignUp, withdrawn_from: date, reason: str) -> None:
    errors = {}
    if not reason.strip():
        errors["reason"] = "Give the reason for withdrawing"
    earliest, last = earliest_end(sign_up), sign_up.version.financial_year.last_day
    if withdrawn_from < earliest:
        errors["withdrawn_from"] = (
            f"Enter {earliest:%-d %B %Y} or a later day: the scheme asks for "
            f"{sign_up.version.withdrawal_notice_days} days of notice."
            if sign_up.version.withdrawal_notice_days
            else "Enter today or a later day."
        )
    elif withdrawn_from > last:
        errors["withdrawn_from"] = f"The scheme's year ends on {last:%-d %B %Y} by itself."
    if errors:
        raise BadInput(errors)
