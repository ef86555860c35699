"""Who could sign up to a scheme, and what is held of each: the list, the locality, the GPs."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from les_schemes.models import SchemeVersion
from les_schemes.offered import offering, others_offered, practices_offered
from localities import list_sizes
from localities.models import (
    ListSize,
    Locality,
    LocalityMembership,
    Organisation,
    Post,
    Practice,
    Provider,
)
from pbc import clock
from pbc.financial_year import FinancialYear

OLDEST_STAND_IN = timedelta(days=366)
"""How long before the year a list may be of that stands in for one of 1 April to come."""

NO_LIST = (
    "No list size is held for 1 April, nor one of the year before. Import or enter it, so that "
    "the practice can be counted."
)
NOT_INVITED = "It was not invited, and the scheme is offered by invitation."


@dataclass(frozen=True, slots=True)
class EligibleProvider:
    """A practice, or another provider, that may take part.

    ``patients`` is None for one without a registered list. ``list_as_at`` is the day of the list
    that was taken: of one that ``stands_in`` a day before the year. ``opened`` is its day of
    opening where that lies within the year. ``may_sign`` says whether it has a GP whose signature
    counts.
    """

    code: str
    name: str
    is_practice: bool
    patients: int | None
    list_as_at: date | None
    stands_in: bool
    opened: date | None
    locality: str | None
    may_sign: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Who could not be counted, and what would have to be done."""

    code: str
    name: str
    locality: str | None
    why: str


@dataclass(frozen=True, slots=True)
class LocalityHeld:
    """A locality that could earn an allowance; ``formed`` is held, or the year's first day."""

    code: str
    name: str
    formed: date


@dataclass(frozen=True)
class Eligible:
    """Everyone who may take part in a scheme of a year, as held on a day."""

    year: FinancialYear
    day: date
    providers: tuple[EligibleProvider, ...]
    left_out: tuple[LeftOut, ...]
    localities: tuple[LocalityHeld, ...]

    @property
    def locality_names(self) -> dict[str, str]:
        return {locality.code: locality.name for locality in self.localities}

    @property
    def standing_in(self) -> int:
        """For how many an older list stands in for that of 1 April, which is not held yet."""
        return sum(provider.stands_in for provider in self.providers)

    @property
    def patients(self) -> int:
        return sum(provider.patients or 0 for provider in self.providers)


def eligible(
    version: SchemeVersion, day: date | None = None, only: Collection[int] | None = None
) -> Eligible:
    """Who may sign up as the version stands, of those there on a day (today), with what is held
    of them: by ``who_may_provide``, the registered list required, and who was invited.

    ``only`` narrows them to organisations by their ids. A fixed number of queries, however many
    there are.
    """
    day = day or clock.today()
    year = version.financial_year
    among = Q() if only is None else Q(pk__in=only)
    practices = list(practices_offered(version, day=day).filter(among).order_by("code"))
    others = list(others_offered(version, day=day).filter(among).order_by("code"))
    ids = [practice.pk for practice in practices]
    lists = _lists(ids, year)
    homes = _homes(ids, day)
    may_sign = _may_sign(practices, day)
    counted = [practice for practice in practices if practice.pk in lists]
    providers = [
        *(
            _practice(one, lists[one.pk], homes.get(one.pk), year, may_sign=one.pk in may_sign)
            for one in counted
        ),
        *(_other(one) for one in others),
    ]
    return Eligible(
        year=year,
        day=day,
        providers=tuple(sorted(providers, key=lambda provider: provider.code)),
        left_out=(
            *(
                LeftOut(one.code, one.name, _code(homes.get(one.pk)), NO_LIST)
                for one in practices
                if one.pk not in lists
            ),
            *(_not_invited(version, others, day) if only is None else ()),
        ),
        localities=tuple(_localities(version, homes.values(), day, year)),
    )


def _practice(
    practice: Practice,
    held: ListSize,
    home: Locality | None,
    year: FinancialYear,
    *,
    may_sign: bool,
) -> EligibleProvider:
    opened = practice.opened
    return EligibleProvider(
        code=practice.code,
        name=practice.name,
        is_practice=True,
        patients=held.registered,
        list_as_at=held.as_at,
        stands_in=held.as_at < year.first_day,
        opened=opened if opened and year.first_day < opened <= year.last_day else None,
        locality=_code(home),
        may_sign=may_sign,
    )


def _other(provider: Organisation) -> EligibleProvider:
    return EligibleProvider(
        code=provider.code,
        name=provider.name,
        is_practice=False,
        patients=None,
        list_as_at=None,
        stands_in=False,
        opened=None,
        locality=None,
        may_sign=False,
    )


def _lists(practices: list[int], year: FinancialYear) -> dict[int, ListSize]:
    """The list that counts for the year; before it is there, the latest of the year before."""
    known_until = clock.known_until()
    counting = list_sizes.for_financial_year(practices, year, known_until)
    if len(counting) == len(practices) or clock.today() > year.first_day:
        return counting
    before = (
        ListSize.objects.known_at(known_until)
        .filter(
            practice__in=set(practices) - counting.keys(),
            as_at__lt=year.first_day,
            as_at__gte=year.first_day - OLDEST_STAND_IN,
        )
        .order_by("practice", "as_at")
    )
    # The latest of each comes last, and stays.
    return {**{held.practice_id: held for held in before}, **counting}


def _homes(practices: list[int], day: date) -> dict[int, Locality]:
    memberships = LocalityMembership.objects.on(day).filter(practice__in=practices)
    return {one.practice_id: one.locality for one in memberships.select_related("locality")}


def _may_sign(practices: Iterable[Practice], day: date) -> set[int]:
    """The practices with a GP who must sign; one whose GPs are not recorded is taken to have one.

    A practice that the commissioner runs has none (AMB-07).
    """
    ids = [practice.pk for practice in practices if not practice.is_run_by_the_commissioner]
    posts: dict[int, list[Post]] = {}
    for post in Post.objects.on(day).filter(practice__in=ids):
        posts.setdefault(post.practice_id, []).append(post)
    return {pk for pk in ids if pk not in posts or any(post.must_sign for post in posts[pk])}


def _not_invited(
    version: SchemeVersion, others: Iterable[Provider], day: date
) -> Iterable[LeftOut]:
    """Those on the list of a commissioner offering it that only an invitation would let in."""
    if version.is_for_practices_only:
        return
    taken = {provider.pk for provider in others}
    listed = Provider.objects.listed_by(list(offering(version)), day).on(day).order_by("code")
    for provider in listed:
        if provider.pk not in taken:
            yield LeftOut(provider.code, provider.name, None, NOT_INVITED)


def _localities(
    version: SchemeVersion, homes: Iterable[Locality], day: date, year: FinancialYear
) -> Iterable[LocalityHeld]:
    """Those of the commissioners offering it, and any other that a practice is in."""
    offered = Locality.objects.on(day).filter(commissioner__in=offering(version))
    held: Mapping[str, Locality] = {one.code: one for one in (*homes, *offered)}
    for code in sorted(held):
        yield LocalityHeld(code, held[code].name, held[code].opened or year.first_day)


def _code(locality: Locality | None) -> str | None:
    return None if locality is None else locality.code
