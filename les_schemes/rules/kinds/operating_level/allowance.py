"""A locality's allowance: monthly in advance, on its level and its registered population.

    level 1 = 1 session a week, whatever the size
    level 2 = 3 sessions and 10 staff hours a week for every 100,000 patients
    level 3 = 6 sessions and 20 staff hours a week for every 100,000 patients

each for the weeks of the year; a locality earns a twelfth (or, by days, the year's part) of a
year's amount for every month (or day) at the level then in force.
"""

from abc import abstractmethod
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from les_schemes.rules.component import Component, rule
from les_schemes.rules.kinds.operating_level.levels import Levels, Spell
from les_schemes.rules.kinds.operating_level.rates import (
    SESSIONS,
    STAFF_HOURS,
    UNIT,
    LevelRates,
    YearOfLevel,
)
from les_schemes.rules.wording import count, decimal, exact, joined, on_day, patients, rounded
from pbc.money import pounds, round_half_up


@dataclass(frozen=True, slots=True)
class Listed:
    """A practice's list as far as it counts towards the population: from a month to before one.

    Without ``since`` and ``until`` it counts for the whole year.
    """

    practice: str
    size: int
    since: date | None
    until: date | None

    def counts_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )


@dataclass(frozen=True)
class Allowance:
    """A locality's allowance for a year: its rates, its lists, and its levels in it."""

    rates: LevelRates
    population_reading: str
    lists: tuple[Listed, ...]
    levels: Levels

    @cached_property
    def _populations(self) -> dict[Spell, int]:
        """The patients of each spell; they change only where a list comes or goes by months."""
        if not self.levels.cuts:
            whole = sum(listed.size for listed in self.lists)
            return dict.fromkeys(self.levels.spells, whole)
        return {
            spell: sum(listed.size for listed in self.lists if listed.counts_on(spell.since))
            for spell in self.levels.spells
        }

    def population(self, spell: Spell) -> int:
        return self._populations[spell]

    def year_of(self, spell: Spell) -> YearOfLevel:
        """What a whole year as in a spell is worth."""
        return self._years[spell.level, self.population(spell)]

    @cached_property
    def _years(self) -> dict[tuple[int, int], YearOfLevel]:
        kinds = {(spell.level, self.population(spell)) for spell in self.levels.spells}
        return {kind: self.rates.of_level(*kind) for kind in kinds}

    @cached_property
    def kinds_of_spell(self) -> list[Spell]:
        """One spell of each level and population, in the order of the levels."""
        kinds = {(spell.level, self.population(spell)): spell for spell in self.levels.spells[::-1]}
        return sorted(kinds.values(), key=lambda spell: (spell.level, spell.since))

    def population_sentences(self) -> list[str]:
        """The population, once, or from each day on which it changed while it counted."""
        sentences = []
        told = None
        for spell in self.levels.spells:
            if self.population(spell) != told:
                told = self.population(spell)
                sentences.append(self._population_sentence(spell))
        return sentences

    def _population_sentence(self, spell: Spell) -> str:
        whose = (
            "all practices of the locality"
            if self.population_reading == "all_members"
            else "the practices signed up on time and accepted"
        )
        since = f" from {on_day(spell.since)}" if self.levels.cuts else ""
        lists = [listed for listed in self.lists if listed.counts_on(spell.since)]
        each = " + ".join(f"{listed.practice} {listed.size:,}" for listed in lists)
        population = self.population(spell)
        sum_ = f"{each} = {patients(population)}" if each else "none"
        rounding = {"whole_down": ", rounded down", "whole_up": ", rounded up"}
        return (
            f"Population{since}, the lists of {whose}: {sum_}; divided by "
            f"{UNIT:,}{rounding.get(self.rates.capitation_units, '')}: "
            f"{decimal(self.rates.units(population))}."
        )

    def floor_sentence(self, spell: Spell) -> list[str]:
        """Why a level pays less than its formula, if it does."""
        by_formula = self.rates.before_floor(spell.level, self.population(spell))
        paid = self.year_of(spell)
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
            in_year = effective < self.levels.year.day_after
            when = f"from {on_day(effective)}" if in_year else "after this year"
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
        levels = self.allowance.levels
        earned = sum(
            (self.taken(self.allowance.year_of(spell)) * spell.parts for spell in levels.spells),
            Fraction(0),
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
        kinds = self.allowance.kinds_of_spell
        sentences = []
        if any(spell.level != 1 for spell in kinds):
            sentences += self.allowance.population_sentences()
        told = []
        for spell in kinds:
            for sentence in (self._level(spell), *self.allowance.floor_sentence(spell)):
                if sentence not in told:
                    told.append(sentence)
        return [*sentences, *told, *self.allowance.decisions(), self._sum()]

    def _level(self, spell: Spell) -> str:
        rates = self.allowance.rates
        population = self.allowance.population(spell)
        parts = [self._level_alone(each, population) for each in rates.levels_paid(spell.level)]
        adding = " added up" if len(parts) > 1 else ""
        amount = self.taken(rates.before_floor(spell.level, population))
        return f"Level {spell.level}: {'; '.join(parts)}{adding}, {exact(amount)} a year."

    def _level_alone(self, level: int, population: int) -> str:
        number, thing, rate_pence = self.a_week(level)
        if not number:
            return f"no {thing}s at level {level}"
        rates = self.allowance.rates
        by_size = "" if level == 1 else f" × {decimal(rates.units(population))}"
        weeks = count(rates.weeks, "week")
        return f"{count(number, thing)} a week{by_size} × {pounds(rate_pence)} × {weeks}"

    def _sum(self) -> str:
        levels = self.allowance.levels
        times = joined(
            [
                f"{count(spell.parts, levels.unit)} at level {spell.level} "
                f"from {on_day(spell.since)}"
                for spell in levels.spells
            ]
        )
        terms = " + ".join(
            f"{exact(self.taken(self.allowance.year_of(spell)))} × "
            f"{spell.parts}/{levels.parts_in_year}"
            for spell in levels.spells
        )
        return f"{times}: {terms} = {rounded(self.earned)}."


@rule
@dataclass(frozen=True, slots=True)
class GpSessions(LevelComponent):
    """The payment to a locality for the sessions of its GP leaders."""

    rule = "operating-level/gp-sessions"

    allowance: Allowance

    def taken(self, amounts: YearOfLevel) -> Fraction:
        return amounts.sessions

    def a_week(self, level: int) -> tuple[int, str, int]:
        return SESSIONS[level], "session", self.allowance.rates.session_rate_pence


@rule
@dataclass(frozen=True, slots=True)
class PracticeStaff(LevelComponent):
    """The payment to a locality for the time of practice staff."""

    rule = "operating-level/practice-staff"

    allowance: Allowance

    def taken(self, amounts: YearOfLevel) -> Fraction:
        return amounts.staff

    def a_week(self, level: int) -> tuple[int, str, int]:
        return STAFF_HOURS[level], "staff hour", self.allowance.rates.staff_hour_rate_pence
