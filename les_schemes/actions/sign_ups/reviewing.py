"""The commissioner reviews a returned sheet: queries, refuses or accepts it."""

from datetime import date

from les_schemes import agreements, late_sheets, permissions, telling, worth
from les_schemes.models import SignUp, SignUpQuery
from les_schemes.sheet import locked, recorded
from les_schemes.workflow import SIGN_UP
from localities.models import LocalityMembership
from pbc import clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.financial_year import add_working_days
from pbc.refusals import BadInput, NotNow

WORKING_DAYS_TO_CURE = 10


@action
def query(*, sign_up: SignUp, reason: str, by: Actor) -> SignUpQuery:
    """Ask the practice to put something right within ten working days (NOT-04, AMB-03)."""
    sign_up = locked(sign_up)
    permissions.check_can_review(by, sign_up)
    step = SIGN_UP.step(sign_up.status, "query")
    if not reason.strip():
        raise BadInput({"reason": "Say what the practice has to put right"})
    now = clock.now()
    raised = SignUpQuery(
        sign_up=sign_up,
        reason=reason.strip(),
        raised_at=now,
        cure_by=add_working_days(now.date(), WORKING_DAYS_TO_CURE),
    )
    raised.raised_by = by.person_id  # type: ignore[assignment]
    raised.save(force_insert=True)
    before = {"status": sign_up.status}
    sign_up.status = step.to
    sign_up.save(update_fields=["status"])
    recorded(
        sign_up, step, by=by, before=before, after={"cure_by": raised.cure_by}, reason=raised.reason
    )
    telling.tell_of_query(raised)
    return raised


@action
def refuse(*, sign_up: SignUp, reason: str, by: Actor) -> SignUp:
    """Refuse the sheet; the practice is told why."""
    sign_up = locked(sign_up)
    permissions.check_can_review(by, sign_up)
    step = SIGN_UP.step(sign_up.status, "refuse")
    if not reason.strip():
        raise BadInput({"reason": "Give the reason: the practice is told it"})
    before = {"status": sign_up.status}
    sign_up.status = step.to
    sign_up.refused_at = clock.now()
    sign_up.refused_by = by.person_id
    sign_up.refusal_reason = reason.strip()
    sign_up.save(update_fields=["status", "refused_at", "refused_by", "refusal_reason"])
    recorded(sign_up, step, by=by, before=before, reason=sign_up.refusal_reason)
    telling.tell_of_refusal(sign_up)
    return sign_up


@action
def accept(*, sign_up: SignUp, by: Actor, late_decision: str = "", late_reason: str = "") -> SignUp:
    """Accept the sheet: a practice joins its locality and the agreement is sealed, or nothing.

    A late sheet is let in only by a decision of the Committee (AMB-01). Where the product keeps
    that Committee's record the decision stands in it; elsewhere ``late_decision`` quotes it.
    """
    sign_up = locked(sign_up)
    permissions.check_can_accept(by, sign_up)
    step = SIGN_UP.step(sign_up.status, "accept")
    late_decision, late_reason = _let_in_by(sign_up, late_decision, late_reason)
    before = {"status": sign_up.status}
    sign_up.status = step.to
    sign_up.accepted_at = clock.now()
    sign_up.accepted_by = by.person_id
    sign_up.late_decision, sign_up.late_reason = late_decision, late_reason
    sign_up.save(
        update_fields=["status", "accepted_at", "accepted_by", "late_decision", "late_reason"]
    )
    joined = _join_locality(sign_up, by) if sign_up.is_of_practice else None
    agreement = agreements.issue_agreement(sign_up=sign_up, by=by)
    recorded(
        sign_up,
        step,
        by=by,
        before=before,
        after={
            "late": sign_up.is_late,
            "late_decision": sign_up.late_decision,
            "joined_from": joined,
            "agreement_sha256": agreement.document.sha256,
        },
        reason=sign_up.late_reason,
    )
    telling.tell_of_acceptance(sign_up, expected=worth.in_words(sign_up))
    return sign_up


def _let_in_by(sign_up: SignUp, decision: str, reason: str) -> tuple[str, str]:
    """The decision that lets a late sheet in, with its reason; nothing for one on time."""
    if not sign_up.is_late:
        return "", ""
    if late_sheets.committee_of(sign_up) is not None:
        decided = late_sheets.decision_on(sign_up)
        if decided is None or not decided.is_carried_out:
            raise NotNow(
                "The sheet is late, so the Committee has to let it in first. Put it before the "
                "Committee."
            )
        return late_sheets.in_words(decided), decided.reasons
    errors = {}
    if not decision.strip():
        errors["late_decision"] = (
            "The sheet is late. Name the Committee's decision that lets it in, like "
            "“PBC Governance Committee, 24 May 2007, item 6”"
        )
    if not reason.strip():
        errors["late_reason"] = "Give the Committee's reason for letting a late sheet in"
    if errors:
        raise BadInput(errors)
    return decision.strip(), reason.strip()


def _join_locality(sign_up: SignUp, by: Actor) -> date | None:
    """The practice's membership of the locality it joined: as held, or from 1 April (F-SIGN-11)."""
    today = clock.today()
    year = sign_up.version.financial_year
    memberships = list(
        LocalityMembership.objects.filter(practice=sign_up.provider_id)
        .exclude(ends__lte=year.first_day)
        .select_related("locality")
        .order_by("starts")
    )
    for held in memberships:
        is_over = held.ends is not None and held.ends <= today
        if not is_over and held.locality_id != sign_up.locality_id:
            raise NotNow(
                f"{sign_up.provider} is recorded as a member of {held.locality} from "
                f"{held.starts:%-d %B %Y}, but its sheet says “{sign_up.locality_joined}”. End "
                "that membership on the practice's page, or query the sheet."
            )
        if not is_over:
            return held.starts
    if sign_up.locality is None:
        return None
    # From 1 April, but not before the locality was formed or while in another.
    starts = max(
        year.first_day,
        *(day for day in (sign_up.locality.opened, sign_up.provider.opened) if day),
        *(held.ends for held in memberships if held.ends),
        year.first_day,
    )
    LocalityMembership.objects.create(
        practice=sign_up.provider,
        locality=sign_up.locality,
        starts=starts,
        source=f"Sign-up to {sign_up.version}",
        recorded_at=clock.now(),
        recorded_by=by.person_id,
    )
    return starts
