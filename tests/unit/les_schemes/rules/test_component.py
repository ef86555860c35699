"""Rules by name and version."""

import pytest

from les_schemes.rules import UnknownRule, calculate, component_from_data, parse, work_out
from les_schemes.rules.component import Component, rule
from tests.unit.les_schemes.documents import les, practice


def kept():
    return calculate(parse(les(practice()))).lines[0].inputs


def test_kept_inputs_name_their_rule_and_its_version():
    assert kept()["rule"] == "per-patient/capitation"
    assert kept()["version"] == 1
    assert component_from_data(kept()).to_data() == kept()


def test_a_rule_or_version_that_is_not_there_is_named():
    with pytest.raises(UnknownRule, match="no version 99 of the rule per-patient/capitation"):
        work_out(kept() | {"version": 99})
    with pytest.raises(UnknownRule, match="rule alchemy"):
        work_out(kept() | {"rule": "alchemy"})


def test_two_rules_cannot_have_one_name_and_version():
    class Impostor(Component):
        rule = "per-patient/capitation"

    with pytest.raises(ValueError, match="two rules"):
        rule(Impostor)
