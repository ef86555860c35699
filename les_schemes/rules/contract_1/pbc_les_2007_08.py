"""The PBC LES 2007/08 as its appendix one sets it out, for contract 1."""

from datetime import date

from les_schemes.rules.contract_1.scheme import Contract1Scheme, Place
from les_schemes.rules.definition import (
    Objective,
    SchemeDefinition,
    SchemeReadings,
    SchemeTerms,
)
from les_schemes.rules.kinds import KINDS

CODE = "pbc-les-2007-08"


def _objective(number: int, kind: str, title: str) -> Objective:
    return Objective(
        number=number,
        kind=KINDS[kind],
        terms=KINDS[kind].terms_type(),
        readings=KINDS[kind].readings_type(),
        title=title,
        clause=f"PBC LES 2007/08, appendix one, objective {number}",
    )


def _in_scheme(*names: str) -> dict[str, tuple[Place, ...]]:
    return {name: (Place(None, name),) for name in names}


def _in_objective(number: int, *names: str) -> dict[str, tuple[Place, ...]]:
    return {name: (Place(number, name),) for name in names}


PBC_LES_2007_08 = Contract1Scheme(
    definition=SchemeDefinition(
        code=CODE,
        title="Local Enhanced Service for Practice Based Commissioning 2007/08",
        financial_year=2007,
        terms=SchemeTerms(sign_up_deadline=date(2007, 4, 30)),
        readings=SchemeReadings(),
        objectives=(
            _objective(1, "per_patient", "Individual GPs take responsibility for commissioning"),
            _objective(
                2,
                "information_fund",
                "Collection, reporting and validation of information on activity",
            ),
            _objective(3, "operating_level", "PBC Locality to achieve highest operating level"),
            _objective(4, "savings_split", "Successful management of budgets"),
        ),
    ),
    term_places={
        "capitation_rate": (Place(1, "rate"),),
        "information_rate": (Place(2, "rate"),),
        **_in_objective(3, "session_rate", "staff_hour_rate", "weeks"),
        **_in_objective(4, "reward_fraction", "reward_cap_per_patient", "reinvestment_fraction"),
        **_in_scheme("sign_up_deadline"),
    },
    reading_places={
        **_in_scheme("late_sign_up"),
        **_in_objective(1, "gp_signatures"),
        **_in_objective(
            3,
            "population",
            "capitation_units",
            "level_mode",
            "level_floor",
            "level_effective",
            "part_year",
        ),
        **_in_objective(2, "information_release"),
        **_in_objective(4, "savings_unit", "split_base", "reinvestment_share", "overspend_scope"),
    },
)
