import shutil
from pathlib import Path

import pytest

from les_schemes import loading
from les_schemes.rules import SCHEMES

SHIPPED = loading.SHIPPED / "pbc_les_2007_08.toml"


@pytest.fixture
def changed(tmp_path: Path):
    """A copy of the shipped file in which a text is replaced by another."""

    def change(old: str, new: str) -> Path:
        text = SHIPPED.read_text()
        assert old in text
        path = tmp_path / "scheme.toml"
        path.write_text(text.replace(old, new, 1))
        shutil.copy(loading.SHIPPED / "framework_stand_in.txt", tmp_path)
        return path

    return change


def test_the_shipped_file_names_every_term_and_reading_with_the_contracts_default():
    content = loading.read(SHIPPED).content
    scheme = SCHEMES["pbc-les-2007-08"]

    assert content["readings"] == {item.name: item.default for item in scheme.readings}
    assert content["terms"] == {item.name: item.form.write(item.default) for item in scheme.terms}


def test_the_shipped_file_says_what_the_source_says():
    texts = loading.read(SHIPPED).content["texts"]

    assert texts["commitments"] == [
        "Time spent with patients to retain them in primary care where appropriate",
        "Collecting information as agreed with the PBC Locality",
        "Reading communications from the PBC Locality",
        "Participating in discussions in the practice and with the PBC Locality",
        "Implementing action agreed by the PBC Locality as appropriate",
    ]
    assert texts["statement_commitments"][1:] == [
        "Collecting information",
        "Reading communications",
        "Participating in discussions",
        "Implementing agreed action",
    ]
    assert texts["expected_time"] == (
        "We expect this to involve the equivalent of at least 2 hours per GP per month."
    )


def test_the_framework_that_ships_says_that_it_is_a_stand_in():
    assert b"THIS IS A STAND-IN, NOT THE FRAMEWORK." in loading.read(SHIPPED).framework


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("capitation_rate =", "capitation_price =", "terms.capitation_price"),
        ("capitation_rate =", "capitation_price =", "terms.capitation_rate: is missing"),
        ('capitation_rate = "1.00"', 'capitation_rate = "1"', "terms.capitation_rate"),
        ("level_floor =", "level_flor =", "readings.level_flor"),
        ("level_floor =", "level_flor =", "readings.level_floor: is missing"),
        ('level_floor = "level_1"', 'level_floor = "level_9"', "readings.level_floor"),
        ('rules = "pbc-les-2007-08"', 'rules = "pbc"', "rules: must be one of"),
        ("dated =", "datd =", "datd: is not known"),
        ("[framework]", "[framwork]", "framework: is missing"),
        ('agreed = "February 2007"', "", "framework.agreed: is missing"),
        ("framework_stand_in.txt", "elsewhere.pdf", "there is no file elsewhere.pdf"),
        ("undertaking =", "undertakings =", "texts.undertaking: is missing"),
        ("number = 1", 'number = 1\ncolour = "blue"', "objectives[0].colour: is not known"),
        ('rationale = ""\n', "", "objectives[1].rationale: is missing"),
        ("2007-04-30T23:59:59+01:00", "2007-04-30T23:59:59+00:00", "must be 23:59:59 of its day"),
        ("2007-04-30T23:59:59+01:00", "2007-04-30T23:59:59", "must say its offset"),
        (
            "2007-04-30T23:59:59+01:00",
            "2007-05-31T23:59:59+01:00",
            "terms.sign_up_deadline: must be 2007-05-31",
        ),
        ("= 2007\n", '= "2007"\n', "financial_year_starts_in: must be a whole number"),
        ("[terms]\n", "[terms\n", "is not TOML"),
    ],
)
def test_whatever_is_wrong_is_named(changed, old, new, fault):
    with pytest.raises(loading.UnreadableScheme) as refusal:
        loading.read(changed(old, new))
    assert any(fault in one for one in refusal.value.faults), refusal.value.faults


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    with pytest.raises(loading.UnreadableScheme, match="cannot be read"):
        loading.read(tmp_path / "nothing.toml")
