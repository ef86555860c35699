"""Malformed documents of contract 2: every fault is named by its path, and nothing else is."""

from copy import deepcopy

import pytest

from les_schemes.rules import Faults, parse
from tests.unit.les_schemes.contract_2 import (
    BLOCK,
    INFORMATION,
    ITEMS,
    LEVELS,
    MILESTONES,
    PER_PATIENT,
    SAVINGS,
    TRAINING,
    facts,
    member_of,
    pharmacy,
    practice,
    scheme,
    with_readings,
    with_terms,
)
from tests.unit.les_schemes.rules.test_faults import (
    MISSING,
    NOT_A_BOOLEAN,
    NOT_A_DATE,
    NOT_A_LIST,
    NOT_A_MONTH,
    NOT_A_RATE,
    NOT_A_WHOLE_NUMBER,
    NOT_AN_OBJECT,
    NOT_MONEY,
    NOT_TEXT,
    changed,
    paths,
    written,
)

WHOLE = facts(
    scheme(PER_PATIENT, INFORMATION, LEVELS, SAVINGS, ITEMS, BLOCK, MILESTONES, TRAINING),
    practice(
        "A",
        opened=None,
        closed=None,
        reports=["2007-04"],
        memberships=[member_of("DAC", until="2007-10-01"), member_of("WAT", since="2007-10-01")],
        budget="1.00",
        outturn="2.00",
        outturn_final=True,
        quality_attested=False,
        plan_agreed="2007-05-01",
        achievement={"list_size": 1, "milestones_met": True, "freed_up_resources": "0.00"},
        claims=[{"objective": 5, "month": "2007-05", "count": 12}],
        milestones=[{"objective": 7, "milestone": "m1", "met": "2007-09-30"}],
        training=[
            {
                "reference": "T1",
                "approved": "2007-05-01",
                "approved_cost": "100.00",
                "evidenced": [{"on": "2007-06-01", "amount": "90.00"}],
                "undertaking_months": 24,
                "completed": None,
                "left": None,
            }
        ],
    ),
    practice("B"),
    pharmacy("C"),
    mergers=[{"predecessors": ["B"], "successor": "C", "on": "2007-10-01"}],
    paid=[{"payee": "A", "objective": 1, "component": "capitation", "amount": "8000.00"}],
)
WHOLE["localities"][0]["levels"] = [{"level": 2, "decided": "2007-06-28"}]

SCHEME = ("scheme",)
OBJECTIVE = ("scheme", "objectives", 0)
TERMS = (*OBJECTIVE, "terms")
PROVIDER = ("providers", 0)
SIGN_UP = (*PROVIDER, "sign_up")
MOVE = (*PROVIDER, "memberships", 1)
CLAIM = (*PROVIDER, "claims", 0)
MET = (*PROVIDER, "milestones", 0)
COURSE = (*PROVIDER, "training", 0)
EVIDENCE = (*COURSE, "evidenced", 0)
MERGER = ("mergers", 0)
BAND = ("scheme", "objectives", 4, "terms", "bands", 0)
MONTHS = ("scheme", "objectives", 5, "terms", "instalment_months")
MILESTONE = ("scheme", "objectives", 6, "terms", "milestones", 0)
NULLABLE_DATE = NOT_A_DATE[1:]


def whole():
    return deepcopy(WHOLE)


VALUES = [
    (("as_at",), NOT_A_DATE),
    (SCHEME, NOT_AN_OBJECT),
    ((*SCHEME, "code"), [*NOT_TEXT, ""]),
    ((*SCHEME, "title"), NOT_TEXT),
    ((*SCHEME, "financial_year"), [*NOT_A_WHOLE_NUMBER, 207, 1899, 9999]),
    ((*SCHEME, "terms"), NOT_AN_OBJECT),
    ((*SCHEME, "terms", "sign_up_deadline"), NOT_A_DATE),
    ((*SCHEME, "readings"), NOT_AN_OBJECT),
    ((*SCHEME, "objectives"), [*NOT_A_LIST, []]),
    ((*SCHEME, "objectives", 1), [*NOT_AN_OBJECT, [{}]]),
    ((*OBJECTIVE, "number"), [*NOT_A_WHOLE_NUMBER, 0]),
    ((*SCHEME, "objectives", 7, "kind"), [*NOT_TEXT, "", "capitation", "PER_PATIENT"]),
    ((*OBJECTIVE, "title"), NOT_TEXT),
    ((*OBJECTIVE, "clause"), NOT_TEXT),
    (TERMS, NOT_AN_OBJECT),
    ((*TERMS, "rate"), NOT_A_RATE),
    ((*OBJECTIVE, "readings"), NOT_AN_OBJECT),
    ((*SCHEME, "objectives", 4, "terms", "bands"), [*NOT_A_LIST, []]),
    (BAND, NOT_AN_OBJECT),
    ((*BAND, "from"), [*NOT_A_WHOLE_NUMBER, 0, 2]),
    ((*BAND, "fee"), NOT_A_RATE),
    ((*SCHEME, "objectives", 4, "terms", "yearly_cap"), NOT_A_WHOLE_NUMBER[1:]),
    ((*SCHEME, "objectives", 4, "terms", "minimum_volume"), NOT_A_WHOLE_NUMBER),
    (MONTHS, [*NOT_A_LIST, []]),
    ((*MONTHS, 0), [None, 4, "4", "13", "00", "April", "2007-04", True, [], {}]),
    (MILESTONE[:-1], [*NOT_A_LIST, []]),
    (MILESTONE, NOT_AN_OBJECT),
    ((*MILESTONE, "code"), [*NOT_TEXT, ""]),
    ((*MILESTONE, "title"), [*NOT_TEXT, ""]),
    ((*MILESTONE, "due"), NOT_A_DATE),
    ((*MILESTONE, "amount"), NOT_A_RATE),
    (("providers",), NOT_A_LIST),
    ((*PROVIDER, "lists"), NOT_A_LIST),
    ((*PROVIDER, "lists", 0, "as_at"), NOT_A_DATE),
    ((*PROVIDER, "lists", 0, "size"), NOT_A_WHOLE_NUMBER),
    ((*PROVIDER, "opened"), NULLABLE_DATE),
    ((*PROVIDER, "closed"), NULLABLE_DATE),
    ((*PROVIDER, "memberships"), NOT_A_LIST),
    ((*MOVE, "locality"), [*NOT_TEXT, "", "XYZ", "A"]),
    ((*MOVE, "from"), [*NOT_A_DATE, "2007-09-30"]),
    ((*MOVE, "to"), [*NULLABLE_DATE, "2007-10-01", "2007-09-01"]),
    (SIGN_UP, NOT_AN_OBJECT[1:]),
    ((*SIGN_UP, "withdrawn"), [*NULLABLE_DATE, "2007-04-19"]),
    ((*PROVIDER, "reports", 0), NOT_A_MONTH),
    ((*PROVIDER, "outturn"), NOT_MONEY),
    ((*PROVIDER, "outturn_final"), NOT_A_BOOLEAN),
    ((*PROVIDER, "plan_agreed"), NULLABLE_DATE),
    ((*PROVIDER, "achievement"), NOT_AN_OBJECT[1:]),
    ((*PROVIDER, "claims"), NOT_A_LIST),
    ((*CLAIM, "objective"), [*NOT_A_WHOLE_NUMBER, 1, 9]),
    ((*CLAIM, "month"), NOT_A_MONTH),
    ((*CLAIM, "count"), NOT_A_WHOLE_NUMBER),
    ((*MET, "objective"), [*NOT_A_WHOLE_NUMBER, 1, 9]),
    ((*MET, "milestone"), [*NOT_TEXT, "", "m2"]),
    ((*MET, "met"), NOT_A_DATE),
    ((*COURSE, "reference"), [*NOT_TEXT, ""]),
    ((*COURSE, "approved"), NULLABLE_DATE),
    ((*COURSE, "approved_cost"), NOT_A_RATE),
    ((*COURSE, "evidenced"), NOT_A_LIST),
    ((*EVIDENCE, "on"), NOT_A_DATE),
    ((*EVIDENCE, "amount"), NOT_A_RATE),
    ((*COURSE, "undertaking_months"), NOT_A_WHOLE_NUMBER),
    ((*COURSE, "completed"), NULLABLE_DATE),
    ((*COURSE, "left"), NULLABLE_DATE),
    (("mergers",), NOT_A_LIST),
    ((*MERGER, "predecessors"), [*NOT_A_LIST[1:], [], ["XYZ"], ["DAC"]]),
    ((*MERGER, "predecessors", 0), NOT_TEXT),
    ((*MERGER, "successor"), [*NOT_TEXT, "XYZ", "B"]),
    ((*MERGER, "on"), NOT_A_DATE),
    (("paid", 0, "payee"), ["XYZ", ""]),
    (("paid", 0, "component"), ["items", ""]),
]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param(path, value, id=f"{written(path)}={str(value)[:20]!r}")
        for path, wrong in VALUES
        for value in wrong
    ],
)
def test_a_wrong_value_is_the_one_fault(path, value):
    assert paths(changed(whole(), path, value)) == [written(path)]


@pytest.mark.parametrize(
    "path",
    [
        ("as_at",),
        ("scheme",),
        ("localities",),
        ("providers",),
        *[(*SCHEME, key) for key in ("code", "title", "financial_year", "terms", "objectives")],
        (*SCHEME, "terms", "sign_up_deadline"),
        *[(*OBJECTIVE, key) for key in ("number", "terms")],
        ("scheme", "objectives", 7, "kind"),
        (*TERMS, "rate"),
        *[(*BAND, key) for key in ("from", "fee")],
        *[(*MILESTONE, key) for key in ("code", "title", "due", "amount")],
        ("localities", 0, "formed"),
        *[(*PROVIDER, key) for key in ("code", "lists", "budget")],
        *[(*PROVIDER, "lists", 0, key) for key in ("as_at", "size")],
        *[(*MOVE, key) for key in ("locality", "from")],
        *[(*CLAIM, key) for key in ("objective", "month", "count")],
        *[(*MET, key) for key in ("objective", "milestone", "met")],
        *[
            (*COURSE, key)
            for key in ("reference", "approved", "approved_cost", "undertaking_months")
        ],
        *[(*EVIDENCE, key) for key in ("on", "amount")],
        *[(*MERGER, key) for key in ("successor", "on")],
    ],
    ids=written,
)
def test_a_missing_key_is_named_by_its_own_path(path):
    assert paths(changed(whole(), path, MISSING)) == [written(path)]


@pytest.mark.parametrize(
    "path",
    [
        (*SCHEME, "readings"),
        *[(*OBJECTIVE, key) for key in ("title", "clause", "readings")],
        ("localities", 0, "levels"),
        *[
            (*PROVIDER, key)
            for key in (
                "opened",
                "closed",
                "memberships",
                "sign_up",
                "reports",
                "plan_agreed",
                "achievement",
                "claims",
                "milestones",
                "training",
            )
        ],
        (*SIGN_UP, "withdrawn"),
        (*MOVE, "to"),
        *[(*COURSE, key) for key in ("evidenced", "completed", "left")],
        ("mergers",),
        ("paid",),
    ],
    ids=written,
)
def test_what_is_optional_may_be_left_out(path):
    document = whole()
    place = document
    for step in path[:-1]:
        place = place[step]
    place.pop(path[-1], None)
    assert parse(document)


@pytest.mark.parametrize(
    "way",
    [
        (),
        SCHEME,
        (*SCHEME, "terms"),
        (*SCHEME, "readings"),
        OBJECTIVE,
        TERMS,
        BAND,
        MILESTONE,
        ("localities", 0),
        PROVIDER,
        (*PROVIDER, "lists", 0),
        MOVE,
        SIGN_UP,
        (*PROVIDER, "achievement"),
        CLAIM,
        MET,
        COURSE,
        EVIDENCE,
        MERGER,
        ("paid", 0),
    ],
    ids=lambda way: written(way) or "$",
)
def test_an_unknown_key_is_refused_wherever_it_stands(way):
    path = (*way, "colour")
    assert paths(changed(whole(), path, "red")) == [written(path)]


def added(path, item):
    document = whole()
    place = document
    for step in path:
        place = place[step]
    place.append(item)
    return document


@pytest.mark.parametrize(
    ("document", "path"),
    [
        (
            added(("scheme", "objectives"), {"number": 1, **PER_PATIENT}),
            "scheme.objectives[8].number",
        ),
        (
            added(("scheme", "objectives"), {"number": 9, **SAVINGS}),
            "scheme.objectives[8].kind",
        ),
        (
            added(("scheme", "objectives"), {"number": 9, **TRAINING}),
            "scheme.objectives[8].kind",
        ),
        (
            added((*PROVIDER, "lists"), {"as_at": "2007-04-01", "size": 1}),
            "providers[0].lists[1].as_at",
        ),
        (
            added((*PROVIDER, "memberships"), member_of("DAC", since="2008-01-01")),
            "providers[0].memberships[2].from",
        ),
        (
            added((*PROVIDER, "claims"), {"objective": 5, "month": "2007-05", "count": 1}),
            "providers[0].claims[1].month",
        ),
        (
            added(
                (*PROVIDER, "milestones"), {"objective": 7, "milestone": "m1", "met": "2008-01-01"}
            ),
            "providers[0].milestones[1].milestone",
        ),
        (
            added((*PROVIDER, "training"), dict(WHOLE["providers"][0]["training"][0])),
            "providers[0].training[1].reference",
        ),
        (added(MONTHS, "04"), "scheme.objectives[5].terms.instalment_months[1]"),
        (
            added(BAND[:-1], {"from": 1, "fee": "1.00"}),
            "scheme.objectives[4].terms.bands[1].from",
        ),
        (
            added(MILESTONE[:-1], dict(WHOLE["scheme"]["objectives"][6]["terms"]["milestones"][0])),
            "scheme.objectives[6].terms.milestones[1].code",
        ),
        (
            added(("mergers",), {"predecessors": ["B"], "successor": "A", "on": "2008-01-01"}),
            "mergers[1].predecessors",
        ),
        (
            added(("mergers",), {"predecessors": ["C"], "successor": "B", "on": "2008-01-01"}),
            "mergers[1].successor",
        ),
    ],
)
def test_what_may_stand_once_is_named_by_the_second_one(document, path):
    assert paths(document) == [path]


@pytest.mark.parametrize("code", ["DAC", "A"])
def test_providers_and_localities_share_one_namespace(code):
    document = changed(whole() | {"mergers": []}, ("providers", 1, "code"), code)
    assert paths(document) == ["providers[1].code"]


def test_all_faults_of_a_term_are_named():
    document = whole()
    document["scheme"]["objectives"][4]["terms"]["bands"] = [
        {"from": "1", "fee": "1"},
        {"fee": "1.00", "colour": 1},
    ]
    bands = "scheme.objectives[4].terms.bands"
    assert paths(document) == [
        f"{bands}[0].from",
        f"{bands}[0].fee",
        f"{bands}[1].from",
        f"{bands}[1].colour",
    ]


def test_a_milestone_pays_an_amount_or_by_patients():
    document = changed(whole(), (*MILESTONE, "per_patient"), "0.10")
    assert paths(document) == [written((*MILESTONE, "per_patient"))]
    assert parse(changed(document, (*MILESTONE, "amount"), MISSING))


def test_instalments_come_in_the_order_of_the_year():
    document = whole()
    document["scheme"]["objectives"][5]["terms"]["instalment_months"] = ["10", "01", "03"]
    assert parse(document)
    document["scheme"]["objectives"][5]["terms"]["instalment_months"] = ["01", "10"]
    assert paths(document) == [written((*MONTHS, 1))]


def test_hybrid_allows_no_other_split():
    readings = {"savings_unit": "hybrid", "split_base": "full_tenth"}
    document = facts(scheme(with_readings(SAVINGS, **readings)))
    assert paths(document) == ["scheme.objectives[0].readings.split_base"]


def test_a_provider_closes_after_it_opens():
    document = changed(whole(), (*PROVIDER, "opened"), "2007-06-01")
    document["providers"][0]["closed"] = "2007-05-31"
    assert paths(document) == ["providers[0].closed"]


def test_the_pct_is_a_payee_only_where_a_kind_pays_it():
    amount = {"payee": "PCT", "objective": 1, "component": "capitation", "amount": "1.00"}
    assert parse(whole() | {"paid": [amount]})
    document = facts(scheme(PER_PATIENT), paid=[amount])
    assert paths(document) == ["paid[0].payee"]


def test_where_the_scheme_cannot_be_read_what_hangs_on_it_is_not_looked_at():
    document = changed(whole(), (*OBJECTIVE, "kind"), "alchemy")
    document["providers"][0]["claims"][0]["objective"] = 99
    document["paid"][0] |= {"objective": 99, "component": "any"}
    document["providers"][0]["reports"] = ["1999-01"]
    assert paths(document) == [written((*OBJECTIVE, "kind"))]


def test_where_milestones_cannot_be_read_those_met_are_not_compared():
    document = changed(whole(), (*MILESTONE, "due"), "never")
    document["providers"][0]["milestones"][0]["milestone"] = "m9"
    assert paths(document) == [written((*MILESTONE, "due"))]


def test_a_fault_of_contract_2_says_what_is_wrong():
    document = whole()
    document["scheme"]["objectives"][0]["kind"] = "alchemy"
    document["providers"][0]["memberships"][1]["from"] = "2007-09-30"
    with pytest.raises(Faults) as refused:
        parse(document)
    assert str(refused.value).splitlines() == [
        "scheme.objectives[0].kind: must be one of per_patient, information_fund, "
        "operating_level, savings_split, plan, achievement, item_of_service, block, milestone, "
        "training_reimbursement, not 'alchemy'",
        "providers[0].memberships[1].from: overlaps the membership from 2007-04-01",
    ]


def test_terms_of_a_kind_that_has_none_may_stand_empty():
    assert parse(facts(scheme(TRAINING | {"terms": {}})))
    assert paths(facts(scheme(TRAINING | {"terms": {"rate": "1.00"}}))) == [
        "scheme.objectives[0].terms.rate"
    ]


def test_a_cap_may_be_none():
    assert parse(facts(scheme(with_terms(ITEMS, yearly_cap=None))))
