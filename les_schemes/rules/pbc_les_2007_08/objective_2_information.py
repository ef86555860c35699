"""Objective 2: information on activity. 50p for each patient, released as reports come in.

    annual = rate × list × months / 12, rounded

The locality's fund is credited with the annual amounts of its practices; a practice is paid from
its own annual amount for the months that it reported.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from les_schemes.rules.component import Component, rule
from les_schemes.rules.facts import LesFacts
from les_schemes.rules.pbc_les_2007_08 import year
from les_schemes.rules.pbc_les_2007_08.overspend import Overspend, loss
from les_schemes.rules.pbc_les_2007_08.roll import Roll
from les_schemes.rules.pbc_les_2007_08.scheme import INFORMATION_FUND, INFORMATION_RELEASE
from les_schemes.rules.pbc_les_2007_08.sign_up import Standing
from les_schemes.rules.wording import count, in_month, patients, rounded
from pbc.money import pounds, round_half_up

THRESHOLD_MONTHS = 10
"""Out of twelve: from there on, under ``threshold``, everything is released."""


def entitlements(facts: LesFacts, roll: Roll) -> Iterator[tuple[str, Component]]:
    """Each locality with its fund, each practice with what is released to it."""
    annuals = {
        member.code: Annual(
            member.code, facts.terms.information_rate, member.list_size, member.standing
        )
        for member in roll.members
    }
    for locality in roll.localities:
        members = roll.of(locality)
        yield locality.code, InformationFund(tuple(annuals[member.code] for member in members))
    for member in roll.members:
        yield (
            member.code,
            InformationRelease(
                annuals[member.code],
                member.practice.reports,
                facts.readings.information_release,
                loss(member, facts.readings.overspend_scope),
            ),
        )


@dataclass(frozen=True)
class Annual:
    """What a practice's information is worth for the year."""

    practice: str
    rate_pence: int
    list_size: int
    standing: Standing

    @cached_property
    def exact(self) -> Fraction:
        return Fraction(self.rate_pence * self.list_size * self.standing.months, year.MONTHS)

    @cached_property
    def pence(self) -> int:
        return round_half_up(self.exact)

    @cached_property
    def sentence(self) -> str:
        months = self.standing.months
        part = "" if months == year.MONTHS else f" × {months}/{year.MONTHS}"
        return (
            f"{patients(self.list_size)} × {pounds(self.rate_pence)}{part} = {rounded(self.exact)}"
        )


@rule
@dataclass(frozen=True, slots=True)
class InformationFund(Component):
    """The fund held in a locality's name: the annual amounts of its practices."""

    rule = "pbc-les-2007-08/information-fund"
    payable = INFORMATION_FUND

    annuals: tuple[Annual, ...]

    @property
    def entitlement_pence(self) -> int:
        return sum(annual.pence for annual in self.annuals)

    def working(self) -> list[str]:
        if not self.annuals:
            return ["The locality has no practices."]
        sentences = [
            f"{annual.practice}: {annual.sentence}. {annual.standing.sentence}"
            for annual in self.annuals
        ]
        total = pounds(self.entitlement_pence)
        practices = count(len(self.annuals), "practice")
        return [*sentences, f"Together {total} for the year, from {practices}."]


@rule
@dataclass(frozen=True)
class InformationRelease(Component):
    """The payment to a practice out of its annual amount, for the months reported."""

    rule = "pbc-les-2007-08/information-release"
    payable = INFORMATION_RELEASE

    annual: Annual
    reports: tuple[date, ...]
    information_release: str
    lost: Overspend | None

    @cached_property
    def months_reported(self) -> int:
        """k: each of the practice's months up to the day of the sum, counted once."""
        standing = self.annual.standing
        latest = year.month_number(standing.as_at)
        before = year.month_number(year.LAST_DAY) - standing.months
        reported = {year.month_number(month) for month in self.reports}
        return sum(before < month <= latest for month in reported)

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
            and self.months_reported * year.MONTHS >= self.annual.standing.months * THRESHOLD_MONTHS
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
                f"From {THRESHOLD_MONTHS} months in {year.MONTHS} on everything is released: "
                f"{pounds(self.annual.pence)}."
            )
        return f"{pounds(self.annual.pence)} × {reported}/{months} = {rounded(self.released)}."
