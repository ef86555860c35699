"""The PBC LES 2007/08 as its appendix one sets it out: objectives, awards, terms, readings."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from les_schemes.rules.scheme import (
    ALLOCATION,
    PAYMENT,
    Objective,
    Payable,
    Scheme,
    day,
    fraction,
    rate,
    reading,
    whole_number,
)

CODE = "pbc-les-2007-08"
PCT = "PCT"
"""The payee that stands for the Primary Care Trust; no practice or locality may bear the code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LesTerms:
    """The numbers of the scheme; rates are whole pence."""

    capitation_rate: int = rate("1.00", "Objective 1, for each registered patient")
    information_rate: int = rate("0.50", "Objective 2, for each registered patient")
    session_rate: int = rate("300.00", "Objective 3, for each GP session of three hours")
    staff_hour_rate: int = rate("30.00", "Objective 3, for each hour of practice staff")
    weeks: int = whole_number(52, "Objective 3, weeks in the year")
    reward_fraction: Fraction = fraction("0.10", "Objective 4, first part of a saving, as reward")
    reward_cap_per_patient: int = rate("1.00", "Objective 4, most reward for each patient")
    reinvestment_fraction: Fraction = fraction(
        "0.70", "Objective 4, part of the rest set aside for patient care"
    )
    sign_up_deadline: date = day(date(2007, 4, 30), "Last day for a sign-up to be received")


@dataclass(frozen=True, slots=True, kw_only=True)
class LesReadings:
    """The choices that the source leaves open, each by the name of the choice made."""

    late_sign_up: str = reading(
        "What does a practice earn whose sign-up was received after the deadline?",
        whole_months_after_acceptance="The whole months left after the month of acceptance",
        full="The whole year",
        none="Nothing this year",
    )
    gp_signatures: str = reading(
        "What does a practice earn when not every GP has signed?",
        all_required="Nothing until all of them have signed",
        pro_rata="The part of the payment that the GPs who signed are of all",
        any="The whole payment, once one GP has signed",
    )
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
        days="In 366ths, by day",
    )
    information_release: str = reading(
        "What is released when reports are missing?",
        pro_rata_months="A part for each month reported",
        all_or_nothing="Nothing until every month is reported",
        threshold="All of it from ten months in twelve, below that a part for each month",
    )
    savings_unit: str = reading(
        "Whose saving is rewarded and split?",
        practice="Each practice's own",
        locality="The locality's, net of overspends",
        hybrid="Each practice's is rewarded, the locality's net saving is split",
    )
    split_base: str = reading(
        "What is taken off a saving before it is split?",
        net_of_reward="The reward that is paid",
        full_tenth="The whole first tenth, even where the reward is capped",
    )
    reinvestment_share: str = reading(
        "What is the reinvestment a part of?",
        net="The saving after the first tenth",
        gross="The whole saving",
    )
    overspend_scope: str = reading(
        "What does a practice that overspends lose?",
        objective_4_and_review="The reward; the Committee reviews objectives 1 and 2",
        objective_4_only="The reward",
        all_lost="The reward and its payments under objectives 1 and 2",
    )


def _award(
    objective: int, component: str, kind: str, title: str, payees: str, column: str
) -> Payable:
    clause = f"PBC LES 2007/08, appendix one, objective {objective}, {column}"
    return Payable(objective, component, kind, title, payees, clause)


CAPITATION = _award(1, "capitation", PAYMENT, "Capitation", "practices", "award available")
INFORMATION_FUND = _award(
    2, "information_fund", ALLOCATION, "Information fund", "localities", "award available"
)
INFORMATION_RELEASE = _award(
    2,
    "information_release",
    PAYMENT,
    "Release for information reports",
    "practices",
    "additional information",
)
GP_SESSIONS = _award(
    3, "gp_sessions", PAYMENT, "GP leadership sessions", "localities", "award available"
)
PRACTICE_STAFF = _award(
    3, "practice_staff", PAYMENT, "Practice staff allowance", "localities", "award available"
)
REWARD = _award(4, "reward", PAYMENT, "Reward for savings", "practices", "additional information")
PCT_SHARE = _award(
    4,
    "pct_share",
    ALLOCATION,
    "Share of savings towards the PCT's balance",
    "the PCT",
    "additional information",
)
REINVESTMENT = _award(
    4,
    "reinvestment",
    ALLOCATION,
    "Share of savings to be invested in patient care",
    "localities and practices that commission alone",
    "additional information",
)
UNALLOCATED = _award(
    4,
    "unallocated",
    ALLOCATION,
    "First tenth of savings beyond the reward",
    "the PCT",
    "additional information",
)

SCHEME = Scheme(
    code=CODE,
    title="Local Enhanced Service for Practice Based Commissioning 2007/08",
    objectives=(
        Objective(1, "Individual GPs take responsibility for commissioning", (CAPITATION,)),
        Objective(
            2,
            "Collection, reporting and validation of information on activity",
            (INFORMATION_FUND, INFORMATION_RELEASE),
        ),
        Objective(
            3,
            "PBC Locality to achieve highest operating level",
            (GP_SESSIONS, PRACTICE_STAFF),
        ),
        Objective(
            4,
            "Successful management of budgets",
            (PCT_SHARE, REINVESTMENT, REWARD, UNALLOCATED),
        ),
    ),
    terms_type=LesTerms,
    readings_type=LesReadings,
    named_payees=(PCT,),
)
