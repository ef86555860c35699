"""A late sheet and the Committee: whether it must decide, what it decided (AMB-01)."""

from governance.models import Committee, Decision, Matter
from governance.statuses import CARRIED_OUT, PENDING, Outcome
from les_schemes.models import SignUp
from les_schemes.statuses import IN_FORCE, LIVE, SignUpStatus
from pbc.clock import LONDON

KIND = "late_sign_up"
SUBJECT = "les_schemes.signup"


def committee_of(sign_up: SignUp) -> Committee | None:
    """The Committee that has to let a late sheet in; without one its minute is quoted."""
    return Committee.objects.filter(commissioner_id=sign_up.commissioner_id).first()


def matter_pending(sign_up: SignUp) -> Matter | None:
    """The matter that waits for the Committee, if the sheet has been put before it."""
    return Matter.objects.filter(
        kind=KIND, subject_type=SUBJECT, subject_id=str(sign_up.pk), status__in=PENDING
    ).first()


def decision_on(sign_up: SignUp) -> Decision | None:
    """The decision that stands on this sheet."""
    return (
        Decision.objects.standing()
        .filter(
            matter__kind=KIND,
            matter__subject_type=SUBJECT,
            matter__subject_id=str(sign_up.pk),
        )
        .exclude(outcome="deferred")
        .order_by("-decided_at", "-number")
        .first()
    )


def in_words(decision: Decision) -> str:
    """How an agreement and the audit trail name the decision."""
    day = decision.decided_at.astimezone(LONDON)
    name = decision.matter.committee.name
    return f"{name}, {day:%-d %B %Y}, decision {decision.number}"


def why_not_corrected_to(sign_up: SignUp, decision: Decision, outcome: Outcome) -> str:
    """Why the decision on a sheet cannot be corrected to an outcome, and what to do instead."""
    agreed = outcome in CARRIED_OUT
    if agreed == decision.is_carried_out:
        return ""
    status = SignUpStatus(sign_up.status)
    if agreed:
        return _why_not_let_in(sign_up, status)
    if status in (SignUpStatus.SUBMITTED, SignUpStatus.QUERIED):
        return ""
    if status in IN_FORCE:
        return (
            "The sheet has been accepted since, and the practice has its agreement sealed: no "
            "decision takes that back. The practice may withdraw from the scheme, on its sheet; "
            "what was paid for the months that remain is then for review."
        )
    return f"The sheet is {status.label.lower()} already, so that nothing is left to keep out."


def _why_not_let_in(sign_up: SignUp, status: SignUpStatus) -> str:
    if status != SignUpStatus.REFUSED:
        return f"The sheet is {status.label.lower()} already, so that nothing is left to let in."
    later = SignUp.objects.filter(
        version_id=sign_up.version_id, provider_id=sign_up.provider_id, status__in=LIVE
    )
    if later.exists():
        return (
            "The practice has begun another sheet since. Put that one before the Committee once "
            "it is returned."
        )
    return ""
