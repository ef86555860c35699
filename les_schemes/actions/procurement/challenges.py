"""Representations against a decision, and what came of each (SI 2023/1348, regulation 12)."""

from datetime import date

from les_schemes.models import ProcurementAssessment, ProcurementChallenge
from les_schemes.procurement import permissions, standstill
from les_schemes.procurement.assessment import decision_in_force, locked, recorded
from les_schemes.procurement.statuses import ChallengeOutcome
from les_schemes.rules.wording import on_day
from les_schemes.workflow import PROCUREMENT
from pbc import clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow


@action
def receive_challenge(
    *,
    assessment: ProcurementAssessment,
    challenger: str,
    grounds: str,
    received_on: date,
    by: Actor,
) -> ProcurementChallenge:
    """Record representations made within the standstill: nothing is confirmed before an answer."""
    assessment = locked(assessment)
    permissions.check_can_assess(by, assessment.version)
    step = PROCUREMENT.step(assessment.status, "receive_challenge")
    decision = decision_in_force(assessment)
    if decision is None or decision.noticed_on is None:
        raise NotNow("No notice is published yet.")
    errors = {}
    if not challenger.strip():
        errors["challenger"] = "Enter who made the representations"
    if not grounds.strip():
        errors["grounds"] = "Enter what they say"
    if received_on > clock.today():
        errors["received_on"] = "Enter the day on which they came, today at the latest"
    elif received_on < decision.noticed_on:
        errors["received_on"] = f"The notice was published on {on_day(decision.noticed_on)}"
    elif decision.standstill_ends is not None and received_on > decision.standstill_ends:
        errors["received_on"] = (
            f"The standstill ended on {on_day(decision.standstill_ends)}: what came later does not "
            "keep it open"
        )
    if errors:
        raise BadInput(errors)
    challenge = ProcurementChallenge.objects.create(
        decision=decision,
        challenger=challenger.strip()[:200],
        grounds=grounds.strip(),
        received_on=received_on,
        recorded_at=clock.now(),
        recorded_by=by.person_id,  # type: ignore[misc]
    )
    assessment.status = step.to
    assessment.save(update_fields=["status"])
    recorded(
        assessment,
        step,
        by=by,
        after={"challenge": str(challenge.pk), "received_on": received_on},
        reason=challenge.grounds,
    )
    return challenge


@action
def answer_challenge(
    *,
    challenge: ProcurementChallenge,
    outcome: ChallengeOutcome,
    answer: str,
    answered_on: date,
    by: Actor,
) -> ProcurementChallenge:
    """Answer it: the decision stands, and so the standstill lasts five working days more at least;
    or it is taken again, from the route on."""
    assessment = locked(challenge.decision.assessment)
    challenge = ProcurementChallenge.objects.select_related("decision").get(pk=challenge.pk)
    permissions.check_can_choose_route(by, assessment)
    open_ones = challenge.decision.challenges.filter(answered_at__isnull=True)
    verb = {
        ChallengeOutcome.DECIDED_AGAIN: "decide_again",
        ChallengeOutcome.STANDS: "answer_last_challenge"
        if open_ones.count() == 1
        else "answer_challenge",
    }.get(outcome, "answer_challenge")
    step = PROCUREMENT.step(assessment.status, verb)
    _check_answer(challenge, outcome, answer, answered_on)
    challenge.outcome, challenge.answer = outcome, answer.strip()
    challenge.answered_on = answered_on
    challenge.answered_at = clock.now()
    challenge.answered_by = by.person_id
    challenge.save()
    decision = challenge.decision
    if outcome == ChallengeOutcome.DECIDED_AGAIN:
        decision.set_aside_at = clock.now()
    elif decision.standstill_ends is not None:
        decision.standstill_ends = standstill.last_day_after_answer(
            decision.standstill_ends, answered_on
        )
    decision.save(update_fields=["set_aside_at", "standstill_ends"])
    assessment.status = step.to
    assessment.save(update_fields=["status"])
    recorded(
        assessment,
        step,
        by=by,
        after={
            "challenge": str(challenge.pk),
            "outcome": outcome,
            "standstill_ends": decision.standstill_ends,
        },
        reason=challenge.answer,
    )
    return challenge


def _check_answer(
    challenge: ProcurementChallenge, outcome: str, answer: str, answered_on: date
) -> None:
    if challenge.answered_at is not None:
        raise NotNow("This challenge is answered already.")
    errors = {}
    if outcome not in ChallengeOutcome.values:
        errors["outcome"] = "Say what comes of it"
    if not answer.strip():
        errors["answer"] = "Enter the answer that was given"
    if answered_on > clock.today():
        errors["answered_on"] = "Enter the day on which it was answered, today at the latest"
    elif answered_on < challenge.received_on:
        errors["answered_on"] = f"It was received on {on_day(challenge.received_on)}"
    if errors:
        raise BadInput(errors)
