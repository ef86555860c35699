"""The operating level of a locality as a kind of rule: what it pays, and to whom."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from les_schemes.rules.definition import Objective
from les_schemes.rules.facts import LocalityFacts
from les_schemes.rules.kind import PAYMENT, Entitlement, Kind, Pays
from les_schemes.rules.kinds.operating_level.allowance import (
    Allowance,
    GpSessions,
    Listed,
    PracticeStaff,
)
from les_schemes.rules.kinds.operating_level.levels import Levels
from les_schemes.rules.kinds.operating_level.rates import LevelRates
from les_schemes.rules.kinds.operating_level.terms import LevelReadings, LevelTerms
from les_schemes.rules.places import Code
from les_schemes.rules.roll import Roll
from les_schemes.rules.wording import count
from les_schemes.rules.year import MONTHS
from pbc.money import pounds


class OperatingLevel(Kind):
    name = "operating_level"
    title = "Locality operating level"
    description = (
        "A yearly allowance to each locality for GP leadership sessions and practice staff, by "
        "the level that the Committee awarded and, above level 1, by its registered population."
    )
    source = "PBC LES 2007/08, appendix one, objective 3"
    needs_list = True
    pays = (
        Pays(
            "gp_sessions",
            PAYMENT,
            "GP leadership sessions",
            "localities",
            ("session_rate", "weeks"),
        ),
        Pays(
            "practice_staff",
            PAYMENT,
            "Practice staff allowance",
            "localities",
            ("staff_hour_rate", "weeks"),
        ),
    )
    terms_type = LevelTerms
    readings_type = LevelReadings

    def sentence(self, terms: LevelTerms, readings: LevelReadings) -> str:
        adding = " on top of the levels below" if readings.level_mode == "cumulative" else ""
        floor = " Never less than level 1." if readings.level_floor == "level_1" else ""
        return (
            f"Pays each locality, month by month, GP sessions at {pounds(terms.session_rate)} and "
            f"staff hours at {pounds(terms.staff_hour_rate)} for {count(terms.weeks, 'week')}: at "
            "level 1 one session a week whatever its size; at level 2 three sessions and ten "
            "hours, at level 3 six sessions and twenty hours, a week for every 100,000 "
            f"patients{adding}.{floor}"
        )

    def entitlements(self, objective: Objective, roll: Roll) -> Iterator[Entitlement]:
        """Each locality with its GP sessions and its practice staff."""
        rates = LevelRates.of(objective.terms, objective.readings)
        populations = _populations(roll, objective.readings.population)
        for locality in roll.localities:
            allowance = _allowance(
                locality, roll, rates, objective.readings, populations.get(locality.code, ())
            )
            yield Entitlement(locality.code, "gp_sessions", GpSessions(allowance))
            yield Entitlement(locality.code, "practice_staff", PracticeStaff(allowance))


def _allowance(
    locality: LocalityFacts,
    roll: Roll,
    rates: LevelRates,
    readings: LevelReadings,
    lists: Sequence[Listed],
) -> Allowance:
    levels = Levels(
        roll.year,
        locality.formed,
        roll.as_at,
        tuple(award for award in locality.levels if award.decided <= roll.as_at),
        readings.level_effective,
        readings.part_year,
        tuple(sorted({day for listed in lists for day in (listed.since, listed.until) if day})),
    )
    return Allowance(rates, readings.population, tuple(lists), levels)


def _populations(roll: Roll, population: str) -> dict[Code, list[Listed]]:
    """The lists that count for each locality: all year by that of 1 April, or by months."""
    found: dict[Code, list[Listed]] = defaultdict(list)
    by_months = roll.definition.readings.locality_move == "by_months"
    for member in roll.list_holders:
        if population != "all_members" and not member.standing.on_time:
            continue
        if not by_months:
            found[member.places.home].append(Listed(member.code, member.patients, None, None))
            continue
        for spell in member.places.spells():
            found[spell.locality].append(
                Listed(
                    member.code,
                    member.patients,
                    roll.year.first_of_month(spell.first) if spell.first else None,
                    roll.year.first_of_month(spell.end) if spell.end < MONTHS else None,
                )
            )
    return found
