"""Contract 2: contract 1 translated comes to the same, and facts survive being written."""

import json
from pathlib import Path

import pytest
from hypothesis import given

from les_schemes.rules import calculate, explain, facts_document, parse, result_document, work_out
from tests.unit.les_schemes.contract_2 import earned, facts, pharmacy, practice, scheme
from tests.unit.les_schemes.contract_2_documents import contract_2_documents
from tests.unit.les_schemes.documents import documents, examples

ANY_FACTS = examples(60)


@ANY_FACTS
@given(documents)
def test_a_contract_1_document_comes_to_what_its_translation_comes_to(document):
    first = parse(document)
    translated = json.loads(json.dumps(facts_document(first)))
    second = parse(translated)
    assert second == first
    assert result_document(calculate(second)) == result_document(calculate(first)) | {"contract": 2}


@ANY_FACTS
@given(contract_2_documents())
def test_facts_survive_being_written_and_read(document):
    read = parse(document)
    assert parse(json.loads(json.dumps(facts_document(read)))) == read


@ANY_FACTS
@given(contract_2_documents())
def test_kept_inputs_come_to_the_same_pence_and_the_same_words(document):
    for line in calculate(parse(document)).lines:
        kept = json.loads(json.dumps(line.inputs))
        assert work_out(kept) == line.entitlement_pence
        assert explain(kept) == line.working


@ANY_FACTS
@given(contract_2_documents())
def test_paying_what_is_due_leaves_nothing_due(document):
    result = calculate(parse(document))
    payments = [
        {key: line[key] for key in ("payee", "objective", "component")} | {"amount": line["due"]}
        for line in result_document(result)["lines"]
    ]
    again = calculate(parse(document | {"paid": document["paid"] + payments}))
    assert all(line.due_pence == 0 for line in again.lines)


@ANY_FACTS
@given(contract_2_documents())
def test_a_merger_makes_no_money(document):
    """What all are due after mergers is what they would be due without, but for what a successor
    reports, claims or meets in its predecessors' place."""
    for provider in document["providers"]:
        for key in ("reports", "claims", "milestones", "budget", "outturn"):
            provider.pop(key, None)
        for key in ("outturn_final", "quality_attested", "closed"):
            provider.pop(key, None)
        provider["memberships"] = []
    merged = calculate(parse(document))
    apart = calculate(parse(document | {"mergers": []}))
    assert merged.payments_due_pence == apart.payments_due_pence


def test_the_example_of_the_documentation_is_a_document_of_the_contract():
    text = (Path(__file__).parents[4] / "docs" / "contract.md").read_text()
    example = json.loads(text.partition("```json\n")[2].partition("```")[0])
    assert earned(example) == {
        ("capitation", "E82001"): "8205.00",  # 8,205 × £1.00
        ("items", "E82001"): "144.00",  # 12 × £12.00
        ("milestones", "E82001"): "500.00",
        ("reimbursement", "E82001"): "1200.50",
    }


def test_the_result_has_the_form_of_version_1():
    terms = {"rate": "1.00"}
    document = facts(scheme({"kind": "per_patient", "terms": terms}), practice(size=8205))
    assert result_document(calculate(parse(document))) == {
        "contract": 2,
        "scheme": "test",
        "as_at": "2008-03-31",
        "lines": [
            {
                "payee": "A",
                "objective": 1,
                "component": "capitation",
                "kind": "payment",
                "entitlement": "8205.00",
                "paid": "0.00",
                "due": "8205.00",
                "working": [
                    "The sign-up was on time, received 12 April 2007 (the deadline was "
                    "30 April 2007) and accepted 20 April 2007: all 12 months count.",
                    "5 of 5 GPs signed, so the whole payment is earned.",
                    "8,205 patients × £1.00 = £8,205.00.",
                ],
            }
        ],
        "cases": [],
        "totals": {"payments_due": "8205.00", "allocations_due": "0.00"},
    }


@pytest.mark.parametrize(("year", "days"), [(2006, 365), (2007, 366), (2023, 366), (2025, 365)])
def test_a_year_has_its_own_days(year, days):
    # one session × £300 × 52 weeks = £15,600, for April's 30 days
    document = facts(
        scheme(
            {
                "kind": "operating_level",
                "terms": {"session_rate": "300.00", "staff_hour_rate": "30.00", "weeks": 52},
                "readings": {"part_year": "days"},
            },
            year=year,
        ),
        as_at=f"{year}-04-30",
        localities=["DAC"],
    )
    document["localities"][0]["formed"] = f"{year}-04-01"
    (line,) = result_document(calculate(parse(document)))["lines"]
    assert line["entitlement"] == {365: "1282.19", 366: "1278.69"}[days]


def test_two_objectives_of_one_kind_pay_each_their_own():
    document = facts(
        scheme(
            {"kind": "per_patient", "terms": {"rate": "1.00"}},
            {"kind": "per_patient", "terms": {"rate": "0.25"}},
        ),
        practice(size=8000),
        pharmacy(),
    )
    lines = result_document(calculate(parse(document)))["lines"]
    assert [(line["objective"], line["entitlement"]) for line in lines] == [
        (1, "8000.00"),
        (2, "2000.00"),
    ]
