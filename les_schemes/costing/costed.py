"""What a scheme comes to on assumptions: the lines of a run, added up as people ask for them."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from les_schemes.costing.assumptions import Assumptions
from les_schemes.costing.facts import facts_of
from les_schemes.costing.providers import Eligible
from les_schemes.rules import Result, SchemeDefinition, calculate
from les_schemes.rules.kind import PAYMENT
from les_schemes.rules.named_payees import PCT
from pbc.money import round_half_up, share

NO_LOCALITY = "In no locality"
COMMISSIONER = "The commissioner"


@dataclass(frozen=True, slots=True)
class Sum:
    """Whole pence: what is paid out, and what is set aside (the allocations of the contract).

    They are not added up: an information fund is set aside first and paid out of later.
    """

    paid_pence: int = 0
    set_aside_pence: int = 0


@dataclass(frozen=True, slots=True)
class ObjectiveCost:
    """An objective with its sum; ``note`` says why it costs nothing yet, if nobody assumed."""

    number: int
    title: str
    sentence: str
    paid_pence: int
    set_aside_pence: int
    note: str


@dataclass(frozen=True, slots=True)
class LocalityCost:
    """What is paid to a locality and to its members; ``code`` is None for those in none."""

    code: str | None
    name: str
    patients: int
    paid_pence: int
    set_aside_pence: int


@dataclass(frozen=True, slots=True)
class PayeeCost:
    """What one payee gets: a provider, whether it signs up or not, a locality, or the PCT.

    ``kind`` is practice, provider, locality or commissioner; ``objectives`` gives what is paid
    under each that pays anything, by its number.
    """

    code: str
    name: str
    kind: str
    locality: str | None
    patients: int | None
    paid_pence: int
    set_aside_pence: int
    objectives: Mapping[int, int]

    @property
    def pence_per_patient(self) -> int | None:
        """To the nearest penny; None where no list is held."""
        if not self.patients:
            return None
        return round_half_up(Fraction(self.paid_pence, self.patients))


@dataclass(frozen=True)
class Costed:
    """A scheme worked out for everyone who may take part, by the rules that the runs pay by."""

    definition: SchemeDefinition
    assumptions: Assumptions
    eligible: Eligible
    result: Result

    @cached_property
    def total(self) -> Sum:
        return self._sums[None]

    @property
    def total_pence(self) -> int:
        """What is paid out."""
        return self.total.paid_pence

    def of_objective(self, number: int) -> Sum:
        return self._sums.get(number, Sum())

    @cached_property
    def _sums(self) -> dict[int | None, Sum]:
        """By the number of the objective, and in all under None."""
        paid: Counter[int | None] = Counter()
        set_aside: Counter[int | None] = Counter()
        for line in self.result.lines:
            into = paid if line.kind == PAYMENT else set_aside
            for key in (None, line.objective):
                into[key] += line.entitlement_pence
        keys = {None, *paid, *set_aside}
        return {key: Sum(paid[key], set_aside[key]) for key in keys}

    @property
    def by_objective(self) -> list[ObjectiveCost]:
        missing = self.assumptions.missing(self.definition)
        costs = []
        for objective in self.definition.objectives:
            found = self.of_objective(objective.number)
            costs.append(
                ObjectiveCost(
                    objective.number,
                    objective.shown_title,
                    objective.sentence,
                    found.paid_pence,
                    found.set_aside_pence,
                    missing.get(objective.number, ""),
                )
            )
        return costs

    @cached_property
    def by_payee(self) -> list[PayeeCost]:
        """Everyone who may take part and every locality, then whoever else gets anything."""
        sums: dict[str, Counter[str]] = defaultdict(Counter)
        objectives: dict[str, Counter[int]] = defaultdict(Counter)
        for line in self.result.lines:
            sums[line.payee][line.kind] += line.entitlement_pence
            if line.kind == PAYMENT:
                objectives[line.payee][line.objective] += line.entitlement_pence

        def cost(
            code: str, name: str, kind: str, locality: str | None, patients: int | None
        ) -> PayeeCost:
            held = sums[code]
            paid = held[PAYMENT]
            set_aside = held.total() - paid
            return PayeeCost(
                code, name, kind, locality, patients, paid, set_aside, dict(objectives[code])
            )

        payees = [
            cost(
                one.code,
                one.name,
                "practice" if one.is_practice else "provider",
                one.locality,
                one.patients,
            )
            for one in self.eligible.providers
        ]
        payees += [
            cost(one.code, one.name, "locality", one.code, None) for one in self.eligible.localities
        ]
        if PCT in sums:
            payees.append(cost(PCT, COMMISSIONER, "commissioner", None, None))
        return payees

    @cached_property
    def by_locality(self) -> list[LocalityCost]:
        """Each locality with its members; those in none, if there are any, come last."""
        groups: dict[str | None, list[PayeeCost]] = defaultdict(list)
        for payee in self.by_payee:
            groups[payee.locality].append(payee)
        names = self.eligible.locality_names
        return [
            LocalityCost(
                code,
                NO_LOCALITY if code is None else names[code],
                sum(payee.patients or 0 for payee in groups[code]),
                sum(payee.paid_pence for payee in groups[code]),
                sum(payee.set_aside_pence for payee in groups[code]),
            )
            for code in [*sorted(names), *([None] if None in groups else [])]
        ]


def cost(eligible: Eligible, assumptions: Assumptions, definition: SchemeDefinition) -> Costed:
    """Work out a scheme for those who may take part."""
    result = calculate(facts_of(eligible, assumptions, definition))
    return Costed(definition, assumptions, eligible, result)


def shared(total_pence: int, hundredths: Sequence[tuple[str, int]]) -> dict[str, int]:
    """What each commissioner bears of a total, by its share in hundredths of a percent; the parts
    add up to the total."""
    return share(total_pence, dict(hundredths))
