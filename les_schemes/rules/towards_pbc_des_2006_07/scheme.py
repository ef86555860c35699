"""The DES "Towards Practice Based Commissioning" 2006/07: objectives, terms, readings."""

from dataclasses import dataclass
from fractions import Fraction

from les_schemes.rules.scheme import (
    ALLOCATION,
    PAYMENT,
    Objective,
    Payable,
    Scheme,
    fraction,
    rate,
    reading,
)

CODE = "towards-pbc-des-2006-07"

_SPLIT = "DacCom commissioning plan, outline business plan: 75% of DES payments direct to practices"
_POT = "DacCom commissioning plan, outline business plan: 25% held for invoices approved by DacCom"


@dataclass(frozen=True, slots=True, kw_only=True)
class DesTerms:
    """The numbers of the scheme; the rate is whole pence."""

    rate: int = rate("0.95", "Each objective, for each registered patient")
    practice_fraction: Fraction = fraction("0.75", "Part paid direct to practices")


@dataclass(frozen=True, slots=True, kw_only=True)
class DesReadings:
    """The choice that the source leaves open."""

    split_scope: str = reading(
        "Which payments are divided between practice and locality?",
        both_components="Those for the plan and for achievement",
        plan_only="The one for the plan; achievement goes wholly to the practice",
    )


PLAN_PAYMENT = Payable(
    1, "practice_payment", PAYMENT, "Payment for an agreed plan", "practices", _SPLIT
)
PLAN_POT = Payable(
    1, "invoice_pot", ALLOCATION, "Locality's part for an agreed plan", "localities", _POT
)
ACHIEVEMENT_PAYMENT = Payable(
    2, "practice_payment", PAYMENT, "Payment for achievement", "practices", _SPLIT
)
ACHIEVEMENT_POT = Payable(
    2, "invoice_pot", ALLOCATION, "Locality's part for achievement", "localities", _POT
)

SCHEME = Scheme(
    code=CODE,
    title="Directed Enhanced Service: Towards Practice Based Commissioning 2006/07",
    objectives=(
        Objective(1, "A commissioning plan agreed with the PCT", (PLAN_PAYMENT, PLAN_POT)),
        Objective(2, "The plan's milestones achieved", (ACHIEVEMENT_PAYMENT, ACHIEVEMENT_POT)),
    ),
    terms_type=DesTerms,
    readings_type=DesReadings,
)
