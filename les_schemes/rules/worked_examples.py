"""A worked example: facts, and what a person worked out that they pay, held against the rules.

The facts are a document of the contract without its scheme, in whose place the definition stands
that is being checked: contract 2, or contract 1 for a scheme that it names and its year. The lines
expected name payee, objective and component, and the amount due in the contract's form:

    {"lines": [{"payee": "E82001", "objective": 1, "component": "capitation", "amount": "8205.00"}],
     "cases": [{"practice": "E82003", "kind": "withdrawal_review", "exposure": "2000.00"}]}

Every line of the result has to be expected, and every line expected has to come out, to the penny.
A line expected at 0.00 says that nothing is due, whether or not the result has it. Cases are
compared where ``cases`` is given.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from les_schemes.rules.calculation import calculate, payable
from les_schemes.rules.contract_1 import parse as contract_1
from les_schemes.rules.contract_2 import parse as contract_2
from les_schemes.rules.definition import SchemeDefinition, document
from les_schemes.rules.facts import Facts
from les_schemes.rules.inspection import (
    WHOLE_DOCUMENT,
    Fault,
    Faults,
    InspectedObject,
    Inspection,
    RepeatingObject,
)
from les_schemes.rules.kind import ALLOCATION, PAYMENT
from les_schemes.rules.line_key import LineKey
from les_schemes.rules.parse import parse
from les_schemes.rules.result import Result
from les_schemes.rules.values import money, name, shown, text, whole_number
from pbc.money import pounds

CaseKey = tuple[str, str]
"""Who a case is about, and its kind."""

CONTRACTS = (contract_1.CONTRACT, contract_2.CONTRACT)
_OWN = "is the version’s own and stands in for it: leave it out"


class Expected(NamedTuple):
    """What a person worked out, in pence; no ``cases`` means that none are compared."""

    lines: Mapping[LineKey, int]
    cases: Mapping[CaseKey, int] | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """One line: what was expected and what came out, in pence; none where it was not there."""

    payee: str
    objective: int
    component: str
    expected_pence: int | None
    found_pence: int | None
    working: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        return (self.expected_pence or 0) == (self.found_pence or 0) and (
            self.expected_pence is not None
        )

    @property
    def difference(self) -> str:
        """What is wrong, in plain English; empty where the two agree."""
        if self.agrees:
            return ""
        line = f"{self.component} of objective {self.objective} to {self.payee}"
        if self.expected_pence is None:
            return f"{line} pays {pounds(self.found_pence or 0)}, which is not expected"
        if self.found_pence is None:
            return f"{line} is expected to pay {pounds(self.expected_pence)} and pays nothing"
        apart = pounds(abs(self.found_pence - self.expected_pence))
        side = "more" if self.found_pence > self.expected_pence else "less"
        return (
            f"{line} is expected to pay {pounds(self.expected_pence)} and pays "
            f"{pounds(self.found_pence)}, {apart} {side}"
        )


@dataclass(frozen=True, slots=True)
class ComparedCase:
    """One case for the Committee: the exposure expected, and what came out."""

    practice: str
    kind: str
    expected_pence: int | None
    found_pence: int | None

    @property
    def agrees(self) -> bool:
        return self.expected_pence == self.found_pence

    @property
    def difference(self) -> str:
        if self.agrees:
            return ""
        case = f"the case {self.kind} of {self.practice}"
        if self.expected_pence is None:
            return f"{case} exposes {pounds(self.found_pence or 0)}, which is not expected"
        if self.found_pence is None:
            return f"{case} is expected to expose {pounds(self.expected_pence)} and does not arise"
        return (
            f"{case} is expected to expose {pounds(self.expected_pence)} and exposes "
            f"{pounds(self.found_pence)}"
        )


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of checking one example: faults in its documents, or both sides line by line."""

    facts_faults: tuple[Fault, ...] = ()
    expected_faults: tuple[Fault, ...] = ()
    lines: tuple[Compared, ...] = ()
    cases: tuple[ComparedCase, ...] = ()
    kinds: Mapping[tuple[int, str], str]
    """Whether a component of an objective is a payment or an allocation."""

    @property
    def passed(self) -> bool:
        return not self.differences

    @property
    def differences(self) -> list[str]:
        """Everything that keeps it from passing, each in a sentence without its full stop."""
        return [
            *(f"facts, {fault}" for fault in self.facts_faults),
            *(f"expected, {fault}" for fault in self.expected_faults),
            *(line.difference for line in self.lines if not line.agrees),
            *(case.difference for case in self.cases if not case.agrees),
        ]

    @property
    def objectives_paying(self) -> set[int]:
        """The objectives of which some amount other than nothing is expected."""
        return {line.objective for line in self.lines if line.expected_pence}

    @property
    def totals(self) -> list[tuple[str, int, int]]:
        """Payments and allocations: what was expected in all, and what came out, in pence."""
        return [
            (
                kind,
                sum(line.expected_pence or 0 for line in self._of(kind)),
                sum(line.found_pence or 0 for line in self._of(kind)),
            )
            for kind in (PAYMENT, ALLOCATION)
            if any(self._of(kind))
        ]

    def _of(self, kind: str) -> Iterator[Compared]:
        return (line for line in self.lines if self.kinds[line.objective, line.component] == kind)


def check(definition: SchemeDefinition, facts: object, expected: object) -> Outcome:
    """Hold what is expected of facts against what the definition makes of them."""
    kinds = {key: payable_.kind for key, payable_ in definition.payables.items()}
    facts_faults: tuple[Fault, ...] = ()
    expected_faults: tuple[Fault, ...] = ()
    try:
        read = read_facts(definition, facts)
    except Faults as refused:
        facts_faults = tuple(refused.faults)
    try:
        wanted = read_expected(definition, expected)
    except Faults as refused:
        expected_faults = tuple(refused.faults)
    if facts_faults or expected_faults:
        return Outcome(facts_faults=facts_faults, expected_faults=expected_faults, kinds=kinds)
    result = calculate(read)
    return Outcome(
        lines=tuple(_lines(wanted, result)), cases=tuple(_cases(wanted, result)), kinds=kinds
    )


def could_pay(facts: Facts) -> tuple[list[LineKey], list[CaseKey]]:
    """What a person has to work out of facts: lines and cases, without what they come to."""
    cases = [(case.practice, case.kind) for case in calculate(facts).cases]
    return payable(facts), cases


def read_facts(definition: SchemeDefinition, given: object) -> Facts:
    """The facts of an example under a definition; raises ``Faults``, its paths the contract's."""
    if not definition.objectives:
        raise Faults([Fault(WHOLE_DOCUMENT, "the scheme has no objective yet")])
    if not isinstance(given, dict):
        raise Faults([Fault(WHOLE_DOCUMENT, f"must be an object, not {shown(given)}")])
    contract = given.get("contract")
    if type(contract) is not int or contract not in CONTRACTS:
        raise Faults([Fault("contract", f"must be 1 or 2, not {shown(contract)}")])
    if contract == contract_1.CONTRACT:
        return _of_contract_1(definition, given)
    if "scheme" in given:
        raise Faults([Fault("scheme", _OWN)])
    whole = RepeatingObject({**given, "scheme": document(definition)})
    whole.repeated = given.repeated if isinstance(given, RepeatingObject) else []
    return parse(whole)


def _of_contract_1(definition: SchemeDefinition, given: dict[str, Any]) -> Facts:
    """Facts that name a scheme of contract 1: its objectives and year must be the version's."""
    own = [Fault(key, _OWN) for key in ("terms", "readings") if key in given]
    if own:
        raise Faults(own)
    facts = parse(given)
    if _shape(facts.definition) != _shape(definition):
        raise Faults([Fault("scheme", "has other objectives, or another year, than this version")])
    return replace(facts, definition=definition)


def _shape(definition: SchemeDefinition) -> object:
    kinds = [(objective.number, objective.kind.name) for objective in definition.objectives]
    return definition.financial_year, kinds


def read_expected(definition: SchemeDefinition, given: object) -> Expected:
    """What is expected, every line one that the definition can pay; raises ``Faults``."""
    inspection = Inspection()
    root = inspection.object(given, "")
    if root is None:
        raise Faults(inspection.faults)
    lines: dict[LineKey, int] = {}
    for item in root.objects("lines"):
        key, pence = _line(item, definition)
        if key in lines:
            item.fault("component", "stands before for the same payee and objective")
        lines[key] = pence
    cases: dict[CaseKey, int] = {}
    for item in root.objects("cases", required=False):
        case = (item.required("practice", text), item.required("kind", text))
        if case in cases:
            item.fault("kind", "stands before for the same practice")
        cases[case] = item.required("exposure", money)
        item.refuse_unknown_keys()
    root.refuse_unknown_keys()
    inspection.refuse_faulty()
    return Expected(lines, cases if "cases" in root else None)


def _line(item: InspectedObject, definition: SchemeDefinition) -> tuple[LineKey, int]:
    payee = item.required("payee", name)
    objective = item.required("objective", whole_number)
    component = item.required("component", name)
    pence = item.required("amount", money)
    item.refuse_unknown_keys()
    paid = {of for number, of in definition.payables if number == objective}
    if objective is not None and not paid:
        item.fault("objective", f"{objective} is not an objective of the scheme")
    elif component is not None and objective is not None and component not in paid:
        item.fault("component", f"must be one of {', '.join(sorted(paid))}")
    return (objective, component, payee), pence


def _lines(wanted: Expected, result: Result) -> Iterator[Compared]:
    found = {line.key: line for line in result.lines}
    for key in sorted({*found, *wanted.lines}):
        objective, component, payee = key
        line = found.get(key)
        yield Compared(
            payee,
            objective,
            component,
            wanted.lines.get(key),
            None if line is None else line.due_pence,
            () if line is None else tuple(line.working),
        )


def _cases(wanted: Expected, result: Result) -> Iterator[ComparedCase]:
    if wanted.cases is None:
        return
    found = {(case.practice, case.kind): case.exposure_pence for case in result.cases}
    for key in sorted({*found, *wanted.cases}):
        yield ComparedCase(*key, wanted.cases.get(key), found.get(key))
