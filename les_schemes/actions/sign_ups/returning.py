"""The sheet comes back: submitted, a query on it answered, or withdrawn."""

import uuid
from collections.abc import Collection

from les_schemes import permissions, telling
from les_schemes.models import SignUp
from les_schemes.sheet import locked, named_gps, not_on_sheet, posts_today, recorded, unsigned
from les_schemes.statuses import RECEIVED
from les_schemes.workflow import SIGN_UP
from pbc import clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow


@action
def submit(*, sign_up: SignUp, unsigned_gps: Collection[uuid.UUID], by: Actor) -> SignUp:
    """Return the sheet: its received time is now (F-SIGN-16).

    ``unsigned_gps`` names exactly those whose signature is missing, which the practice confirms.
    """
    sign_up = locked(sign_up)
    permissions.check_can_prepare(by, sign_up)
    step = SIGN_UP.step(sign_up.status, "submit")
    missing = _check_complete(sign_up, unsigned_gps)
    now = clock.now()
    before = {"status": sign_up.status}
    sign_up.status = step.to
    sign_up.submitted_at = now
    sign_up.submitted_by = by.person_id
    sign_up.received_at = now
    sign_up.save(update_fields=["status", "submitted_at", "submitted_by", "received_at"])
    recorded(
        sign_up,
        step,
        by=by,
        before=before,
        after={"received_at": now, "late": sign_up.is_late, "unsigned": missing},
    )
    return sign_up


@action
def answer(
    *, sign_up: SignUp, answer: str, unsigned_gps: Collection[uuid.UUID], by: Actor
) -> SignUp:
    """Answer the query and return the sheet again.

    Cured within ten working days it keeps the time it was first received; later, it counts as
    received now and may be late (AMB-03).
    """
    sign_up = locked(sign_up)
    permissions.check_can_prepare(by, sign_up)
    step = SIGN_UP.step(sign_up.status, "answer")
    if not answer.strip():
        raise BadInput({"answer": "Say what you have put right, or answer the question"})
    missing = _check_complete(sign_up, unsigned_gps)
    now = clock.now()
    query = sign_up.queries.select_for_update().get(answered_at__isnull=True)
    query.answer = answer.strip()
    query.answered_at = now
    query.answered_by = by.person_id
    query.save(update_fields=["answer", "answered_at", "answered_by"])
    before = {"status": sign_up.status, "received_at": sign_up.received_at}
    if not query.is_cured_in_time(now.date()):
        sign_up.received_at = now
    sign_up.status = step.to
    sign_up.submitted_at = now
    sign_up.submitted_by = by.person_id
    sign_up.save(update_fields=["status", "submitted_at", "submitted_by", "received_at"])
    recorded(
        sign_up,
        step,
        by=by,
        before=before,
        after={
            "received_at": sign_up.received_at,
            "late": sign_up.is_late,
            "unsigned": missing,
            "cure_by": query.cure_by,
        },
        reason=query.answer,
    )
    return sign_up


@action
def withdraw(*, sign_up: SignUp, reason: str, by: Actor) -> SignUp:
    """The practice withdraws at once; of an accepted sign-up the time of acceptance is kept.

    Where the scheme asks for notice, an accepted one ends only by ``give_notice``.
    """
    sign_up = locked(sign_up)
    permissions.check_can_withdraw(by, sign_up)
    step = SIGN_UP.step(sign_up.status, "withdraw")
    was_received = sign_up.status in RECEIVED
    if was_received and not reason.strip():
        raise BadInput({"reason": "Give the reason for withdrawing"})
    if sign_up.accepted_at is not None and sign_up.version.withdrawal_notice_days:
        raise NotNow(
            f"{sign_up.version} asks for {sign_up.version.withdrawal_notice_days} days of notice: "
            "give notice, and say from which day."
        )
    before = {"status": sign_up.status}
    sign_up.status = step.to
    sign_up.withdrawn_at = clock.now()
    sign_up.withdrawn_by = by.person_id
    sign_up.withdrawal_reason = reason.strip()
    if sign_up.accepted_at is not None:
        sign_up.withdrawn_from = clock.today()
    sign_up.save(
        update_fields=[
            "status",
            "withdrawn_at",
            "withdrawn_by",
            "withdrawal_reason",
            "withdrawn_from",
        ]
    )
    recorded(sign_up, step, by=by, before=before, reason=sign_up.withdrawal_reason)
    if was_received:
        telling.tell_of_withdrawal(sign_up)
    return sign_up


def _check_complete(sign_up: SignUp, confirmed_unsigned: Collection[uuid.UUID]) -> list[str]:
    """Refuse a sheet that is not complete; returns the GPs whose signatures are missing."""
    if not sign_up.is_of_practice:
        _check_complete_of_provider(sign_up)
        return []
    named = named_gps(sign_up)
    in_post = {post.pk for post in posts_today(sign_up.provider)}
    unsigned_on_it = {gp.post_id for gp in named if not hasattr(gp, "signature")}
    if not_on_sheet(sign_up) or unsigned_on_it - in_post:
        raise NotNow(
            "The practice's GPs have changed since they were confirmed. Confirm them again."
        )
    if not sign_up.signatures.filter(named_gp__isnull=True).exists():
        raise NotNow("The practice manager or the practice PBC lead has to sign first.")
    if not sign_up.has_chosen_locality or not sign_up.contact_number:
        raise NotNow("Choose the PBC Locality and give the contact number first.")
    missing = {gp.pk: gp for gp in unsigned(named)}
    if set(confirmed_unsigned) != set(missing):
        names = ", ".join(str(gp.post.person) for gp in missing.values())
        raise BadInput(
            {
                "unsigned_gps": f"Confirm that you return the sheet without: {names}"
                if names
                else "Every GP has signed since you opened this page. Check the sheet again."
            }
        )
    return [str(pk) for pk in missing]


def _check_complete_of_provider(sign_up: SignUp) -> None:
    """Of a provider that is no practice: signed by whoever may, and whom to call."""
    if not sign_up.signatures.exists():
        raise NotNow("The authorised signatory has to sign first.")
    if not sign_up.contact_number:
        raise NotNow("Give the contact number first.")
