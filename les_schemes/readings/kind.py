"""Whether one reading of an open scheme is changed, as a matter of the Committee (REP-19)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from governance import kinds
from governance.models import Decision, Matter
from governance.statuses import CARRIED_OUT, Outcome
from les_schemes.actions import readings
from les_schemes.definitions import definition_of
from les_schemes.models import ReadingChange
from les_schemes.readings import assumed, changes, effects
from les_schemes.readings.effects import Effects
from les_schemes.statuses import SchemeStatus
from pbc.actor import Actor
from pbc.money import pounds
from pbc.refusals import NotNow


class ChangeOfReading(kinds.MatterKind):
    """A reading holds for the whole year: what it changes for months that were paid is a signed
    difference in the next run."""

    code = changes.KIND
    label = "Change of a reading"
    outcomes = (Outcome.AGREED, Outcome.DECLINED, Outcome.DEFERRED)

    def paper(self, matter: Matter) -> list[kinds.Fact]:
        change = _change(matter)
        slot = changes.slot(change)
        choices = slot.reading.choices
        facts = [
            kinds.Fact("Scheme", str(change.version), change.version.get_absolute_url()),
            kinds.Fact("The question", f"{slot.where}: {slot.reading.question}"),
            kinds.Fact("Read until now", choices[change.before]),
            kinds.Fact("Proposed", choices[change.after]),
            kinds.Fact("Why", change.why),
            kinds.Fact(
                "What it comes to",
                _in_words(change),
                change.get_absolute_url(),
                "Old and new amount of every payee",
            ),
        ]
        if assumed.changes_anything(change.assumed):
            facts.append(kinds.Fact("On assumptions typed in", _assumed_in_words(change)))
        return facts

    def people_concerned(self, matter: Matter) -> Iterable[UUID]:
        return [_change(matter).prepared_by]

    def check_ready(self, matter: Matter) -> None:
        change = _change(matter)
        if change.version.status != SchemeStatus.OPEN:
            raise NotNow("The scheme is open no more, so that its readings stay as they are.")
        if refusal := changes.why_not_in_force(change, change.after):
            raise NotNow(refusal)

    def money_effect(
        self, matter: Matter, answers: Mapping[str, Any], effective: date | None
    ) -> list[kinds.MoneyEffect]:
        change = _change(matter)
        return _effects(change, change.after)

    def timing(
        self,
        matter: Matter,
        answers: Mapping[str, Any],
        effective: date | None,
        decided: date,
    ) -> kinds.Timing:
        return kinds.Timing(_change(matter).version.financial_year.first_day)

    def about_correction(self, decision: Decision) -> str:
        return (
            "A correction puts the reading before back in force, for the whole year. What was paid "
            "stays as it was paid: the next run pays the difference, or takes it off. If the "
            "decision was right and another reading is wanted since, do not correct it: put "
            "another change before the Committee."
        )

    def why_not_corrected_to(self, decision: Decision, outcome: Outcome) -> str:
        if decision.is_carried_out == (outcome in CARRIED_OUT):
            return ""
        change = _change(decision.matter)
        return changes.why_not_in_force(change, _choice(change, outcome))

    def correction_worth(
        self,
        decision: Decision,
        outcome: Outcome,
        answers: Mapping[str, Any],
        effective: date | None,
        corrected: date,
    ) -> tuple[list[kinds.MoneyEffect], kinds.Timing]:
        change = _change(decision.matter)
        choice = _choice(change, outcome)
        if changes.slot(change).choice == choice:
            return [], kinds.Timing(decision.effective, decision.pays_from)
        return (
            _effects(change, choice),
            kinds.Timing(change.version.financial_year.first_day),
        )

    def carry_out(self, matter: Matter, decision: Decision, by: Actor) -> None:
        readings.carry_out(change=_change(matter), decision=decision, by=by)

    def not_carried_out(self, matter: Matter, decision: Decision, by: Actor) -> None:
        """Declined or deferred nothing changes; corrected to declined, the reading goes back."""
        if decision.corrects is not None:
            readings.carry_out(change=_change(matter), decision=decision, by=by)


def _choice(change: ReadingChange, outcome: Outcome) -> str:
    return change.after if outcome in CARRIED_OUT else change.before


def _effects(change: ReadingChange, choice: str) -> list[kinds.MoneyEffect]:
    worked_out = Effects(change.version)
    amounts = worked_out.of_choice(change.objective, change.reading, choice)
    return effects.money_effects(change.version, worked_out.definition, amounts)


def _in_words(change: ReadingChange) -> str:
    amounts = list(change.amounts.filter(decision__isnull=True))
    if not any(one.is_changed for one in amounts):
        return "On the facts held when it was prepared it changes no amount."
    sums = [
        f"{one.what.lower()} {pounds(one.difference_pence)} in the year, of which "
        f"{pounds(one.so_far_pence)} in the next run"
        for one in effects.together(definition_of(change.version), amounts)
    ]
    return (
        f"Of {len({one.payee_id for one in amounts})} payees {effects.in_words(amounts)}, on the "
        f"facts held when it was prepared. Together {'; '.join(sums)}."
    )


def _assumed_in_words(change: ReadingChange) -> str:
    sums = [
        f"{row['what'].lower()} {pounds(row['after_pence'] - row['before_pence'])}"
        for row in change.assumed["together"]
    ]
    return (
        f"In the year {', '.join(sums)}, were things to come as the scheme’s costing assumes. An "
        "assumption is no fact: later facts decide."
    )


def _change(matter: Matter) -> ReadingChange:
    return ReadingChange.objects.select_related("version__scheme", "version__commissioner").get(
        pk=matter.subject_id
    )


kinds.register(ChangeOfReading())
