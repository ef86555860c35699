"""The level of a locality: which is in force, what another would pay, what is missing for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from applications.models import LevelApplication, LevelAward, LevelCriterion
from governance.kinds import MoneyEffect
from les_schemes.models import SchemeVersion, SignUp
from les_schemes.rules import SCHEMES, LesFacts, calculate, parse_readings, parse_terms
from les_schemes.rules.facts import LevelAward as Awarded
from les_schemes.rules.facts import LocalityFacts, PracticeFacts, SignUpFacts
from les_schemes.statuses import SignUpStatus
from localities import list_sizes
from localities.models import Locality, Practice
from pbc import clock

OBJECTIVE = 3
FIRST_LEVEL = 1


@dataclass(frozen=True)
class Standing:
    """Where a locality stands: the level last awarded, and when that was decided."""

    level: int
    award: LevelAward | None

    @property
    def decided_on(self) -> date | None:
        return self.award.decided_on if self.award is not None else None


def standing(version: SchemeVersion, locality: Locality) -> Standing:
    """Level 1 from formation (O3-02), then the level the Committee decided last."""
    award = (
        LevelAward.objects.filter(version=version, locality=locality)
        .order_by("decided_on", "recorded_at", "pk")
        .last()
    )
    return Standing(award.level if award is not None else FIRST_LEVEL, award)


def awarded(version: SchemeVersion, localities: Iterable[int]) -> dict[int, list[LevelAward]]:
    """Every award of the localities, in the order of decision, in one query."""
    held: dict[int, list[LevelAward]] = {}
    awards = LevelAward.objects.filter(version=version, locality_id__in=list(localities))
    for award in awards.order_by("decided_on", "recorded_at", "pk"):
        held.setdefault(award.locality_id, []).append(award)
    return held


def money_effect(
    version: SchemeVersion, locality: Locality, level: int, *, decided: date
) -> list[MoneyEffect]:
    """What a locality is entitled to under objective 3 this year, as it stands and with the level
    decided on that day, worked out by the rules from the sign-ups and lists held."""
    held = [
        Awarded(award.level, award.decided_on)
        for award in awarded(version, [locality.pk]).get(locality.pk, [])
    ]
    practices = _practices(version, locality)
    before = _year(version, locality, held, practices)
    after = _year(version, locality, [*held, Awarded(level, decided)], practices)
    return [
        MoneyEffect(
            payee=locality.name,
            what=TITLES[component],
            before_pence=before.get(component, (0, ()))[0],
            after_pence=after.get(component, (0, ()))[0],
            working=after.get(component, (0, ()))[1],
        )
        for component in TITLES
        if component in before or component in after
    ]


TITLES = {
    "gp_sessions": "Objective 3, GP sessions, the year 2007/08",
    "practice_staff": "Objective 3, practice staff, the year 2007/08",
}


def criteria(version: SchemeVersion, level: int) -> list[LevelCriterion]:
    """What the Framework asks for a level, as the customer entered it."""
    return list(
        LevelCriterion.objects.filter(
            framework=version.framework, level=level, retired_at__isnull=True
        )
    )


def unanswered(application: LevelApplication) -> list[LevelCriterion]:
    """Criteria of the level sought for which nothing is shown yet, neither text nor file."""
    shown = set(
        application.evidence.exclude(text="", file__isnull=True).values_list(
            "criterion_id", flat=True
        )
    )
    asked = criteria(application.version, application.level)
    return [criterion for criterion in asked if criterion.pk not in shown]


def _practices(version: SchemeVersion, locality: Locality) -> tuple[PracticeFacts, ...]:
    sign_ups = (
        SignUp.objects.filter(version=version, locality=locality, status=SignUpStatus.ACCEPTED)
        .select_related("practice")
        .order_by("practice__code")
    )
    lists = list_sizes.for_financial_year(
        Practice.objects.filter(pk__in=sign_ups.values("practice")),
        version.financial_year,
        clock.now(),
    )
    return tuple(
        PracticeFacts(
            sign_up.practice.code,
            lists[sign_up.practice_id].registered,
            locality.code,
            SignUpFacts(_day(sign_up.received_at), _day(sign_up.accepted_at), 0, 0),
        )
        for sign_up in sign_ups
        if sign_up.practice_id in lists
    )


def _year(
    version: SchemeVersion,
    locality: Locality,
    awards: list[Awarded],
    practices: tuple[PracticeFacts, ...],
) -> dict[str, tuple[int, tuple[str, ...]]]:
    scheme = SCHEMES[version.rules]
    year = version.financial_year
    facts = LesFacts(
        as_at=year.last_day,
        localities=(
            LocalityFacts(locality.code, locality.opened or year.first_day, tuple(awards)),
        ),
        practices=practices,
        terms=parse_terms(scheme, version.terms),
        readings=parse_readings(scheme, version.readings),
    )
    return {
        line.component: (line.entitlement_pence, tuple(line.working))
        for line in calculate(facts).lines
        if line.payee == locality.code and line.objective == OBJECTIVE
    }


def _day(moment: object) -> date:
    return moment.astimezone(clock.LONDON).date()  # type: ignore[attr-defined]
