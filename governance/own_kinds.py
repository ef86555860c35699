"""The kinds of matter that are the Committee's own: an appeal, and a note."""

import uuid
from collections.abc import Iterable

from django.db.models import Model

from governance import disputable, kinds
from governance.actions import appeals
from governance.disputable import Disputed
from governance.models import Appeal, Decision, Matter
from governance.querysets import own_organisations
from governance.statuses import APPEAL_STEPS, AppealStatus, Outcome
from pbc import clock
from pbc.actor import Actor
from pbc.refusals import NotPermitted

NOTE = "note"
DECISION = "governance.decision"


class AppealMatter(kinds.MatterKind):
    """An appeal heard by the Committee, without those who decided before (AMB-96)."""

    code = appeals.KIND
    label = "Appeal"
    outcomes = (Outcome.AGREED, Outcome.DECLINED, Outcome.DEFERRED)

    def paper(self, matter: Matter) -> list[kinds.Fact]:
        appeal = _appeal(matter)
        facts = [
            kinds.Fact("Appeal of", str(appeal.organisation)),
            kinds.Fact("Against", appeal.subject_title, appeal.get_absolute_url()),
            kinds.Fact("Grounds", appeal.grounds),
        ]
        facts += [
            kinds.Fact(
                f"{APPEAL_STEPS[step.action]}, {step.at.astimezone(clock.LONDON):%-d %B %Y}",
                step.text,
            )
            for step in appeal.steps.all()
            if step.text and step.action != "raise"
        ]
        return facts

    def appeal_of(self, matter: Matter) -> Appeal | None:
        return _appeal(matter)

    def people_concerned(self, matter: Matter) -> Iterable[object]:  # type: ignore[override]
        return [_appeal(matter).raised_by]

    def check_withdrawal(self, matter: Matter) -> None:
        raise NotPermitted(
            "Only whoever raised the appeal can take it back: they close the appeal."
        )

    def why_not_corrected_to(self, decision: Decision, outcome: Outcome) -> str:
        appeal = _appeal(decision.matter)
        if outcome == decision.outcome or appeal.status == AppealStatus.DECIDED:
            return ""
        return (
            f"The appeal is {appeal.get_status_display().lower()}, on what was decided. "
            f"{appeal.organisation} may appeal anew, and the Committee decides on that."
        )

    def carry_out(self, matter: Matter, decision: Decision, by: Actor) -> None:
        appeals.settle(appeal=_appeal(matter), decision=decision, by=by)

    def not_carried_out(self, matter: Matter, decision: Decision, by: Actor) -> None:
        if decision.outcome == Outcome.DECLINED:
            appeals.settle(appeal=_appeal(matter), decision=decision, by=by)


class Note(kinds.MatterKind):
    """Something for the Committee to know or to discuss; agreed means noted."""

    code = NOTE
    label = "Note"
    outcomes = (Outcome.AGREED, Outcome.DEFERRED)

    def paper(self, matter: Matter) -> list[kinds.Fact]:
        return [kinds.Fact("To note", matter.summary)]


def _appeal(matter: Matter) -> Appeal:
    return Appeal.objects.select_related("organisation", "commissioner", "decision").get(
        pk=matter.subject_id
    )


def _decision_disputed(actor: Actor, subject_id: str) -> Disputed | None:
    try:
        decision_id = uuid.UUID(subject_id)
    except ValueError:
        return None
    decision = (
        Decision.objects.visible_to(actor)
        .select_related("matter__committee__commissioner")
        .filter(pk=decision_id)
        .first()
    )
    if decision is None:
        return None
    concerned: Model | None = decision.matter.concerned.filter(
        pk__in=own_organisations(actor)
    ).first()
    if concerned is None:
        return None
    return Disputed(
        title=str(decision),
        commissioner=decision.matter.committee.commissioner,
        organisation=concerned,  # type: ignore[arg-type]
        url=decision.get_absolute_url(),
        decision=decision,
    )


kinds.register(AppealMatter())
kinds.register(Note())
disputable.register(DECISION, _decision_disputed)
