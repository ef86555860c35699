"""A version ends: withdrawn before its year begins, or reconciled after it (SM-01)."""

from les_schemes import permissions, sheet, telling
from les_schemes.design import ending
from les_schemes.models import SchemeVersion, SignUp
from les_schemes.statuses import ENDS_WITH_ITS_SCHEME, NOT_OPENED
from les_schemes.workflow import SCHEME, SIGN_UP
from pbc import audit, clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow
from pbc.workflow import Transition


@action
def withdraw(*, version: SchemeVersion, reason: str, by: Actor) -> SchemeVersion:
    """Withdraw it; whoever was invited is told, and every sign-up to it ends today."""
    held = SchemeVersion.objects.select_for_update().get(pk=version.pk)
    permissions.check_can_end(by, held)
    step = SCHEME.step(held.status, "withdraw")
    if why_not := ending.why_not_withdraw(held):
        raise NotNow(why_not)
    if not reason.strip():
        raise BadInput({"reason": "Say why it is withdrawn"})
    was_offered = held.status not in NOT_OPENED
    before = {"status": held.status}
    held.status = step.to
    held.withdrawn_at = clock.now()
    held.withdrawn_by = by.person_id
    held.withdrawn_because = reason.strip()
    held.save(update_fields=["status", "withdrawn_at", "withdrawn_by", "withdrawn_because"])
    _record(held, step, by, before, held.withdrawn_because)
    if was_offered:
        for sign_up in SignUp.objects.filter(
            version=held, status__in=ENDS_WITH_ITS_SCHEME
        ).order_by("pk"):
            _end(sheet.locked(sign_up), held.withdrawn_because, by)
        telling.tell_of_withdrawn_scheme(held)
    return held


@action
def reconcile(*, version: SchemeVersion, note: str, by: Actor) -> SchemeVersion:
    """Close it after its year, once every year-end statement is settled: it pays nothing more."""
    held = SchemeVersion.objects.select_for_update().get(pk=version.pk)
    permissions.check_can_reconcile(by, held)
    step = SCHEME.step(held.status, "reconcile")
    if why_not := ending.why_not_reconcile(held):
        raise NotNow(why_not)
    if not note.strip():
        raise BadInput({"note": "Say what was checked, and what came of it"})
    before = {"status": held.status}
    held.status = step.to
    held.reconciled_at = clock.now()
    held.reconciled_by = by.person_id
    held.reconciled_note = note.strip()
    held.save(update_fields=["status", "reconciled_at", "reconciled_by", "reconciled_note"])
    _record(held, step, by, before, held.reconciled_note)
    return held


def _end(sign_up: SignUp, reason: str, by: Actor) -> None:
    step = SIGN_UP.step(sign_up.status, "end_with_scheme")
    before = {"status": sign_up.status}
    sign_up.status = step.to
    sign_up.withdrawn_at = clock.now()
    sign_up.withdrawn_by = by.person_id
    sign_up.withdrawal_reason = f"The scheme was withdrawn: {reason}"
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
    sheet.recorded(sign_up, step, by=by, before=before, reason=sign_up.withdrawal_reason)


def _record(
    version: SchemeVersion, step: Transition, by: Actor, before: dict[str, str], reason: str
) -> None:
    audit.record(
        event=step.event,
        by=by,
        subject=version,
        chain=version.commissioner.audit_chain,
        before=before,
        after={"status": version.status},
        reason=reason,
    )
