"""The level of a locality: which is in force, what another would pay, what is missing for it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from applications.models import LevelApplication, LevelAward, LevelCriterion
from governance.kinds import MoneyEffect
from les_schemes.models import SchemeVersion, SignUp
from les_schemes.rules import SCHEMES, LesFacts, calculate, parse_readings, parse_terms
from les_schemes.rules.facts import LevelAward as Awarded
from les_schemes.rules.facts import LocalityFacts, PracticeFacts, SignUpFacts
from les_schemes.rules.pbc_les_2007_08.levels import Levels
from les_schemes.rules.pbc_les_2007_08.scheme import CODE as LES
from les_schemes.statuses import SignUpStatus
from localities import list_sizes
from localities.models import Locality, Practice
from pbc import clock
from pbc.financial_year import FinancialYear

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


def of_commissioner(commissioner_id: int | None) -> SchemeVersion | None:
    """The open scheme version under which a commissioner's localities stand at levels now.

    That is the one of this financial year, else the latest there is.
    """
    offered = (
        SchemeVersion.objects.open()
        .offered_by(commissioner_id or 0)
        .filter(rules=LES)
        .select_related("scheme", "commissioner", "framework")
        .order_by("-financial_year_starts_in", "-number")
    )
    found = list(offered)
    this_year = FinancialYear.of(clock.today()).starts_in
    current = [version for version in found if version.financial_year_starts_in <= this_year]
    return next(iter(current or found), None)


@dataclass(frozen=True)
class Amount:
    """What a component of objective 3 comes to in the year, and how it was worked out."""

    what: str
    pence: int
    working: tuple[str, ...]


@dataclass(frozen=True)
class Year:
    """What a locality is entitled to under objective 3 in a year, and the patients it rests on."""

    patients: int
    practices: int
    amounts: dict[str, Amount]

    @property
    def total_pence(self) -> int:
        return sum(amount.pence for amount in self.amounts.values())


def years(
    version: SchemeVersion,
    localities: Sequence[Locality],
    further: Mapping[int, Awarded] | None = None,
) -> dict[int, Year]:
    """The whole year of each locality, by the rules, in a fixed number of queries.

    ``further`` adds, by locality, one more award to those held.
    """
    held = awarded(version, [locality.pk for locality in localities])
    practices = _practices(version, localities)
    scheme = SCHEMES[version.rules]
    year = version.financial_year
    facts = LesFacts(
        as_at=year.last_day,
        localities=tuple(
            LocalityFacts(
                locality.code,
                formed(version, locality),
                (
                    *(
                        Awarded(award.level, award.decided_on)
                        for award in held.get(locality.pk, [])
                    ),
                    *([further[locality.pk]] if further and locality.pk in further else []),
                ),
            )
            for locality in localities
        ),
        practices=tuple(practices),
        terms=parse_terms(scheme, version.terms),
        readings=parse_readings(scheme, version.readings),
    )
    amounts: dict[str, dict[str, Amount]] = defaultdict(dict)
    for line in calculate(facts).lines:
        if line.objective == OBJECTIVE:
            amounts[line.payee][line.component] = Amount(
                TITLES[line.component].format(year=year),
                line.entitlement_pence,
                tuple(line.working),
            )
    members = {
        locality.code: [held for held in practices if held.locality == locality.code]
        for locality in localities
    }
    return {
        locality.pk: Year(
            sum(practice.list_size for practice in members[locality.code]),
            len(members[locality.code]),
            amounts[locality.code],
        )
        for locality in localities
    }


def money_effect(
    version: SchemeVersion, locality: Locality, level: int, *, decided: date
) -> list[MoneyEffect]:
    """What a locality is entitled to under objective 3 this year, as it stands and with the level
    decided on that day, worked out by the rules from the sign-ups and lists held."""
    before = years(version, [locality])[locality.pk].amounts
    after = years(version, [locality], {locality.pk: Awarded(level, decided)})[locality.pk].amounts
    return [
        MoneyEffect(
            payee=locality.name,
            what=title.format(year=version.financial_year),
            before_pence=before[component].pence if component in before else 0,
            after_pence=after[component].pence if component in after else 0,
            working=after[component].working if component in after else (),
        )
        for component, title in TITLES.items()
        if component in before or component in after
    ]


def formed(version: SchemeVersion, locality: Locality) -> date:
    """A locality without a date of formation has always been: it earns from the year's start."""
    return locality.opened or version.financial_year.first_day


@dataclass(frozen=True)
class Step:
    """A level of a locality, from when it pays, and the award that brought it, if any did."""

    level: int
    since: date
    award: LevelAward | None = None


def history(version: SchemeVersion, locality: Locality, awards: Sequence[LevelAward]) -> list[Step]:
    """Level 1 from formation, then each award from the day the scheme's reading gives it."""
    readings = parse_readings(SCHEMES[version.rules], version.readings)
    begun = max(formed(version, locality), version.financial_year.first_day)
    spans = Levels(
        formed=begun,
        as_at=version.financial_year.last_day,
        awards=(),
        level_effective=readings.level_effective,
        part_year=readings.part_year,
    )
    steps = [Step(FIRST_LEVEL, begun)]
    for award in awards:
        since = spans.effective(Awarded(award.level, award.decided_on))
        steps.append(Step(award.level, max(since, begun), award))
    return steps


TITLES = {
    "gp_sessions": "Objective 3, GP sessions, the year {year}",
    "practice_staff": "Objective 3, practice staff, the year {year}",
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


def _practices(version: SchemeVersion, localities: Iterable[Locality]) -> list[PracticeFacts]:
    sign_ups = (
        SignUp.objects.filter(
            version=version,
            locality__in=[locality.pk for locality in localities],
            status=SignUpStatus.ACCEPTED,
        )
        .select_related("practice", "locality")
        .order_by("practice__code")
    )
    lists = list_sizes.for_financial_year(
        Practice.objects.filter(pk__in=sign_ups.order_by().values("practice")),
        version.financial_year,
        clock.now(),
    )
    return [
        PracticeFacts(
            sign_up.practice.code,
            lists[sign_up.practice_id].registered,
            sign_up.locality.code,
            SignUpFacts(_day(sign_up.received_at), _day(sign_up.accepted_at), 0, 0),
        )
        for sign_up in sign_ups
        if sign_up.practice_id in lists
        and sign_up.locality
        and sign_up.received_at
        and sign_up.accepted_at
    ]


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.LONDON).date()
