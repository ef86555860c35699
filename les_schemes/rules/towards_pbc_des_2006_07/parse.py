"""The parts of a document of facts that only the DES has."""

from datetime import date

from les_schemes.rules.facts import AchievementFacts, DesFacts, DesPracticeFacts, LocalityFacts
from les_schemes.rules.inspection import InspectedObject
from les_schemes.rules.towards_pbc_des_2006_07.scheme import DesReadings
from les_schemes.rules.values import boolean, day, money, whole_number


def locality(given: InspectedObject, code: str, formed: date) -> LocalityFacts:
    return LocalityFacts(code, formed)


def practice(
    given: InspectedObject, code: str, list_size: int, locality_code: str | None
) -> DesPracticeFacts:
    return DesPracticeFacts(
        code,
        list_size,
        locality_code,
        given.required("plan_agreed", _day_or_null),
        _achievement(given.optional_object("achievement")),
    )


def check_readings(given: InspectedObject, readings: DesReadings) -> None:
    """The one reading stands alone: there is nothing it could disagree with."""


def _day_or_null(value: object) -> date | None:
    return None if value is None else day(value)


def _achievement(given: InspectedObject | None) -> AchievementFacts | None:
    if given is None:
        return None
    achievement = AchievementFacts(
        given.required("list_size", whole_number),
        given.required("milestones_met", boolean),
        given.required("freed_up_resources", money),
    )
    given.refuse_unknown_keys()
    return achievement


FACTS = DesFacts
