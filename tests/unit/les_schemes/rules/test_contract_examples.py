"""The contract's own examples, to the penny."""

import json
from pathlib import Path

import pytest

from les_schemes.rules import calculate, parse, result_document
from tests.unit.les_schemes import oracle

EXAMPLES = Path(__file__).parents[5] / "shared" / "contract" / "examples"
PATHS = sorted(EXAMPLES.glob("*.json"))


@pytest.mark.skipif(not PATHS, reason="there is no folder ../shared/contract/examples here")
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_an_example_of_the_contract_comes_out_to_the_penny(path):
    example = json.loads(path.read_text())
    result = result_document(calculate(parse(example["facts"])))
    for line in result["lines"]:
        assert all(isinstance(sentence, str) for sentence in line.pop("working"))
    assert result == example["result"]
    assert oracle.result(example["facts"]) == example["result"]
