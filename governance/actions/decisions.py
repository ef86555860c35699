"""The Committee decides: recorded once, with its reasons, and carried out in the same breath."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Max

from governance import conflicts, hearing, kinds, telling
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
from governance.record import locked, locked_item, person_of, recorded
from governance.seats import present_seats, seats_of
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

    ``answers`` are what the kind of matter asked for; ``would_resolve`` is asked on a refusal;
    ``shown`` names the worth that a page showed, None where no page did.
    """

    outcome: Outcome
    reasons: str
    would_resolve: str = ""
    effective: date | None = None
    answers: Mapping[str, Any] | None = None
    conditions: Sequence[NewCondition] = ()
    shown: str | None = None


@action
def decide(*, item: AgendaItem, ruling: Ruling, manner: Manner, by: Actor) -> Decision:
    """Record the decision on the item that is heard, and carry it out.

    Refused without a quorum, by a vote that was not won, or while something is missing that the
    kind of matter needs. Carrying out and recording stand or fall together.
    """
    item = locked_item(item)
    committee = item.meeting.committee
    check_can_serve(by, committee)
    step = ITEM.step(item.status, "decide")
    if item.matter is None:
        raise NotNow("There is nothing to decide on this item: close it.")
    matter = locked(item.matter)
    hearing.look_at(item)
    if not item.quorum.get("quorate"):
        lacking = ", ".join(item.quorum.get("lacking", ()))
        raise NotNow(
            f"The Committee is not quorate for this item: it lacks {lacking}. "
            "Defer it, or let the chair act and the next meeting ratify."
        )
    if manner == Manner.CHAIRS_ACTION:
        raise BadInput({"manner": "A chair's action is taken outside the meeting."})
    out = dict(item.conflicts.values_list("person_id", "reason"))
    _check_voters(item, out)
    _check_vote(item, ruling, manner)
    onwards = MATTER.step(
        matter.status, "defer" if ruling.outcome == Outcome.DEFERRED else "decide"
    )
    decision = _record(matter, ruling, manner=manner, item=item, quorum=item.quorum, by=by)
    _take_part_at(item, decision, out)
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
    if decision.outcome == Outcome.DEFERRED:
        telling.tell_of_deferral(matter, decision.reasons, key=str(decision.pk))
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
        decision=decision,
        person_id=person_of(by),
        capacity=_capacity_of(matter.committee, person_of(by)),
        took_part=True,
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
    item = locked_item(item)
    committee = item.meeting.committee
    check_can_serve(by, committee)
    if decision.manner != Manner.CHAIRS_ACTION:
        raise NotNow("Only a chair's action is ratified.")
    if decision.matter.committee_id != committee.pk:
        raise NotNow("This chair's action is of another Committee.")
    if Decision.objects.filter(corrects=decision).exists():
        raise NotNow("This chair's action was corrected, so there is nothing to ratify.")
    if hasattr(decision, "ratification"):
        raise NotNow("This chair's action has been before the Committee already.")
    ITEM.step(item.status, "note")
    out = hearing.out_of(item, decision.matter)
    quorum = hearing.quorum_without(item, out)
    if not quorum.is_quorate:
        raise NotNow(f"The Committee cannot ratify: it lacks {', '.join(quorum.lacking)}.")
    alone = set(decision.taking_part.values_list("person_id", flat=True))
    if alone >= {seat.person_id for seat in quorum.counted}:
        raise NotNow("Whoever decided alone does not ratify it alone: another member must count.")
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
        committee,
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
    item = locked_item(item)
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
    if why_not := kinds.kind_of(matter).why_not_corrected_to(decision, ruling.outcome):
        raise BadInput({"outcome": why_not})
    out = hearing.out_of(item, matter)
    quorum = hearing.quorum_without(item, out)
    if not quorum.is_quorate:
        raise NotNow(f"The Committee cannot correct this: it lacks {', '.join(quorum.lacking)}.")
    if manner == Manner.CHAIRS_ACTION:
        raise BadInput({"manner": "A chair's action is taken outside the meeting."})
    if item.votes.exists() and item.decisions.exists():
        raise NotNow(
            "The votes on this item have decided something already: correct this under another "
            "standing item."
        )
    _check_voters(item, out)
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


def _check_voters(item: AgendaItem, out: Mapping[UUID, str]) -> None:
    """Refuse while a vote stands of somebody found to be conflicted after it was cast (TV-38)."""
    vote = item.votes.filter(person_id__in=out).select_related("person").first()
    if vote is not None:
        raise NotNow(
            f"{vote.person.name} voted and is conflicted: {out[vote.person_id]}. Record the votes "
            "again without."
        )


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
    now = clock.now()
    today = now.astimezone(clock.LONDON).date()
    effects: list[kinds.MoneyEffect] = []
    timing = kinds.Timing()
    if corrects is not None:
        effects, timing = kind.correction_worth(
            corrects, ruling.outcome, answers, ruling.effective, today
        )
    elif ruling.outcome in CARRIED_OUT:
        effects = kind.money_effect(matter, answers, ruling.effective)
        timing = kind.timing(matter, answers, ruling.effective, today)
    if ruling.shown is not None and ruling.shown != kinds.digest_of(effects, timing):
        raise NotNow(
            "What it is worth was not shown yet, or has changed since it was shown. Read it as it "
            "stands above now, then record the decision."
        )
    decision = Decision.objects.create(
        matter=matter,
        item=item,
        number=(last["last"] or 0) + 1,
        outcome=ruling.outcome,
        manner=manner,
        reasons=ruling.reasons.strip(),
        would_resolve=ruling.would_resolve.strip(),
        effective=timing.effective,
        pays_from=timing.pays_from,
        answers=kinds.as_data(answers),
        money_effect=[asdict(effect) for effect in effects],
        quorum=quorum,
        corrects=corrects,
        decided_at=now,
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
    """A letter gives the reasons, and on a refusal what would resolve it (EXC-20)."""
    errors = {}
    if not ruling.reasons.strip():
        errors["reasons"] = "Give the reasons: the letter tells them."
    if ruling.outcome == Outcome.DECLINED and not ruling.would_resolve.strip():
        errors["would_resolve"] = "Say what would resolve it: no letter can go without."
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
            scheme_version=payments.scheme_version,
        )
        for condition in conditions
        for payments in held
    )


def _take_part_at(item: AgendaItem, decision: Decision, out: Mapping[UUID, str]) -> None:
    """Keep who took part, how they voted, and who was out of it and why (REP-18).

    Whoever voted took part, even if they left before the decision was recorded.
    """
    choices = dict(Vote.objects.filter(item=item).values_list("person_id", "choice"))
    here = {seat.person_id for seat in present_seats(item.meeting)}
    TakingPart.objects.bulk_create(
        TakingPart(
            decision=decision,
            person_id=seat.person_id,
            capacity=seat.capacity,
            took_part=seat.person_id not in out,
            why_not=out.get(seat.person_id, ""),
            choice=choices.get(seat.person_id, ""),
        )
        for seat in seats_of(item.meeting.committee)
        if seat.person_id in here or seat.person_id in choices
    )


def _capacity_of(committee: Committee, person_id: UUID) -> str:
    """In what capacity a member decides alone."""
    return next(seat.capacity for seat in seats_of(committee) if seat.person_id == person_id)


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
        "pays_from": decision.pays_from,
        "answers": decision.answers,
        "money_effect": decision.money_effect,
        "conditions": [condition.text for condition in decision.conditions.all()],
    }
