"""Any document of contract 2, for Hypothesis: every kind, moves, withdrawals, mergers."""

from hypothesis import strategies as st

from les_schemes.rules import KINDS
from les_schemes.rules.definition import scheme_readings
from tests.unit.les_schemes.documents import (
    MONTHS,
    amounts,
    dates_between,
    fractions,
    list_sizes,
    rates,
    sign_ups,
)

PLACES = ["DAC", "WAT"]
PROVIDERS = ["A", "B", "C", "D"]

bands = st.lists(st.tuples(st.integers(2, 60), rates), max_size=2, unique_by=lambda one: one[0])


@st.composite
def terms_of(draw, kind):
    payment = st.sampled_from(["amount", "per_patient"])
    special = {
        "bands": lambda: [
            {"from": start, "fee": fee} for start, fee in [(1, draw(rates)), *sorted(draw(bands))]
        ],
        "milestones": lambda: [
            {"code": code, "title": code, "due": "2007-09-30", draw(payment): draw(rates)}
            for code in ("m1", "m2")
        ],
        "instalment_months": lambda: draw(
            st.sampled_from([["04"], ["04", "10"], ["05", "09", "01"]])
        ),
    }
    forms = {
        "money": rates,
        "fraction": fractions,
        "whole_number": st.integers(0, 60),
        "optional_whole_number": st.one_of(st.none(), st.integers(0, 60)),
    }
    return {
        term.name: special[term.name]() if term.name in special else draw(forms[term.form.name])
        for term in kind.terms
    }


@st.composite
def objectives(draw):
    chosen = draw(st.lists(st.sampled_from(list(KINDS)), min_size=1, max_size=4, unique=True))
    read = []
    for number, name in enumerate(chosen, start=1):
        kind = KINDS[name]
        readings = {
            one.name: draw(st.sampled_from(list(one.choices)))
            for one in kind.readings
            if draw(st.booleans())
        }
        if readings.get("savings_unit") == "hybrid":
            readings.pop("split_base", None)
            readings.pop("reinvestment_share", None)
        read.append(
            {
                "number": number,
                "kind": name,
                "terms": draw(terms_of(kind)),
                "readings": readings,
            }
        )
    return read


@st.composite
def memberships(draw):
    """None, one, or two that follow each other within the year."""
    first, second = draw(st.permutations(PLACES))
    since = draw(dates_between("2007-02-01", "2007-06-30"))
    moved = draw(dates_between("2007-07-01", "2008-04-30"))
    return draw(
        st.sampled_from(
            [
                [],
                [{"locality": first, "from": since}],
                [{"locality": first, "from": since, "to": moved}],
                [
                    {"locality": first, "from": since, "to": moved},
                    {"locality": second, "from": moved, "to": None},
                ],
            ]
        )
    )


@st.composite
def providers(draw, code, scheme_objectives):
    sign_up = draw(st.one_of(st.none(), sign_ups(), sign_ups()))
    if sign_up is not None and draw(st.booleans()):
        sign_up["withdrawn"] = draw(
            dates_between(max(sign_up["accepted"], "2007-04-01"), "2008-06-30")
        )
    given = {
        "code": code,
        "lists": draw(
            st.sampled_from(
                [
                    [],
                    [{"as_at": "2007-04-01", "size": draw(list_sizes)}],
                    [{"as_at": "2007-10-01", "size": draw(list_sizes)}],
                ]
            )
        ),
        "opened": draw(st.one_of(st.none(), dates_between("2006-04-01", "2008-05-01"))),
        "memberships": draw(memberships()),
        "sign_up": sign_up,
        "reports": draw(st.lists(st.sampled_from(MONTHS), max_size=12)),
    }
    if draw(st.booleans()):
        given |= {
            "budget": draw(amounts),
            "outturn": draw(amounts),
            "outturn_final": True,
            "quality_attested": True,
        }
    for objective in scheme_objectives:
        number = objective["number"]
        if objective["kind"] == "item_of_service":
            months = draw(st.lists(st.sampled_from(MONTHS), max_size=5, unique=True))
            given["claims"] = [
                {"objective": number, "month": month, "count": draw(st.integers(0, 60))}
                for month in months
            ]
        if objective["kind"] == "milestone":
            given["milestones"] = [
                {
                    "objective": number,
                    "milestone": code,
                    "met": draw(dates_between("2007-03-01", "2008-04-30")),
                }
                for code in draw(st.sampled_from([[], ["m1"], ["m1", "m2"]]))
            ]
        if objective["kind"] == "training_reimbursement":
            given["training"] = [draw(trainings())]
    return given


@st.composite
def trainings(draw):
    when = dates_between("2007-01-01", "2011-12-31")
    maybe = st.one_of(st.none(), when)
    return {
        "reference": "T1",
        "approved": draw(maybe),
        "approved_cost": draw(rates),
        "evidenced": [{"on": draw(when), "amount": draw(rates)}],
        "undertaking_months": draw(st.sampled_from([0, 24, 36])),
        "completed": draw(maybe),
        "left": draw(maybe),
    }


@st.composite
def mergers(draw):
    return draw(
        st.sampled_from(
            [
                [],
                [],
                [{"predecessors": ["A", "B"], "successor": "C", "on": "2007-10-01"}],
                [
                    {"predecessors": ["A"], "successor": "C", "on": "2007-07-15"},
                    {"predecessors": ["C", "B"], "successor": "D", "on": "2008-01-01"},
                ],
            ]
        )
    )


@st.composite
def contract_2_documents(draw):
    scheme_objectives = draw(objectives())
    return {
        "contract": 2,
        "as_at": draw(st.one_of(st.just("2008-03-31"), dates_between("2007-01-01", "2008-06-30"))),
        "scheme": {
            "code": "any",
            "title": "Any scheme",
            "financial_year": 2007,
            "terms": {"sign_up_deadline": draw(dates_between("2007-01-20", "2008-05-01"))},
            "readings": {
                one.name: draw(st.sampled_from(list(one.choices))) for one in scheme_readings()
            },
            "objectives": scheme_objectives,
        },
        "localities": [
            {
                "code": code,
                "formed": "2007-04-01",
                "levels": [{"level": draw(st.sampled_from([1, 2, 3])), "decided": "2007-06-28"}],
            }
            for code in PLACES
        ],
        "providers": [draw(providers(code, scheme_objectives)) for code in PROVIDERS],
        "mergers": draw(mergers()),
        "paid": [],
    }
