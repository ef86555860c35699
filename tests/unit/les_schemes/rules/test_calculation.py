"""Lines, totals, and what was paid."""

from fractions import Fraction

import pytest

from les_schemes.rules import calculate, parse, result_document
from pbc.money import round_half_up, to_contract
from tests.unit.les_schemes.documents import (
    budget,
    des,
    des_practice,
    due,
    les,
    practice,
    working,
)


def paid(payee, objective, component, amount):
    return {"payee": payee, "objective": objective, "component": component, "amount": amount}


def test_what_was_paid_is_taken_off():
    items = [paid("E82001", 1, "capitation", "5000.00")]
    assert due(les(practice(), paid=items))["capitation", "E82001"] == "3000.00"


def test_too_much_paid_is_due_back():
    # the list was corrected from 8,000 to 7,900
    items = [paid("E82001", 1, "capitation", "8000.00")]
    document = les(practice(list_size=7900), paid=items)
    assert due(document)["capitation", "E82001"] == "-100.00"


def test_repeated_amounts_add_up_and_may_cancel():
    items = [paid("E82001", 4, "reward", "5.00"), paid("E82001", 4, "reward", "-5.00")]
    assert ("reward", "E82001") not in due(les(practice(), paid=items))
    assert due(les(practice(), paid=[*items, items[0]]))["reward", "E82001"] == "-5.00"


def test_a_level_paid_up_front_is_netted():
    # WE-08: £50,700 − £15,600 = £35,100: £39,000 − £15,600 and £11,700
    document = les(
        practice(list_size=100_000),
        levels=[{"level": 2, "decided": "2007-06-28"}],
        paid=[paid("DAC", 3, "gp_sessions", "15600.00")],
    )
    assert due(document)["gp_sessions", "DAC"] == "23400.00"
    assert due(document)["practice_staff", "DAC"] == "11700.00"


@pytest.mark.parametrize(
    ("document", "item", "sentence"),
    [
        (
            les(practice()),
            ("DAC", 1, "capitation"),
            "Capitation goes to practices, and DAC can earn nothing under it.",
        ),
        (
            les(practice()),
            ("E82001", 4, "reinvestment"),
            "goes to localities and practices that commission alone, and E82001 can earn nothing",
        ),
        (
            des(des_practice()),
            ("DAC", 2, "practice_payment"),
            "Payment for achievement goes to practices, and DAC can earn nothing under it.",
        ),
    ],
)
def test_a_payment_to_whom_it_cannot_belong_is_due_back_with_the_reason(document, item, sentence):
    document = document | {"paid": [paid(*item, "12.34")]}
    payee, _, component = item
    assert due(document)[component, payee] == "-12.34"
    assert sentence in working(document, component, payee)


def test_lines_are_sorted_by_objective_component_and_payee():
    document = les(
        practice(code="B", **budget(100)), practice(code="A", **budget(100)), as_at="2007-04-30"
    )
    lines = result_document(calculate(parse(document)))["lines"]
    assert [(line["objective"], line["component"], line["payee"]) for line in lines] == [
        (1, "capitation", "A"),
        (1, "capitation", "B"),
        (2, "information_fund", "DAC"),
        (3, "gp_sessions", "DAC"),
        (4, "pct_share", "PCT"),
        (4, "reinvestment", "DAC"),
        (4, "reward", "A"),
        (4, "reward", "B"),
    ]


def test_totals_keep_payments_and_allocations_apart():
    result = result_document(calculate(parse(les(practice()))))
    # £8,000 + £15,600; £4,000
    assert result["totals"] == {"payments_due": "23600.00", "allocations_due": "4000.00"}


def test_empty_facts_come_to_nothing():
    result = result_document(calculate(parse(les(localities=[]))))
    assert result == {
        "contract": 1,
        "scheme": "pbc-les-2007-08",
        "as_at": "2008-03-31",
        "lines": [],
        "cases": [],
        "totals": {"payments_due": "0.00", "allocations_due": "0.00"},
    }


def test_what_is_paid_names_its_source():
    payables = parse(les(practice())).definition.payables
    assert payables[1, "capitation"].clause == "PBC LES 2007/08, appendix one, objective 1"


def test_the_longest_numbers_are_worked_out_and_written():
    number = 10**999 - 1
    document = les(
        practice(list_size=number, **budget(0, budget=f"{number // 1000}.00")),
        levels=[{"level": 3, "decided": "2007-03-15"}],
        terms={"session_rate": f"{number // 1000}.00", "weeks": number},
    )
    # level 3: 6 × rate × weeks × list / 100,000
    sessions = Fraction(6 * (number // 1000) * number * number, 100_000)
    assert due(document)["gp_sessions", "DAC"] == to_contract(round_half_up(sessions * 100))
