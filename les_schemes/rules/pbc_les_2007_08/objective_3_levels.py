"""Objective 3: a locality's operating level, monthly in advance, on its registered population.

    level 1 = 1 session a week, whatever the size
    level 2 = 3 sessions and 10 staff hours a week for every 100,000 patients
    level 3 = 6 sessions and 20 staff hours a week for every 100,000 patients

each for the weeks of the year; a locality earns a twelfth (or 1/366) of a year's amount for every
month (or day) at the level then in force.
"""

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from les_schemes.rules.component import Component, rule
from les_schemes.rules.facts import LesFacts
from les_schemes.rules.pbc_les_2007_08 import year
from les_schemes.rules.pbc_les_2007_08.level_rates import (
    SESSIONS,
    STAFF_HOURS,
    UNIT,
    LevelRates,
    YearOfLevel,
)
from les_schemes.rules.pbc_les_2007_08.levels import Levels
from les_schemes.rules.pbc_les_2007_08.roll import Roll
from les_schemes.rules.pbc_les_2007_08.scheme import GP_SESSIONS, PRACTICE_STAFF
from les_schemes.rules.wording import count, decimal, exact, joined, on_day, patients, rounded
from pbc.money import pounds, round_half_up


def entitlements(facts: LesFacts, roll: Roll) -> Iterator[tuple[str, Component]]:
    """Each locality with its GP sessions and its practice staff."""
    readings = facts.readings
    rates = LevelRates(
        facts.terms.session_rate,
        facts.terms.staff_hour_rate,
        facts.terms.weeks,
        readings.capitation_units,
        readings.level_mode,
        readings.level_floor,
    )
    for locality in roll.localities:
        allowance = Allowance(
            rates,
            readings.population,
            tuple(
                RegisteredList(member.code, member.list_size)
                for member in roll.of(locality)
                if readings.population == "all_members" or member.standing.on_time
            ),
            Levels(
                locality.formed,
                facts.as_at,
                tuple(award for award in locality.levels if award.decided <= facts.as_at),
                readings.level_effective,
                readings.part_year,
            ),
        )
        yield locality.code, GpSessions(allowance)
        yield locality.code, PracticeStaff(allowance)


@dataclass(frozen=True, slots=True)
class RegisteredList:
    """A practice's list as far as it counts towards the population."""

    practice: str
    list_size: int


@dataclass(frozen=True)
class Allowance:
    """A locality's allowance for a year: its rates, its population, and its levels in it."""

    rates: LevelRates
    population_reading: str
    lists: tuple[RegisteredList, ...]
    levels: Levels

    @cached_property
    def population(self) -> int:
        return sum(registered.list_size for registered in self.lists)

    @property
    def units(self) -> Fraction:
        """The population in hundreds of thousands."""
        return Fraction(self.rates.counted(self.population), UNIT)

    @cached_property
    def years(self) -> dict[int, YearOfLevel]:
        """What each level at which the locality stood is worth for a whole year."""
        levels = sorted({spell.level for spell in self.levels.spells})
        return {level: self.rates.of_level(level, self.population) for level in levels}

    def population_sentence(self) -> str:
        whose = (
            "all practices of the locality"
            if self.population_reading == "all_members"
            else "the practices signed up on time and accepted"
        )
        each = " + ".join(f"{each.practice} {each.list_size:,}" for each in self.lists)
        population = f"{each} = {patients(self.population)}" if each else "none"
        rounding = {"whole_down": ", rounded down", "whole_up": ", rounded up"}
        return (
            f"Population, the lists of {whose}: {population}; divided by "
            f"{UNIT:,}{rounding.get(self.rates.capitation_units, '')}: {decimal(self.units)}."
        )

    def floor_sentence(self, level: int) -> list[str]:
        """Why a level pays less than its formula, if it does."""
        by_formula = self.rates.before_floor(level, self.population)
        paid = self.years[level]
        if paid == by_formula:
            return []
        return [
            f"Sessions and staff together, {exact(by_formula.sessions + by_formula.staff)}, are "
            f"below level 1's {exact(paid.sessions)}, so level 1's sessions are paid and no staff."
        ]

    def decisions(self) -> list[str]:
        """The decisions on levels, as sentences."""
        sentences = []
        for award in self.levels.awards:
            effective = self.levels.effective(award)
            when = f"from {on_day(effective)}" if effective < year.DAY_AFTER else "after this year"
            sentences.append(
                f"Level {award.level} was decided on {on_day(award.decided)} and counts {when}."
            )
        return sentences


class LevelComponent(Component):
    """One of the two components of a locality's allowance: the base of both."""

    @property
    @abstractmethod
    def allowance(self) -> Allowance:
        """What both are worked out from."""

    @abstractmethod
    def taken(self, amounts: YearOfLevel) -> Fraction:
        """The component's own of a year's two amounts."""

    @abstractmethod
    def a_week(self, level: int) -> tuple[int, str, int]:
        """How many of what a level has in a week, and the rate of each in pence."""

    @property
    def earned(self) -> Fraction:
        """Exact pence before rounding."""
        years, levels = self.allowance.years, self.allowance.levels
        earned = sum(
            (self.taken(years[spell.level]) * spell.parts for spell in levels.spells), Fraction(0)
        )
        return earned / levels.parts_in_year

    @property
    def entitlement_pence(self) -> int:
        return round_half_up(self.earned)

    def working(self) -> list[str]:
        levels = self.allowance.levels
        if not levels.spells:
            return [
                f"Formed on {on_day(levels.formed)}, the locality has earned nothing of the year "
                f"by the end of the month of {on_day(levels.as_at)}."
            ]
        sentences = []
        if set(self.allowance.years) != {1}:
            sentences.append(self.allowance.population_sentence())
        for level in self.allowance.years:
            sentences += [self._level(level), *self.allowance.floor_sentence(level)]
        return [*sentences, *self.allowance.decisions(), self._sum()]

    def _level(self, level: int) -> str:
        rates = self.allowance.rates
        parts = [self._level_alone(each) for each in rates.levels_paid(level)]
        adding = " added up" if len(parts) > 1 else ""
        amount = self.taken(rates.before_floor(level, self.allowance.population))
        return f"Level {level}: {'; '.join(parts)}{adding}, {exact(amount)} a year."

    def _level_alone(self, level: int) -> str:
        number, thing, rate_pence = self.a_week(level)
        if not number:
            return f"no {thing}s at level {level}"
        by_size = "" if level == 1 else f" × {decimal(self.allowance.units)}"
        weeks = count(self.allowance.rates.weeks, "week")
        return f"{count(number, thing)} a week{by_size} × {pounds(rate_pence)} × {weeks}"

    def _sum(self) -> str:
        years, levels = self.allowance.years, self.allowance.levels
        times = joined(
            [
                f"{count(spell.parts, levels.unit)} at level {spell.level} "
                f"from {on_day(spell.since)}"
                for spell in levels.spells
            ]
        )
        terms = " + ".join(
            f"{exact(self.taken(years[spell.level]))} × {spell.parts}/{levels.parts_in_year}"
            for spell in levels.spells
        )
        return f"{times}: {terms} = {rounded(self.earned)}."


@rule
@dataclass(frozen=True, slots=True)
class GpSessions(LevelComponent):
    """The payment to a locality for the sessions of its GP leaders."""

    rule = "pbc-les-2007-08/gp-sessions"
    payable = GP_SESSIONS

    allowance: Allowance

    def taken(self, amounts: YearOfLevel) -> Fraction:
        return amounts.sessions

    def a_week(self, level: int) -> tuple[int, str, int]:
        return SESSIONS[level], "session", self.allowance.rates.session_rate_pence


@rule
@dataclass(frozen=True, slots=True)
class PracticeStaff(LevelComponent):
    """The payment to a locality for the time of practice staff."""

    rule = "pbc-les-2007-08/practice-staff"
    payable = PRACTICE_STAFF

    allowance: Allowance

    def taken(self, amounts: YearOfLevel) -> Fraction:
        return amounts.staff

    def a_week(self, level: int) -> tuple[int, str, int]:
        return STAFF_HOURS[level], "staff hour", self.allowance.rates.staff_hour_rate_pence
