"""Drafts of schemes made for tests by the product's own actions."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from les_schemes.actions import costing, designing
from les_schemes.actions.designing.about import About, FrameworkGiven
from les_schemes.actions.designing.consulting import Asked
from les_schemes.actions.designing.examples import ExampleWritten
from les_schemes.actions.designing.objectives import Written
from les_schemes.design.objective_forms import LEVELS
from les_schemes.design.statuses import Body
from les_schemes.models import DryRun, SchemeVersion, WorkedExample
from pbc.financial_year import FinancialYear
from tests import paper
from tests.cast import Cast

ITEMS = {
    "bands": [{"from": 1, "fee": "12.00"}, {"from": 101, "fee": "9.50"}],
    "yearly_cap": 400,
    "yearly_cap_per_1000_patients": None,
    "minimum_volume": 0,
}
ABOUT = About(
    texts={
        "full_title": "Stop smoking clinics",
        "purpose": ["Fewer people smoke."],
        "background": [],
        "proposal": ["Clinics in practices."],
        "aims": ["Better health."],
        "objectives": [],
        "funding": ["Practices that sign."],
        "commitments": ["See patients within a week."],
        "notes": ["Clinics are free."],
        "governance": "Signing accepts the framework.",
        "sheet_title": "Agreement",
        "undertaking": "We agree to",
        "expected_time": "Two hours a month.",
        "notes_title": "Important notes",
    },
    last_day=date(2007, 6, 29),
    return_address="Commissioning House\n1 Example Street",
    return_email="returns@pct.example",
    dated="",
    stakeholders=[],
    review_on=None,
)


def about(**texts: Any) -> About:
    """The same with other texts."""
    return replace(ABOUT, texts={**ABOUT.texts, **texts})


LMC_ASKED = Asked(Body.LMC, "", date(2007, 4, 2), "We agree.", "Noted.")
BLOCK = {"amount": "1200.00", "instalment_months": ["04", "07", "10", "01"]}


def written(
    title: str, terms: dict[str, Any], readings: dict[str, str] | None = None, **changed: Any
) -> Written:
    details: dict[str, Any] = {
        "level": LEVELS[0],
        "rationale": "",
        "measure": ["Claims received by the tenth of the next month"],
        "additional": [],
    }
    return Written(title=title, terms=terms, readings=readings or {}, **{**details, **changed})


def draft(cast: Cast, code: str = "stop-smoking") -> SchemeVersion:
    """Dacorum's draft of a scheme for 2007/08, without objectives."""
    scan = SimpleUploadedFile("framework.pdf", paper.scan(code), "application/pdf")
    return designing.start(
        commissioner=cast.dacorum,
        code=code,
        title="Stop smoking clinics",
        financial_year=FinancialYear(2007),
        last_day=date(2007, 6, 29),
        framework=FrameworkGiven("Primary care framework", "May 2007", scan),
        return_address="Commissioning House\n1 Example Street",
        return_email="returns@pct.example",
        by=cast.officer,
    )


def with_objectives(cast: Cast, code: str = "stop-smoking") -> SchemeVersion:
    """The same with an item of service and a block payment."""
    version = draft(cast, code)
    designing.add_objective(
        version=version,
        kind="item_of_service",
        written=written("Quit attempts", ITEMS, {"band_mode": "each_item_at_its_band"}),
        by=cast.officer,
    )
    designing.add_objective(
        version=version, kind="block", written=written("Clinic set up", BLOCK), by=cast.officer
    )
    return version


# A clinic with 110 quit attempts in May, worked out up to 31 March.
CLINIC: dict[str, Any] = {
    "contract": 2,
    "as_at": "2008-03-31",
    "localities": [],
    "providers": [
        {
            "code": "Riverside",
            "lists": [],
            "sign_up": {
                "received": "2007-04-12",
                "accepted": "2007-04-20",
                "eligible_gps": 0,
                "signed_gps": 0,
            },
            "claims": [{"objective": 1, "month": "2007-05", "count": 110}],
        }
    ],
}
# 100 × £12.00 + 10 × £9.50 = £1,295.00; all four instalments of £300.00.
CLINIC_IS_PAID = {
    "lines": [
        {"payee": "Riverside", "objective": 1, "component": "items", "amount": "1295.00"},
        {"payee": "Riverside", "objective": 2, "component": "block", "amount": "1200.00"},
    ],
    "cases": [],
}


def example(**changed: Any) -> ExampleWritten:
    """What a clinic is paid by the draft ``with_objectives``, worked out by hand."""
    details: dict[str, Any] = {
        "title": "110 quit attempts",
        "note": "Worked out on paper",
        "facts": CLINIC,
        "expected": CLINIC_IS_PAID,
    }
    return ExampleWritten(**{**details, **changed})


def prove(version: SchemeVersion, cast: Cast, **changed: Any) -> WorkedExample:
    """The draft ``with_objectives`` with an example that agrees."""
    return designing.add_example(version=version, written=example(**changed), by=cast.officer)


# By kind: what happened, and what that comes to by the terms above. Of training £1,200.50 and
# £2,099.50 are evidenced, below the £4,800 that were approved.
_HAPPENED: dict[str, dict[str, Any]] = {
    "item_of_service": {"claims": [{"month": "2007-05", "count": 110}]},
    "block": {},
    "training_reimbursement": {
        "training": [
            {
                "reference": "ENT-01",
                "approved": "2007-05-10",
                "approved_cost": "4800.00",
                "undertaking_months": 36,
                "evidenced": [
                    {"on": "2007-09-03", "amount": "1200.50"},
                    {"on": "2008-01-15", "amount": "2099.50"},
                ],
            }
        ]
    },
    "per_patient": {"lists": [{"as_at": "2007-04-01", "size": 1000}]},
    "operating_level": {
        "lists": [{"as_at": "2007-04-01", "size": 1000}],
        "memberships": [{"locality": "DAC", "from": "2007-04-01", "to": None}],
    },
}
# 1,000 × £1.00; a session a week of £300.00 for 52 weeks, to the locality.
_COMES_TO = {
    "item_of_service": ("items", "1295.00"),
    "block": ("block", "1200.00"),
    "training_reimbursement": ("reimbursement", "3300.00"),
    "per_patient": ("capitation", "1000.00"),
    "operating_level": ("gp_sessions", "15600.00"),
}
_LOCALITY = {"code": "DAC", "formed": "2007-04-01", "levels": []}


def prove_whole(version: SchemeVersion, by: User) -> WorkedExample:
    """A draft of the objectives above, in any order, with an example in which each pays."""
    provider = {**CLINIC["providers"][0]}
    provider.pop("claims")
    lines = []
    for objective in version.objectives.order_by("number"):
        for key, entries in _HAPPENED[objective.kind].items():
            of_objective = {"objective": objective.number} if key == "claims" else {}
            provider[key] = [{**of_objective, **entry} for entry in entries]
        if objective.kind == "per_patient":
            provider["sign_up"] = {**provider["sign_up"], "eligible_gps": 1, "signed_gps": 1}
        component, amount = _COMES_TO[objective.kind]
        lines.append(
            {
                "payee": "DAC" if objective.kind == "operating_level" else "Riverside",
                "objective": objective.number,
                "component": component,
                "amount": amount,
            }
        )
    return designing.add_example(
        version=version,
        written=example(
            title="A year of a clinic",
            facts={
                **CLINIC,
                "localities": [_LOCALITY] if "memberships" in provider else [],
                "providers": [provider],
            },
            expected={"lines": lines, "cases": []},
        ),
        by=by,
    )


def dry_run(version: SchemeVersion, by: User) -> DryRun:
    """A dry run of what the version pays now, made and accepted by an officer."""
    run = costing.make_dry_run(version=version, by=by)
    return costing.accept_dry_run(run=run, looked_at="Every line of it", by=by)


def upload(name: str = "framework.pdf") -> BytesIO:
    """A PDF as a browser sends it."""
    file = BytesIO(paper.scan(name))
    file.name = name
    return file
