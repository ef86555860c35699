"""What holds for any facts under any reading."""

import json

from hypothesis import given
from hypothesis import strategies as st

from les_schemes.rules import (
    calculate,
    explain,
    facts_document,
    parse,
    result_document,
    work_out,
)
from tests.unit.les_schemes.documents import documents, examples, les_documents

ANY_FACTS = examples(50)


def amounts(result):
    return {line.key: (line.entitlement_pence, line.paid_pence) for line in result.lines}


def total(result, *components):
    return sum(line.entitlement_pence for line in result.lines if line.component in components)


@ANY_FACTS
@given(documents)
def test_kept_inputs_come_to_the_same_pence_and_the_same_words(document):
    for line in calculate(parse(document)).lines:
        kept = json.loads(json.dumps(line.inputs))
        assert work_out(kept) == line.entitlement_pence
        assert explain(kept) == line.working


@ANY_FACTS
@given(documents)
def test_facts_survive_being_written_and_read(document):
    facts = parse(document)
    assert parse(json.loads(json.dumps(facts_document(facts)))) == facts


@ANY_FACTS
@given(documents)
def test_paying_what_is_due_leaves_nothing_due(document):
    result = calculate(parse(document))
    payments = [
        {
            "payee": line["payee"],
            "objective": line["objective"],
            "component": line["component"],
            "amount": line["due"],
        }
        for line in result_document(result)["lines"]
    ]
    again = calculate(parse(document | {"paid": document["paid"] + payments}))
    assert all(line.due_pence == 0 for line in again.lines)
    assert again.payments_due_pence == again.allocations_due_pence == 0


@ANY_FACTS
@given(documents, st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(document, random):
    shuffled = document | {
        key: random.sample(document[key], len(document[key]))
        for key in ("localities", "practices", "paid")
    }
    assert amounts(calculate(parse(shuffled))) == amounts(calculate(parse(document)))
    assert calculate(parse(shuffled)).cases == calculate(parse(document)).cases


@ANY_FACTS
@given(documents)
def test_totals_are_the_sums_of_the_lines(document):
    result = calculate(parse(document))
    every = sum(line.due_pence for line in result.lines)
    assert result.payments_due_pence + result.allocations_due_pence == every
    assert [line.key for line in result.lines] == sorted(line.key for line in result.lines)


@ANY_FACTS
@given(les_documents())
def test_a_saving_is_given_out_whole(document):
    """Reward, reinvestment, PCT share and what is left over add up to what was saved."""
    document["readings"].pop("overspend_scope", None)
    facts = parse(document)
    result = calculate(facts)
    given_out = total(result, "reward", "reinvestment", "pct_share", "unallocated")
    final = [
        practice
        for practice in facts.providers
        if practice.budget is not None and practice.budget.outturn_final
    ]
    unit = facts.definition.objective(4).readings.savings_unit
    groups = {}
    for practice in final:
        alone = unit == "practice" or not practice.memberships
        group = (practice.code, None) if alone else (None, practice.memberships[0].locality)
        groups[group] = groups.get(group, 0) + practice.budget.saving_pence
    saved = sum(max(saving, 0) for saving in groups.values())
    if unit == "hybrid":
        # A reward may go out though the locality together saved less, or nothing.
        assert given_out >= saved
        assert total(result, "reinvestment", "pct_share") <= saved
    else:
        assert given_out == saved


@ANY_FACTS
@given(les_documents())
def test_no_reading_pays_more_than_its_bound(document):
    facts = parse(document)
    result = calculate(facts)
    lists = {practice.code: practice.lists[0].size for practice in facts.providers}
    capitation, information, _, savings = facts.definition.objectives
    for line in result.lines:
        if line.component == "capitation":
            most = capitation.terms.rate * lists.get(line.payee, 0)
            assert 0 <= line.entitlement_pence <= most
        if line.component == "information_release":
            most = information.terms.rate * lists.get(line.payee, 0)
            assert 0 <= line.entitlement_pence <= most
        if line.component == "reward" and savings.readings.savings_unit != "locality":
            most = savings.terms.reward_cap_per_patient * lists.get(line.payee, 0)
            assert 0 <= line.entitlement_pence <= most
    most = savings.terms.reward_cap_per_patient * sum(lists.values())
    assert total(result, "reward") <= most


@ANY_FACTS
@given(les_documents())
def test_no_reading_of_the_sign_up_beats_the_most_generous(document):
    generous = document["readings"] | {"late_sign_up": "full", "gp_signatures": "any"}
    most = calculate(parse(document | {"readings": generous}))
    given_reading = calculate(parse(document))
    for component in ("capitation", "information_fund"):
        assert total(given_reading, component) <= total(most, component)


@ANY_FACTS
@given(les_documents())
def test_releases_never_exceed_what_the_funds_were_credited(document):
    for practice in document["practices"]:
        practice["locality"] = document["localities"][0]["code"] if document["localities"] else None
    result = calculate(parse(document))
    if document["localities"]:
        assert total(result, "information_release") <= total(result, "information_fund")
