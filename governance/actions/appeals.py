"""An appeal or dispute is raised, acknowledged, answered, escalated, decided, closed (SM-17)."""

from django.db import IntegrityError, transaction

from governance import telling
from governance.actions import matters
from governance.disputable import Disputed
from governance.models import Appeal, AppealStep, Committee, Decision, Matter
from governance.permissions import (
    check_can_answer_appeal,
    check_can_close_appeal,
    check_can_pursue_appeal,
)
from governance.record import locked, person_of
from governance.statuses import AppealStatus
from governance.workflow import APPEAL
from pbc import audit, clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.financial_year import add_working_days
from pbc.refusals import BadInput, NotNow
from pbc.workflow import Transition

# SM-17 gives two working days to acknowledge; the source is silent on the answer.
WORKING_DAYS_TO_ACKNOWLEDGE = 2
WORKING_DAYS_TO_ANSWER = 10
KIND = "appeal"
SUBJECT = "governance.appeal"


@action
def raise_appeal(
    *,
    disputed: Disputed,
    subject_type: str,
    subject_id: str,
    grounds: str,
    supported_by_lmc: bool,
    by: Actor,
) -> Appeal:
    """Raise an appeal against a decision, or dispute an amount, for the organisation concerned."""
    check_can_pursue_appeal(by, disputed.organisation.pk)
    if not grounds.strip():
        raise BadInput({"grounds": "Say what you disagree with, and why"})
    today = clock.today()
    try:
        with transaction.atomic():
            appeal = Appeal.objects.create(
                commissioner=disputed.commissioner,
                organisation=disputed.organisation,
                decision=disputed.decision,
                subject_type=subject_type,
                subject_id=subject_id,
                subject_title=disputed.title[:200],
                grounds=grounds.strip(),
                supported_by_lmc=supported_by_lmc,
                raised_at=clock.now(),
                raised_by=person_of(by),
                acknowledge_by=add_working_days(today, WORKING_DAYS_TO_ACKNOWLEDGE),
                answer_by=add_working_days(today, WORKING_DAYS_TO_ANSWER),
            )
    except IntegrityError:
        raise NotNow("An appeal on this is open already.") from None
    _kept(appeal, "raise", "appeal.raised", appeal.grounds, by=by)
    telling.tell_of_appeal(appeal)
    return appeal


@action
def acknowledge(*, appeal: Appeal, by: Actor) -> Appeal:
    """Say that the appeal has come, within two working days."""
    appeal = locked(appeal)
    check_can_answer_appeal(by, appeal)
    step = APPEAL.step(appeal.status, "acknowledge")
    appeal.acknowledged_at = clock.now()
    return _moved(appeal, step, "acknowledge", "", by=by, fields=["acknowledged_at"])


@action
def answer(*, appeal: Appeal, text: str, by: Actor) -> Appeal:
    """Answer it: what was done and why, or what is put right."""
    appeal = locked(appeal)
    check_can_answer_appeal(by, appeal)
    step = APPEAL.step(appeal.status, "answer")
    if not text.strip():
        raise BadInput({"text": "Write the answer"})
    appeal.answered_at = clock.now()
    appeal = _moved(appeal, step, "answer", text, by=by, fields=["answered_at"])
    telling.tell_of_appeal_step(appeal, text.strip())
    return appeal


@action
def escalate(*, appeal: Appeal, text: str, by: Actor) -> Matter:
    """Put the appeal before the Committee; who took part in the decision before is out of it."""
    appeal = locked(appeal)
    check_can_pursue_appeal(by, appeal.organisation_id)
    step = APPEAL.step(appeal.status, "escalate")
    if appeal.awaits_acknowledgement:
        raise NotNow(
            f"The commissioner has until {appeal.acknowledge_by:%-d %B %Y} to acknowledge it."
        )
    if not text.strip():
        raise BadInput({"text": "Say why the answer does not settle it"})
    committee = Committee.objects.filter(commissioner=appeal.commissioner).first()
    if committee is None:
        raise NotNow("No Committee is recorded for this commissioner.")
    matter = matters.propose(
        committee=committee,
        kind=KIND,
        subject_type=SUBJECT,
        subject_id=str(appeal.pk),
        title=str(appeal)[:200],
        summary=appeal.grounds,
        concerned=[appeal.organisation],
        # An amount is the payee's own affair; of a decision its title was heard in private or not.
        private=appeal.decision is None or appeal.decision.matter.private,
        by=by,
        raised_by_the_thing=True,
    )
    appeal.matter = matter
    _moved(appeal, step, "escalate", text, by=by, fields=["matter"])
    return matter


@action
def settle(*, appeal: Appeal, decision: Decision, by: Actor) -> Appeal:
    """Carry out what the Committee decided on an appeal, or corrected. Called by the decision."""
    appeal = locked(appeal)
    verb = "decide" if decision.corrects is None else "correct"
    step = APPEAL.step(appeal.status, verb)
    appeal.outcome = f"{decision.get_outcome_display()}: {decision.reasons}"
    return _moved(appeal, step, verb, appeal.outcome, by=by, fields=["outcome"])


@action
def take_outside(*, appeal: Appeal, text: str, by: Actor) -> Appeal:
    """Take an appeal the Committee decided to the arbiter outside (ACT-28)."""
    appeal = locked(appeal)
    check_can_pursue_appeal(by, appeal.organisation_id)
    step = APPEAL.step(appeal.status, "take_outside")
    if not text.strip():
        raise BadInput({"text": "Name the arbiter, and say what is asked"})
    return _moved(appeal, step, "take_outside", text, by=by)


@action
def close(*, appeal: Appeal, text: str, by: Actor) -> Appeal:
    """Close an appeal: its organisation withdraws it, or what was decided is done.

    An appeal that waits for the Committee is taken off its list.
    """
    # The matter before what it is about, as a decision locks them.
    if appeal.matter is not None:
        locked(appeal.matter)
    appeal = locked(appeal)
    check_can_close_appeal(by, appeal)
    step = APPEAL.step(appeal.status, "close")
    if not text.strip():
        raise BadInput({"text": "Say how it ended"})
    if appeal.status == AppealStatus.ESCALATED and appeal.matter is not None:
        matters.withdraw(matter=appeal.matter, reason=text, by=by, raised_by_the_thing=True)
    appeal.closed_at = clock.now()
    appeal.outcome = appeal.outcome or text.strip()
    return _moved(appeal, step, "close", text, by=by, fields=["closed_at", "outcome"])


def _moved(
    appeal: Appeal,
    step: Transition,
    verb: str,
    text: str,
    *,
    by: Actor,
    fields: list[str] | None = None,
) -> Appeal:
    before = appeal.status
    appeal.status = step.to
    appeal.save(update_fields=["status", *(fields or [])])
    _kept(appeal, verb, step.event, text, by=by, before=before)
    return appeal


def _kept(appeal: Appeal, verb: str, event: str, text: str, *, by: Actor, before: str = "") -> None:
    AppealStep.objects.create(
        appeal=appeal, action=verb, text=text.strip(), at=clock.now(), by=person_of(by)
    )
    audit.record(
        event=event,
        by=by,
        subject=appeal,
        chain=appeal.commissioner.code,
        before={"status": before} if before else None,
        after={"status": appeal.status, "about": appeal.subject_title},
        reason=text.strip(),
    )
