"""Worked examples held against the rules: what agrees, what differs, what cannot be read."""

from datetime import date

import pytest

from les_schemes.rules import check, parse_definition
from les_schemes.rules.contract_1.pbc_les_2007_08 import PBC_LES_2007_08
from les_schemes.rules.worked_examples import could_pay, read_facts
from tests.unit.les_schemes.contract_2 import BLOCK, ITEMS, PER_PATIENT, scheme, with_terms

# £1.00 a patient; £12.00 an item up to the hundredth, then £9.50; £1,200.00 in four instalments.
DEFINITION = parse_definition(
    scheme(
        PER_PATIENT,
        with_terms(ITEMS, bands=[{"from": 1, "fee": "12.00"}, {"from": 101, "fee": "9.50"}]),
        with_terms(BLOCK, amount="1200.00", instalment_months=["04", "07", "10", "01"]),
    )
)
SURGERY = {
    "code": "Riverside",
    "lists": [{"as_at": "2007-04-01", "size": 8205}],
    "sign_up": {
        "received": "2007-04-12",
        "accepted": "2007-04-20",
        "eligible_gps": 5,
        "signed_gps": 5,
    },
    "claims": [
        {"objective": 2, "month": "2007-05", "count": 100},
        {"objective": 2, "month": "2007-06", "count": 10},
    ],
}
FACTS = {"contract": 2, "as_at": "2008-03-31", "localities": [], "providers": [SURGERY]}


def line(objective, component, amount, payee="Riverside"):
    return {"payee": payee, "objective": objective, "component": component, "amount": amount}


# 8,205 × £1.00; 100 × £12.00 + 10 × £9.50 = £1,295.00; four instalments of £300.00.
LINES = [
    line(1, "capitation", "8205.00"),
    line(2, "items", "1295.00"),
    line(3, "block", "1200.00"),
]


def outcome(lines=None, facts=None, **expected):
    return check(
        DEFINITION, facts or FACTS, {"lines": LINES if lines is None else lines, **expected}
    )


def test_amounts_worked_out_by_hand_agree():
    found = outcome()

    assert found.passed
    assert found.differences == []
    assert found.totals == [("payment", 8_205_00 + 1_295_00 + 1_200_00, 10_700_00)]
    assert found.objectives_paying == {1, 2, 3}


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (
            [*LINES[:2], line(3, "block", "1200.01")],
            "block of objective 3 to Riverside is expected to pay £1,200.01 and pays £1,200.00, "
            "£0.01 less",
        ),
        (LINES[:2], "block of objective 3 to Riverside pays £1,200.00, which is not expected"),
        (
            [*LINES, line(2, "items", "5.00", "Cedars")],
            "items of objective 2 to Cedars is expected to pay £5.00 and pays nothing",
        ),
        (
            [*LINES[1:], line(1, "capitation", "8000.00")],
            "capitation of objective 1 to Riverside is expected to pay £8,000.00 and pays "
            "£8,205.00, £205.00 more",
        ),
    ],
)
def test_every_difference_is_named(lines, told):
    found = outcome(lines)

    assert not found.passed
    assert found.differences == [told]


def test_a_line_expected_at_nothing_says_that_nothing_is_due():
    assert outcome([*LINES, line(2, "items", "0.00", "Cedars")]).passed
    not_nothing = outcome([line(1, "capitation", "0.00"), *LINES[1:]])
    assert [one.agrees for one in not_nothing.lines] == [False, True, True]
    assert not_nothing.objectives_paying == {2, 3}


def test_what_is_due_is_compared_after_what_was_paid():
    paid = [{"payee": "Riverside", "objective": 3, "component": "block", "amount": "1500.00"}]

    found = outcome([*LINES[:2], line(3, "block", "-300.00")], {**FACTS, "paid": paid})

    assert found.passed


def test_cases_are_compared_where_they_are_given():
    # Nine months served of £8,205.00: £6,153.75. Nothing was paid, so nothing is exposed.
    left = {**SURGERY, "sign_up": {**SURGERY["sign_up"], "withdrawn": "2008-01-01"}}
    facts = {**FACTS, "providers": [left]}
    # The block: 1,200 × 9/12 = £900.00, of three instalments begun.
    lines = [line(1, "capitation", "6153.75"), LINES[1], line(3, "block", "900.00")]
    case = {"practice": "Riverside", "kind": "withdrawal_review", "exposure": "0.00"}

    assert outcome(lines, facts).passed
    assert outcome(lines, facts, cases=[case]).passed
    assert outcome(lines, facts, cases=[]).differences == [
        "the case withdrawal_review of Riverside exposes £0.00, which is not expected"
    ]
    assert outcome(lines, facts, cases=[{**case, "exposure": "2.00"}]).differences == [
        "the case withdrawal_review of Riverside is expected to expose £2.00 and exposes £0.00"
    ]
    absent = outcome(cases=[{**case, "exposure": "2.00"}])
    assert absent.differences == [
        "the case withdrawal_review of Riverside is expected to expose £2.00 and does not arise"
    ]


@pytest.mark.parametrize(
    ("facts", "faults"),
    [
        ([], ["$: must be an object, not a list"]),
        ({}, ["contract: must be 1 or 2, not null"]),
        (
            {**FACTS, "scheme": {}},
            ["scheme: is the version’s own and stands in for it: leave it out"],
        ),
        (
            {**FACTS, "providers": [{**SURGERY, "claims": [{"objective": 9, "month": "2007-05"}]}]},
            [
                "providers[0].claims[0].count: is missing",
                "providers[0].claims[0].objective: 9 is not an objective of the kind "
                "item_of_service",
            ],
        ),
    ],
)
def test_faults_of_facts_are_named_by_their_place(facts, faults):
    found = check(DEFINITION, facts, {"lines": LINES})

    assert [str(fault) for fault in found.facts_faults] == faults
    assert found.differences == [f"facts, {fault}" for fault in faults]


@pytest.mark.parametrize(
    ("expected", "faults"),
    [
        ({}, ["lines: is missing"]),
        (
            {"lines": [LINES[0], LINES[0]]},
            ["lines[1].component: stands before for the same payee and objective"],
        ),
        (
            {"lines": [line(4, "block", "1.00")]},
            ["lines[0].objective: 4 is not an objective of the scheme"],
        ),
        ({"lines": [line(3, "items", "1.00")]}, ["lines[0].component: must be one of block"]),
        (
            {"lines": [line(3, "block", 1)]},
            ['lines[0].amount: must be money with two decimals, as "8205.00", not 1'],
        ),
        # A result of the calculation itself is no worked example.
        (
            {
                "lines": [{**LINES[0], "entitlement": "8205.00"}],
                "totals": {"payments_due": "8205.00"},
            },
            [
                "lines[0].entitlement: is not a key of the contract here",
                "totals: is not a key of the contract here",
            ],
        ),
    ],
)
def test_faults_of_what_is_expected_are_named_by_their_place(expected, faults):
    found = check(DEFINITION, FACTS, expected)

    assert [str(fault) for fault in found.expected_faults] == faults
    assert not found.passed


def test_a_scheme_of_contract_1_takes_facts_of_contract_1_under_its_own_terms():
    own = PBC_LES_2007_08.defined({"capitation_rate": 2_00}, {})
    facts = {
        "contract": 1,
        "scheme": "pbc-les-2007-08",
        "as_at": "2007-04-30",
        "localities": [],
        "practices": [
            {
                "code": "E82001",
                "list_size": 8205,
                "sign_up": SURGERY["sign_up"],
            }
        ],
    }
    # £2.00 × 8,205, not the £1.00 that the scheme had of itself.
    expected = {"lines": [line(1, "capitation", "16410.00", "E82001")]}

    assert check(own, facts, expected).passed
    with_own_terms = check(own, {**facts, "terms": {"capitation_rate": "2.00"}}, expected)
    assert [fault.path for fault in with_own_terms.facts_faults] == ["terms"]
    elsewhere = check(DEFINITION, facts, {"lines": LINES})
    assert elsewhere.differences == [
        "facts, scheme: has other objectives, or another year, than this version"
    ]


def test_what_is_to_be_worked_out_is_listed_without_what_it_comes_to():
    not_reported = {**SURGERY, "claims": []}
    facts = read_facts(DEFINITION, {**FACTS, "providers": [not_reported]})

    lines, cases = could_pay(facts)

    assert facts.as_at == date(2008, 3, 31)
    # Nothing is paid for items, which is for the person to say.
    assert lines == [
        (1, "capitation", "Riverside"),
        (2, "items", "Riverside"),
        (3, "block", "Riverside"),
    ]
    assert cases == []
