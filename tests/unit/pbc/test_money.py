"""Money: one rounding, two ways to write an amount, one way to share it."""

from fractions import Fraction

import pytest
from django.template import Context, Template
from hypothesis import given, settings
from hypothesis import strategies as st

from pbc.money import from_contract, pounds, round_half_up, share, to_contract


@pytest.mark.parametrize(
    ("exact", "rounded"),
    [
        (Fraction(0), 0),
        (Fraction(7), 7),
        (Fraction(49, 100), 0),
        (Fraction(1, 2), 1),
        (Fraction(3, 2), 2),
        (Fraction(5, 2), 3),
        (Fraction(-1, 2), -1),
        (Fraction(-49, 100), 0),
        (Fraction(-5, 2), -3),
        # 8,205 × 50p × 1/12 = 34,187.5 pence
        (Fraction(8205 * 50, 12), 34188),
    ],
)
def test_half_a_penny_goes_away_from_zero(exact, rounded):
    assert round_half_up(exact) == rounded


@settings(deadline=None)
@given(st.fractions())
def test_rounding_never_moves_by_more_than_half_a_penny(exact):
    assert abs(round_half_up(exact) - exact) <= Fraction(1, 2)
    assert round_half_up(-exact) == -round_half_up(exact)


@pytest.mark.parametrize(
    ("pence", "text"),
    [
        (743100, "£7,431.00"),
        (0, "£0.00"),
        (5, "£0.05"),
        (-10000, "−£100.00"),
        (-1, "−£0.01"),
    ],
)
def test_pounds_are_written_for_people(pence, text):
    assert pounds(pence) == text


@pytest.mark.parametrize(
    ("pence", "text"),
    [(743100, "7431.00"), (0, "0.00"), (5, "0.05"), (-10000, "-100.00")],
)
def test_amounts_are_written_for_the_contract(pence, text):
    assert to_contract(pence) == text
    assert from_contract(text) == pence


@settings(deadline=None)
@given(st.integers())
def test_an_amount_survives_being_written_and_read(pence):
    assert from_contract(to_contract(pence)) == pence


@pytest.mark.parametrize(
    "text", ["1", "1.0", "1.000", "+1.00", "1.00\n", " 1.00", "1,000.00", "١.٠٠", ""]
)
def test_any_other_form_is_refused(text):
    with pytest.raises(ValueError, match="two decimals"):
        from_contract(text)


def test_a_minus_before_nothing_is_nothing():
    assert from_contract("-0.00") == 0


def test_a_locality_shares_its_level_1_by_list_size():
    # WE-19: £15,600 over 7,431 + 8,205 + 6,913 = 22,549 patients
    # 7,431: 1,560,000p × 7,431 / 22,549 = 514,096.41 → £5,140.96
    # 8,205: 1,560,000p × 8,205 / 22,549 = 567,643.79 → £5,676.43 and the penny left over
    # 6,913: 1,560,000p × 6,913 / 22,549 = 478,259.79 → £4,782.59, or the penny left over
    shares = share(1_560_000, {"E82001": 7431, "E82002": 8205, "E82003": 6913})
    assert shares == {"E82001": 514_096, "E82002": 567_644, "E82003": 478_260}


def test_equal_remainders_go_by_name():
    assert share(200, {"C": 1, "A": 1, "B": 1}) == {"A": 67, "B": 67, "C": 66}


@settings(deadline=None)
@given(
    st.integers(min_value=0, max_value=10**9),
    st.dictionaries(st.text(), st.integers(min_value=0, max_value=10**6), min_size=1).filter(
        lambda weights: sum(weights.values()) > 0
    ),
)
def test_shares_add_up_and_stay_within_a_penny_of_proportion(total, weights):
    shares = share(total, weights)
    whole = sum(weights.values())
    assert sum(shares.values()) == total
    for name, weight in weights.items():
        assert abs(shares[name] - Fraction(total * weight, whole)) < 1


@pytest.mark.parametrize(
    ("total", "weights"),
    [(100, {}), (100, {"A": 0}), (-1, {"A": 1}), (100, {"A": 3, "B": -1})],
)
def test_nothing_is_shared_among_nobody(total, weights):
    with pytest.raises(ValueError, match="share"):
        share(total, weights)


def test_the_template_filter_writes_pounds():
    template = Template("{% load money %}{{ pence|pounds }}")
    assert template.render(Context({"pence": 743100})) == "£7,431.00"


def test_a_template_adds_up_rows_and_takes_one_amount_from_another():
    rows = [{"pence": 1_560_000}, {"pence": 3_510_050}]
    template = Template("{% load money %}{{ rows|total:'pence'|pounds }} {{ 100|less:300|pounds }}")
    assert template.render(Context({"rows": rows})) == "£50,700.50 −£2.00"
