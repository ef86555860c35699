"""What a scheme would cost before it opens: sums worked out by hand, and by the contract."""

from datetime import date
from fractions import Fraction

import pytest
from django.urls import reverse

from les_schemes import costing, objectives_table
from les_schemes.actions import designing
from les_schemes.costing import Assumptions, ItemsAssumed
from les_schemes.costing.differences import in_place_of
from les_schemes.definitions import definition_of
from les_schemes.models import SchemeVersion
from les_schemes.rules import calculate, parse
from les_schemes.statuses import SchemeStatus
from localities.models import CommissionerMembership, Organisation, Practice
from tests import cast as the_cast
from tests import designs, factories
from tests.cast import RECORDED, sign_in, stand_on
from tests.factories import scheme_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return the_cast.gather()


def paying(cast, kind, terms, readings=None):
    """Dacorum's draft of one objective."""
    version = designs.draft(cast)
    designing.add_objective(
        version=version,
        kind=kind,
        written=designs.written("It pays", terms, readings),
        by=cast.officer,
    )
    return version


def for_others_too(version):
    SchemeVersion.objects.filter(pk=version.pk).update(
        who_may_provide="contestable", requires_registered_list=False
    )
    version.refresh_from_db()
    return version


def by_code(costed):
    return {payee.code: payee.paid_pence for payee in costed.by_payee}


def test_a_rate_by_patients_is_each_list_times_the_rate(cast):
    version = paying(cast, "per_patient", {"rate": "1.10"})

    costed = costing.work_out(version, Assumptions())

    # 8,205 × £1.10 and so on; Northgate is the PCT's own, so none of its GPs is to sign.
    assert by_code(costed) == {
        "QQ001": 9_025_50,
        "QQ002": 8_174_10,
        "QQ003": 7_604_30,
        "QQ004": 0,
        "LDAC": 0,
    }
    assert costed.total_pence == 9_025_50 + 8_174_10 + 7_604_30
    assert [(one.code, one.paid_pence) for one in costed.by_locality] == [
        ("LDAC", 9_025_50),
        (None, 8_174_10 + 7_604_30),
    ]
    assert [one.paid_pence for one in costed.by_objective] == [24_803_90]
    riverside = next(one for one in costed.by_payee if one.code == "QQ001")
    assert riverside.pence_per_patient == 1_10


def test_items_by_patients_stop_at_the_cap_and_pass_into_the_next_band(cast):
    version = for_others_too(
        paying(cast, "item_of_service", {**designs.ITEMS, "yearly_cap_per_1000_patients": 20})
    )
    the_cast.a_pharmacy(cast.dacorum)
    assumed = Assumptions(
        items={1: ItemsAssumed(per_1000_patients=Fraction("1.5"), each=Fraction(40))}
    )

    costed = costing.work_out(version, assumed)

    # 1.5 × 8.205 × 12 = 147.69, so 148 claimed; 20 × 8,205 / 1,000 = 164.1 caps nothing.
    assert by_code(costed)["QQ001"] == 100 * 12_00 + 48 * 9_50
    # 1.5 × 6.000 × 12 = 108, cap 120.
    assert by_code(costed)["QQ004"] == 100 * 12_00 + 8 * 9_50
    # 40 × 12 = 480 claimed by a provider without a list, capped at 400.
    assert by_code(costed)["FQQ01"] == 100 * 12_00 + 300 * 9_50
    pharmacy = next(one for one in costed.by_payee if one.code == "FQQ01")
    assert (pharmacy.kind, pharmacy.patients, pharmacy.pence_per_patient) == (
        "provider",
        None,
        None,
    )


def test_an_objective_without_an_assumption_costs_nothing_and_says_so(cast):
    version = paying(cast, "item_of_service", designs.ITEMS)

    [items] = costing.work_out(version, Assumptions()).by_objective

    assert items.paid_pence == 0
    assert items.note == "No assumption made yet, so nothing is counted for it."


def test_levels_are_held_from_the_first_of_april_and_0_is_none(cast):
    terms = {"session_rate": "300.00", "staff_hour_rate": "30.00", "weeks": 52}
    version = paying(cast, "operating_level", terms, {"population": "all_members"})

    def daccom(level):
        return by_code(costing.work_out(version, Assumptions(level=level)))["LDAC"]

    assert daccom(0) == 0
    # One session a week: £300 × 52.
    assert daccom(1) == 15_600_00
    # 14,205 patients (Riverside, Northgate) at level 3: 6 × £300 × 52 × 0.14205 is £13,295.88,
    # and 20 × £30 × 52 × 0.14205 = £4,431.96; together £17,727.84, above level 1.
    assert daccom(3) == 13_295_88 + 4_431_96


def test_a_part_of_the_providers_is_taken_evenly_and_some_come_late(cast):
    version = paying(cast, "block", {"amount": "1200.00", "instalment_months": ["04"]})

    half = costing.work_out(version, Assumptions(sign_up_share=Fraction(1, 2)))
    # In order of their lists Riverside, Millbrook, Highfield, Northgate: every second one.
    assert by_code(half) == {"QQ001": 0, "QQ002": 1200_00, "QQ003": 0, "QQ004": 1200_00, "LDAC": 0}

    late = costing.work_out(version, Assumptions(late_share=Fraction(1)))
    # Accepted on 30 June, the day after the deadline: July to March are nine months of £100.
    assert late.total_pence == 4 * 900_00


def test_savings_and_overspends_are_of_the_budget_assumed(cast):
    terms = {
        "reward_fraction": "0.10",
        "reward_cap_per_patient": "1.00",
        "reinvestment_fraction": "0.70",
    }
    version = paying(cast, "savings_split", terms)
    assumed = Assumptions(
        budget_per_patient_pence=100_00,
        saving_share=Fraction("0.05"),
        overspending_share=Fraction(1, 4),
    )

    costed = costing.work_out(version, assumed)

    # Every fourth overspends, in the order of their lists the last: Northgate. The others save £5
    # a patient, of which a tenth is 50p.
    assert by_code(costed) == {
        "QQ001": 4_102_50,
        "QQ002": 3_715_50,
        "QQ003": 3_456_50,
        "QQ004": 0,
        "LDAC": 0,
        "PCT": 0,
    }
    assert [case.kind for case in costed.result.cases] == ["overspend_review"]
    # Nine tenths of £5 × 22,549 patients are set aside.
    assert costed.total.set_aside_pence == 22_549 * 4_50


def test_training_is_counted_by_cases_and_a_plan_by_its_list(cast):
    version = paying(cast, "training_reimbursement", {})
    designing.add_objective(
        version=version,
        kind="plan",
        written=designs.written("Plan", {"rate": "0.95", "practice_fraction": "0.75"}),
        by=cast.officer,
    )
    assumed = Assumptions(training_cases=5, training_cost_pence=4_800_00)

    costed = costing.work_out(version, assumed)

    training, plan = costed.by_objective
    assert training.paid_pence == 5 * 4_800_00
    # Riverside £7,794.75: £5,846.06 to it and £1,948.69 to DacCom's pot. Northgate £5,700.00:
    # £4,275.00 and £1,425.00. Millbrook £7,059.45 and Highfield £6,567.35 commission alone.
    assert plan.paid_pence == 5_846_06 + 4_275_00 + 7_059_45 + 6_567_35
    assert plan.set_aside_pence == 1_948_69 + 1_425_00
    # The fifth case is the largest practice's second.
    assert by_code(costed)["QQ001"] == 2 * 4_800_00 + 5_846_06


def test_it_comes_to_what_calculate_makes_of_its_document(cast):
    version = scheme_at(SchemeStatus.DRAFT, cast)
    assumed = Assumptions(
        late_share=Fraction(1, 3),
        months_reported=9,
        level=2,
        budget_per_patient_pence=92_00,
        saving_share=Fraction("0.03"),
    )

    document = costing.document(version, assumed)

    costed = costing.work_out(version, assumed)
    assert document["as_at"] == "2008-03-31"
    assert document["scheme"]["code"] == "pbc-les-2007-08"
    assert calculate(parse(document)).lines == costed.result.lines
    assert costed.total_pence == sum(
        line.due_pence for line in costed.result.lines if line.kind == "payment"
    )
    assert costed.total_pence == sum(one.paid_pence for one in costed.by_payee)
    assert costed.total_pence == sum(one.paid_pence for one in costed.by_objective)
    assert costed.total_pence == sum(one.paid_pence for one in costed.by_locality)


def test_assumptions_come_back_as_they_were_written():
    assumed = Assumptions(
        sign_up_share=Fraction("0.8"),
        items={2: ItemsAssumed(per_1000_patients=Fraction("2.5"))},
        budget_per_patient_pence=92_50,
        saving_share=Fraction("0.035"),
        training_cases=0,
    )

    assert Assumptions.from_data(assumed.to_data()) == assumed


def test_a_practice_without_a_list_is_left_out_and_one_of_last_year_stands_in(cast):
    new = Practice(code="QQ009", name="Fernhill Surgery", ods_status="A", recorded_at=RECORDED)
    Organisation.objects.bulk_create([new])
    CommissionerMembership.objects.create(
        practice=Practice.objects.get(code="QQ009"),
        commissioner=cast.dacorum,
        starts=date(2007, 4, 2),
        source="the test",
        recorded_at=RECORDED,
    )
    version = paying(cast, "per_patient", {"rate": "1.00"})

    left_out = costing.eligible(version).left_out
    assert [(one.code, one.why) for one in left_out] == [
        (
            "QQ009",
            "No list size is held for 1 April, nor one of the year before. Import or enter it, "
            "so that the practice can be counted.",
        )
    ]

    # A scheme for a year to come is counted by the lists of this one.
    SchemeVersion.objects.filter(pk=version.pk).update(
        financial_year_starts_in=2008, sign_up_deadline="2008-06-30T22:59:59Z"
    )
    version.refresh_from_db()
    stand_on(date(2008, 2, 1))
    held = costing.eligible(version)
    assert held.standing_in == len(held.providers) == 4
    assert costing.work_out(version, Assumptions()).total_pence == (8_205_00 + 7_431_00 + 6_913_00)


def test_each_other_choice_of_a_reading_is_priced_by_itself(cast):
    version = paying(cast, "item_of_service", designs.ITEMS, {"band_mode": "each_item_at_its_band"})
    assumed = Assumptions(
        items={1: ItemsAssumed(per_1000_patients=Fraction(2))}, late_share=Fraction(1)
    )

    costed = costing.work_out(version, assumed)
    prices = {
        (one.objective, one.choice): one.paid_difference_pence
        for one in costing.reading_costs(costed)
    }

    # 2 a month by 1,000 patients, accepted on 30 June: June to March. Riverside 16.41 a month:
    # 197 in the year less 33 in April and May. At one fee for all: 164 × £9.50.
    in_time = {"QQ001": 164, "QQ002": 148, "QQ003": 138, "QQ004": 120}
    banded = {code: 100 * 12_00 + (items - 100) * 9_50 for code, items in in_time.items()}
    assert by_code(costed) == {**banded, "LDAC": 0}
    flat = sum(items * 9_50 for items in in_time.values())
    assert prices[1, "all_items_at_the_band_reached"] == flat - sum(banded.values())
    # Late sheets that earn nothing: all of it is saved.
    assert prices[0, "none"] == -sum(banded.values())
    assert prices[0, "stays"] == 0


def test_a_choice_that_cannot_stand_has_a_reason_in_place_of_a_price(cast):
    version = paying(
        cast,
        "savings_split",
        {
            "reward_fraction": "0.10",
            "reward_cap_per_patient": "1.00",
            "reinvestment_fraction": "0.70",
        },
        {"split_base": "full_tenth"},
    )

    costed = costing.work_out(version, Assumptions())

    [hybrid] = [one for one in costing.reading_costs(costed) if one.choice == "hybrid"]
    assert hybrid.paid_difference_pence is None
    assert hybrid.why_not == "split_base must be net_of_reward where savings_unit is hybrid"


def test_an_earlier_version_is_worked_out_for_the_same_year(cast):
    version = paying(cast, "per_patient", {"rate": "1.00"})
    shipped = definition_of(scheme_at(SchemeStatus.DRAFT, cast))

    moved = in_place_of(shipped, definition_of(version))

    assert (moved.financial_year, moved.terms.sign_up_deadline) == (2007, date(2007, 6, 29))
    assert moved.objectives == shipped.objectives


def test_it_takes_a_fixed_number_of_queries(cast, django_assert_max_num_queries):
    version = scheme_at(SchemeStatus.DRAFT, cast)

    with django_assert_max_num_queries(10):
        costed = costing.work_out(version, Assumptions())

    assert len(costed.eligible.providers) == 5


def test_the_objectives_table_tells_a_manager_their_own_and_others_the_whole(client, cast):
    version = factories.opened(designs.with_objectives(cast), cast)
    address = reverse("les_schemes:scheme", args=[version.pk])

    whole = sign_in(client, cast.officer).get(address).content.decode()

    assert "If all 4 who may take part sign up in time" in whole
    assert "£4,800.00" in whole
    assert "Depends on the items claimed." in whole
    own = sign_in(client, cast.millbrook_manager).get(address).content.decode()
    assert "If it signs up in time and does all of it" in own
    assert "£1,200.00" in own
    assert "£4,800.00" not in own


def test_the_objectives_table_of_one_manager_takes_few_queries(cast, django_assert_max_num_queries):
    version = paying(cast, "block", designs.BLOCK)

    with django_assert_max_num_queries(20):
        [row] = objectives_table.rows(version, own=[cast.riverside])

    assert row.totals[0].figures == [("Riverside Surgery", 1_200_00)]
