"""A late sheet and the Committee: whether it must decide, what it decided (AMB-01)."""

from governance.models import Committee, Decision, Matter
from governance.statuses import PENDING
from les_schemes.models import SignUp
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
