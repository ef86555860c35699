"""The terms of an operating level, and what its source leaves open."""

from dataclasses import dataclass

from les_schemes.rules.tables import rate, reading, whole_number


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelTerms:
    """Rates are whole pence."""

    session_rate: int = rate("300.00", "For each GP session of three hours")
    staff_hour_rate: int = rate("30.00", "For each hour of practice staff")
    weeks: int = whole_number(52, "Weeks in the year")


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelReadings:
    """The choices that the source leaves open, each by the name of the choice made."""

    population: str = reading(
        "Whose patients count towards a locality's population?",
        accepted_members="Those of practices signed up on time and accepted",
        all_members="Those of all its practices",
    )
    capitation_units: str = reading(
        "How is a population counted in hundreds of thousands?",
        exact="Exactly, in parts of 100,000",
        whole_down="In whole 100,000s, rounded down",
        whole_up="In whole 100,000s, rounded up",
    )
    level_mode: str = reading(
        "Does a higher level replace the levels below it?",
        replace="Yes, each level is the whole amount",
        cumulative="No, it is added to the levels below it",
    )
    level_floor: str = reading(
        "What does a small locality at a higher level earn?",
        level_1="Never less than level 1",
        none="What its population comes to",
    )
    level_effective: str = reading(
        "From when does a decision on a level count?",
        first_of_next_month="From the first day of the next month",
        decision_date="From the day of the decision",
        start_of_year="From 1 April",
    )
    part_year: str = reading(
        "In what parts is a year's allowance earned?",
        whole_months="In twelfths, by month",
        days="In parts of the year's days, by day",
    )
