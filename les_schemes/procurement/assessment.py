"""What actions and pages ask of an assessment: its locked row, what is in force, its events."""

from typing import Any

from les_schemes.models import ProcurementAssessment, ProcurementDecision, TestEvidence
from les_schemes.procurement.statuses import FourTests
from les_schemes.rules.wording import on_day
from pbc import audit, clock
from pbc.actor import Actor
from pbc.workflow import Transition


def locked(assessment: ProcurementAssessment) -> ProcurementAssessment:
    """The assessment as it is now, locked until the transaction ends."""
    return (
        ProcurementAssessment.objects.select_for_update(of=("self",))
        .select_related("version__scheme", "version__commissioner")
        .get(pk=assessment.pk)
    )


def decision_in_force(assessment: ProcurementAssessment) -> ProcurementDecision | None:
    """The decision that no challenge has set aside, if a route was chosen."""
    held = ProcurementDecision.objects.filter(assessment=assessment, set_aside_at__isnull=True)
    return held.select_related("assessment__version__commissioner").first()


def why_not_confirm(decision: ProcurementDecision) -> str:
    """Why the decision cannot be confirmed today, as far as the standstill goes; or nothing."""
    if decision.standstill_ends is None or not decision.is_standing_still_on(clock.today()):
        return ""
    return (
        f"The standstill lasts until the end of {on_day(decision.standstill_ends)}. The decision "
        "can be confirmed from the day after."
    )


def evidence_in_force(assessment: ProcurementAssessment | None) -> dict[FourTests, TestEvidence]:
    """The latest evidence of each test that has any."""
    if assessment is None:
        return {}
    given = assessment.evidence.select_related("file").order_by("given_at")
    return {FourTests(evidence.test): evidence for evidence in given}


def recorded(
    assessment: ProcurementAssessment,
    step: Transition,
    *,
    by: Actor,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Write the event of a step into the commissioner's chain."""
    audit.record(
        event=step.event,
        by=by,
        subject=assessment,
        chain=assessment.version.commissioner.audit_chain,
        after={"status": step.to, **(after or {})},
        reason=reason,
    )
