"""Every fault of the part ``[statement]`` of a scheme file is told by its name."""

from datetime import UTC, date, datetime

import pytest

from les_schemes import statement_file

GOOD = {
    "hours_a_month": "2",
    "hours_test": "annual_equivalent",
    "opens_on": date(2008, 3, 1),
    "due_on": date(2008, 3, 31),
    "grace_days": 30,
    "sample_percent": 10,
}


def faults(**changed: object) -> list[str]:
    part = {name: value for name, value in {**GOOD, **changed}.items() if value is not None}
    return statement_file.faults({"financial_year_starts_in": 2007, "statement": part})


def test_a_good_part_and_none_at_all_have_no_fault():
    assert faults() == []
    assert statement_file.faults({"financial_year_starts_in": 2007}) == []


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"hours_a_month": "two"}, 'statement.hours_a_month: must be hours as text, like "2"'),
        ({"hours_a_month": "0"}, 'statement.hours_a_month: must be hours as text, like "2"'),
        ({"hours_a_month": "NaN"}, 'statement.hours_a_month: must be hours as text, like "2"'),
        ({"hours_a_month": "1.234"}, 'statement.hours_a_month: must be hours as text, like "2"'),
        ({"hours_a_month": 2}, 'statement.hours_a_month: must be hours as text, like "2"'),
        (
            {"hours_test": "guess"},
            "statement.hours_test: must be one of annual_equivalent, each_month, "
            "whole_time_equivalent",
        ),
        ({"opens_on": "1 March"}, "statement.opens_on: must be a date, like 2008-03-01"),
        (
            {"opens_on": datetime(2008, 3, 1, 9, tzinfo=UTC)},
            "statement.opens_on: must be a date, like 2008-03-01",
        ),
        (
            {"opens_on": date(2007, 3, 31)},
            "statement.opens_on: must not be before the scheme's year",
        ),
        (
            {"due_on": date(2008, 2, 29)},
            "statement.due_on: must not be before statement.opens_on",
        ),
        ({"grace_days": -1}, "statement.grace_days: must be a whole number of days"),
        ({"grace_days": True}, "statement.grace_days: must be a whole number of days"),
        (
            {"sample_percent": 101},
            "statement.sample_percent: must be a whole number from 0 to 100",
        ),
        ({"due_on": None}, "statement.due_on: is missing"),
        ({"grace": 30}, "statement.grace: is not known"),
    ],
)
def test_each_fault_is_named_with_what_it_must_be(changed, fault):
    assert faults(**changed) == [fault]
