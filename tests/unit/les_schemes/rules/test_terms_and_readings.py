"""The terms and readings of a scheme, as its pages and its file know them."""

from fractions import Fraction

import pytest

from les_schemes.rules import SCHEMES, Faults, parse_readings, parse_terms

LES = SCHEMES["pbc-les-2007-08"]


def test_terms_left_out_are_the_schemes_own():
    terms = parse_terms(LES, {"capitation_rate": "1.25"})
    assert terms["capitation_rate"] == 125
    assert terms["information_rate"] == 50
    assert terms["reinvestment_fraction"] == Fraction(7, 10)


def test_readings_left_out_are_the_defaults():
    readings = parse_readings(LES, {"level_floor": "none"})
    assert readings["level_floor"] == "none"
    assert readings["savings_unit"] == "practice"


def test_flat_terms_and_readings_find_their_objectives():
    definition = LES.defined({"information_rate": 75, "weeks": 46}, {"level_floor": "none"})
    assert definition.objective(1).terms.rate == 100
    assert definition.objective(2).terms.rate == 75
    assert definition.objective(3).terms.weeks == 46
    assert definition.objective(3).readings.level_floor == "none"
    des = SCHEMES["towards-pbc-des-2006-07"].defined({"rate": 100}, {})
    assert [objective.terms.rate for objective in des.objectives] == [100, 100]


def test_wrong_terms_and_readings_are_refused_by_their_paths():
    with pytest.raises(Faults, match=r"^terms.weeks: must be a whole number"):
        parse_terms(LES, {"weeks": "52"})
    with pytest.raises(Faults, match=r"^terms: must be an object"):
        parse_terms(LES, [])
    with pytest.raises(Faults, match=r"^readings.colour: is not a key"):
        parse_readings(LES, {"colour": "red"})
    with pytest.raises(Faults, match=r"^readings.split_base"):
        parse_readings(LES, {"savings_unit": "hybrid", "split_base": "full_tenth"})


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
def test_each_term_is_written_as_it_is_read(scheme):
    for term in scheme.terms:
        assert term.form.read(term.form.write(term.default)) == term.default
        assert term.label


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=SCHEMES)
def test_each_reading_has_its_default_first_and_says_what_each_choice_means(scheme):
    for reading in scheme.readings:
        assert reading.default == next(iter(reading.choices))
        assert reading.question.endswith("?")
        assert len(reading.choices) > 1
        assert all(reading.choices.values())


def test_fractions_are_written_with_two_to_four_decimals():
    form = {term.name: term.form for term in LES.terms}["reward_fraction"]
    written = [form.write(Fraction(text)) for text in ("0.1", "0.0125", "1", "0.125")]
    assert written == ["0.10", "0.0125", "1.00", "0.125"]


def test_the_payables_of_the_les_are_those_of_the_contract():
    assert sorted(LES.payables) == [
        (1, "capitation"),
        (2, "information_fund"),
        (2, "information_release"),
        (3, "gp_sessions"),
        (3, "practice_staff"),
        (4, "pct_share"),
        (4, "reinvestment"),
        (4, "reward"),
        (4, "unallocated"),
    ]
