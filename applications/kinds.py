"""The kinds of matter this app puts before the Committee."""

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse

from applications import levels
from applications.actions import levels as level_actions
from applications.models import LevelApplication
from applications.statuses import Direction
from governance import kinds
from governance.models import Decision, Matter
from governance.statuses import Outcome
from localities.models import Locality
from pbc import clock
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow


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
            read = "met" if row.met else "not met"
            words = "; ".join(part for part in (row.text, row.officer_note) if part)
            facts.append(
                kinds.Fact(
                    f"{row.criterion}: {row.criterion.text}",
                    f"The officer reads it as {read}. {words}".strip(),
                    reverse("documents:file", args=[row.file_id]) if row.file_id else "",
                )
            )
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
        if _application(matter).reviewed_at is None:
            raise NotNow("An officer has to review the application first.")

    def check_answers(
        self, matter: Matter, outcome: Outcome, answers: Mapping[str, Any], effective: date | None
    ) -> None:
        application = _application(matter)
        if application.direction == Direction.UP and not application.evidence.exists():
            raise BadInput(
                {"outcome": "A level is agreed on evidence, and none was shown (AMB-29)."}
            )

    def money_effect(
        self, matter: Matter, answers: Mapping[str, Any], effective: date | None
    ) -> list[kinds.MoneyEffect]:
        application = _application(matter)
        return levels.money_effect(
            application.version, application.locality, application.level, decided=clock.today()
        )

    def held_by_conditions(self, matter: Matter) -> list[kinds.Held]:
        return [kinds.Held(_application(matter).locality_id, levels.OBJECTIVE)]

    def carry_out(self, matter: Matter, decision: Decision, by: Actor) -> None:
        level_actions.award(application=_application(matter), decision=decision, by=by)

    def not_carried_out(self, matter: Matter, decision: Decision, by: Actor) -> None:
        level_actions.turn_down(application=_application(matter), decision=decision, by=by)


def _application(matter: Matter) -> LevelApplication:
    return LevelApplication.objects.select_related(
        "locality", "version__scheme", "version__framework"
    ).get(pk=matter.subject_id)


kinds.register(OperatingLevel())
