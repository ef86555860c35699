"""The Committee decides: recorded once, with its reasons, and carried out in the same breath."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max

from governance import conflicts, hearing, kinds
from governance.models import (
    AgendaItem,
    Committee,
    Condition,
    Decision,
    Matter,
    Ratification,
    TakingPart,
    Vote,
)
from governance.permissions import check_can_decide_alone, check_can_serve
from governance.record import locked, person_of, recorded
from governance.seats import present_seats
from governance.statuses import CARRIED_OUT, Choice, Manner, Outcome
from governance.workflow import ITEM, MATTER
from localities.models import Person
from pbc import clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow


@dataclass(frozen=True)
class NewCondition:
    """A condition as it is set: what, who sees to it, by when."""

    text: str
    owner: Person
    due: date


@dataclass(frozen=True)
class Ruling:
    """What is decided, before it is recorded.

    ``answers`` are what the kind of matter asked for; ``would_resolve`` is asked on a refusal.
    """

    outcome: Outcome
    reasons: str
    would_resolve: str = ""
    effective: date | None = None
    answers: Mapping[str, Any] | None = None
    conditions: Sequence[NewCondition] = ()


@action
def decide(*, item: AgendaItem, ruling: Ruling, manner: Manner, by: Actor) -> Decision:
    """Record the decision on the item that is heard, and carry it out.

    Refused without a quorum, by a vote that was not won, or while something is missing that the
    kind of matter needs. Carrying out and recording stand or fall together.
    """
    item = locked(item)
    committee = item.meeting.committee
    check_can_serve(by, committee)
    step = ITEM.step(item.status, "decide")
    if item.matter is None:
        raise NotNow("There is nothing to decide on this item: close it.")
    matter = locked(item.matter)
    if not item.quorum.get("quorate"):
        lacking = ", ".join(item.quorum.get("lacking", ()))
        raise NotNow(
            f"The Committee is not quorate for this item: it lacks {lacking}. "
            "Defer it, or let the chair act and the next meeting ratify."
        )
    if manner == Manner.CHAIRS_ACTION:
        raise BadInput({"manner": "A chair's action is taken outside the meeting."})
    _check_vote(item, ruling, manner)
    onwards = MATTER.step(
        matter.status, "defer" if ruling.outcome == Outcome.DEFERRED else "decide"
    )
    decision = _record(matter, ruling, manner=manner, item=item, quorum=item.quorum, by=by)
    _take_part_at(item, decision, dict(item.conflicts.values_list("person_id", "reason")))
    item.status = step.to
    item.closed_at = clock.now()
    item.save(update_fields=["status", "closed_at"])
    _settle(matter, decision, onwards.to, by=by)
    recorded(
        committee,
        step.event,
        decision,
        by=by,
        after={"number": decision.number, "outcome": decision.outcome, **_told(decision)},
        reason=decision.reasons,
    )
    return decision


@action
def chairs_action(*, matter: Matter, ruling: Ruling, by: Actor) -> Decision:
    """The chair, or a deputy, decides alone what cannot wait; the next meeting must ratify it."""
    matter = locked(matter)
    check_can_decide_alone(by, matter.committee)
    if ruling.outcome == Outcome.DEFERRED:
        raise BadInput({"outcome": "A matter that can be deferred can wait for the meeting."})
    step = MATTER.step(matter.status, "decide")
    if matter.items.filter(status="open").exists():
        raise NotNow("The Committee is hearing this matter now.")
    found = conflicts.find(matter, filter(None, [by.person_id]), clock.today())
    if found:
        raise NotNow(f"You are conflicted in this matter: {found[0].reason}.")
    kinds.kind_of(matter).check_ready(matter)
    decision = _record(matter, ruling, manner=Manner.CHAIRS_ACTION, item=None, quorum={}, by=by)
    TakingPart.objects.create(
        decision=decision, person_id=person_of(by), capacity="chair", took_part=True
    )
    matter.items.filter(status="waiting").delete()
    _settle(matter, decision, step.to, by=by)
    recorded(
        matter.committee,
        "decision.chairs_action",
        decision,
        by=by,
        after={"number": decision.number, "outcome": decision.outcome, **_told(decision)},
        reason=decision.reasons,
    )
    return decision


@action
def ratify(
    *, decision: Decision, item: AgendaItem, ratified: bool, reasons: str, by: Actor
) -> Ratification:
    """Note that a meeting ratified a chair's action, or did not and why."""
    item = locked(item)
    check_can_serve(by, item.meeting.committee)
    if decision.manner != Manner.CHAIRS_ACTION:
        raise NotNow("Only a chair's action is ratified.")
    if hasattr(decision, "ratification"):
        raise NotNow("This chair's action has been before the Committee already.")
    ITEM.step(item.status, "note")
    out = hearing.out_of(item, decision.matter)
    quorum = hearing.quorum_without(item, out)
    if not quorum.is_quorate:
        raise NotNow(f"The Committee cannot ratify: it lacks {', '.join(quorum.lacking)}.")
    if not ratified and not reasons.strip():
        raise BadInput({"reasons": "Say why it is not ratified"})
    ratification = Ratification.objects.create(
        decision=decision,
        item=item,
        ratified=ratified,
        reasons=reasons.strip(),
        at=clock.now(),
        recorded_by=person_of(by),
    )
    recorded(
        item.meeting.committee,
        "decision.ratified" if ratified else "decision.not_ratified",
        decision,
        by=by,
        after={"quorum": quorum.to_data(), "out": list(out.values())},
        reason=reasons.strip(),
    )
    return ratification


@action
def correct(
    *, decision: Decision, item: AgendaItem, ruling: Ruling, manner: Manner, by: Actor
) -> Decision:
    """Correct a decision by a new one that names it, under a standing item that is heard.

    Whoever is conflicted in the matter is out of its correction too. The old decision stays.
    """
    item = locked(item)
    committee = item.meeting.committee
    check_can_serve(by, committee)
    ITEM.step(item.status, "note")
    matter = locked(decision.matter)
    if item.matter_id is not None or matter.committee_id != committee.pk:
        raise NotNow("A decision is corrected under a standing item, such as matters arising.")
    if Decision.objects.filter(corrects=decision).exists():
        raise NotNow("This decision was corrected already: correct the later one.")
    if Outcome.DEFERRED in (decision.outcome, ruling.outcome):
        raise BadInput({"outcome": "A deferral neither corrects nor is corrected."})
    step = MATTER.step(matter.status, "correct")
    out = hearing.out_of(item, matter)
    quorum = hearing.quorum_without(item, out)
    if not quorum.is_quorate:
        raise NotNow(f"The Committee cannot correct this: it lacks {', '.join(quorum.lacking)}.")
    if manner == Manner.CHAIRS_ACTION or Vote.objects.filter(item=item, person__in=out).exists():
        raise BadInput({"manner": "Only those without a conflict decide on a correction."})
    _check_vote(item, ruling, manner)
    made = _record(
        matter, ruling, manner=manner, item=item, quorum=quorum.to_data(), by=by, corrects=decision
    )
    _take_part_at(item, made, out)
    matter.status = step.to
    matter.save(update_fields=["status"])
    kinds.kind_of(matter).carry_out_correction(matter, made, by)
    recorded(
        committee,
        step.event,
        made,
        by=by,
        before={"number": decision.number, "outcome": decision.outcome, **_told(decision)},
        after={"number": made.number, "outcome": made.outcome, **_told(made)},
        reason=made.reasons,
    )
    return made


def _check_vote(item: AgendaItem, ruling: Ruling, manner: Manner) -> None:
    votes = list(Vote.objects.filter(item=item).values_list("choice", flat=True))
    if manner == Manner.CONSENSUS and votes:
        raise BadInput({"manner": "Votes were recorded on this item, so it is decided by vote."})
    if manner != Manner.VOTE:
        return
    counted = {choice: votes.count(choice) for choice in Choice}
    won = counted[Choice.FOR] > counted[Choice.AGAINST]
    if not votes:
        raise BadInput({"manner": "Record the votes first."})
    if won != (ruling.outcome in CARRIED_OUT):
        raise BadInput(
            {
                "outcome": f"{counted[Choice.FOR]} voted for and {counted[Choice.AGAINST]} "
                "against, which does not lead to this outcome."
            }
        )


def _record(
    matter: Matter,
    ruling: Ruling,
    *,
    manner: Manner,
    item: AgendaItem | None,
    quorum: dict[str, Any],
    by: Actor,
    corrects: Decision | None = None,
) -> Decision:
    _check_ruling(matter, ruling)
    kind = kinds.kind_of(matter)
    answers = dict(ruling.answers or {})
    committee = Committee.objects.select_for_update(of=("self",)).get(pk=matter.committee_id)
    last = Decision.objects.filter(matter__committee=committee).aggregate(last=Max("number"))
    effects = (
        kind.money_effect(matter, answers, ruling.effective)
        if ruling.outcome in CARRIED_OUT
        else []
    )
    decision = Decision.objects.create(
        matter=matter,
        item=item,
        number=(last["last"] or 0) + 1,
        outcome=ruling.outcome,
        manner=manner,
        reasons=ruling.reasons.strip(),
        would_resolve=ruling.would_resolve.strip(),
        effective=ruling.effective,
        answers=kinds.as_data(answers),
        money_effect=[asdict(effect) for effect in effects],
        quorum=quorum,
        corrects=corrects,
        decided_at=clock.now(),
        recorded_by=person_of(by),
    )
    _set_conditions(kind, matter, decision, ruling.conditions)
    return decision


def _check_ruling(matter: Matter, ruling: Ruling) -> None:
    kind = kinds.kind_of(matter)
    errors = {**_faults_of_words(ruling), **_faults_of_conditions(ruling)}
    if ruling.outcome not in kind.outcomes:
        errors["outcome"] = "Choose an outcome that this kind of matter can have."
    agreed = ruling.outcome in CARRIED_OUT
    if agreed and kind.needs_effective_date and ruling.effective is None:
        errors["effective"] = "Enter from when it takes effect."
    if errors:
        raise BadInput(errors)
    if agreed:
        kind.check_answers(matter, ruling.outcome, ruling.answers or {}, ruling.effective)


def _faults_of_words(ruling: Ruling) -> dict[str, str]:
    errors = {}
    if not ruling.reasons.strip():
        errors["reasons"] = "Give the reasons: the letter tells them."
    if ruling.outcome == Outcome.DECLINED and not ruling.would_resolve.strip():
        errors["would_resolve"] = "Say what would resolve it: no letter can go without (EXC-20)."
    return errors


def _faults_of_conditions(ruling: Ruling) -> dict[str, str]:
    asked = ruling.outcome == Outcome.AGREED_WITH_CONDITIONS
    if asked and not ruling.conditions:
        return {"conditions": "Set at least one condition, with who sees to it and by when."}
    if not asked and ruling.conditions:
        return {"outcome": "Conditions go with the outcome “agreed with conditions”."}
    if not all(condition.text.strip() for condition in ruling.conditions):
        return {"conditions": "Say what each condition asks."}
    if any(condition.due < clock.today() for condition in ruling.conditions):
        return {"conditions": "A condition cannot be due in the past."}
    return {}


def _set_conditions(
    kind: kinds.MatterKind,
    matter: Matter,
    decision: Decision,
    conditions: Sequence[NewCondition],
) -> None:
    if not conditions:
        return
    held = kind.held_by_conditions(matter) or [
        kinds.Held(organisation_id)
        for organisation_id in matter.concerned.values_list("pk", flat=True)
    ]
    Condition.objects.bulk_create(
        Condition(
            decision=decision,
            text=condition.text.strip(),
            owner=condition.owner,
            due=condition.due,
            organisation_id=payments.organisation_id,
            objective=payments.objective,
        )
        for condition in conditions
        for payments in held
    )


def _take_part_at(item: AgendaItem, decision: Decision, out: Mapping[UUID, str]) -> None:
    """Keep who took part, how they voted, and who was out of it and why (REP-18)."""
    choices = dict(Vote.objects.filter(item=item).values_list("person_id", "choice"))
    TakingPart.objects.bulk_create(
        TakingPart(
            decision=decision,
            person_id=seat.person_id,
            capacity=min(seat.capacities),
            took_part=seat.person_id not in out,
            why_not=out.get(seat.person_id, ""),
            choice=choices.get(seat.person_id, ""),
        )
        for seat in present_seats(item.meeting)
    )


def _settle(matter: Matter, decision: Decision, status: str, *, by: Actor) -> None:
    """Move the matter on and tell the thing it is about, in this same transaction."""
    matter.status = status
    matter.save(update_fields=["status"])
    kind = kinds.kind_of(matter)
    if decision.is_carried_out:
        kind.carry_out(matter, decision, by)
    else:
        kind.not_carried_out(matter, decision, by)


def _told(decision: Decision) -> dict[str, Any]:
    return {
        "effective": decision.effective,
        "answers": decision.answers,
        "money_effect": decision.money_effect,
        "conditions": [condition.text for condition in decision.conditions.all()],
    }
