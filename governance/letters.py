"""The letter that tells a decision: what it says, to whom, and by when it goes (GOV-07, DOC-04)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from governance import people
from governance.models import Decision
from governance.statuses import Outcome
from localities.models import Organisation
from pbc import clock
from pbc.financial_year import add_working_days

TEMPLATE = "governance/letter/body.html"
KIND = "decision letter"
SUBJECT = "governance.letter"


@dataclass(frozen=True)
class Draft:
    """A letter as it would go: previewed with the very words that are sealed."""

    decision: Decision
    organisation: Organisation

    @property
    def title(self) -> str:
        return f"Decision {self.decision.number}: {self.decision.matter.title}"[:200]

    def context(self) -> dict[str, Any]:
        decision = self.decision
        committee = decision.matter.committee
        return {
            "decision": decision,
            "organisation": self.organisation,
            "committee": committee,
            "conditions": decision.conditions.filter(organisation=self.organisation),
            "effects": decision.money_effect,
            "decided_on": decision.decided_at.astimezone(clock.LONDON).date(),
            "secretaries": [person.name for person in people.secretaries(committee)],
            "subtitle": f"{committee.name}, {committee.commissioner}",
        }


def due(decision: Decision) -> date:
    """By when the letter goes."""
    committee = decision.matter.committee
    decided_on = decision.decided_at.astimezone(clock.LONDON).date()
    return add_working_days(decided_on, committee.letter_working_days)


def all_of(decision: Decision) -> Iterator[Draft]:
    """The letters of a decision, gone or not: one to each organisation concerned."""
    if decision.outcome == Outcome.DEFERRED:
        return
    for organisation in decision.matter.concerned.order_by("name"):
        yield Draft(decision, organisation)


def drafts(decision: Decision) -> Iterator[Draft]:
    """Those of them that have not gone yet."""
    told = set(decision.letters.values_list("organisation_id", flat=True))
    for draft in all_of(decision):
        if draft.organisation.pk not in told:
            yield draft


def to_send(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Decisions that concern an organisation which has not been told; a deferral is not told."""
    concerned = Organisation.objects.filter(matters=OuterRef("matter_id")).exclude(
        letters__decision=OuterRef("pk")
    )
    return (
        decisions.standing()  # type: ignore[attr-defined]
        .exclude(outcome=Outcome.DEFERRED)
        .filter(Exists(concerned))
    )
