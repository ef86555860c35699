"""Facts and results as the JSON documents of the contract."""

from typing import Any

from les_schemes.rules.facts import (
    BudgetFacts,
    DesPracticeFacts,
    Facts,
    LesFacts,
    LocalityFacts,
    PracticeFacts,
)
from les_schemes.rules.parse import CONTRACT
from les_schemes.rules.result import Line, Result
from les_schemes.rules.schemes import SCHEMES
from pbc.money import to_contract


def result_document(result: Result) -> dict[str, Any]:
    """The result of one document of facts, with the working of each line."""
    return {
        "contract": CONTRACT,
        "scheme": result.scheme,
        "as_at": result.as_at.isoformat(),
        "lines": [_line(line) for line in result.lines],
        "cases": [
            {
                "practice": case.practice,
                "kind": case.kind,
                "exposure": to_contract(case.exposure_pence),
            }
            for case in result.cases
        ],
        "totals": {
            "payments_due": to_contract(result.payments_due_pence),
            "allocations_due": to_contract(result.allocations_due_pence),
        },
    }


def facts_document(facts: Facts) -> dict[str, Any]:
    """The document that ``parse`` reads as these facts, with every term and reading written."""
    scheme = SCHEMES[facts.scheme]
    return {
        "contract": CONTRACT,
        "scheme": facts.scheme,
        "as_at": facts.as_at.isoformat(),
        "readings": {
            reading.name: getattr(facts.readings, reading.name) for reading in scheme.readings
        },
        "terms": {
            term.name: term.form.write(getattr(facts.terms, term.name)) for term in scheme.terms
        },
        "localities": [_locality(facts, locality) for locality in facts.localities],
        "practices": [
            _practice(practice) if isinstance(practice, PracticeFacts) else _des_practice(practice)
            for practice in facts.practices
        ],
        "paid": [
            {
                "payee": paid.payee,
                "objective": paid.objective,
                "component": paid.component,
                "amount": to_contract(paid.amount_pence),
            }
            for paid in facts.paid
        ],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "payee": line.payee,
        "objective": line.objective,
        "component": line.component,
        "kind": line.kind,
        "entitlement": to_contract(line.entitlement_pence),
        "paid": to_contract(line.paid_pence),
        "due": to_contract(line.due_pence),
        "working": line.working,
    }


def _locality(facts: Facts, locality: LocalityFacts) -> dict[str, Any]:
    document: dict[str, Any] = {"code": locality.code, "formed": locality.formed.isoformat()}
    if isinstance(facts, LesFacts):
        document["levels"] = [
            {"level": award.level, "decided": award.decided.isoformat()}
            for award in locality.levels
        ]
    return document


def _practice(practice: PracticeFacts) -> dict[str, Any]:
    sign_up = practice.sign_up
    document = {
        "code": practice.code,
        "locality": practice.locality,
        "list_size": practice.list_size,
        "sign_up": sign_up
        and {
            "received": sign_up.received.isoformat(),
            "accepted": sign_up.accepted.isoformat(),
            "eligible_gps": sign_up.eligible_gps,
            "signed_gps": sign_up.signed_gps,
        },
        "reports": [month.isoformat()[:7] for month in practice.reports],
    }
    if practice.budget is not None:
        document |= _budget(practice.budget)
    return document


def _budget(budget: BudgetFacts) -> dict[str, Any]:
    return {
        "budget": to_contract(budget.budget_pence),
        "outturn": to_contract(budget.outturn_pence),
        "outturn_final": budget.outturn_final,
        "quality_attested": budget.quality_attested,
    }


def _des_practice(practice: DesPracticeFacts) -> dict[str, Any]:
    document: dict[str, Any] = {
        "code": practice.code,
        "locality": practice.locality,
        "list_size": practice.list_size,
        "plan_agreed": practice.plan_agreed and practice.plan_agreed.isoformat(),
    }
    if practice.achievement is not None:
        document["achievement"] = {
            "list_size": practice.achievement.list_size,
            "milestones_met": practice.achievement.milestones_met,
            "freed_up_resources": to_contract(practice.achievement.freed_up_pence),
        }
    return document
