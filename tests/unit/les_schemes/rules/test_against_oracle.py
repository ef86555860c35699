"""Facts of every kind come to what a naive working of the contract comes to."""

from hypothesis import given

from les_schemes.rules import calculate, parse, result_document
from tests.unit.les_schemes import oracle
from tests.unit.les_schemes.documents import des_documents, examples, les_documents


def without_working(document):
    for line in document["lines"]:
        assert line.pop("working")
    return document


@examples(300)
@given(les_documents())
def test_the_les_comes_to_what_the_oracle_says(document):
    result = without_working(result_document(calculate(parse(document))))
    assert result == oracle.result(document)


@examples(100)
@given(des_documents())
def test_the_des_comes_to_what_the_oracle_says(document):
    result = without_working(result_document(calculate(parse(document))))
    assert result == oracle.result(document)
