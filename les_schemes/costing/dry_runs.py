"""Dry runs: what a version comes to for everyone, made and looked through before it opens (SM-01).

What is kept of one is what was worked out then: the document of the facts, and each payee's lines.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from les_schemes.costing.costed import Costed, PayeeCost
from les_schemes.costing.facts import facts_of
from les_schemes.design.digest import digest_of
from les_schemes.models import DryRun, SchemeVersion
from les_schemes.rules import Line, calculate, facts_document, parse


@dataclass(frozen=True, slots=True)
class DryLine:
    """What a payee gets under one component of an objective, in whole pence."""

    objective: int
    component: str
    kind: str
    pence: int


@dataclass(frozen=True, slots=True)
class DryPayee:
    """A payee of a dry run as it was kept, with its lines; see ``PayeeCost``."""

    cost: PayeeCost
    locality_name: str
    lines: tuple[DryLine, ...]


def why_not(version: SchemeVersion) -> str:
    """Why the version cannot open for want of a dry run; empty where one of what it pays now was
    looked through and accepted."""
    latest = of_digest(version)
    if latest is None:
        made_before = version.dry_runs.exists()
        return (
            "It pays something else than its dry run worked out: make another, look through it "
            "and accept it."
            if made_before
            else "No dry run of it was made yet: make one, look through it and accept it."
        )
    if latest.accepted_at is None:
        return "Its dry run is not accepted yet: look through it and accept it."
    return ""


def of_digest(version: SchemeVersion) -> DryRun | None:
    """The dry run of what the version pays now: an accepted one first, else the latest."""
    found = _lightly(version).filter(digest=digest_of(version))
    return found.filter(accepted_at__isnull=False).first() or found.first()


def of_version(version: SchemeVersion) -> Any:
    """All of a version, the latest first, without what takes long to read."""
    return _lightly(version)


def _lightly(version: SchemeVersion) -> Any:
    return version.dry_runs.defer("facts", "payees", "left_out").order_by("-number")


def content(costed: Costed) -> dict[str, Any]:
    """What is kept of a costing, by the names of the model's fields."""
    lines: dict[str, list[DryLine]] = defaultdict(list)
    for line in costed.result.lines:
        lines[line.payee].append(
            DryLine(line.objective, line.component, line.kind, line.entitlement_pence)
        )
    names = costed.eligible.locality_names
    return {
        "assumed": costed.assumptions.to_data(),
        "facts": facts_document(facts_of(costed.eligible, costed.assumptions, costed.definition)),
        "payees": [
            {
                **asdict(payee),
                "locality_name": names.get(payee.locality or "", ""),
                "lines": [asdict(line) for line in lines[payee.code]],
            }
            for payee in costed.by_payee
        ],
        "left_out": [asdict(one) for one in costed.eligible.left_out],
        "providers": len(costed.eligible.providers),
        "total_pence": costed.total.paid_pence,
        "set_aside_pence": costed.total.set_aside_pence,
    }


def payees(run: DryRun) -> list[DryPayee]:
    """The payees of a dry run, each with its lines."""
    return [_payee(dict(held)) for held in run.payees]


def _payee(held: dict[str, Any]) -> DryPayee:
    lines = tuple(DryLine(**line) for line in held.pop("lines"))
    name = held.pop("locality_name")
    paid = {int(number): pence for number, pence in held.pop("objectives").items()}
    return DryPayee(PayeeCost(**held, objectives=paid), name, lines)


def lines_with_working(run: DryRun, code: str) -> Sequence[Line]:
    """The lines of a payee worked out again from the facts that were kept, with their working."""
    result = calculate(parse(run.facts))
    return [line for line in result.lines if line.payee == code]
