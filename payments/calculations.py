"""From gathered facts to the lines of a run, and from a stored run back to the same pence."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from les_schemes import rules
from payments import holding
from payments.facts import Gathered
from payments.models import Calculation, Line, Run
from pbc.money import pounds

RULES_VERSION = str(rules.RULES_VERSION)

LINE_FIELDS = (
    "run_id",
    "number",
    "calculation_id",
    "payee_id",
    "locality_id",
    "objective",
    "component",
    "kind",
    "entitlement_pence",
    "paid_pence",
    "due_pence",
    "held_reason",
    "inputs",
)


@dataclass(frozen=True)
class WorkedOut:
    """One scheme version worked out: the contract's lines, each with why it is held or nothing."""

    gathered: Gathered
    lines: Sequence[rules.Line]
    held: Sequence[str]
    cases: Sequence[rules.Case] = ()

    def rows(self, *, run: Run, calculation: Calculation, first: int) -> Iterator[list[Any]]:
        """The lines as rows of the database, numbered from ``first``."""
        ids, locality_of = self.gathered.ids, self.gathered.locality_of
        for number, (line, reason) in enumerate(
            zip(self.lines, self.held, strict=True), start=first
        ):
            locality = locality_of.get(line.payee)
            yield [
                run.pk,
                number,
                calculation.pk,
                ids[line.payee],
                ids[locality] if locality is not None else None,
                line.objective,
                line.component,
                line.kind,
                line.entitlement_pence,
                line.paid_pence,
                line.due_pence,
                reason,
                line.inputs,
            ]


def work_out(gathered: Gathered) -> WorkedOut:
    """The lines that the facts of one scheme version alone come to."""
    (worked_out,) = work_out_together([gathered])
    return worked_out


def work_out_together(all_gathered: Sequence[Gathered]) -> list[WorkedOut]:
    """The lines that the facts of a run come to, by the same rules as ``manage.py calculate``.

    Whether a payee's payments come to less than nothing is asked of all schemes together.
    """
    results = [rules.calculate(rules.parse(gathered.document)) for gathered in all_gathered]
    without_account = {
        code: name for gathered in all_gathered for code, name in gathered.without_account.items()
    }
    nets = holding.nets(
        (
            (result.lines, gathered.conditions)
            for gathered, result in zip(all_gathered, results, strict=True)
        ),
        without_account,
    )
    return [
        WorkedOut(
            gathered,
            result.lines,
            holding.reasons(
                result.lines,
                without_account=without_account,
                conditions=gathered.conditions,
                nets=nets,
            ),
            result.cases,
        )
        for gathered, result in zip(all_gathered, results, strict=True)
    ]


def facts_digest(document: dict[str, Any]) -> str:
    """SHA-256 of a document of facts, in its canonical form."""
    return hashlib.sha256(
        json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


@dataclass(frozen=True)
class Difference:
    """A line that does not come to the same pence again."""

    line: str
    what: str

    def __str__(self) -> str:
        return f"{self.line}: {self.what}"


def differences(run: Run) -> Iterator[Difference]:
    """Work a stored run out again and name every line that differs.

    Each line is worked out again from its own inputs, by the version of its rule that they name,
    and each calculation as a whole from its facts, where the rules still stand at the version it
    was worked out with.
    """
    for calculation in run.calculations.select_related("version__scheme").order_by("pk"):
        lines = list(calculation.lines.order_by("number").select_related("payee").iterator(2000))
        yield from _differences_of_lines(lines)
        if calculation.rules_version == RULES_VERSION:
            yield from _differences_of_facts(run, calculation, lines)


def _differences_of_lines(lines: Iterable[Line]) -> Iterator[Difference]:
    for line in lines:
        try:
            again = rules.work_out(line.inputs)
        except (rules.UnknownRule, KeyError, TypeError, ValueError) as fault:
            yield Difference(_named(line), f"cannot be worked out from its inputs: {fault!r}")
            continue
        if again != line.entitlement_pence:
            yield Difference(
                _named(line),
                f"its inputs come to {pounds(again)}, not {pounds(line.entitlement_pence)}",
            )


def _differences_of_facts(
    run: Run, calculation: Calculation, lines: Sequence[Line]
) -> Iterator[Difference]:
    try:
        result = rules.calculate(rules.parse(calculation.facts))
    except rules.Faults as faults:
        yield Difference(str(calculation), f"its facts are refused: {faults}")
        return
    stored = {contract_key(run, line): line for line in lines}
    for line in result.lines:
        held = stored.pop((line.payee, line.objective, line.component), None)
        name = f"{line.payee} objective {line.objective} {line.component}"
        if held is None:
            yield Difference(name, f"is missing: {pounds(line.due_pence)} due")
            continue
        for what in ("entitlement_pence", "paid_pence", "due_pence"):
            now, then = getattr(line, what), getattr(held, what)
            if now != then:
                yield Difference(
                    _named(held),
                    f"{what.removesuffix('_pence')} comes to {pounds(now)}, not {pounds(then)}",
                )
    for held in stored.values():
        yield Difference(_named(held), "stands without a sum that leads to it")
    yield from _differences_of_cases(calculation, result.cases)


def _differences_of_cases(
    calculation: Calculation, cases: Iterable[rules.Case]
) -> Iterator[Difference]:
    again = {(case.practice, case.kind): case.exposure_pence for case in cases}
    rows = calculation.review_cases.values_list("provider__code", "kind", "exposure_pence")
    stored = {(code, kind): exposure for code, kind, exposure in rows}
    for key in sorted(again.keys() | stored.keys()):
        now, then = again.get(key), stored.get(key)
        if now != then:
            yield Difference(
                f"review case of {key[0]}",
                f"comes to {_or_none(now)}, not {_or_none(then)}",
            )


def _or_none(pence: int | None) -> str:
    return "no case" if pence is None else pounds(pence)


def contract_key(run: Run, line: Line) -> tuple[str, int, str]:
    """A stored line as the contract names it: the commissioner is its ``PCT``."""
    payee = "PCT" if line.payee_id == run.commissioner_id else line.payee.code
    return payee, line.objective, line.component


def _named(line: Line) -> str:
    return f"line {line.number}, {line.payee.code} objective {line.objective} {line.component}"
