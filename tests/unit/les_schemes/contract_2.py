"""Documents of contract 2 for tests: a scheme of a few objectives, and providers to take part."""

from les_schemes.rules import calculate, parse, result_document

PER_PATIENT = {"kind": "per_patient", "terms": {"rate": "1.00"}}
INFORMATION = {"kind": "information_fund", "terms": {"rate": "0.50"}}
LEVELS = {
    "kind": "operating_level",
    "terms": {"session_rate": "300.00", "staff_hour_rate": "30.00", "weeks": 52},
}
SAVINGS = {
    "kind": "savings_split",
    "terms": {
        "reward_fraction": "0.10",
        "reward_cap_per_patient": "1.00",
        "reinvestment_fraction": "0.70",
    },
}
ITEMS = {
    "kind": "item_of_service",
    "terms": {
        "bands": [{"from": 1, "fee": "12.00"}],
        "yearly_cap": None,
        "yearly_cap_per_1000_patients": None,
        "minimum_volume": 0,
    },
}
BLOCK = {"kind": "block", "terms": {"amount": "12000.00", "instalment_months": ["04"]}}
MILESTONES = {
    "kind": "milestone",
    "terms": {
        "milestones": [
            {"code": "m1", "title": "Audit done", "due": "2007-09-30", "amount": "500.00"}
        ]
    },
}
TRAINING = {"kind": "training_reimbursement"}


def with_terms(objective, **terms):
    return objective | {"terms": objective["terms"] | terms}


def with_readings(objective, **readings):
    return objective | {"readings": objective.get("readings", {}) | readings}


def scheme(*objectives, year=2007, deadline=None, **readings):
    """A scheme of objectives numbered from 1."""
    return {
        "code": "test",
        "title": "A scheme for tests",
        "financial_year": year,
        "terms": {"sign_up_deadline": deadline or f"{year}-04-30"},
        "readings": readings,
        "objectives": [
            {"number": number, **objective} for number, objective in enumerate(objectives, start=1)
        ],
    }


def sign_up(**changes):
    return {
        "received": "2007-04-12",
        "accepted": "2007-04-20",
        "withdrawn": None,
        "eligible_gps": 5,
        "signed_gps": 5,
    } | changes


LATE = sign_up(received="2007-06-11", accepted="2007-06-20")  # nine months, July to March


def member_of(locality, since="2007-04-01", until=None):
    return {"locality": locality, "from": since, "to": until}


def practice(code="A", size=8000, **changes):
    """A practice signed up on time, in Dacorum since 1 April."""
    return {
        "code": code,
        "lists": [{"as_at": "2007-04-01", "size": size}],
        "memberships": [member_of("DAC")],
        "sign_up": sign_up(),
    } | changes


def pharmacy(code="PH", **changes):
    """A provider that holds no list, signed up on time."""
    return {"code": code, "lists": [], "sign_up": sign_up()} | changes


def facts(the_scheme, *providers, as_at="2008-03-31", localities=("DAC", "WAT"), **changes):
    return {
        "contract": 2,
        "as_at": as_at,
        "scheme": the_scheme,
        "localities": [{"code": code, "formed": "2007-04-01", "levels": []} for code in localities],
        "providers": list(providers),
    } | changes


def paid(payee, objective, component, amount):
    return {"payee": payee, "objective": objective, "component": component, "amount": amount}


def result(document):
    return result_document(calculate(parse(document)))


def earned(document):
    """What each payee earned under each component: ``{("capitation", "A"): "8000.00"}``."""
    return {
        (line["component"], line["payee"]): line["entitlement"]
        for line in result(document)["lines"]
    }


def due(document):
    return {(line["component"], line["payee"]): line["due"] for line in result(document)["lines"]}


def cases(document):
    """The exposure of each case: ``{("A", "withdrawal_review"): "2000.00"}``."""
    return {
        (case["practice"], case["kind"]): case["exposure"] for case in result(document)["cases"]
    }


def working(document, component, payee):
    """The sentences of one line's working as one text."""
    (line,) = [
        line
        for line in calculate(parse(document)).lines
        if (line.component, line.payee) == (component, payee)
    ]
    return " ".join(line.working)
