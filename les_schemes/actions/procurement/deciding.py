"""The route, the notice, and the confirmation once the standstill is over (SM-18, CAL-16)."""

from datetime import date

from les_schemes.models import ProcurementAssessment, ProcurementDecision
from les_schemes.procurement import permissions, standstill
from les_schemes.procurement.assessment import (
    decision_in_force,
    locked,
    recorded,
    why_not_confirm,
)
from les_schemes.procurement.statuses import Route
from les_schemes.rules.wording import on_day
from les_schemes.workflow import PROCUREMENT
from pbc import clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow


@action
def choose_route(
    *, assessment: ProcurementAssessment, route: Route, reason: str, by: Actor
) -> ProcurementDecision:
    """Choose how providers are found, with the reason; until the notice it may be chosen anew."""
    assessment = locked(assessment)
    permissions.check_can_choose_route(by, assessment)
    step = PROCUREMENT.step(assessment.status, "choose_route")
    errors = {}
    if route not in Route.values:
        errors["route"] = "Choose the route"
    elif route == Route.SINGLE_TENDER and not assessment.version.requires_registered_list:
        errors["route"] = "The scheme needs no registered list, so others can provide it too"
    if not reason.strip():
        errors["reason"] = "Give the reason for this route: the register shows it"
    if errors:
        raise BadInput(errors)
    decision = decision_in_force(assessment) or ProcurementDecision(
        assessment=assessment, number=assessment.decisions.count() + 1
    )
    decision.route, decision.reason = route, reason.strip()
    decision.route_chosen_at = clock.now()
    decision.route_chosen_by = by.person_id  # type: ignore[assignment]
    decision.save()
    _moved(assessment, step.to)
    recorded(
        assessment,
        step,
        by=by,
        after={"decision": str(decision.pk), "route": route},
        reason=decision.reason,
    )
    return decision


@action
def publish_notice(
    *,
    assessment: ProcurementAssessment,
    reference: str,
    place: str,
    noticed_on: date,
    by: Actor,
) -> ProcurementDecision:
    """Record the notice that was published: from now on the register shows the decision."""
    assessment = locked(assessment)
    permissions.check_can_assess(by, assessment.version)
    step = PROCUREMENT.step(assessment.status, "publish_notice")
    decision = _decision(assessment)
    _check_notice(decision, reference, noticed_on)
    decision.notice_reference = reference.strip()
    decision.notice_place = place.strip()
    decision.noticed_on = noticed_on
    decision.notice_recorded_at = clock.now()
    decision.notice_recorded_by = by.person_id
    decision.standstill_ends = standstill.last_day(noticed_on) if decision.has_standstill else None
    decision.save()
    _moved(assessment, step.to)
    recorded(
        assessment,
        step,
        by=by,
        after={
            "decision": str(decision.pk),
            "reference": decision.notice_reference,
            "noticed_on": noticed_on,
            "standstill_ends": decision.standstill_ends,
        },
    )
    return decision


@action
def confirm(
    *, assessment: ProcurementAssessment, deciding_body: str, by: Actor
) -> ProcurementDecision:
    """Confirm the decision after the standstill: the scheme may open (R4-001, E-12)."""
    assessment = locked(assessment)
    decision = _decision(assessment)
    permissions.check_can_confirm(by, decision)
    step = PROCUREMENT.step(assessment.status, "confirm")
    if why_not := why_not_confirm(decision):
        raise NotNow(why_not)
    if not deciding_body.strip():
        raise BadInput({"deciding_body": "Say who decided, as the register is to name them"})
    decision.deciding_body = deciding_body.strip()[:200]
    decision.confirmed_at = clock.now()
    decision.confirmed_by = by.person_id
    decision.save(update_fields=["deciding_body", "confirmed_at", "confirmed_by"])
    _moved(assessment, step.to)
    recorded(
        assessment,
        step,
        by=by,
        after={"decision": str(decision.pk), "deciding_body": decision.deciding_body},
    )
    return decision


def _decision(assessment: ProcurementAssessment) -> ProcurementDecision:
    decision = decision_in_force(assessment)
    if decision is None:
        raise NotNow("No route is chosen yet.")
    return decision


def _moved(assessment: ProcurementAssessment, to: str) -> None:
    assessment.status = to
    assessment.save(update_fields=["status"])


def _check_notice(decision: ProcurementDecision, reference: str, noticed_on: date) -> None:
    errors = {}
    if not reference.strip():
        errors["reference"] = "Enter the reference of the notice"
    chosen = decision.route_chosen_at.astimezone(clock.LONDON).date()
    if noticed_on < chosen:
        errors["noticed_on"] = f"The route was chosen on {on_day(chosen)}: enter a day from then on"
    elif noticed_on > clock.today():
        errors["noticed_on"] = "Enter the day on which it was published, today at the latest"
    if errors:
        raise BadInput(errors)
