"""The level of a locality: which is in force, what another would pay, what is missing for it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from applications.models import LevelApplication, LevelAward, LevelCriterion
from applications.statuses import Direction
from governance.kinds import MoneyEffect, Timing
from les_schemes.definitions import definition_of
from les_schemes.models import SchemeVersion, SignUp
from les_schemes.rules import Facts, Objective, calculate
from les_schemes.rules.facts import LevelAward as Awarded
from les_schemes.rules.facts import (
    LocalityFacts,
    Membership,
    ProviderFacts,
    RegisteredList,
    SignUpFacts,
)
from les_schemes.rules.kinds.operating_level.levels import Levels
from les_schemes.statuses import IN_FORCE
from localities import list_sizes
from localities.models import Locality, LocalityMembership, Practice
from pbc import clock
from pbc.financial_year import FinancialYear

KIND = "operating_level"
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
    award = LevelAward.objects.standing().filter(version=version, locality=locality).last()
    return Standing(award.level if award is not None else FIRST_LEVEL, award)


def objective(version: SchemeVersion) -> Objective:
    """The objective under which a version pays levels."""
    return next(definition_of(version).of_kind(KIND))


def awarded(version: SchemeVersion, localities: Iterable[int]) -> dict[int, list[LevelAward]]:
    """Every award of the localities that stands, in the order of decision, in one query."""
    held: dict[int, list[LevelAward]] = {}
    awards = LevelAward.objects.standing().filter(version=version, locality_id__in=list(localities))
    for award in awards.select_related("decision__corrects"):
        held.setdefault(award.locality_id, []).append(award)
    return held


def of_commissioner(commissioner_id: int | None) -> SchemeVersion | None:
    """The scheme version under which a commissioner's localities stand at levels now.

    That is the one of this financial year, else the latest there is; of two schemes with levels
    the one that was opened first. One that was reconciled since can still be read.
    """
    offered = (
        SchemeVersion.objects.offered()
        .offered_by(commissioner_id or 0)
        .select_related("scheme", "commissioner", "framework")
        .order_by("-financial_year_starts_in", "-number", "opened_at", "scheme__code")
    )
    found = [version for version in offered if any(definition_of(version).of_kind(KIND))]
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
    without: Collection[LevelAward] = (),
) -> dict[int, Year]:
    """The whole year of each locality, by the rules, in a fixed number of queries.

    ``further`` adds, by locality, one more award to those held; ``without`` leaves some out.
    """
    held = awarded(version, [locality.pk for locality in localities])
    practices = _practices(version, localities)
    year = version.financial_year
    facts = Facts(
        definition=definition_of(version),
        as_at=year.last_day,
        localities=tuple(
            LocalityFacts(
                locality.code,
                formed(version, locality),
                (
                    *(
                        _as_fact(award)
                        for award in held.get(locality.pk, [])
                        if award not in without
                    ),
                    *([further[locality.pk]] if further and locality.pk in further else []),
                ),
            )
            for locality in localities
        ),
        providers=tuple(practices),
    )
    number = objective(version).number
    amounts: dict[str, dict[str, Amount]] = defaultdict(dict)
    for line in calculate(facts).lines:
        if line.objective == number:
            amounts[line.payee][line.component] = Amount(
                TITLES[line.component].format(number=number, year=year),
                line.entitlement_pence,
                tuple(line.working),
            )
    members = {
        locality.code: [
            held
            for held in practices
            if held.memberships[0].locality == locality.code and held.sign_up
        ]
        for locality in localities
    }
    return {
        locality.pk: Year(
            sum(practice.lists[0].size for practice in members[locality.code]),
            len(members[locality.code]),
            amounts[locality.code],
        )
        for locality in localities
    }


def money_effect(
    version: SchemeVersion,
    locality: Locality,
    level: int | None,
    *,
    decided: date,
    instead_of: LevelAward | None = None,
) -> list[MoneyEffect]:
    """What a locality is entitled to under objective 3 this year, as it stands and with the level
    decided on that day, worked out by the rules from the sign-ups and lists held.

    A correction puts the level, or none, in the place of an award.
    """
    number = objective(version).number
    before = years(version, [locality])[locality.pk].amounts
    further = {locality.pk: Awarded(level, decided)} if level is not None else {}
    without = [instead_of] if instead_of is not None else []
    after = years(version, [locality], further, without)[locality.pk].amounts
    return [
        MoneyEffect(
            payee=locality.name,
            what=title.format(number=number, year=version.financial_year),
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


def open_to(application: LevelApplication, decided: date) -> list[int]:
    """The levels that a decision of a day on an application can agree: up to the level sought
    from above where the locality stood, or down to it."""
    before = (
        LevelAward.objects.standing()
        .filter(version=application.version, locality=application.locality, decided_on__lte=decided)
        .exclude(application=application)
        .last()
    )
    stood = before.level if before is not None else FIRST_LEVEL
    if application.direction == Direction.UP:
        return list(range(stood + 1, application.level + 1))
    return list(range(application.level, stood))


@dataclass(frozen=True)
class Step:
    """A level of a locality, from when it pays, and the award that brought it, if any did."""

    level: int
    since: date
    award: LevelAward | None = None


def history(version: SchemeVersion, locality: Locality, awards: Sequence[LevelAward]) -> list[Step]:
    """Level 1 from formation, then each award from the day the scheme's reading gives it."""
    spans = _spans(version, locality)
    begun = spans.formed
    return [
        Step(FIRST_LEVEL, begun),
        *(
            Step(award.level, max(spans.effective(_as_fact(award)), begun), award)
            for award in awards
        ),
    ]


def timing(version: SchemeVersion, locality: Locality, level: int, decided: date) -> Timing:
    """From when a level decided on a day is in force, and pays, by the scheme's readings."""
    spans = _spans(version, locality)
    award = Awarded(level, decided)
    return Timing(max(spans.effective(award), spans.formed), spans.pays_from(award))


def _spans(version: SchemeVersion, locality: Locality) -> Levels:
    definition = definition_of(version)
    readings = objective(version).readings
    return Levels(
        year=definition.year,
        formed=max(formed(version, locality), version.financial_year.first_day),
        as_at=version.financial_year.last_day,
        awards=(),
        level_effective=readings.level_effective,
        part_year=readings.part_year,
    )


def _as_fact(award: LevelAward) -> Awarded:
    return Awarded(award.level, award.decided_on)


TITLES = {
    "gp_sessions": "Objective {number}, GP sessions, the year {year}",
    "practice_staff": "Objective {number}, practice staff, the year {year}",
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


def _practices(version: SchemeVersion, localities: Iterable[Locality]) -> list[ProviderFacts]:
    """As a run would gather them: those accepted, and members that have not signed up, whose
    patients count under some readings."""
    by_id = {locality.pk: locality for locality in localities}
    ever_accepted = SignUp.objects.filter(version=version, accepted_at__isnull=False)
    accepted = ever_accepted.filter(locality__in=by_id, status__in=IN_FORCE)
    sheets = {sign_up.provider_id: sign_up for sign_up in accepted}
    joined = dict(
        LocalityMembership.objects.on(clock.today())
        .filter(locality__in=by_id)
        .exclude(practice__in=ever_accepted.values("provider"))
        .values_list("practice_id", "locality_id")
    )
    joined |= {
        provider: sheet.locality_id
        for provider, sheet in sheets.items()
        if sheet.locality_id is not None
    }
    practices = Practice.objects.filter(pk__in=joined).order_by("code")
    lists = list_sizes.for_financial_year(practices, version.financial_year, clock.now())
    return [
        ProviderFacts(
            code=practice.code,
            lists=(RegisteredList(lists[practice.pk].as_at, lists[practice.pk].registered),),
            opened=practice.opened,
            memberships=(
                Membership(by_id[joined[practice.pk]].code, version.financial_year.first_day),
            ),
            sign_up=_sign_up_facts(sheets.get(practice.pk)),
        )
        for practice in practices
        if practice.pk in lists
    ]


def _sign_up_facts(sign_up: SignUp | None) -> SignUpFacts | None:
    if sign_up is None or sign_up.received_at is None or sign_up.accepted_at is None:
        return None
    return SignUpFacts(_day(sign_up.received_at), _day(sign_up.accepted_at), 0, 0)


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.LONDON).date()
