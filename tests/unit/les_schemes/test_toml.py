"""TOML that the product writes is read by the standard library as the same values."""

import tomllib
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from les_schemes.loading.toml import Literal, dumps

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
OFFSETS = [timezone(timedelta(hours=hours)) for hours in (0, 1)]
times = st.builds(
    datetime.combine, st.dates(date(1900, 1, 1)), st.times(), tzinfo=st.sampled_from(OFFSETS)
)
single = st.one_of(
    texts, st.booleans(), st.integers(-(2**60), 2**60), st.dates(date(1900, 1, 1)), times
)
values = st.recursive(
    single,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
    max_leaves=12,
)


@given(st.dictionaries(texts, values, max_size=6))
def test_what_is_written_is_read_back(document):
    assert tomllib.loads(dumps(document)) == document


def test_it_is_laid_out_for_people():
    document = {
        "code": "checks",
        "address": "Commissioning House\n1 Example “Street”",
        "objectives": [
            {"number": 1, "terms": {"bands": [{"from": 1, "fee": "12.00"}], "cap": 60}},
        ],
        "texts": {"notes": ["One", "A second that is longer than would stand in one line" * 2]},
        "facts": Literal('{"contract": 2}\n'),
    }

    assert dumps(document) == (
        'code = "checks"\n'
        'address = """\nCommissioning House\n1 Example “Street”"""\n'
        "facts = '''\n{\"contract\": 2}\n'''\n"
        "\n[[objectives]]\n"
        "number = 1\n"
        "\n[objectives.terms]\n"
        'bands = [\n  { from = 1, fee = "12.00" },\n]\n'
        "cap = 60\n"
        "\n[texts]\n"
        'notes = [\n  "One",\n  "' + document["texts"]["notes"][1] + '",\n]\n'
    )


def test_there_is_no_null_and_no_number_with_a_point():
    with pytest.raises(TypeError, match="TOML has no NoneType"):
        dumps({"cap": None})
    with pytest.raises(TypeError, match="TOML has no float"):
        dumps({"cap": 1.5})
