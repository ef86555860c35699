"""The parts of a document of facts that both versions of the contract have."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from typing import Any

from les_schemes.rules.facts import (
    AchievementFacts,
    BudgetFacts,
    LevelAward,
    PaidFacts,
    SignUpFacts,
)
from les_schemes.rules.inspection import InspectedObject
from les_schemes.rules.named_payees import PCT
from les_schemes.rules.tables import Reading
from les_schemes.rules.values import (
    Wrong,
    boolean,
    day,
    money,
    month,
    name,
    shown,
    text,
    whole_number,
)
from les_schemes.rules.year import Year

BUDGET_KEYS = ("budget", "outturn", "outturn_final", "quality_attested")
LEVELS = (1, 2, 3)


class Codes:
    """The codes of providers and localities, which share one namespace.

    ``all_read`` is whether every one could be read: if not, a code that is not among them may
    still be one of those meant.
    """

    def __init__(self) -> None:
        self.given: set[str] = set()
        self.all_read = True

    def read_from(self, root: InspectedObject, key: str) -> Iterator[tuple[InspectedObject, str]]:
        """The objects of a list with their codes, a code that stood before being a fault."""
        expected = root.values.get(key)
        read = 0
        for item in root.objects(key):
            code = item.required("code", _code)
            if code is not None:
                read += 1
                if code in self.given:
                    item.fault("code", f"{shown(code)} stands before")
                self.given.add(code)
            yield item, code
        if not isinstance(expected, list) or read < len(expected):
            self.all_read = False


def _code(value: object) -> str:
    code = name(value)
    if code == PCT:
        raise Wrong(f"{PCT} is reserved for the Primary Care Trust")
    return code


def month_of(year: Year) -> Callable[[object], date]:
    """The form of a month of the financial year, kept as its first day."""
    last = year.first_of_month(11)

    def read(value: object) -> date:
        first_day = month(value)
        if first_day not in year:
            raise Wrong(
                f"{shown(value)} is outside the financial year {year.first_day:%Y-%m} to "
                f"{last:%Y-%m}"
            )
        return first_day

    return read


def any_month(value: object) -> date:
    """A month where the financial year could not be read."""
    return month(value)


def award(given: InspectedObject) -> LevelAward:
    """A decision on a locality's level."""
    read = LevelAward(given.required("level", _level), given.required("decided", day))
    given.refuse_unknown_keys()
    return read


def _level(value: object) -> int:
    level = whole_number(value)
    if level not in LEVELS:
        raise Wrong(f"must be 1, 2 or 3, not {shown(value)}")
    return level


def sign_up(
    given: InspectedObject | None, *, withdrawn: Callable[[InspectedObject], date | None]
) -> SignUpFacts | None:
    """A sign-up; ``withdrawn`` reads what only one version of the contract has."""
    if given is None:
        return None
    read = SignUpFacts(
        given.required("received", day),
        given.required("accepted", day),
        given.required("eligible_gps", whole_number),
        given.required("signed_gps", whole_number),
        withdrawn(given),
    )
    given.refuse_unknown_keys()
    if None not in {read.received, read.accepted} and read.accepted < read.received:
        given.fault("accepted", f"is before the sign-up was received, {read.received}")
    if None not in {read.eligible_gps, read.signed_gps} and read.signed_gps > read.eligible_gps:
        given.fault(
            "signed_gps", f"is {read.signed_gps}, more than the {read.eligible_gps} eligible"
        )
    return read


def budget(given: InspectedObject) -> BudgetFacts | None:
    """The four fields, which stand together or not at all."""
    if not any(key in given for key in BUDGET_KEYS):
        return None
    return BudgetFacts(
        given.required("budget", money),
        given.required("outturn", money),
        given.required("outturn_final", boolean),
        given.required("quality_attested", boolean),
    )


def achievement(given: InspectedObject | None) -> AchievementFacts | None:
    if given is None:
        return None
    read = AchievementFacts(
        given.required("list_size", whole_number),
        given.required("milestones_met", boolean),
        given.required("freed_up_resources", money),
    )
    given.refuse_unknown_keys()
    return read


def paid(
    given: InspectedObject,
    codes: Codes,
    named: Collection[str],
    payables: Collection[tuple[int, str]] | None,
) -> PaidFacts:
    """An amount paid; ``payables`` are those of the scheme, where it could be read."""
    read = PaidFacts(
        given.required("payee", text),
        given.required("objective", whole_number),
        given.required("component", text),
        given.required("amount", money),
    )
    given.refuse_unknown_keys()
    if (
        read.payee is not None
        and codes.all_read
        and read.payee not in codes.given
        and read.payee not in named
    ):
        given.fault("payee", f"{shown(read.payee)} is not among those given")
    if payables is not None:
        _check_component(given, read, payables)
    return read


def _check_component(
    given: InspectedObject, read: PaidFacts, payables: Collection[tuple[int, str]]
) -> None:
    """An objective that the scheme does not have leaves every component of it possible."""
    components = {component for objective, component in payables if objective == read.objective}
    if not components:
        components = {component for _, component in payables}
        if read.objective is not None:
            given.fault("objective", f"{read.objective} is not an objective of the scheme")
    if read.component is not None and read.component not in components:
        given.fault(
            "component", f"{shown(read.component)} is not one of {', '.join(sorted(components))}"
        )


def readings(given: InspectedObject | None, table: Sequence[Reading]) -> dict[str, Any]:
    """The readings of a table by name, those left out being the defaults."""
    if given is None:
        return {one.name: one.default for one in table}
    read = {one.name: given.optional(one.name, one.read, otherwise=one.default) for one in table}
    given.refuse_unknown_keys()
    return read
