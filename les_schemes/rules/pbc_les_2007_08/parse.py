"""The parts of a document of facts that only the LES has."""

from datetime import date

from les_schemes.rules.facts import (
    BudgetFacts,
    LesFacts,
    LevelAward,
    LocalityFacts,
    PracticeFacts,
    SignUpFacts,
)
from les_schemes.rules.inspection import InspectedObject
from les_schemes.rules.pbc_les_2007_08 import year
from les_schemes.rules.pbc_les_2007_08.scheme import LesReadings
from les_schemes.rules.values import Wrong, boolean, day, money, month, shown, whole_number

BUDGET_KEYS = ("budget", "outturn", "outturn_final", "quality_attested")
DEFAULT_READINGS = LesReadings()


def locality(given: InspectedObject, code: str, formed: date) -> LocalityFacts:
    return LocalityFacts(code, formed, tuple(_award(item) for item in given.objects("levels")))


def practice(
    given: InspectedObject, code: str, list_size: int, locality_code: str | None
) -> PracticeFacts:
    return PracticeFacts(
        code,
        list_size,
        locality_code,
        _sign_up(given.optional_object("sign_up", nullable=True)),
        given.items("reports", month_of_the_year),
        _budget(given),
    )


def check_readings(given: InspectedObject, readings: LesReadings) -> None:
    """``hybrid`` was only ever thought through with the default split."""
    if readings.savings_unit != "hybrid":
        return
    for name in ("split_base", "reinvestment_share"):
        default = getattr(DEFAULT_READINGS, name)
        if getattr(readings, name) not in {default, None}:
            given.fault(name, f"must be {default} where savings_unit is hybrid")


def month_of_the_year(value: object) -> date:
    """A month from April 2007 to March 2008, as its first day."""
    first_day = month(value)
    if not year.FIRST_DAY <= first_day <= year.LAST_DAY:
        raise Wrong(f"{shown(value)} is outside the financial year 2007-04 to 2008-03")
    return first_day


def _level(value: object) -> int:
    level = whole_number(value)
    if level not in {1, 2, 3}:
        raise Wrong(f"must be 1, 2 or 3, not {shown(value)}")
    return level


def _award(given: InspectedObject) -> LevelAward:
    award = LevelAward(given.required("level", _level), given.required("decided", day))
    given.refuse_unknown_keys()
    return award


def _sign_up(given: InspectedObject | None) -> SignUpFacts | None:
    if given is None:
        return None
    sign_up = SignUpFacts(
        given.required("received", day),
        given.required("accepted", day),
        given.required("eligible_gps", whole_number),
        given.required("signed_gps", whole_number),
    )
    given.refuse_unknown_keys()
    if None not in {sign_up.received, sign_up.accepted} and sign_up.accepted < sign_up.received:
        given.fault("accepted", f"is before the sign-up was received, {sign_up.received}")
    if (
        None not in {sign_up.eligible_gps, sign_up.signed_gps}
        and sign_up.signed_gps > sign_up.eligible_gps
    ):
        given.fault(
            "signed_gps", f"is {sign_up.signed_gps}, more than the {sign_up.eligible_gps} eligible"
        )
    return sign_up


def _budget(given: InspectedObject) -> BudgetFacts | None:
    """The four fields, which stand together or not at all."""
    if not any(key in given for key in BUDGET_KEYS):
        return None
    return BudgetFacts(
        given.required("budget", money),
        given.required("outturn", money),
        given.required("outturn_final", boolean),
        given.required("quality_attested", boolean),
    )


FACTS = LesFacts
