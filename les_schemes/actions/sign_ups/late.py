"""A late sheet goes before the Committee, which lets it in or keeps it out (AMB-01)."""

from governance.actions import matters
from governance.models import Decision, Matter
from les_schemes import late_sheets, permissions, telling
from les_schemes.models import SignUp
from les_schemes.sheet import locked, recorded
from les_schemes.workflow import SIGN_UP
from pbc import clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow


@action
def put_before_committee(*, sign_up: SignUp, account: str, by: Actor) -> Matter:
    """Ask the Committee whether a late sheet is let in, with the officer's account of it."""
    sign_up = locked(sign_up)
    permissions.check_can_review(by, sign_up)
    step = SIGN_UP.step(sign_up.status, "put_before_committee")
    committee = late_sheets.committee_of(sign_up)
    if not sign_up.is_late:
        raise NotNow("This sheet came back in time: it needs no decision of the Committee.")
    if committee is None:
        raise NotNow("No Committee is recorded for this commissioner.")
    if late_sheets.decision_on(sign_up) is not None:
        raise NotNow("The Committee has decided on this sheet already.")
    if not account.strip():
        raise BadInput({"account": "Say why the sheet is late, and what you recommend"})
    matter = matters.propose(
        committee=committee,
        kind=late_sheets.KIND,
        subject_type=late_sheets.SUBJECT,
        subject_id=str(sign_up.pk),
        title=f"Late sign-up of {sign_up.provider}"[:200],
        summary=account.strip(),
        concerned=[sign_up.provider],
        by=by,
    )
    recorded(sign_up, step, by=by, after={"matter": str(matter.pk)}, reason=account.strip())
    return matter


@action
def let_in(*, sign_up: SignUp, decision: Decision, by: Actor) -> SignUp:
    """Carry out that a late sheet is let in: an officer may now accept it.

    One that a decision kept out, since corrected, is with the commissioner again.
    """
    sign_up = locked(sign_up)
    step = SIGN_UP.step(sign_up.status, "let_in")
    before = {"status": sign_up.status, "refusal_reason": sign_up.refusal_reason}
    sign_up.status = step.to
    sign_up.refused_at = sign_up.refused_by = None
    sign_up.refusal_reason = ""
    sign_up.late_decision = late_sheets.in_words(decision)
    sign_up.late_reason = decision.reasons
    sign_up.save(
        update_fields=[
            "status",
            "refused_at",
            "refused_by",
            "refusal_reason",
            "late_decision",
            "late_reason",
        ]
    )
    recorded(
        sign_up,
        step,
        by=by,
        before=before,
        after={"late_decision": sign_up.late_decision},
        reason=decision.reasons,
    )
    return sign_up


@action
def keep_out(*, sign_up: SignUp, decision: Decision, by: Actor) -> SignUp:
    """Carry out that a late sheet is not let in: it is refused with the Committee's reasons."""
    sign_up = locked(sign_up)
    step = SIGN_UP.step(sign_up.status, "refuse")
    before = {"status": sign_up.status}
    sign_up.status = step.to
    sign_up.refused_at = clock.now()
    sign_up.refused_by = by.person_id
    sign_up.refusal_reason = f"{decision.reasons}\n\n{decision.would_resolve}".strip()
    sign_up.save(update_fields=["status", "refused_at", "refused_by", "refusal_reason"])
    recorded(
        sign_up,
        step,
        by=by,
        before=before,
        after={"decision": late_sheets.in_words(decision)},
        reason=sign_up.refusal_reason,
    )
    telling.tell_of_refusal(sign_up)
    return sign_up
