"""The cost page of a draft: other terms are tried out, and kept only if they are liked."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from django.urls import reverse

from les_schemes import costing
from les_schemes.actions import costing as actions
from les_schemes.actions import designing
from les_schemes.costing import Assumptions, ItemsAssumed
from les_schemes.costing.stored import tried_by
from les_schemes.definitions import definition_of
from les_schemes.design.objectives import digest
from les_schemes.models import CostTrial, ReadingChoice
from pbc.financial_year import FinancialYear
from pbc.models import AuditEvent
from pbc.refusals import BadInput, NotNow, NotPermitted
from tests import cast as the_cast
from tests import designs, factories
from tests.cast import sign_in

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
    """Quit attempts at £12.00, from the 101st £9.50, and £1,200.00 for every clinic."""
    return designs.with_objectives(cast)


def page_of(version, name="scheme-costs"):
    return reverse(f"les_schemes:{name}", args=[version.pk])


def answers(**changed):
    """The page as it stands, with two items a month for every 1,000 patients."""
    return {
        "o1_bands_0_fee": "12.00",
        "o1_bands_1_from": "101",
        "o1_bands_1_fee": "9.50",
        "o1_yearly_cap": "400",
        "o1_yearly_cap_per_1000_patients": "",
        "o1_minimum_volume": "0",
        "o1_band_mode": "each_item_at_its_band",
        "o2_amount": "1200.00",
        "scheme_late_sign_up": "whole_months_after_acceptance",
        "scheme_withdrawal": "stop_and_review",
        "scheme_locality_move": "information_follows",
        "sign_up_share": "100",
        "late_share": "0",
        "items_1_per_1000_patients": "2",
        **changed,
    }


def test_the_page_says_what_the_draft_costs_and_what_nobody_assumed(officer, version):
    page = officer.get(page_of(version)).content.decode()

    # £1,200.00 for each of four practices.
    assert "£4,800.00" in page
    assert "No assumption made yet, so nothing is counted for it." in page
    assert "These are assumptions. Once the scheme is open" in page


def test_terms_are_tried_out_without_changing_the_draft(officer, cast, version):
    before = definition_of(version)

    shown = officer.post(page_of(version), answers(o2_amount="1,500"), follow=True)

    page = shown.content.decode()
    assert shown.redirect_chain == [(page_of(version), 302)]
    assert definition_of(version) == before
    assert costing.assumptions_of(version).items == {1: ItemsAssumed(Fraction(2))}
    # 2 × 8.205 × 12 = 197 items and so on: 197, 178, 166, 144; the first 100 of each at £12.00.
    items = 4 * 100 * 12_00 + (97 + 78 + 66 + 44) * 9_50
    assert items == 7_507_50
    assert "£13,507.50" in page  # with 4 × £1,500.00
    assert "£12,307.50" in page  # with 4 × £1,200.00
    assert "£1,200.00" in page  # the difference, £300.00 each
    assert "Who gains and who loses" in page
    assert "The draft itself has not changed." in page
    # A next visit finds all of it; a colleague finds the assumptions, and the draft as it stands.
    assert "£13,507.50" in officer.get(page_of(version)).content.decode()
    sign_in(officer, cast.second_officer)
    theirs = officer.get(page_of(version)).content.decode()
    assert "£12,307.50" in theirs
    assert "£13,507.50" not in theirs


def test_what_is_tried_out_is_taken_away_as_a_file_with_its_totals(officer, version):
    officer.post(page_of(version), answers(o2_amount="1500"))

    rows = officer.get(f"{page_of(version)}?payee-export=csv").content.decode("utf-8-sig")

    header, *lines, last = rows.splitlines()
    assert header == "Who,Code,Kind,Locality,Patients,Before,Now,Difference,A patient"
    # 197 items: £1,200.00 + 97 × £9.50 = £2,121.50; with the block £3,321.50 and £3,621.50.
    assert "Riverside Surgery,QQ001,Practice,LDAC,8205,3321.50,3621.50,300.00,0.44" in lines
    assert last == "Total,,,,28549,12307.50,13507.50,1200.00,"
    losers = officer.get(f"{page_of(version)}?change=loses").content.decode()
    assert "Nothing matches these filters." in losers


def test_a_wrong_number_is_named_at_its_field_and_nothing_typed_is_lost(officer, version):
    typed = answers(
        o1_bands_1_from="1", o2_amount="plenty", items_1_per_1000_patients="two", late_share="120"
    )

    refused = officer.post(page_of(version), typed)

    page = refused.content.decode()
    assert refused.status_code == 422
    assert 'href="#id_o2_amount"' in page
    assert 'href="#id_o1_bands_1_from"' in page
    assert "Enter a number with at most two decimals, like 40 or 2.5" in page
    assert 'value="plenty"' in page
    assert not CostTrial.objects.exists()
    # A band that does not rise is wrong by the contract, and named at its row.
    refused = officer.post(page_of(version), answers(o1_bands_1_from="101", o1_yearly_cap="-5"))
    assert 'href="#id_o1_yearly_cap"' in refused.content.decode()


def test_terms_that_are_kept_go_through_the_actions_that_design(officer, cast, version):
    officer.post(
        page_of(version),
        answers(
            o2_amount="1500",
            o1_band_mode="all_items_at_the_band_reached",
            scheme_late_sign_up="none",
        ),
    )

    asked = officer.get(page_of(version, "scheme-costs-keep")).content.decode()
    assert "£1,200.00" in asked
    assert "£1,500.00" in asked
    refused = officer.post(page_of(version, "scheme-costs-keep"), {"why": " "})
    assert refused.status_code == 422
    kept = officer.post(page_of(version, "scheme-costs-keep"), {"why": "The LMC asked for it"})

    assert kept.url == page_of(version)
    version.refresh_from_db()
    assert version.readings["late_sign_up"] == "none"
    assert [one.terms.get("amount") for one in version.objectives.all()] == [None, "1500.00"]
    assert set(
        ReadingChoice.objects.filter(version=version, why="The LMC asked for it").values_list(
            "objective", "reading", "choice"
        )
    ) == {(0, "late_sign_up", "none"), (1, "band_mode", "all_items_at_the_band_reached")}
    assert AuditEvent.objects.filter(event="scheme.objective_changed").count() == 2
    assert not CostTrial.objects.exists()


def test_terms_tried_on_a_draft_that_changed_meanwhile_are_not_kept(cast, version):
    definition = definition_of(version)
    [items, block] = definition.objectives
    cheaper = replace(block, terms=replace(block.terms, amount=900_00))
    actions.try_out(
        version=version,
        tried=replace(definition, objectives=(items, cheaper)),
        assumptions=Assumptions(),
        by=cast.officer,
    )
    assert tried_by(cast.officer, version) is not None
    mine = version.objectives.get(number=2)
    designing.change_objective(
        objective=mine,
        written=designs.written("Clinic set up", {**designs.BLOCK, "amount": "1000.00"}),
        seen=digest(mine),
        by=cast.second_officer,
    )

    assert tried_by(cast.officer, version) is None
    with pytest.raises(NotNow, match="was changed since these terms were tried out"):
        actions.keep_trial(version=version, why="", by=cast.officer)


def test_only_officers_of_whoever_leads_it_try_terms_out(cast, version):
    for stranger in (cast.auditor, cast.watford_officer, cast.riverside_manager):
        with pytest.raises(NotPermitted):
            actions.try_out(
                version=version,
                tried=definition_of(version),
                assumptions=Assumptions(),
                by=stranger,
            )


def test_keeping_a_reading_without_a_reason_is_refused(cast, version):
    definition = definition_of(version)
    readings = replace(definition.readings, late_sign_up="full")
    actions.try_out(
        version=version,
        tried=replace(definition, readings=readings),
        assumptions=Assumptions(),
        by=cast.officer,
    )

    with pytest.raises(BadInput, match="Say why, for the register of readings"):
        actions.keep_trial(version=version, why="", by=cast.officer)


def test_assumptions_stay_with_an_objective_that_moves(cast, version):
    items = {1: ItemsAssumed(per_1000_patients=Fraction(2))}
    actions.try_out(
        version=version,
        tried=definition_of(version),
        assumptions=Assumptions(items=items),
        by=cast.officer,
    )

    designing.move_objective(objective=version.objectives.get(number=1), to=2, by=cast.officer)

    assert costing.assumptions_of(version).items == {2: items[1]}


def test_each_commissioner_bears_its_share_of_the_total(officer, cast, version):
    designing.share_costs(
        version=version, shares={cast.dacorum: 66_67, cast.watford: 33_33}, by=cast.officer
    )

    page = officer.get(page_of(version)).content.decode()

    # Five practices now, £6,000.00: £4,000.20 and £1,999.80.
    assert "£6,000.00" in page
    assert "£4,000.20" in page
    assert "£1,999.80" in page


def test_a_draft_without_objectives_says_what_to_do_first(officer, cast):
    page = officer.get(page_of(designs.draft(cast))).content.decode()

    assert "The scheme pays for nothing yet." in page


def test_the_page_takes_a_bounded_number_of_queries(
    officer, version, django_assert_max_num_queries
):
    officer.post(page_of(version), answers(o2_amount="1500"))

    with django_assert_max_num_queries(45):
        officer.get(page_of(version))


def test_trying_what_the_draft_has_is_no_trial(cast, version):
    actions.try_out(
        version=version,
        tried=definition_of(version),
        assumptions=Assumptions(),
        by=cast.officer,
    )

    assert not CostTrial.objects.exists()


def test_a_further_version_is_compared_with_the_one_before_on_the_same_assumptions(officer, cast):
    before = designs.with_objectives(cast)
    actions.try_out(
        version=before,
        tried=definition_of(before),
        assumptions=Assumptions(sign_up_share=Fraction(1, 2)),
        by=cast.officer,
    )
    opened = factories.opened(before, cast)
    following = designing.make_next(
        version=opened,
        financial_year=FinancialYear(2007),
        last_day=date(2007, 6, 30),
        by=cast.officer,
    )
    block = following.objectives.get(number=2)
    designing.change_objective(
        objective=block,
        written=designs.written("Clinic set up", {**designs.BLOCK, "amount": "1500.00"}),
        seen=digest(block),
        by=cast.officer,
    )

    page = officer.get(f"{page_of(following)}?against=before").content.decode()

    # Half of them sign up, two clinics: £2,400.00 before and £3,000.00 now.
    assert "By Stop smoking clinics 2007/08, version 1" in page
    assert "£2,400.00" in page
    assert "£3,000.00" in page
    assert "£600.00" in page
