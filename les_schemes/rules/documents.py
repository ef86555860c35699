"""Facts and results as the JSON documents of the contract."""

from datetime import date
from typing import Any

from les_schemes.rules import definition
from les_schemes.rules.contract_2.parse import CONTRACT
from les_schemes.rules.facts import (
    AchievementFacts,
    BudgetFacts,
    Facts,
    LocalityFacts,
    ProviderFacts,
    SignUpFacts,
    TrainingFacts,
)
from les_schemes.rules.result import Line, Result
from pbc.money import to_contract


def result_document(result: Result) -> dict[str, Any]:
    """The result of one document of facts, with the working of each line."""
    return {
        "contract": result.contract,
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
    """The contract 2 document that ``parse`` reads as these facts.

    Every term and reading is written; of a provider what is not known is left out. Facts that
    came in a document of contract 1 are so translated.
    """
    return {
        "contract": CONTRACT,
        "as_at": facts.as_at.isoformat(),
        "scheme": definition.document(facts.definition),
        "localities": [_locality(locality) for locality in facts.localities],
        "providers": [_provider(provider) for provider in facts.providers],
        "mergers": [
            {
                "predecessors": list(merger.predecessors),
                "successor": merger.successor,
                "on": merger.on.isoformat(),
            }
            for merger in facts.mergers
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


def _locality(locality: LocalityFacts) -> dict[str, Any]:
    return {
        "code": locality.code,
        "formed": locality.formed.isoformat(),
        "levels": [
            {"level": award.level, "decided": award.decided.isoformat()}
            for award in locality.levels
        ],
    }


def _provider(provider: ProviderFacts) -> dict[str, Any]:
    document: dict[str, Any] = {
        "code": provider.code,
        "lists": [{"as_at": one.as_at.isoformat(), "size": one.size} for one in provider.lists],
        "opened": _day(provider.opened),
        "closed": _day(provider.closed),
        "memberships": [
            {
                "locality": one.locality,
                "from": one.since.isoformat(),
                "to": _day(one.until),
            }
            for one in provider.memberships
        ],
        "sign_up": provider.sign_up and _sign_up(provider.sign_up),
        "reports": [_month(month) for month in provider.reports],
        "plan_agreed": _day(provider.plan_agreed),
        "achievement": provider.achievement and _achievement(provider.achievement),
        "claims": [
            {"objective": claim.objective, "month": _month(claim.month), "count": claim.count}
            for claim in provider.claims
        ],
        "milestones": [
            {
                "objective": one.objective,
                "milestone": one.milestone,
                "met": one.met.isoformat(),
            }
            for one in provider.milestones
        ],
        "training": [_training(one) for one in provider.training],
    }
    if provider.budget is not None:
        document |= _budget(provider.budget)
    always = {"code", "lists", "memberships", "sign_up"}
    return {key: value for key, value in document.items() if key in always or value not in _UNKNOWN}


_UNKNOWN: tuple[object, ...] = (None, [])


def _sign_up(sign_up: SignUpFacts) -> dict[str, Any]:
    return {
        "received": sign_up.received.isoformat(),
        "accepted": sign_up.accepted.isoformat(),
        "withdrawn": _day(sign_up.withdrawn),
        "eligible_gps": sign_up.eligible_gps,
        "signed_gps": sign_up.signed_gps,
    }


def _budget(budget: BudgetFacts) -> dict[str, Any]:
    return {
        "budget": to_contract(budget.budget_pence),
        "outturn": to_contract(budget.outturn_pence),
        "outturn_final": budget.outturn_final,
        "quality_attested": budget.quality_attested,
    }


def _achievement(achievement: AchievementFacts) -> dict[str, Any]:
    return {
        "list_size": achievement.list_size,
        "milestones_met": achievement.milestones_met,
        "freed_up_resources": to_contract(achievement.freed_up_pence),
    }


def _training(training: TrainingFacts) -> dict[str, Any]:
    return {
        "reference": training.reference,
        "approved": _day(training.approved),
        "approved_cost": to_contract(training.approved_pence),
        "evidenced": [
            {"on": one.on.isoformat(), "amount": to_contract(one.amount_pence)}
            for one in training.evidenced
        ],
        "undertaking_months": training.undertaking_months,
        "completed": _day(training.completed),
        "left": _day(training.left),
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _month(day: date) -> str:
    return day.isoformat()[:7]
