"""What a change of a reading comes to for every payee, by the rules and facts of the runs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from governance.kinds import MoneyEffect
from les_schemes.definitions import definition_of, with_reading
from les_schemes.models import ReadingAmount, ReadingChange, SchemeVersion
from les_schemes.readings import facts_held
from les_schemes.readings.facts_held import FactsHeld
from les_schemes.rules import SchemeDefinition, calculate
from les_schemes.rules.definition import written_readings
from les_schemes.rules.kind import PAYMENT
from pbc import clock

_Key = tuple[int, int, str]


@dataclass(frozen=True)
class Amount:
    """What a payee is entitled to under a component, before and after, in whole pence.

    ``year`` is as at the year's end, ``so_far`` as at today, both on the facts held now.
    """

    payee_id: int
    objective: int
    component: str
    year_before_pence: int
    year_after_pence: int
    so_far_before_pence: int
    so_far_after_pence: int

    @property
    def year_difference_pence(self) -> int:
        return self.year_after_pence - self.year_before_pence

    @property
    def so_far_difference_pence(self) -> int:
        """What the next run pays more, or takes off, for what was earned until today."""
        return self.so_far_after_pence - self.so_far_before_pence

    @property
    def is_changed(self) -> bool:
        return bool(self.year_difference_pence or self.so_far_difference_pence)


def why_not(definition: SchemeDefinition, objective: int, reading: str, choice: str) -> str:
    """Why a choice cannot stand with the others of its objective; or nothing."""
    if not objective:
        return ""
    changed = with_reading(definition, objective, reading, choice).objective(objective)
    return "; ".join(
        f"{name} {wrong}"
        for name, wrong in changed.kind.disagreements(written_readings(changed.readings))
    )


class Effects:
    """The facts of a version, gathered once, to work out any choice of its readings from."""

    def __init__(self, version: SchemeVersion) -> None:
        today, year = clock.today(), version.financial_year
        self.definition = definition_of(version)
        self.of_year = facts_held.of(version, max(today, year.last_day))
        self.so_far = facts_held.of(version, today) if today >= year.first_day else []
        self._before = self._entitled(self.definition)

    def of_choice(self, objective: int, reading: str, choice: str) -> list[Amount]:
        """Every payee that has an amount before or after, by payee and component."""
        return self.instead(with_reading(self.definition, objective, reading, choice))

    def instead(self, definition: SchemeDefinition) -> list[Amount]:
        """What another definition comes to in the place of the one in force."""
        (year_before, so_far_before), (year_after, so_far_after) = (
            self._before,
            self._entitled(definition),
        )
        keys = {*year_before, *so_far_before, *year_after, *so_far_after}
        amounts = [
            Amount(
                *key,
                year_before[key],
                year_after[key],
                so_far_before[key],
                so_far_after[key],
            )
            for key in sorted(keys)
        ]
        return [
            one
            for one in amounts
            if one.year_before_pence or one.year_after_pence or one.is_changed
        ]

    def _entitled(self, definition: SchemeDefinition) -> tuple[dict[_Key, int], dict[_Key, int]]:
        return _entitled(self.of_year, definition), _entitled(self.so_far, definition)


def _entitled(held: Iterable[FactsHeld], definition: SchemeDefinition) -> dict[_Key, int]:
    """Entitlements by payee, objective and component; of two commissioners' runs together."""
    entitled: dict[_Key, int] = defaultdict(int)
    for one in held:
        for line in calculate(replace(one.facts, definition=definition)).lines:
            key = (one.payees[line.payee], line.objective, line.component)
            entitled[key] += line.entitlement_pence
    return entitled


def concerned(amounts: Sequence[Amount]) -> list[int]:
    """The organisations whose own amounts are at stake (docs/decisions/0014).

    Where a change moves the amount of every payee of a component, it concerns the scheme and all
    alike. Where it moves those of some only, it concerns these.
    """
    payees: dict[tuple[int, str], set[int]] = defaultdict(set)
    changed: dict[tuple[int, str], set[int]] = defaultdict(set)
    for one in amounts:
        payees[one.objective, one.component].add(one.payee_id)
        if one.is_changed:
            changed[one.objective, one.component].add(one.payee_id)
    found: set[int] = set()
    for component, those in changed.items():
        if those != payees[component] or len(those) == 1:
            found |= those
    return sorted(found)


@dataclass(frozen=True)
class Together:
    """All amounts that are paid out, or all that are set aside, in whole pence.

    They are not added up: what is set aside first is paid out of later.
    """

    what: str
    before_pence: int
    after_pence: int
    so_far_pence: int

    @property
    def difference_pence(self) -> int:
        return self.after_pence - self.before_pence


PAID, SET_ASIDE = "Paid out", "Set aside"


def kind_of(definition: SchemeDefinition, objective: int, component: str) -> str:
    """Whether a component is paid out or set aside, in words."""
    return PAID if definition.payables[objective, component].kind == PAYMENT else SET_ASIDE


def together(
    definition: SchemeDefinition, amounts: Iterable[Amount] | Iterable[ReadingAmount]
) -> list[Together]:
    """What is paid out, then what is set aside, if anything is."""
    held: dict[str, list[Amount | ReadingAmount]] = {PAID: [], SET_ASIDE: []}
    for one in amounts:
        held[kind_of(definition, one.objective, one.component)].append(one)
    return [
        Together(
            what,
            sum(one.year_before_pence for one in those),
            sum(one.year_after_pence for one in those),
            sum(one.so_far_difference_pence for one in those),
        )
        for what, those in held.items()
        if those
    ]


def money_effects(
    version: SchemeVersion, definition: SchemeDefinition, amounts: Iterable[Amount]
) -> list[MoneyEffect]:
    """What the Committee is shown: each component that changes, all its payees together."""
    rows: dict[tuple[int, str], list[Amount]] = defaultdict(list)
    for one in amounts:
        rows[one.objective, one.component].append(one)
    return [
        MoneyEffect(
            payee=f"{len(those)} payee{'' if len(those) == 1 else 's'} together",
            what=f"{title_of(definition, objective, component)} "
            f"({kind_of(definition, objective, component).lower()}), the year "
            f"{version.financial_year}",
            before_pence=sum(one.year_before_pence for one in those),
            after_pence=sum(one.year_after_pence for one in those),
            working=(in_words(those),),
        )
        for (objective, component), those in sorted(rows.items())
        if any(one.is_changed for one in those)
    ]


def title_of(definition: SchemeDefinition, objective: int, component: str) -> str:
    return f"Objective {objective}: {definition.payables[objective, component].title}"


def in_words(amounts: Sequence[Amount] | Sequence[ReadingAmount]) -> str:
    """``3 gain, 1 loses, 20 stay as they are``: payees, by the year as a whole."""
    by_payee: dict[int, int] = defaultdict(int)
    for one in amounts:
        by_payee[one.payee_id] += one.year_difference_pence
    gain = sum(difference > 0 for difference in by_payee.values())
    lose = sum(difference < 0 for difference in by_payee.values())
    stay = len(by_payee) - gain - lose
    return (
        f"{gain} gain{'s' if gain == 1 else ''}, {lose} lose{'s' if lose == 1 else ''}, "
        f"{stay} stay{'s' if stay == 1 else ''} as {'it is' if stay == 1 else 'they are'}"
    )


def rows_of(
    change: ReadingChange, amounts: Iterable[Amount], **more: object
) -> Iterator[ReadingAmount]:
    """The amounts as they are kept with a change; ``decision`` names the one they were worked out
    on."""
    for one in amounts:
        yield ReadingAmount(
            change=change,
            payee_id=one.payee_id,
            objective=one.objective,
            component=one.component,
            year_before_pence=one.year_before_pence,
            year_after_pence=one.year_after_pence,
            so_far_before_pence=one.so_far_before_pence,
            so_far_after_pence=one.so_far_after_pence,
            **more,
        )
