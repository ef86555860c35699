"""The kinds of rule as tables and sentences, for pages, forms and documents."""

import pytest

from les_schemes.rules import KINDS, Faults, parse_definition, parse_objective
from les_schemes.rules.definition import document, scheme_readings, scheme_terms
from tests.unit.les_schemes.contract_2 import (
    BLOCK,
    INFORMATION,
    ITEMS,
    LEVELS,
    MILESTONES,
    PER_PATIENT,
    SAVINGS,
    TRAINING,
    scheme,
    with_readings,
    with_terms,
)

PLAN = {"kind": "plan", "terms": {"rate": "0.95", "practice_fraction": "0.75"}}
ACHIEVEMENT = PLAN | {"kind": "achievement"}
EVERY_KIND = [
    PER_PATIENT,
    INFORMATION,
    LEVELS,
    SAVINGS,
    PLAN,
    ACHIEVEMENT,
    ITEMS,
    BLOCK,
    MILESTONES,
    TRAINING,
]


def objective(given):
    return parse_objective({"number": 1} | given)


def test_there_are_examples_of_every_kind():
    assert [given["kind"] for given in EVERY_KIND] == list(KINDS)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_a_kind_says_what_it_is_and_what_it_pays(kind):
    assert kind.title
    assert kind.description.endswith(".")
    assert kind.source
    names = {term.name for term in kind.terms}
    for payable in kind.payables(7, "clause 7"):
        assert payable.objective == 7
        assert payable.clause == "clause 7"
        assert payable.kind in {"payment", "allocation"}
        assert payable.title
        assert payable.payees
        assert set(payable.terms) <= names
    assert {payable.clause for payable in kind.payables(1)} == {kind.source}


@pytest.mark.parametrize("table", [*KINDS.values(), None], ids=[*KINDS, "scheme"])
def test_every_term_has_a_label_and_every_reading_its_default_first(table):
    terms = scheme_terms() if table is None else table.terms
    readings = scheme_readings() if table is None else table.readings
    for term in terms:
        assert term.label[0].isupper()
        assert term.required is (term.default is None and "optional" not in term.form.name)
    for reading in readings:
        assert reading.question.endswith("?")
        assert len(reading.choices) > 1
        assert all(words[0].isupper() for words in reading.choices.values())


@pytest.mark.parametrize("given", EVERY_KIND, ids=KINDS)
def test_each_term_is_written_as_it_is_read_and_told_to_people(given):
    read = objective(given)
    for term in read.kind.terms:
        value = getattr(read.terms, term.name)
        assert term.form.write(value) == given["terms"][term.name]
        assert term.form.read(term.form.write(value)) == value
        assert term.form.show(value)


@pytest.mark.parametrize("given", EVERY_KIND, ids=KINDS)
def test_every_choice_of_every_reading_has_a_sentence(given):
    for reading in KINDS[given["kind"]].readings:
        for choice in reading.choices:
            sentence = objective(with_readings(given, **{reading.name: choice})).sentence
            assert sentence.startswith(("Pays ", "Sets aside "))
            assert sentence.endswith(".")
            assert "  " not in sentence


BANDS = [{"from": 1, "fee": "12.00"}, {"from": 101, "fee": "9.50"}]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            PER_PATIENT,
            "Pays each practice £1.00 a year for every patient on its registered list, nothing "
            "until every GP has signed.",
        ),
        (
            PLAN,
            "Pays £0.95 for every registered patient once the plan is agreed: 75% to the practice, "
            "the rest to its locality's pot.",
        ),
        (
            with_terms(
                MILESTONES,
                milestones=[
                    {"code": "m", "title": "Register", "due": "2008-03-31", "per_patient": "0.15"}
                ],
            ),
            "Pays each provider that meets a milestone: Register, £0.15 for each patient by "
            "31 March 2008. One met later is paid when it is met.",
        ),
        (
            SAVINGS,
            "Pays 10% of each practice's saving as a reward, at most £1.00 a patient; 70% of the "
            "rest is set aside for patient care and what remains goes to the PCT's balance.",
        ),
        (
            with_terms(
                ITEMS,
                bands=BANDS,
                yearly_cap=1500,
                yearly_cap_per_1000_patients=3,
                minimum_volume=10,
            ),
            "Pays each provider £12.00 for each item, from item 101 on £9.50. At most 1,500 items "
            "a provider and 3 items for every 1,000 registered patients, whichever is less, are "
            "paid in a year. Nothing is paid until 10 items are reached.",
        ),
        (
            with_terms(ITEMS, yearly_cap=1),
            "Pays each provider £12.00 for each item. At most 1 item a provider are paid in a "
            "year.",
        ),
        (
            BLOCK,
            "Pays each provider £12,000.00 for the year in one instalment, due on the first day "
            "of April.",
        ),
        (
            with_terms(BLOCK, instalment_months=["04", "10"]),
            "Pays each provider £12,000.00 for the year in 2 equal instalments, due on the first "
            "day of April and October.",
        ),
        (
            MILESTONES,
            "Pays each provider that meets a milestone: Audit done, £500.00 by 30 September 2007. "
            "One met later is paid when it is met.",
        ),
    ],
)
def test_a_sentence_says_what_an_objective_will_pay(given, sentence):
    assert objective(given).sentence == sentence


def test_all_items_at_the_band_reached_is_told_only_where_there_are_bands():
    reached = with_readings(ITEMS, band_mode="all_items_at_the_band_reached")
    assert "Once a band" not in objective(reached).sentence
    assert "Once a band is reached its fee is paid for all items." in (
        objective(with_terms(reached, bands=BANDS)).sentence
    )


def test_a_scheme_is_written_as_it_is_read():
    given = scheme(*EVERY_KIND, withdrawal="keep")
    definition = parse_definition(given)
    assert parse_definition(document(definition)) == definition
    assert document(parse_definition(document(definition))) == document(definition)
    assert definition.readings.withdrawal == "keep"
    assert definition.readings.locality_move == "information_follows"
    assert [one.shown_title for one in definition.objectives][:2] == [
        "Per registered patient",
        "Information fund, released on reports",
    ]
    assert repr(definition.objective(1).kind) == "<kind per_patient>"


def test_an_objective_may_have_a_title_and_a_clause_of_its_own():
    read = objective(PER_PATIENT | {"title": "Take responsibility", "clause": "Section 4"})
    assert read.shown_title == "Take responsibility"
    assert read.payables["capitation"].clause == "Section 4"


def test_a_faulty_objective_is_refused_by_its_paths():
    with pytest.raises(Faults, match=r"^terms.rate: is missing$"):
        parse_objective({"number": 1, "kind": "per_patient", "terms": {}})
    with pytest.raises(Faults, match=r"^\$: must be an object"):
        parse_objective([])
    with pytest.raises(Faults, match=r"^scheme: must be an object"):
        parse_definition([])
