"""Numbers and dates in sentences."""

from datetime import date
from fractions import Fraction

import pytest

from les_schemes.rules import wording


def test_things_are_counted():
    assert wording.patients(1) == "1 patient"
    assert wording.patients(8205) == "8,205 patients"
    assert wording.count(2, "penny", "pennies") == "2 pennies"


def test_days_and_months():
    assert wording.on_day(date(2007, 4, 30)) == "30 April 2007"
    assert wording.in_month(date(2008, 3, 1)) == "March 2008"


@pytest.mark.parametrize(
    ("part", "text"), [("0.1", "10%"), ("0.125", "12.5%"), ("0.0001", "0.01%"), ("1", "100%")]
)
def test_parts_are_percentages(part, text):
    assert wording.percent(Fraction(part)) == text


def test_exact_and_rounded_money():
    assert wording.exact(Fraction("4485031.2")) == "£44,850.312"
    assert wording.exact(Fraction(100)) == "£1.00"
    assert wording.rounded(Fraction(100)) == "£1.00"
    assert wording.rounded(Fraction(201, 2)) == "£1.01 to the nearest penny"


@pytest.mark.parametrize(
    ("parts", "text"), [(["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_parts_are_joined(parts, text):
    assert wording.joined(parts) == text
