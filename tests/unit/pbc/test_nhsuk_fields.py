"""Dates in three boxes and amounts in pounds."""

from datetime import date

import pytest
from django import forms

from pbc.nhsuk import errors
from pbc.nhsuk.fields import MoneyField, SplitDateField
from pbc.nhsuk.questions import draw


class DateForm(forms.Form):
    received = SplitDateField(label="When did it arrive?")
    until = SplitDateField(required=False)


class MoneyForm(forms.Form):
    grant = MoneyField(label="Grant")
    correction = MoneyField(required=False, negative=True)


def dated(day="", month="", year=""):
    form = DateForm({"received_day": day, "received_month": month, "received_year": year})
    return form.cleaned_data["received"] if form.is_valid() else errors.of_field(form["received"])


@pytest.mark.parametrize(
    "typed",
    [("16", "4", "2007"), ("16", "04", "2007"), (" 16 ", "April", "2007"), ("16", "apr", "2007")],
)
def test_a_date_may_be_typed_in_figures_or_with_its_month_in_words(typed):
    assert dated(*typed) == date(2007, 4, 16)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        (("", "", ""), "Enter an answer to “When did it arrive?”"),
        (("16", "", "2007"), "The date must include a month"),
        (("", "4", ""), "The date must include a day and a year"),
        (("31", "2", "2007"), "Enter a real date, like 16 4 2007"),
        (("16", "x", "2007"), "Enter a real date, like 16 4 2007"),
        (("16", "13", "2007"), "Enter a real date, like 16 4 2007"),
        (("16", "4", "07"), "The year must have 4 numbers, like 2007"),
        (("-1", "4", "2007"), "Enter a real date, like 16 4 2007"),
        (("1_6", "4", "2007"), "Enter a real date, like 16 4 2007"),
    ],
)
def test_a_date_that_is_none_says_how_to_mend_it(typed, message):
    assert dated(*typed) == [message]


def test_the_error_leads_to_the_box_that_is_wrong():
    form = DateForm({"received_day": "16", "received_month": "", "received_year": "2007"})
    assert errors.target_of(form["received"]) == "id_received_month"


def test_a_date_not_needed_may_be_left_empty():
    form = DateForm({"received_day": "1", "received_month": "4", "received_year": "2007"})
    assert form.is_valid()
    assert form.cleaned_data["until"] is None


def test_a_date_knows_whether_it_was_changed():
    day = {"received_day": "16", "received_month": "4", "received_year": "2007"}
    assert DateForm(day, initial={"received": date(2007, 4, 16)}).changed_data == []
    assert DateForm(day, initial={"received": date(2007, 4, 17)}).changed_data == ["received"]
    wrong = {**day, "received_month": "x"}
    assert DateForm(wrong, initial={"received": date(2007, 4, 16)}).changed_data == ["received"]


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("1250", 125000),
        ("1,250.00", 125000),
        ("£7,431.05", 743105),
        (" 0.5 ", 50),
        ("0", 0),
        ("-0", 0),
        ("999999999.99", 99999999999),
    ],
)
def test_pounds_become_whole_pence(typed, pence):
    form = MoneyForm({"grant": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["grant"] == pence


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter the grant"),
        ("lots", "Enter an amount in pounds, like 1,250 or 1,250.00"),
        ("1.234", "Enter an amount in pounds, like 1,250 or 1,250.00"),
        ("1e9", "Enter an amount in pounds, like 1,250 or 1,250.00"),
        ("١٢", "Enter an amount in pounds, like 1,250 or 1,250.00"),
        ("-5", "Enter an amount of £0 or more"),
        ("1000000000", "Enter an amount below £1,000,000,000"),
    ],
)
def test_an_amount_that_is_none_says_how_to_mend_it(typed, message):
    form = MoneyForm({"grant": typed})
    assert not form.is_valid()
    assert errors.of_field(form["grant"]) == [message]


def test_an_amount_below_nothing_is_taken_where_it_may_be():
    form = MoneyForm({"grant": "1", "correction": "-£100.05"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["correction"] == -10005


def test_pence_held_are_shown_as_pounds():
    form = MoneyForm(initial={"grant": 743105, "correction": -5})
    assert form["grant"].value() == "7,431.05"
    assert form["correction"].value() == "-0.05"


def test_a_choice_of_nothing_says_so_in_a_sentence_and_keeps_its_error():
    class Choice(forms.Form):
        one = forms.ChoiceField(
            widget=forms.RadioSelect, choices=[], error_messages={"required": "Choose one"}
        )

    drawn = draw(Choice({})["one"])
    assert "<p>There is nothing to choose from.</p>" in drawn
    assert "Choose one" in drawn
    assert "radios" not in drawn
