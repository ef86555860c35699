"""The kinds of matter this app puts before the Committee."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.urls import reverse

from applications import corrections, levels
from applications.actions import levels as level_actions
from applications.models import CriterionEvidence, LevelApplication, LevelAward
from applications.statuses import Direction, LevelApplicationStatus
from governance import kinds
from governance.models import Decision, Matter
from governance.statuses import CARRIED_OUT, Outcome
from localities.models import Locality
from pbc import clock
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow, NotPermitted


class OperatingLevel(kinds.MatterKind):
    """Award or change of a locality's operating level (O3-03)."""

    code = level_actions.KIND
    label = "Operating level"

    def paper(self, matter: Matter) -> list[kinds.Fact]:
        application = _application(matter)
        standing = levels.standing(application.version, application.locality)
        facts = [
            kinds.Fact(
                "Locality", application.locality.name, application.locality.get_absolute_url()
            ),
            kinds.Fact("Stands at", f"Level {standing.level}"),
            kinds.Fact(
                "Level sought", f"Level {application.level}", application.get_absolute_url()
            ),
            kinds.Fact("The case", application.case),
        ]
        for row in application.evidence.select_related("criterion", "file"):
            facts.append(_fact_of(row))
        if application.officer_recommends is not None:
            view = "recommends" if application.officer_recommends else "does not recommend"
            facts.append(
                kinds.Fact("The officer", f"{view.capitalize()} it. {application.officer_notes}")
            )
        return facts

    def rivals(self, matter: Matter) -> Iterable[int]:
        """The commissioner's other localities: a level is paid out of the same money."""
        locality = _application(matter).locality
        return (
            Locality.objects.on(clock.today())
            .filter(commissioner_id=locality.commissioner_id)
            .exclude(pk=locality.pk)
            .values_list("pk", flat=True)
        )

    def people_concerned(self, matter: Matter) -> Iterable[uuid.UUID]:
        application = _application(matter)
        return [application.created_by] if application.direction == Direction.UP else []

    def check_ready(self, matter: Matter) -> None:
        status = _application(matter).status
        if status == LevelApplicationStatus.DEFERRED:
            raise NotNow("The locality was asked for more evidence and has not submitted it yet.")
        if status != LevelApplicationStatus.ON_AGENDA:
            raise NotNow("An officer has to review the application first.")

    def asked_before_it_comes_back(self, matter: Matter) -> str:
        if _application(matter).status == LevelApplicationStatus.DEFERRED:
            return (
                "It comes back once you have added evidence, submitted it again, and an officer "
                "has read it."
            )
        return ""

    def check_withdrawal(self, matter: Matter) -> None:
        raise NotPermitted("Whoever made the application withdraws it, on its own page.")

    def check_answers(
        self, matter: Matter, outcome: Outcome, answers: Mapping[str, Any], effective: date | None
    ) -> None:
        application = _application(matter)
        if application.direction == Direction.UP and not application.evidence.exists():
            raise BadInput({"outcome": "A level is agreed on evidence, and none was shown."})
        if answers.get("level", application.level) not in corrections.choices(matter, application):
            raise BadInput({"level": "Choose a level that could have been agreed."})

    def money_effect(
        self, matter: Matter, answers: Mapping[str, Any], effective: date | None
    ) -> list[kinds.MoneyEffect]:
        application = _application(matter)
        return levels.money_effect(
            application.version, application.locality, application.level, decided=clock.today()
        )

    def timing(
        self,
        matter: Matter,
        answers: Mapping[str, Any],
        effective: date | None,
        decided: date,
    ) -> kinds.Timing:
        application = _application(matter)
        return levels.timing(application.version, application.locality, application.level, decided)

    def about_correction(self, decision: Decision) -> str:
        return (
            f"A correction counts from {corrections.first_decided(decision):%-d %B %Y}, the day of "
            "the decision that was wrong. What was paid stays as it was paid: the next run pays "
            "the difference, or takes it off. If the decision was right and things have changed "
            "since, do not correct it: a new application, or a proposal of a lower level, counts "
            "only from the day it is decided."
        )

    def correction_form(self, decision: Decision) -> type[forms.Form]:
        return corrections.form(_application(decision.matter), decision)

    def answers_given(self, decision: Decision) -> Mapping[str, Any]:
        award = LevelAward.objects.filter(decision=decision).first()
        return {} if award is None else {"level": award.level}

    def correction_worth(
        self,
        decision: Decision,
        outcome: Outcome,
        answers: Mapping[str, Any],
        effective: date | None,
        corrected: date,
    ) -> tuple[list[kinds.MoneyEffect], kinds.Timing]:
        application = _application(decision.matter)
        decided = corrections.first_decided(decision)
        level = answers.get("level", application.level) if outcome in CARRIED_OUT else None
        effects = levels.money_effect(
            application.version,
            application.locality,
            level,
            decided=decided,
            instead_of=LevelAward.objects.filter(decision=decision).first(),
        )
        if level is None:
            return effects, kinds.Timing()
        return effects, levels.timing(application.version, application.locality, level, decided)

    def held_by_conditions(self, matter: Matter) -> list[kinds.Held]:
        application = _application(matter)
        objective = levels.objective(application.version)
        return [kinds.Held(application.locality_id, objective.number, application.version_id)]

    def carry_out(self, matter: Matter, decision: Decision, by: Actor) -> None:
        level_actions.award(application=_application(matter), decision=decision, by=by)

    def not_carried_out(self, matter: Matter, decision: Decision, by: Actor) -> None:
        level_actions.turn_down(application=_application(matter), decision=decision, by=by)

    def carry_out_correction(self, matter: Matter, decision: Decision, by: Actor) -> None:
        """Always anew: the award of the decision before counts no longer."""
        if decision.is_carried_out:
            self.carry_out(matter, decision, by)
        else:
            self.not_carried_out(matter, decision, by)


def _fact_of(row: CriterionEvidence) -> kinds.Fact:
    """What is asked, what the locality shows for it, and how the officer reads that."""
    read = "met" if row.met else "not met"
    note = f" {row.officer_note}" if row.officer_note else ""
    said = [row.criterion.text, row.text, f"The officer reads it as {read}.{note}"]
    return kinds.Fact(
        f"Criterion {row.criterion.number}",
        "\n".join(part for part in said if part),
        reverse("documents:file", args=[row.file_id]) if row.file_id else "",
        row.file.original_name if row.file else "",
    )


def _application(matter: Matter) -> LevelApplication:
    return LevelApplication.objects.select_related(
        "locality", "version__scheme", "version__framework"
    ).get(pk=matter.subject_id)


kinds.register(OperatingLevel())
