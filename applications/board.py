"""The level board (REP-04); and of an application on whom it waits, and what it is worth."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from applications import levels
from applications.actions.levels import SUBJECT
from applications.models import LevelApplication
from applications.querysets import READS
from applications.statuses import LIVE, Direction, LevelApplicationStatus
from governance import deferrals
from governance.models import Decision, Matter
from governance.statuses import PENDING
from les_schemes.models import SchemeVersion
from localities.models import Locality
from localities.querysets import LEADS, WORKS_IN_A_PRACTICE, in_force
from pbc import clock
from pbc.actor import Actor

SEES_LEVELS = (*WORKS_IN_A_PRACTICE, *LEADS, *READS)


def localities_read_by(actor: Actor) -> "QuerySet[Locality]":
    """The localities whose level a person reads: all of the commissioner for its people, the
    Committee, finance and the auditor; for a lead their own, for a practice the one it is in."""
    today = clock.today()
    joined = Locality.objects.filter(
        in_force(today, "member_practices__"),
        member_practices__practice_id__in=actor.organisations(*WORKS_IN_A_PRACTICE),
    )
    return (
        Locality.objects.on(today)
        .filter(
            Q(pk__in=actor.organisations(*LEADS))
            | Q(commissioner_id__in=actor.organisations(*READS))
            | Q(pk__in=joined.values("pk"))
        )
        .select_related("commissioner")
        .order_by("name")
    )


@dataclass(frozen=True)
class Standing:
    """A row of the board: where a locality stands, since when, and what that pays."""

    locality: Locality
    version: SchemeVersion
    steps: list[levels.Step]
    year: levels.Year
    application: LevelApplication | None = None
    decisions_read: frozenset[object] = field(default_factory=frozenset)

    @property
    def name(self) -> str:
        return self.locality.name

    @property
    def commissioner(self) -> str:
        return str(self.locality.commissioner)

    @property
    def url(self) -> str:
        return reverse("applications:level-locality", args=[self.locality.code])

    @property
    def last(self) -> levels.Step:
        """The step decided last; what it pays may begin only next month."""
        return self.steps[-1]

    @property
    def level(self) -> int:
        return self.last.level

    @property
    def since(self) -> date:
        return self.last.since

    @property
    def decision(self) -> Decision | None:
        return self.last.award.decision if self.last.award else None

    @property
    def decided(self) -> str:
        if self.decision is None:
            return "From formation"
        return f"Decision {self.decision.number}"

    @property
    def decision_url(self) -> str | None:
        """Where the decision is read, for those who may."""
        if self.decision is None or self.decision.pk not in self.decisions_read:
            return None
        return self.decision.get_absolute_url()

    @property
    def patients(self) -> int:
        return self.year.patients

    @property
    def year_pence(self) -> int:
        return self.year.total_pence

    @property
    def history(self) -> str:
        """Every level so far, such as «Level 1 from 1 April 2007, level 2 from 1 May 2007»."""
        words = ", ".join(f"level {step.level} from {step.since:%-d %B %Y}" for step in self.steps)
        return f"{words[:1].upper()}{words[1:]}"

    @property
    def under_way(self) -> str:
        if self.application is None:
            return ""
        return f"Level {self.application.level}: {self.application.get_status_display().lower()}"

    @property
    def under_way_url(self) -> str | None:
        return self.application.get_absolute_url() if self.application else None


def standings(localities: "QuerySet[Locality]", actor: Actor) -> list[Standing]:
    """Where each locality stands; those without an open scheme that has levels are left out."""
    by_commissioner = defaultdict(list)
    for locality in localities:
        by_commissioner[locality.commissioner_id or 0].append(locality)
    rows: list[Standing] = []
    for commissioner_id, members in by_commissioner.items():
        version = levels.of_commissioner(commissioner_id)
        if version is not None:
            rows += _of_version(version, members, actor)
    return sorted(rows, key=lambda row: row.name)


def _of_version(version: SchemeVersion, localities: list[Locality], actor: Actor) -> list[Standing]:
    ids = [locality.pk for locality in localities]
    years = levels.years(version, localities)
    held = levels.awarded(version, ids)
    live = {
        application.locality_id: application
        for application in LevelApplication.objects.visible_to(actor).filter(
            version=version, locality_id__in=ids, status__in=LIVE
        )
    }
    decided = [award.decision_id for awards in held.values() for award in awards]
    read = Decision.objects.visible_to(actor).filter(pk__in=decided).values_list("pk", flat=True)
    decisions_read = frozenset(read)
    return [
        Standing(
            locality,
            version,
            levels.history(version, locality, held.get(locality.pk, [])),
            years[locality.pk],
            live.get(locality.pk),
            decisions_read,
        )
        for locality in localities
    ]


@dataclass(frozen=True)
class Waits:
    """On whom an application waits, and since when."""

    who: str
    since: datetime | None


def waits_on(application: LevelApplication) -> Waits | None:
    """Nobody once it has ended."""
    since = waits_since(application)
    if application.status in (LevelApplicationStatus.DRAFT, LevelApplicationStatus.DEFERRED):
        return Waits(f"the lead of {application.locality}", since)
    if application.status == LevelApplicationStatus.SUBMITTED:
        return Waits(str(application.locality.commissioner), since)
    if application.status == LevelApplicationStatus.ON_AGENDA:
        return Waits("the Governance Committee", since)
    return None


def next_step(application: LevelApplication) -> str:
    """What happens next with an application that its lead has handed in, in words."""
    if application.status == LevelApplicationStatus.SUBMITTED:
        return "An officer reads the evidence and puts it before the Governance Committee."
    if application.status == LevelApplicationStatus.ON_AGENDA:
        matter = Matter.objects.filter(
            subject_type=SUBJECT, subject_id=str(application.pk), status__in=PENDING
        ).first()
        return deferrals.when_heard(matter) if matter is not None else ""
    return ""


def waits_since(application: LevelApplication) -> datetime | None:
    """When it came to whom it waits on now."""
    if application.status == LevelApplicationStatus.DRAFT:
        return application.created_at
    if application.status == LevelApplicationStatus.SUBMITTED:
        return application.submitted_at
    if application.status == LevelApplicationStatus.ON_AGENDA:
        return application.reviewed_at
    if application.status == LevelApplicationStatus.DEFERRED:
        last = decisions_on(application).first()
        return last.decided_at if last is not None else application.reviewed_at
    return None


def decisions_on(application: LevelApplication) -> "QuerySet[Decision]":
    """What the Committee decided on an application, newest first."""
    return Decision.objects.filter(
        matter__subject_type=SUBJECT, matter__subject_id=str(application.pk)
    ).order_by("-decided_at", "-number")


def gain_pence(application: LevelApplication) -> int | None:
    """What a higher level decided today would add this year; None where it adds nothing."""
    if application.direction != Direction.UP:
        return None
    effects = levels.money_effect(
        application.version, application.locality, application.level, decided=clock.today()
    )
    gain = sum(effect.after_pence - effect.before_pence for effect in effects)
    return gain if gain > 0 else None
