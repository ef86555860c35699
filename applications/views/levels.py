"""The level board, a locality's level, an application as it stands, and the criteria."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import reverse

from applications import board, certificates, corrections, levels, permissions
from applications.actions import levels as actions
from applications.forms import CriteriaForm
from applications.journey import tasks
from applications.models import LEVELS, LevelApplication, LevelAward
from applications.statuses import LIVE, Direction, LevelApplicationStatus
from applications.workflow import LEVEL_APPLICATION
from governance import deferrals
from governance.models import Condition, Decision
from les_schemes import definitions
from les_schemes.models import SchemeVersion
from localities.models import Locality
from pbc import audit_trail, clock, tables
from pbc.actor import Actor
from pbc.guards import holders_of
from pbc.pages import ActionPage, Page
from pbc.permissions import why_not
from pbc.roles import Role

SEES = holders_of(*board.SEES_LEVELS)
WITH_THE_LEAD = (LevelApplicationStatus.DRAFT, LevelApplicationStatus.DEFERRED)


def applications_visible_to(actor: Actor) -> "QuerySet[LevelApplication]":
    return LevelApplication.objects.visible_to(actor).select_related(
        "locality__commissioner", "version__scheme", "version__commissioner", "version__framework"
    )


def versions_read_by(actor: Actor) -> "QuerySet[SchemeVersion]":
    """Under which, open or reconciled, stand the localities whose level a person reads."""
    commissioners = board.localities_read_by(actor).order_by().values("commissioner_id")
    offered = SchemeVersion.objects.offered().filter(definitions.pays_by("operating_level"))
    return (
        offered.filter(commissioner_id__in=commissioners)
        | offered.filter(partners__in=commissioners)
    ).distinct()


class BoardTable(tables.Table):
    caption = "Localities and their operating levels"
    columns = [
        tables.Column("name", "Locality", sort=True, href=lambda row: row.url, header=True),
        tables.Column("commissioner", "Commissioner", sort=True, screen=False),
        tables.Column("level", "Level", sort=True, text=lambda row: f"Level {row.level}"),
        tables.DateColumn("since", "Pays from", sort=True),
        tables.Column("decided", "Decided", href=lambda row: row.decision_url),
        tables.NumberColumn("patients", "Patients signed up", sort=True, total=True),
        tables.MoneyColumn(
            "year_pence",
            "Objective 3 this year",
            sort=True,
            total=True,
            why=lambda row: f"{row.url}#pays",
        ),
        tables.Column("under_way", "Under way", href=lambda row: row.under_way_url),
        tables.Column("history", "History"),
    ]
    default_sort = "name"
    empty = "There is no locality whose level you may see, or no open scheme with levels."


class Levels(Page):
    """Every locality's level, since when, by which decision, and what it pays (REP-04)."""

    guard = SEES
    template_name = "applications/level/levels.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        rows = board.standings(board.localities_read_by(self.actor), self.actor)
        table = BoardTable(request, rows)
        if table.export_format:
            return table.export()
        versions = {row.version.pk: row.version for row in rows}
        return self.show(
            table=table,
            counts=[(level, sum(row.level == level for row in rows)) for level in LEVELS],
            versions=list(versions.values()),
            without_criteria=[
                (version, lacking)
                for version in versions.values()
                if (lacking := [lv for lv in LEVELS[1:] if not levels.criteria(version, lv)])
            ],
        )


class OfLocality(Page):
    """A page about the level of one locality that this person reads."""

    guard = SEES
    locality: Locality
    version: SchemeVersion

    def load(self) -> None:
        self.locality = self.find(board.localities_read_by(self.actor), code=self.kwargs["code"])
        version = levels.of_commissioner(self.locality.commissioner_id)
        if version is None:
            raise Http404("No open scheme has levels for this locality.")
        self.version = version

    def context(self) -> dict[str, Any]:
        return {"locality": self.locality, "version": self.version}


class LevelLocality(OfLocality):
    """Where a locality stands, how it came there, and what another level would pay and ask."""

    template_name = "applications/level/locality.html"

    def context(self) -> dict[str, Any]:
        actor, locality, version = self.actor, self.locality, self.version
        one = Locality.objects.filter(pk=locality.pk).select_related("commissioner")
        [standing] = board.standings(one, actor)
        applications = applications_visible_to(actor).filter(version=version, locality=locality)
        live = next((held for held in applications if held.status in LIVE), None)
        why_not_apply = why_not(permissions.check_can_apply, actor, locality)
        above = [self._level_above(level, live) for level in LEVELS if level > standing.level]
        if why_not_apply is None and live is not None:
            why_not_apply = "An application is under way already."
        if why_not_apply is None and not any(one["criteria"] for one in above):
            why_not_apply = (
                f"Nobody can apply until {version.commissioner} enters the criteria of a higher "
                "level."
            )
        return {
            **super().context(),
            "standing": standing,
            "steps": self._steps(standing),
            "certificates": self._certificates(),
            "above": above,
            "applications": applications,
            "live": live,
            "leads": permissions.can_apply(actor, locality),
            "why_not_apply": why_not_apply,
            "may_lower": live is None
            and standing.level > 1
            and permissions.can_propose_lower(actor, locality),
            "conditions": Condition.objects.undischarged()
            .of([locality.pk])
            .under(version.pk)
            .filter(Q(objective=levels.objective(version).number) | Q(objective__isnull=True))
            .select_related("owner"),
        }

    def _steps(self, standing: board.Standing) -> list[dict[str, Any]]:
        """The history for the timeline, newest first."""
        return [
            {
                "when": step.since,
                "what": f"Level {step.level}",
                "note": (
                    f"{corrections.in_words(step.award)}; this is the day from which it pays."
                    if step.award
                    else "Set by itself when the locality was formed, as the scheme says."
                ),
                "href": step.award.decision.get_absolute_url()
                if step.award and step.award.decision_id in standing.decisions_read
                else "",
            }
            for step in reversed(standing.steps)
        ]

    def _certificates(self) -> list[dict[str, Any]]:
        """The certificate of each award, newest first, and whether it still stands."""
        awards = list(
            LevelAward.objects.filter(version=self.version, locality=self.locality)
            .select_related("decision__corrected_by")
            .order_by("-recorded_at", "-pk")
        )
        sealed = certificates.of(awards)
        return [
            {
                "award": award,
                "document": sealed[award.pk],
                "corrected_by": getattr(award.decision, "corrected_by", None),
            }
            for award in awards
            if award.pk in sealed
        ]

    def _level_above(self, level: int, live: LevelApplication | None) -> dict[str, Any]:
        asked = levels.criteria(self.version, level)
        applied = live is not None and live.level == level and live.direction == Direction.UP
        missing = levels.unanswered(live) if applied and live is not None else asked
        effects = levels.money_effect(self.version, self.locality, level, decided=clock.today())
        return {
            "level": level,
            "effects": effects,
            "gain_pence": sum(effect.after_pence - effect.before_pence for effect in effects),
            "criteria": [
                {"criterion": criterion, "missing": criterion in missing} for criterion in asked
            ],
            "missing": len(missing),
            "applied": applied,
        }


class LevelApplicationView(Page):
    """An application: a task list while its lead prepares it, a record for everyone else."""

    guard = SEES
    template_name = "applications/level/application.html"

    def load(self) -> None:
        self.application: LevelApplication = self.find(
            applications_visible_to(self.actor), pk=self.kwargs["pk"]
        )

    def context(self) -> dict[str, Any]:
        application, actor = self.application, self.actor
        decisions = (
            Decision.objects.visible_to(actor)
            .filter(pk__in=board.decisions_on(application).values("pk"))
            .select_related("corrected_by")
        )
        effects = (
            levels.money_effect(
                application.version, application.locality, application.level, decided=clock.today()
            )
            if application.status in LIVE
            else []
        )
        with_the_lead = application.status in WITH_THE_LEAD
        deferral = deferrals.of_thing(actor, actions.KIND, actions.SUBJECT, application.pk)
        return {
            "application": application,
            "locality": application.locality,
            "version": application.version,
            "waits": board.waits_on(application),
            "tasks": tasks(application)
            if with_the_lead and permissions.can_apply(actor, application.locality)
            else None,
            "evidence": application.evidence.select_related("criterion", "file"),
            "decisions": decisions,
            "deferral": deferral,
            "effects": effects,
            "gain_pence": sum(effect.after_pence - effect.before_pence for effect in effects),
            "next_step": board.next_step(application),
            "may_review": application.status == LevelApplicationStatus.SUBMITTED
            and permissions.can_review(actor, application),
            "why_not_review": why_not(permissions.check_can_review, actor, application)
            if actor.holds(Role.COMMISSIONER, in_organisation=application.locality.commissioner_id)
            else None,
            "may_withdraw": LEVEL_APPLICATION.allows(application.status, "withdraw")
            and permissions.can_withdraw(actor, application),
            "history": audit_trail.history_of(application, actor),
        }


class OfVersion(Page):
    """A page about the criteria of the levels of a scheme's Framework."""

    guard = SEES
    version: SchemeVersion

    def load(self) -> None:
        self.version = self.find(
            versions_read_by(self.actor).select_related("scheme", "framework", "commissioner"),
            pk=self.kwargs["pk"],
        )


class LevelCriteria(OfVersion):
    """What the Framework asks for levels 2 and 3, as the commissioner that leads entered it."""

    template_name = "applications/level/criteria.html"

    def context(self) -> dict[str, Any]:
        return {
            "version": self.version,
            "levels": [(level, levels.criteria(self.version, level)) for level in LEVELS[1:]],
            "may_enter": permissions.can_set_criteria(self.actor, self.version),
        }


class LevelCriteriaEnter(OfVersion, ActionPage):
    """The officer of the commissioner that leads the scheme enters a level's criteria."""

    template_name = "applications/level/criteria_enter.html"
    form_class = CriteriaForm
    done_message = "The criteria are saved."

    def load(self) -> None:
        super().load()
        permissions.check_can_set_criteria(self.actor, self.version)
        self.level: int = self.kwargs["level"]
        if self.level not in LEVELS[1:]:
            raise Http404("Only levels 2 and 3 have criteria.")

    def form_arguments(self) -> dict[str, Any]:
        return {
            "level": self.level,
            "held": levels.criteria(self.version, self.level),
            "cancel": reverse("applications:level-criteria", args=[self.version.pk]),
        }

    def context(self) -> dict[str, Any]:
        return {"version": self.version, "level": self.level}

    def act(self, form: CriteriaForm) -> bool:
        actions.set_criteria(
            version=self.version, level=self.level, texts=form.texts(), by=self.actor
        )
        return form.wants_more

    def done(self, result: bool) -> str:
        if result:
            return reverse("applications:level-criteria-enter", args=[self.version.pk, self.level])
        return reverse("applications:level-criteria", args=[self.version.pk])
