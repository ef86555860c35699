"""The DES "Towards Practice Based Commissioning" 2006/07, for contract 1."""

from datetime import date

from les_schemes.rules.contract_1.scheme import Contract1Scheme, Place
from les_schemes.rules.definition import (
    Objective,
    SchemeDefinition,
    SchemeReadings,
    SchemeTerms,
)
from les_schemes.rules.kinds import KINDS

CODE = "towards-pbc-des-2006-07"


def _objective(number: int, kind: str, title: str) -> Objective:
    return Objective(
        number=number,
        kind=KINDS[kind],
        terms=KINDS[kind].terms_type(),
        readings=KINDS[kind].readings_type(),
        title=title,
    )


TOWARDS_PBC_DES_2006_07 = Contract1Scheme(
    definition=SchemeDefinition(
        code=CODE,
        title="Directed Enhanced Service: Towards Practice Based Commissioning 2006/07",
        financial_year=2006,
        # Nobody signs up to it: the agreed plan is the agreement.
        terms=SchemeTerms(sign_up_deadline=date(2007, 3, 31)),
        readings=SchemeReadings(),
        objectives=(
            _objective(1, "plan", "A commissioning plan agreed with the PCT"),
            _objective(2, "achievement", "The plan's milestones achieved"),
        ),
    ),
    term_places={name: (Place(1, name), Place(2, name)) for name in ("rate", "practice_fraction")},
    reading_places={"split_scope": (Place(2, "split_scope"),)},
)
