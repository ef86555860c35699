"""Worked examples: someone says by hand what a draft pays, and it has to come out (SM-01)."""

import json

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from les_schemes.actions import designing, schemes
from les_schemes.design import opening
from les_schemes.design.digest import seen
from les_schemes.design.objectives import digest as wording_of
from les_schemes.examples.carrying import copy_examples
from les_schemes.examples.outcomes import outcomes, why_not
from les_schemes.examples.statuses import ComesOut
from les_schemes.examples.written import MOST_EXAMPLES, digest
from les_schemes.models import SchemeVersion, WorkedExample
from les_schemes.statuses import SchemeStatus
from pbc.models import AuditEvent
from pbc.refusals import BadInput, NotNow, NotPermitted
from tests import cast as the_cast
from tests import designs
from tests.cast import sign_in
from tests.designs import CLINIC, CLINIC_IS_PAID
from tests.factories import scheme_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return the_cast.gather()


@pytest.fixture
def officer(client, cast):
    sign_in(client, cast.officer)
    return client


@pytest.fixture
def version(cast):
    return designs.with_objectives(cast)


def address(name, version, *more):
    return reverse(f"les_schemes:{name}", args=[version.pk, *more])


def day(name, day, month, year):
    return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}


def amounts(items="1295.00", block="1200.00"):
    """What is expected of the clinic, with other amounts."""
    lines = CLINIC_IS_PAID["lines"]
    return {
        "lines": [{**lines[0], "amount": items}, {**lines[1], "amount": block}],
        "cases": [],
    }


ANSWERS = {
    "title": "110 quit attempts",
    "note": "A question of the Local Medical Committee",
    "provider": "Riverside",
    "items_1": "0 110 0 0 0 0 0 0 0 0 0 0",
    **day("received", 12, 4, 2007),
    **day("accepted", 20, 4, 2007),
    **day("as_at", 31, 3, 2008),
}


def test_an_example_is_worked_out_in_two_steps_without_seeing_what_comes_out(officer, version):
    asked = officer.get(address("example-add", version)).content.decode()
    assert "Items claimed" in asked
    assert "It pays by the sign-up alone" in asked
    assert "Registered patients" not in asked

    step_2 = officer.post(address("example-add", version), ANSWERS, follow=True)

    example = version.examples.get()
    assert example.facts == CLINIC
    assert example.expected == {}
    page = step_2.content.decode()
    assert step_2.redirect_chain[0][0] == address("example-amounts", version, 1)
    assert "Items of service, to Riverside" in page
    assert "Block payment, to Riverside" in page
    assert "Objective 1: items claimed" in page
    assert "110 in May" in page
    for figure in ("1,295", "1295", "1,200.00 "):
        assert f'value="{figure}' not in page
    assert "1,295.00" not in page
    assert why_not(version) == (
        "Worked example 1, 110 quit attempts, fails. Its amounts are still to be worked out."
    )

    compared = officer.post(
        address("example-amounts", version, 1),
        {"seen": digest(example), "line_0": "1,295", "line_1": "£1,200.00"},
        follow=True,
    )

    page = compared.content.decode()
    assert "agree to the penny" in page
    example.refresh_from_db()
    assert example.expected == CLINIC_IS_PAID
    assert why_not(version) == ""
    assert [one.comes_out for one in outcomes(version)] == [ComesOut.PASSES]
    events = AuditEvent.objects.filter(subject_id=str(version.pk)).order_by("pk")
    assert [event.event for event in events][-2:] == [
        "scheme.example_added",
        "scheme.example_changed",
    ]


def test_amounts_that_differ_show_both_figures_and_the_steps_and_are_not_just_copied(
    officer, version, cast
):
    # All 110 at £12.00 would be £1,320.00.
    example = designs.prove(version, cast, expected=amounts(items="1320.00"))

    page = officer.get(address("example", version, 1)).content.decode()

    assert "£1,320.00" in page
    assert "£1,295.00" in page
    assert "100 × £12.00" in page
    assert address("objective-change", version, 1) in page
    assert address("objective-change", version, 2) not in page
    assert why_not(version) == (
        "Worked example 1, 110 quit attempts, fails. Items of objective 1 to Riverside is "
        "expected to pay £1,320.00 and pays £1,295.00, £25.00 less."
    )
    form = address("example-amounts", version, 1)
    typed = {"seen": digest(example), "line_0": "1295.00", "line_1": "1200.00"}
    copied = officer.post(form, typed)
    assert copied.status_code == 422
    assert list(copied.context["form"].errors) == ["why"]
    assert 'value="1295.00"' in copied.content.decode()
    example.refresh_from_db()
    assert example.expected == amounts(items="1320.00")

    corrected = officer.post(form, {**typed, "why": "I forgot the second band."}, follow=True)

    assert "I forgot the second band." in corrected.content.decode()
    assert why_not(version) == ""
    # A sum that is still wrong is nobody's correction.
    example.refresh_from_db()
    again = officer.post(form, {**typed, "seen": digest(example), "line_0": "1,000"}, follow=True)
    assert "£1,000.00" in again.content.decode()


def test_terms_that_were_not_meant_are_changed_instead(officer, version, cast):
    designs.prove(version, cast, expected=amounts(items="1320.00"))
    objective = version.objectives.get(number=1)
    designing.change_objective(
        objective=objective,
        written=designs.written(
            "Quit attempts", {**designs.ITEMS, "bands": [{"from": 1, "fee": "12.00"}]}
        ),
        seen=wording_of(objective),
        by=cast.officer,
    )

    assert why_not(version) == ""


def test_each_objective_has_to_pay_in_some_example(version, cast):
    assert why_not(version) == (
        "It has to pass its worked examples first, and there are none yet: work out by hand what "
        "it pays in at least one example."
    )
    provider = CLINIC["providers"][0]
    idle = {**CLINIC, "providers": [{**provider, "claims": []}]}
    designs.prove(version, cast, facts=idle, expected=amounts(items="0.00"))

    assert why_not(version) == (
        "No worked example has objective 1, Quit attempts, pay anything: work out one in which it "
        "does."
    )
    designs.prove(version, cast)
    assert why_not(version) == ""


@pytest.mark.parametrize(
    ("changed", "field", "told"),
    [
        ({"items_1": "12 x"}, "items_1", "twelve from April to March"),
        ({"items_1": "1 2 3"}, "items_1", "twelve from April to March"),
        ({"provider": ""}, "provider", "Enter a name"),
        ({"provider": "PCT"}, "provider", "stands for the Primary Care Trust"),
        ({"title": ""}, "title", "Say in a few words"),
        (day("accepted", 11, 4, 2007), "accepted", "is before the sign-up was received"),
        (day("accepted", "", "", ""), "accepted", "Enter both days"),
        (day("as_at", 31, 2, 2008), "as_at", "Enter a real date"),
    ],
)
def test_wrong_facts_are_named_at_their_question_and_nothing_typed_is_lost(
    officer, version, changed, field, told
):
    refused = officer.post(address("example-add", version), {**ANSWERS, **changed})

    assert refused.status_code == 422
    errors = refused.context["form"].errors
    assert list(errors) == [field]
    assert told in errors[field][0]
    assert "A question of the Local Medical Committee" in refused.content.decode()
    assert not version.examples.exists()


def test_amounts_have_to_be_typed_for_every_line(officer, version, cast):
    example = designs.prove(version, cast, expected={})

    refused = officer.post(
        address("example-amounts", version, 1),
        {"seen": digest(example), "line_0": "12.345", "line_1": ""},
    )

    assert refused.status_code == 422
    assert refused.context["form"].errors == {
        "line_0": ["Enter an amount in pounds, like 1,250 or 1,250.00"],
        "line_1": ["Enter the amount you worked out, 0 if nothing is paid"],
    }
    assert 'value="12.345"' in refused.content.decode()


def test_faults_of_a_text_are_named_by_place_and_the_text_is_kept(officer, version):
    facts = {**CLINIC, "providers": [{**CLINIC["providers"][0], "lists": None, "liszt": []}]}
    typed = {
        "title": "As text",
        "facts": json.dumps(facts),
        "expected": '{"lines": [{"payee": "Riverside", "objective": 3}], "lines": []}',
    }

    refused = officer.post(address("example-add-text", version), typed)

    assert refused.status_code == 422
    errors = refused.context["form"].errors
    assert errors["facts"] == [
        "providers[0].lists: must be a list, not null",
        "providers[0].liszt: is not a key of the contract here",
    ]
    assert errors["expected"] == ["lines: stands more than once"]
    assert "liszt" in refused.content.decode()
    not_json = officer.post(address("example-add-text", version), {**typed, "facts": "{"})
    assert not_json.context["form"].errors["facts"][0].startswith("$: is not JSON")

    added = officer.post(
        address("example-add-text", version),
        {
            "title": "As text",
            "facts": json.dumps(CLINIC),
            "expected": json.dumps({"lines": CLINIC_IS_PAID["lines"]}),
        },
        follow=True,
    )
    assert "agree to the penny" in added.content.decode()


def test_facts_that_the_questions_cannot_hold_are_changed_as_text(officer, version, cast):
    provider = CLINIC["providers"][0]
    two = {**CLINIC, "providers": [provider, {**provider, "code": "Cedars"}]}
    designs.prove(version, cast, facts=two, expected={})

    led = officer.get(address("example-facts", version, 1))

    assert led.url == address("example-text", version, 1)
    shown = officer.get(address("example", version, 1)).content.decode()
    assert address("example-facts", version, 1) not in shown
    assert "Cedars" in shown


def test_questions_filled_in_with_what_is_held_give_the_same_again_under_every_kind(officer, cast):
    version = designs.draft(cast)
    kinds = {
        "per_patient": {"rate": "1.00"},
        "information_fund": {"rate": "0.50"},
        "operating_level": {"session_rate": "300.00", "staff_hour_rate": "30.00", "weeks": 52},
        "savings_split": {
            "reward_fraction": "0.10",
            "reward_cap_per_patient": "1.00",
            "reinvestment_fraction": "0.70",
        },
        "plan": {"rate": "1.00", "practice_fraction": "0.50"},
        "achievement": {"rate": "1.00", "practice_fraction": "0.50"},
        "item_of_service": designs.ITEMS,
        "block": designs.BLOCK,
        "milestone": {
            "milestones": [
                {"code": "m1", "title": "Audit", "due": "2007-09-30", "amount": "500.00"},
                {"code": "m2", "title": "Plan", "due": "2008-03-31", "per_patient": "0.10"},
            ]
        },
        "training_reimbursement": {},
    }
    for kind, terms in kinds.items():
        readings = {"return_of_service": "pro_rata_months"} if "training" in kind else {}
        designing.add_objective(
            version=version,
            kind=kind,
            written=designs.written(kind, terms, readings),
            by=cast.officer,
        )
    answers = {
        **ANSWERS,
        "list_size": "8205",
        "locality": "Dacorum West",
        "eligible_gps": "5",
        "signed_gps": "4",
        "reports": ["2007-04", "2007-05"],
        "level": "2",
        **day("decided", 28, 6, 2007),
        "budget": "1,000,000",
        "outturn": "950,000",
        "quality_attested": "yes",
        **day("plan_agreed", 1, 6, 2007),
        "achieved_list": "8300",
        "milestones_met": "yes",
        "freed_up": "0",
        "items_7": "12",
        **day("met_9_1", 1, 3, 2008),
        "approved_cost": "4800",
        **day("approved", 10, 5, 2007),
        "evidenced": "1200.50",
        **day("evidenced_on", 1, 9, 2007),
        "undertaking_months": "24",
        **day("completed", 1, 12, 2007),
    }
    del answers["items_1"]

    added = officer.post(address("example-add", version), answers)

    assert added.status_code == 302, added.context["form"].errors
    example = version.examples.get()
    provider, locality = example.facts["providers"][0], example.facts["localities"][0]
    assert provider["memberships"] == [{"locality": "Dacorum West", "from": "2007-04-01"}]
    assert provider["reports"] == ["2007-04", "2007-05"]
    assert len(provider["claims"]) == 12
    assert provider["milestones"] == [{"objective": 9, "milestone": "m2", "met": "2008-03-01"}]
    assert provider["training"][0]["evidenced"] == [{"on": "2007-09-01", "amount": "1200.50"}]
    assert locality["levels"] == [{"level": 2, "decided": "2007-06-28"}]
    held = example.facts
    filled = officer.get(address("example-facts", version, 1))
    assert filled.status_code == 200
    page = filled.content.decode()
    for shown in ('value="8205"', 'value="1,000,000.00"', 'value="12"', 'value="1,200.50"'):
        assert shown in page
    saved = officer.post(address("example-facts", version, 1), {**answers, "seen": digest(example)})
    assert saved.status_code == 302, saved.context["form"].errors
    example.refresh_from_db()
    assert example.facts == held
    lines = officer.get(saved.url).context["form"].lines.values()
    assert {objective for objective, _, _ in lines} == set(range(1, 11))
    missing = officer.post(
        address("example-facts", version, 1),
        {
            **answers,
            "seen": digest(example),
            "signed_gps": "6",
            "outturn": "",
            **day("decided", "", "", ""),
        },
    )
    assert list(missing.context["form"].errors) == ["decided", "outturn"]
    more_gps = officer.post(
        address("example-facts", version, 1),
        {**answers, "seen": digest(example), "signed_gps": "6"},
    )
    assert list(more_gps.context["form"].errors) == ["signed_gps"]


def test_another_name_keeps_the_amounts_that_were_worked_out(officer, version, cast):
    example = designs.prove(version, cast)

    officer.post(
        address("example-facts", version, 1),
        {**ANSWERS, "provider": "Cedars", "seen": digest(example)},
    )

    example.refresh_from_db()
    assert {line["payee"] for line in example.expected["lines"]} == {"Cedars"}
    assert why_not(version) == ""


def test_examples_follow_objectives_that_move_and_go(version, cast):
    example = designs.prove(version, cast)

    designing.move_objective(objective=version.objectives.get(number=2), to=1, by=cast.officer)

    example.refresh_from_db()
    assert example.facts["providers"][0]["claims"][0]["objective"] == 2
    assert why_not(version) == ""
    designing.remove_objective(objective=version.objectives.get(number=1), by=cast.officer)
    example.refresh_from_db()
    assert [line["component"] for line in example.expected["lines"]] == ["items"]
    assert why_not(version) == ""
    designing.remove_objective(objective=version.objectives.get(number=1), by=cast.officer)
    assert "the scheme has no objective yet" in why_not(version)


def test_a_second_author_is_told_and_overwrites_nothing(version, cast):
    example = designs.prove(version, cast)
    seen = digest(example)
    designing.change_example(
        example=example, written=designs.example(title="Mine"), seen=seen, by=cast.officer
    )

    with pytest.raises(NotNow, match="Someone else changed this example"):
        designing.change_example(
            example=example, written=designs.example(title="Hers"), seen=seen, by=cast.officer
        )
    assert version.examples.get().title == "Mine"


def test_documents_are_read_strictly_whoever_brings_them(version, cast):
    with pytest.raises(BadInput, match="scheme: is the version’s own"):
        designs.prove(version, cast, facts={**CLINIC, "scheme": {}})
    with pytest.raises(BadInput, match="is not an objective of the scheme"):
        designs.prove(
            version,
            cast,
            expected={"lines": [{**CLINIC_IS_PAID["lines"][0], "objective": 9}]},
        )
    assert not version.examples.exists()


def test_an_example_is_taken_out_and_the_trail_keeps_it(officer, version, cast):
    designs.prove(version, cast)
    second = designs.prove(version, cast, title="Second")

    removed = officer.post(address("example-remove", version, 1), follow=True)

    assert "Example removed." in removed.content.decode()
    assert version.examples.get() == second
    assert second.number == 2
    event = AuditEvent.objects.get(event="scheme.example_removed")
    assert "110 quit attempts" in json.dumps(event.content)
    assert officer.get(address("example", version, 1)).status_code == 404


def test_a_version_has_so_many_examples_and_no_more(version, cast):
    first = designs.prove(version, cast)
    WorkedExample.objects.bulk_create(
        WorkedExample(
            version=version,
            number=number,
            title="Another",
            facts=CLINIC,
            changed_at=first.changed_at,
        )
        for number in range(2, MOST_EXAMPLES + 1)
    )

    with pytest.raises(NotNow, match="at most 50"):
        designs.prove(version, cast)


@pytest.mark.parametrize("name", ["watford_officer", "riverside_manager", "approver", "auditor"])
def test_nobody_else_works_them_out(version, cast, name):
    example = designs.prove(version, cast)
    by = cast.people[name]

    with pytest.raises(NotPermitted):
        designing.add_example(version=version, written=designs.example(), by=by)
    with pytest.raises(NotPermitted):
        designing.remove_example(example=example, by=by)


def test_an_auditor_reads_them_and_changes_nothing(client, version, cast):
    designs.prove(version, cast)
    sign_in(client, cast.people["auditor"])

    listed = client.get(address("examples", version)).content.decode()
    shown = client.get(address("example", version, 1)).content.decode()

    assert "110 quit attempts" in listed
    assert "£1,295.00" in shown
    for page in (listed, shown):
        assert "/remove/" not in page
        assert "/add/" not in page


def test_examples_of_an_opened_scheme_stay_as_they_are(cast):
    opened = scheme_at(SchemeStatus.OPEN, cast)
    row = WorkedExample(
        version=opened, number=90, title="Late", facts={}, changed_at=opened.opened_at
    )

    with pytest.raises(NotNow):
        designing.add_example(version=opened, written=designs.example(), by=cast.officer)
    with pytest.raises(DatabaseError, match="by which it was opened"), transaction.atomic():
        row.save()


def test_a_shipped_scheme_takes_examples_of_contract_1(officer, cast):
    draft = scheme_at(SchemeStatus.DRAFT, cast)
    number = draft.examples.count() + 1
    facts = {
        "contract": 1,
        "scheme": "pbc-les-2007-08",
        "as_at": "2007-04-30",
        "localities": [{"code": "DAC", "formed": "2007-04-01", "levels": []}],
        "practices": [{"code": "E82001", "list_size": 8205, "locality": "DAC"}],
    }

    added = officer.post(
        address("example-add-text", draft),
        {"title": "Nobody has signed up", "facts": json.dumps(facts)},
        follow=True,
    )

    assert added.redirect_chain[0][0] == address("example", draft, number)
    assert "Nobody has worked out yet what it comes to." in added.content.decode()
    lines = officer.get(address("example-amounts", draft, number)).context["form"].lines
    assert (1, "capitation", "E82001") in lines.values()
    assert (3, "gp_sessions", "DAC") in lines.values()


def test_a_next_version_takes_the_examples_over_a_year_later(version, cast):
    example = designs.prove(version, cast)
    following = SchemeVersion.objects.get(pk=designs.draft(cast, "stop-smoking-2").pk)
    SchemeVersion.objects.filter(pk=following.pk).update(financial_year_starts_in=2008)
    following.refresh_from_db()

    (copied,) = copy_examples(example.version, following)

    provider = copied.facts["providers"][0]
    assert copied.facts["as_at"] == "2009-03-31"
    assert provider["claims"] == [{"objective": 1, "month": "2008-05", "count": 110}]
    assert provider["sign_up"]["received"] == "2008-04-12"
    assert provider["code"] == "Riverside"
    assert copied.expected == CLINIC_IS_PAID


def test_the_list_of_examples_is_a_bounded_number_of_queries(
    officer, version, cast, django_assert_max_num_queries
):
    designs.prove(version, cast)
    with django_assert_max_num_queries(40):
        officer.get(address("examples", version))
    for _ in range(10):
        designs.prove(version, cast)

    with django_assert_max_num_queries(40):
        page = officer.get(address("examples", version)).content.decode()

    assert page.count("Agrees") == 11


def test_a_scheme_is_approved_and_opened_only_when_its_examples_agree(officer, version, cast):
    designing.describe(version=version, about=designs.ABOUT, by=cast.officer)
    designing.consult(version=version, asked=designs.LMC_ASKED, by=cast.officer)
    schemes.record_consultation(version=version, by=cast.officer)
    example = designs.prove(version, cast, expected=amounts(block="1200.01"))
    wrong = (
        "Worked example 1, 110 quit attempts, fails. Block of objective 2 to Riverside is "
        "expected to pay £1,200.01 and pays £1,200.00, £0.01 less."
    )

    held = SchemeVersion.objects.get(pk=version.pk)
    with pytest.raises(NotNow, match=r"£0\.01 less"):
        schemes.approve(version=held, seen=seen(held), by=cast.second_officer)
    with pytest.raises(NotNow, match="it is consulted on"):
        schemes.open(version=held, by=cast.officer)
    assert wrong in opening.missing(held)
    tasks = officer.get(address("scheme-design", version)).content.decode()
    assert "Work out examples" in tasks
    assert "£0.01 less" in tasks

    designing.change_example(
        example=example,
        written=designs.example(),
        seen=digest(example),
        why="A slip of the pen",
        by=cast.officer,
    )
    held = SchemeVersion.objects.get(pk=version.pk)
    schemes.approve(version=held, seen=seen(held), by=cast.second_officer)
    approved = SchemeVersion.objects.get(pk=version.pk)
    with pytest.raises(NotNow, match="It is approved"):
        designing.add_example(version=approved, written=designs.example(), by=cast.officer)
    assert not any("Worked example" in why for why in opening.missing(approved))
