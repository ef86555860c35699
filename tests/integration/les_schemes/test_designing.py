"""A commissioner designs a scheme without a programmer: its draft, objectives and readings."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from les_schemes.actions import designing
from les_schemes.actions.designing.consulting import Asked
from les_schemes.definitions import definition_of
from les_schemes.design.objectives import digest
from les_schemes.design.statuses import Body
from les_schemes.models import Consultation, ReadingChoice, Scheme, SchemeVersion
from les_schemes.statuses import SchemeStatus
from pbc.models import AuditEvent
from pbc.refusals import BadInput, NotNow, NotPermitted
from tests import cast as the_cast
from tests import designs
from tests.cast import sign_in
from tests.factories import opened, scheme_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return the_cast.gather()


@pytest.fixture
def officer(client, cast):
    sign_in(client, cast.officer)
    return client


def address(name, version, *more):
    return reverse(f"les_schemes:{name}", args=[version.pk, *more])


def titles(version):
    return list(version.objectives.order_by("number").values_list("number", "title"))


def test_a_scheme_is_begun_in_the_browser_with_its_framework(officer, cast):
    answers = {
        "commissioner": cast.dacorum.pk,
        "title": "Stop smoking clinics",
        "code": "stop-smoking",
        "financial_year": "2007",
        "last_day_day": "29",
        "last_day_month": "6",
        "last_day_year": "2007",
        "return_address": "Commissioning House",
        "return_email": "returns@pct.example",
        "framework_title": "Primary care framework",
        "framework_agreed": "May 2007",
        "framework_file": designs.upload(),
    }

    begun = officer.post(reverse("les_schemes:scheme-start"), answers)

    version = SchemeVersion.objects.get(scheme__code="stop-smoking")
    assert begun.url == address("scheme-design", version)
    assert version.status == SchemeStatus.DRAFT
    assert version.last_day == date(2007, 6, 29)
    assert version.framework.file.original_name == "framework.pdf"
    assert AuditEvent.objects.filter(event="scheme.started", chain=cast.dacorum.code).count() == 1
    page = officer.get(begun.url).content.decode()
    assert "The scheme pays for nothing yet." in page
    # The short name is the scheme's for good.
    again = officer.post(
        reverse("les_schemes:scheme-start"), {**answers, "framework_file": designs.upload()}
    )
    assert again.status_code == 422
    assert "There is a scheme stop-smoking already" in again.content.decode()
    assert Scheme.objects.filter(code="stop-smoking").count() == 1


def test_an_objective_says_in_plain_words_what_it_will_pay(officer, cast):
    version = designs.draft(cast)

    added = officer.post(
        address("objective-add", version, "item_of_service"),
        {
            "title": "Quit attempts",
            "level": "AT PRACTICE LEVEL",
            "measure": "Claims received\n\nby the tenth of the next month",
            "bands_0_from": "1",
            "bands_0_fee": "12",
            "bands_1_from": "101",
            "bands_1_fee": "9.50",
            "yearly_cap": "400",
            "minimum_volume": "0",
            "band_mode": "each_item_at_its_band",
        },
        follow=True,
    )

    objective = version.objectives.get()
    assert objective.terms == designs.ITEMS
    assert objective.measure == ["Claims received", "by the tenth of the next month"]
    sentence = (
        "Pays each provider £12.00 for each item, from item 101 on £9.50. At most 400 items a "
        "provider are paid in a year."
    )
    assert objective.award == [sentence]
    assert sentence in added.content.decode()
    assert definition_of(version).objective(1).sentence == sentence


def test_a_wrong_band_is_named_at_its_field_and_nothing_typed_is_lost(officer, cast):
    version = designs.draft(cast)
    typed = {
        "title": "Quit attempts",
        "level": "AT PRACTICE LEVEL",
        "measure": "Claims",
        "bands_0_from": "1",
        "bands_0_fee": "12.00",
        # The second row stays empty: the third is named all the same.
        "bands_2_from": "1",
        "bands_2_fee": "9.50",
        "minimum_volume": "0",
        "band_mode": "each_item_at_its_band",
    }

    refused = officer.post(address("objective-add", version, "item_of_service"), typed)

    assert refused.status_code == 422
    errors = refused.context["form"].errors
    assert list(errors) == ["bands_2_from"]
    assert "must be above 1, that of the band before" in errors["bands_2_from"][0]
    page = refused.content.decode()
    assert 'value="9.50"' in page
    assert not version.objectives.exists()
    half = officer.post(
        address("objective-add", version, "item_of_service"), {**typed, "bands_2_fee": ""}
    )
    assert list(half.context["form"].errors) == ["bands_2_fee"]


@pytest.mark.parametrize(
    ("kind", "terms"),
    [
        ("per_patient", {"rate": "1.00"}),
        ("block", designs.BLOCK),
        (
            "milestone",
            {
                "milestones": [
                    {"code": "m1", "title": "Audit", "due": "2007-09-30", "amount": "500.00"},
                    {"code": "m2", "title": "Plan", "due": "2008-03-31", "per_patient": "0.10"},
                ]
            },
        ),
    ],
)
def test_a_form_filled_in_with_what_is_held_gives_the_same_again(officer, cast, kind, terms):
    version = designs.draft(cast)
    objective = designing.add_objective(
        version=version, kind=kind, written=designs.written("Held", terms), by=cast.officer
    )
    before = digest(objective)
    page = officer.get(address("objective-change", version, 1)).context["form"]
    answers = {}
    for field in page:
        value = field.value()
        if value is None:
            continue
        if isinstance(value, date):
            answers |= {
                f"{field.html_name}_{part}": getattr(value, part)
                for part in ("day", "month", "year")
            }
        else:
            answers[field.html_name] = field.field.prepare_value(value)

    saved = officer.post(address("objective-change", version, 1), answers)

    assert saved.status_code == 302, saved.context["form"].errors
    objective.refresh_from_db()
    assert objective.terms == terms
    assert digest(objective) == before


def test_a_second_designer_is_told_and_overwrites_nothing(officer, cast):
    version = designs.with_objectives(cast)
    objective = version.objectives.get(number=2)
    seen = digest(objective)
    designing.change_objective(
        objective=objective,
        written=designs.written("Set up and train", designs.BLOCK),
        seen=seen,
        by=cast.officer,
    )

    with pytest.raises(NotNow, match="Someone else changed this objective"):
        designing.change_objective(
            objective=objective,
            written=designs.written("Mine", designs.BLOCK),
            seen=seen,
            by=cast.officer,
        )
    assert titles(version) == [(1, "Quit attempts"), (2, "Set up and train")]


def test_objectives_are_put_in_order_and_taken_out(cast):
    version = designs.with_objectives(cast)
    designing.move_objective(objective=version.objectives.get(number=2), to=1, by=cast.officer)
    assert titles(version) == [(1, "Clinic set up"), (2, "Quit attempts")]

    designing.remove_objective(objective=version.objectives.get(number=1), by=cast.officer)

    assert titles(version) == [(1, "Quit attempts")]
    with pytest.raises(BadInput, match="from 1 to 1"):
        designing.move_objective(objective=version.objectives.get(), to=2, by=cast.officer)


def test_terms_are_those_of_the_kind_and_in_their_form(cast):
    version = designs.draft(cast)

    def add(terms):
        designing.add_objective(
            version=version, kind="block", written=designs.written("Block", terms), by=cast.officer
        )

    with pytest.raises(BadInput, match=r"terms.amount: must be money with two decimals"):
        add({**designs.BLOCK, "amount": "12"})
    with pytest.raises(BadInput, match=r"terms.rate: is not a key"):
        add({**designs.BLOCK, "rate": "1.00"})
    assert not version.objectives.exists()


def test_a_scheme_open_to_those_without_a_list_pays_nothing_by_patients(officer, cast):
    version = designs.draft(cast)
    SchemeVersion.objects.filter(pk=version.pk).update(
        who_may_provide="contestable", requires_registered_list=False
    )

    page = officer.get(address("objective-choose-kind", version)).content.decode()

    assert "this scheme is open to providers without a registered list" in page
    with pytest.raises(NotNow, match="without a registered list"):
        designing.add_objective(
            version=version,
            kind="per_patient",
            written=designs.written("Patients", {"rate": "1.00"}),
            by=cast.officer,
        )


def test_the_register_keeps_who_chose_which_reading_and_why(cast):
    version = designs.draft(cast)
    chosen = {**version.readings, "late_sign_up": "none"}

    designing.choose_readings(version=version, readings=chosen, why="Fair", by=cast.officer)

    choice = ReadingChoice.objects.get(version=version, objective=0)
    assert (choice.reading, choice.before, choice.choice, choice.why) == (
        "late_sign_up",
        "whole_months_after_acceptance",
        "none",
        "Fair",
    )
    assert choice.chosen_by == cast.officer.person_id
    assert definition_of(SchemeVersion.objects.get(pk=version.pk)).readings.late_sign_up == "none"


def test_cost_shares_come_to_the_whole_and_make_partners(officer, cast):
    version = designs.draft(cast)
    page = address("scheme-shares", version)

    short = officer.post(page, {cast.dacorum.code: "60", cast.watford.code: "39.99"})
    assert short.status_code == 422
    assert "The shares come to 99.99%. They must come to 100%." in short.content.decode()
    officer.post(page, {cast.dacorum.code: "66.67", cast.watford.code: "33.33"})

    assert [(str(share)) for share in version.cost_shares.all()] == [
        f"{cast.dacorum}: 66.67%",
        f"{cast.watford}: 33.33%",
    ]
    assert list(version.partners.all()) == [cast.watford]


def test_what_was_said_in_a_consultation_is_kept_as_it_was_said(officer, cast):
    version = designs.draft(cast)
    answers = {
        "body": "lmc",
        "on_day": "2",
        "on_month": "4",
        "on_year": "2007",
        "said": "We agree, with a lower cap.",
        "response": "The cap is 400.",
        "file": designs.upload("letter.pdf"),
    }

    logged = officer.post(address("scheme-consultation", version), answers, follow=True)

    entry = Consultation.objects.get(version=version)
    assert "We agree, with a lower cap." in logged.content.decode()
    file = officer.get(reverse("documents:file", args=[entry.file_id]))
    assert b"".join(file.streaming_content).startswith(b"%PDF")
    with pytest.raises(DatabaseError), transaction.atomic():
        Consultation.objects.update(said="We object.")
    with pytest.raises(BadInput, match="not in the future"):
        designing.consult(
            version=version,
            asked=Asked(Body.LMC, "", date(2030, 1, 1), "Yes", ""),
            by=cast.officer,
        )


@pytest.mark.parametrize("name", ["watford_officer", "riverside_manager", "approver", "auditor"])
def test_nobody_else_designs_it(cast, name):
    version = designs.with_objectives(cast)

    with pytest.raises(NotPermitted):
        designing.remove_objective(objective=version.objectives.first(), by=cast.people[name])
    with pytest.raises(NotPermitted):
        designing.choose_readings(
            version=version, readings=version.readings, why="", by=cast.people[name]
        )
    assert version.objectives.count() == 2


def test_only_a_draft_that_was_designed_here_is_changed_here(cast):
    shipped = scheme_at(SchemeStatus.DRAFT, cast)

    with pytest.raises(NotNow, match="came from a scheme file"):
        designing.choose_readings(
            version=shipped, readings=shipped.readings, why="", by=cast.officer
        )
    version = opened(shipped, cast)
    with pytest.raises(NotNow, match="make a new version"):
        designing.choose_readings(
            version=version, readings=version.readings, why="", by=cast.officer
        )
