"""Information on activity: so much for each patient, released as reports come in.

    annual = rate × list × months / 12, rounded

The locality's fund is credited with the annual amounts of its practices; a practice is paid from
its own annual amount for the months that it reported. Of a practice that changes its locality
within the year each fund is credited with the months that it was there (readings.md AMB-66).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from les_schemes.rules import overspend
from les_schemes.rules.component import Component, rule
from les_schemes.rules.definition import Objective
from les_schemes.rules.facts import RegisteredList
from les_schemes.rules.kind import ALLOCATION, PAYMENT, Entitlement, Kind, Pays
from les_schemes.rules.overspend import Overspend
from les_schemes.rules.places import Code
from les_schemes.rules.roll import Member, Roll
from les_schemes.rules.standing import Standing
from les_schemes.rules.tables import rate, reading
from les_schemes.rules.wording import count, in_month, no_list, patients, rounded
from les_schemes.rules.year import MONTHS, month_number
from pbc.money import pounds, round_half_up

THRESHOLD_MONTHS = 10
"""Out of twelve: from there on, under ``threshold``, everything is released."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationTerms:
    """The rate is whole pence."""

    rate: int = rate("0.50", "For each registered patient")


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationReadings:
    """The choice that the source leaves open."""

    information_release: str = reading(
        "What is released when reports are missing?",
        pro_rata_months="A part for each month reported",
        all_or_nothing="Nothing until every month is reported",
        threshold="All of it from ten months in twelve, below that a part for each month",
    )


class InformationFundKind(Kind):
    name = "information_fund"
    title = "Information fund, released on reports"
    description = (
        "A yearly sum for each registered patient, held as a fund in the locality's name and "
        "released to each practice for the months whose reports were accepted."
    )
    source = "PBC LES 2007/08, appendix one, objective 2"
    needs_list = True
    pays = (
        Pays("information_fund", ALLOCATION, "Information fund", "localities", ("rate",)),
        Pays(
            "information_release",
            PAYMENT,
            "Release for information reports",
            "practices",
            ("rate",),
        ),
    )
    terms_type = InformationTerms
    readings_type = InformationReadings

    def sentence(self, terms: InformationTerms, readings: InformationReadings) -> str:
        release = {
            "pro_rata_months": "a twelfth for each month reported",
            "all_or_nothing": "all of it once every month is reported, nothing before",
            "threshold": (
                f"all of it from {THRESHOLD_MONTHS} months in twelve, below that a twelfth for "
                "each month reported"
            ),
        }
        return (
            f"Sets aside {pounds(terms.rate)} a year for every registered patient in the "
            "locality's fund, and releases it to each practice: "
            f"{release[readings.information_release]}."
        )

    def entitlements(self, objective: Objective, roll: Roll) -> Iterator[Entitlement]:
        """Each locality with its fund, each holder of a list with what is released to it."""
        scope = overspend.scope(roll)
        funds: dict[Code, list[FundPart]] = defaultdict(list)
        for member in roll.list_holders:
            annual = Annual(member.code, objective.terms.rate, member.registered, member.standing)
            for code, part in _parts(member, annual):
                funds[code].append(part)
            release = InformationRelease(
                annual,
                member.reports,
                objective.readings.information_release,
                overspend.loss(member, scope),
            )
            yield Entitlement(member.code, "information_release", release)
        for locality in roll.localities:
            fund = InformationFund(tuple(funds[locality.code]))
            yield Entitlement(locality.code, "information_fund", fund)


@dataclass(frozen=True)
class Annual:
    """What a practice's information is worth for the year."""

    practice: str
    rate_pence: int
    registered: RegisteredList | None
    standing: Standing

    @cached_property
    def exact(self) -> Fraction:
        size = 0 if self.registered is None else self.registered.size
        return Fraction(self.rate_pence * size * self.standing.months, MONTHS)

    @cached_property
    def pence(self) -> int:
        return round_half_up(self.exact)

    @cached_property
    def sentence(self) -> str:
        """The sum, without a full stop."""
        if self.registered is None:
            return no_list(self.standing.year.first_day).removesuffix(".")
        months = self.standing.months
        part = "" if months == MONTHS else f" × {months}/{MONTHS}"
        return (
            f"{patients(self.registered.size)} × {pounds(self.rate_pence)}{part} = "
            f"{rounded(self.exact)}"
        )


@dataclass(frozen=True)
class FundPart:
    """What of a practice's annual amount belongs to one locality's fund.

    Of the practice's months those after the first ``before`` up to ``through``. Parts are cut by
    cumulative rounding, so that they add up to the annual amount.
    """

    annual: Annual
    before: int
    through: int

    @cached_property
    def pence(self) -> int:
        return self._first(self.through) - self._first(self.before)

    def _first(self, months: int) -> int:
        whole = self.annual.standing.months
        if months == whole:
            return self.annual.pence
        return round_half_up(Fraction(self.annual.pence * months, whole))

    def working(self) -> str:
        sum_ = f"{self.annual.practice}: {self.annual.sentence}. {self.annual.standing.sentence}"
        months, whole = self.through - self.before, self.annual.standing.months
        if months == whole:
            return sum_
        standing = self.annual.standing
        first = standing.year.first_of_month(standing.first_place + self.before)
        return (
            f"{sum_} For {count(months, 'month')} of {whole} from {in_month(first)} it was in this "
            f"locality: {pounds(self.pence)} of {pounds(self.annual.pence)}."
        )


def _parts(member: Member, annual: Annual) -> Iterator[tuple[Code, FundPart]]:
    """An annual amount cut by the localities of the practice in the months that it earns."""
    first, months = annual.standing.first_place, annual.standing.months
    if not months:
        yield member.places.home, FundPart(annual, 0, 0)
    for spell in member.places.spells(first, first + months):
        yield spell.locality, FundPart(annual, spell.first - first, spell.end - first)


@rule
@dataclass(frozen=True, slots=True)
class InformationFund(Component):
    """The fund held in a locality's name: its parts of the annual amounts of its practices."""

    rule = "information-fund/fund"

    parts: tuple[FundPart, ...]

    @property
    def entitlement_pence(self) -> int:
        return sum(part.pence for part in self.parts)

    def working(self) -> list[str]:
        if not self.parts:
            return ["The locality has no practices."]
        total = pounds(self.entitlement_pence)
        practices = count(len({part.annual.practice for part in self.parts}), "practice")
        return [
            *(part.working() for part in self.parts),
            f"Together {total} for the year, from {practices}.",
        ]


@rule
@dataclass(frozen=True)
class InformationRelease(Component):
    """The payment to a practice out of its annual amount, for the months reported."""

    rule = "information-fund/release"

    annual: Annual
    reports: tuple[date, ...]
    information_release: str
    lost: Overspend | None

    @cached_property
    def months_reported(self) -> int:
        """k: each of the practice's months up to the day of the sum, counted once.

        Of a practice that left, only whole months before.
        """
        standing = self.annual.standing
        april = standing.year.first_month
        end = min(standing.reports_end_place, month_number(standing.as_at) - april + 1)
        reported = {month_number(month) - april for month in self.reports}
        return sum(standing.first_place <= place < end for place in reported)

    @cached_property
    def released(self) -> Fraction:
        """Exact pence before rounding, from the rounded annual amount."""
        months = self.annual.standing.months
        if months == 0:
            return Fraction(0)
        if self.information_release == "all_or_nothing" and self.months_reported < months:
            return Fraction(0)
        if self.over_threshold:
            return Fraction(self.annual.pence)
        return Fraction(self.annual.pence * self.months_reported, months)

    @property
    def over_threshold(self) -> bool:
        """Whether the months reported are enough, under ``threshold``, for everything."""
        return (
            self.information_release == "threshold"
            and self.months_reported * MONTHS >= self.annual.standing.months * THRESHOLD_MONTHS
        )

    @property
    def entitlement_pence(self) -> int:
        return 0 if self.lost else round_half_up(self.released)

    def working(self) -> list[str]:
        standing = self.annual.standing
        sentences = [standing.sentence]
        if standing.months:
            sentences += [
                f"For the year: {self.annual.sentence}.",
                f"{self.months_reported} of its {count(standing.months, 'month')} reported by "
                f"{in_month(standing.as_at)}.",
                self._sum(),
            ]
        if self.lost:
            sentences.append(self.lost.working())
        return sentences

    def _sum(self) -> str:
        months = self.annual.standing.months
        reported = self.months_reported
        if reported < months and self.information_release == "all_or_nothing":
            return "Nothing is released until every month is reported."
        if reported < months and self.over_threshold:
            return (
                f"From {THRESHOLD_MONTHS} months in {MONTHS} on everything is released: "
                f"{pounds(self.annual.pence)}."
            )
        return f"{pounds(self.annual.pence)} × {reported}/{months} = {rounded(self.released)}."
