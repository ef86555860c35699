"""What a prepared run holds: the right pence, once, with the inputs they were worked out from."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from les_schemes.statuses import SignUpStatus
from localities.models import CommissionerMembership, Organisation
from localities.statuses import ContractType
from payments import preparing
from payments.actions import runs
from payments.models import Line
from payments.statuses import RunStatus
from pbc import jobs
from pbc.models import Job, Message
from tests.integration.payments.county import (
    County,
    approved_run,
    at,
    correct_list,
    do_jobs,
    due_of,
    hold_list,
    make_county,
    make_practice,
    name_gp,
    prepared_run,
    set_payee,
    sign,
    sign_up,
    stand_on,
    standing_on,
)

APRIL, MAY, JUNE = date(2007, 4, 30), date(2007, 5, 31), date(2007, 6, 29)


def test_a_run_pays_capitation_the_information_fund_and_level_one(county: County) -> None:
    run = prepared_run(county, APRIL)
    first, second = county.practices
    assert run.status == RunStatus.PREPARED
    # 8,000 × £1.00 and 8,205 × £1.00, both on time with every GP signed.
    assert due_of(run, first) == {"capitation": 8_000_00}
    assert due_of(run, second) == {"capitation": 8_205_00}
    # 8,000 × 50p + 8,205 × 50p = £4,000.00 + £4,102.50; 1 session × £300 × 52 weeks / 12.
    assert due_of(run, county.locality) == {"information_fund": 8_102_50, "gp_sessions": 1_300_00}
    # £8,000.00 + £8,205.00 + £8,102.50 + £1,300.00
    assert run.lines.totals()["due"] == 25_607_50


def test_lines_keep_their_number_locality_and_inputs(county: County) -> None:
    run = prepared_run(county, APRIL)
    lines = list(run.lines.all())
    assert [line.number for line in lines] == [1, 2, 3, 4]
    assert {line.locality_id for line in lines} == {county.locality.pk}
    assert all(line.inputs["rule"] and line.inputs["version"] for line in lines)
    assert [line.kind for line in lines] == ["payment", "payment", "allocation", "payment"]


def test_the_same_facts_again_pay_nothing_again(county: County) -> None:
    approved_run(county, APRIL)
    again = prepared_run(county, date(2007, 4, 27))
    assert again.lines.totals()["due"] == 0
    assert again.lines.totals()["paid"] == 25_607_50


def test_on_the_next_real_morning_of_the_same_demonstration_day_nothing_is_paid_twice(
    county: County,
) -> None:
    """The hours go round while the date stands still: last evening is later than this morning."""
    with time_machine.travel(datetime(2026, 11, 20, 17, tzinfo=UTC), tick=False):
        correct_list(county.practices[0], 7_900)
        approved_run(county, APRIL)
    with time_machine.travel(datetime(2026, 11, 21, 9, tzinfo=UTC), tick=False):
        again = prepared_run(county, date(2007, 4, 27))
    # 7,900 × £1.00 + 8,205 × £1.00 + (7,900 + 8,205) × 50p + £1,300.00, all of it paid.
    assert again.lines.totals()["paid"] == 25_457_50
    assert again.lines.totals()["due"] == 0


def test_next_month_pays_one_more_twelfth_of_level_one_and_nothing_else(county: County) -> None:
    approved_run(county, APRIL)
    again = prepared_run(county, MAY)
    # £15,600 × 2/12 − £1,300 paid.
    assert again.lines.totals()["due"] == 1_300_00
    assert due_of(again, county.locality) == {"information_fund": 0, "gp_sessions": 1_300_00}


def test_a_list_corrected_from_8000_to_7900_after_payment_takes_back_100_and_50_pounds(
    county: County,
) -> None:
    approved_run(county, APRIL)
    with standing_on(date(2007, 5, 2)):
        correct_list(county.practices[0], 7_900)
        run = prepared_run(county, MAY)
    capitation = run.lines.get(payee_id=county.practices[0].pk)
    fund = run.lines.get(component="information_fund")
    # 7,900 × £1.00 − £8,000.00 and (7,900 + 8,205) × 50p − £8,102.50
    assert capitation.due_pence == -100_00
    assert fund.due_pence == -50_00
    assert "£100.00 back" in capitation.held_reason
    assert fund.held_reason == ""


def test_what_was_carried_forward_is_set_against_the_next_payment(county: County) -> None:
    set_payee(county.locality, county.practices[1])
    approved_run(county, APRIL)
    with standing_on(date(2007, 5, 2)):
        correct_list(county.practices[0], 7_900)
        approved_run(county, MAY)
    with standing_on(date(2007, 6, 1)):
        correct_list(county.practices[0], 8_300)
        run = prepared_run(county, JUNE)
    # 8,300 × £1.00 − £8,000.00: the £100 that was held in May was never taken.
    assert due_of(run, county.practices[0]) == {"capitation": 300_00}


def test_the_last_gp_signature_completes_the_payment_of_objective_one(county: County) -> None:
    practice = make_practice("H-TST-3", county.commissioner, county.locality, list_size=1_000)
    sheet = sign_up(practice, county.version, eligible=3, signed=2)
    first = approved_run(county, APRIL)
    assert due_of(first, practice) == {}
    (waiting,) = first.calculations.get().left_out
    assert (waiting["why"], waiting["partly"]) == ("waiting_for_gps", True)
    assert "2 of 3 GPs have signed. Nothing is paid under objective 1" in waiting["reason"]
    with standing_on(date(2007, 5, 3)):
        sign(sheet.named_gps.get(signature__isnull=True), at(date(2007, 5, 2)))
        second = prepared_run(county, MAY)
    assert due_of(second, practice) == {"capitation": 1_000_00}
    assert second.calculations.get().left_out == []


def test_a_gp_who_joined_later_or_need_not_sign_changes_nothing(county: County) -> None:
    sheet = county.practices[0].sign_ups.get()
    name_gp(sheet, joined_later=True)
    name_gp(sheet, required=False, why_not_required="a locum")
    run = prepared_run(county, APRIL)
    facts = run.calculations.get().facts["providers"][0]["sign_up"]
    assert (facts["eligible_gps"], facts["signed_gps"]) == (5, 5)


def test_before_acceptance_nothing_is_paid(county: County) -> None:
    practice = make_practice("H-TST-3", county.commissioner, county.locality)
    sign_up(practice, county.version, status=SignUpStatus.SUBMITTED)
    run = prepared_run(county, APRIL)
    assert due_of(run, practice) == {}
    (entry,) = run.calculations.get().left_out
    assert (entry["why"], entry["since"]) == ("submitted", "2007-04-12")


def test_a_practice_without_a_list_is_left_out_and_said_so(county: County) -> None:
    practice = make_practice("H-TST-3", county.commissioner, county.locality, list_size=None)
    sign_up(practice, county.version)
    run = prepared_run(county, APRIL)
    (entry,) = run.calculations.get().left_out
    assert (entry["code"], entry["why"], entry["in_facts"]) == ("H-TST-3", "no_list", False)
    assert run.lines.totals()["due"] == 25_607_50


def test_a_practice_that_opened_within_the_year_counts_its_first_list(county: County) -> None:
    practice = make_practice("H-TST-3", county.commissioner, county.locality, list_size=None)
    Organisation.objects.filter(pk=practice.pk).update(opened=date(2007, 7, 2))
    stand_on(date(2007, 10, 1))
    with standing_on(date(2007, 10, 1)):
        hold_list(practice, 1_200, on=date(2007, 9, 1))
        sign_up(practice, county.version, received=date(2007, 9, 3), accepted=date(2007, 9, 14))
        run = prepared_run(county, date(2007, 10, 31))
    # Late: whole months from 1 October to 31 March, 1,200 × £1.00 × 6/12.
    assert due_of(run, practice) == {"capitation": 600_00}
    provenance = run.calculations.get().provenance["providers"]["H-TST-3"]["list"]
    assert provenance["as_at"] == "2007-09-01"


def test_the_gps_of_a_pctms_practice_are_not_paid_for_responsibility(county: County) -> None:
    practice = make_practice(
        "H-TST-3", county.commissioner, county.locality, contract_type=ContractType.PCTMS
    )
    sign_up(practice, county.version)
    run = prepared_run(county, APRIL)
    assert due_of(run, practice) == {}
    facts = run.calculations.get().facts["providers"][2]["sign_up"]
    assert (facts["eligible_gps"], facts["signed_gps"]) == (0, 0)
    # 8,000 + 8,205 + 8,000 patients × 50p
    assert due_of(run, county.locality)["information_fund"] == 12_102_50


def test_a_locality_without_a_payee_has_its_lines_held_until_one_is_named(county: County) -> None:
    set_payee(county.locality, None)
    first = approved_run(county, APRIL)
    held = first.lines.exclude(held_reason="")
    assert {line.component for line in held} == {"information_fund", "gp_sessions"}
    assert first.lines.totals()["held"] == 8_102_50 + 1_300_00
    set_payee(county.locality, county.practices[0])
    second = prepared_run(county, MAY)
    # Nothing was paid in April: April's and May's twelfths and the whole fund are due now.
    assert due_of(second, county.locality) == {
        "information_fund": 8_102_50,
        "gp_sessions": 2_600_00,
    }


def test_a_practice_alone_has_no_fund_line(county: County) -> None:
    practice = make_practice("H-TST-3", county.commissioner, None, list_size=2_000)
    sign_up(practice, county.version, alone=True)
    run = prepared_run(county, APRIL)
    assert due_of(run, practice) == {"capitation": 2_000_00}
    assert run.lines.get(payee_id=practice.pk).locality is None
    assert due_of(run, county.locality)["information_fund"] == 8_102_50


def test_a_practice_that_left_the_commissioner_keeps_what_it_was_paid(county: County) -> None:
    approved_run(county, APRIL)
    leaver = county.practices[1]
    leaver.commissioner_memberships.update(ends=date(2007, 5, 10))
    with standing_on(date(2007, 5, 11)):
        run = prepared_run(county, MAY)
    assert not run.lines.filter(payee_id=leaver.pk).exists()
    (entry,) = run.calculations.get().left_out
    assert (entry["why"], entry["paid_pence"]) == ("not_commissioned", 8_205_00)


def test_the_new_commissioner_takes_off_what_the_old_one_paid(county: County) -> None:
    approved_run(county, APRIL)
    new = make_county("H-NEW", lists=())
    county.version.partners.add(new.commissioner)
    type(new.version).objects.filter(pk=new.version.pk).update(
        status="withdrawn",
        withdrawn_at=at(date(2007, 4, 3)),
        withdrawn_because="The other scheme is for both.",
    )
    mover = county.practices[1]
    mover.commissioner_memberships.update(ends=date(2007, 5, 10))
    CommissionerMembership.objects.create(
        practice=mover,
        commissioner=new.commissioner,
        starts=date(2007, 5, 10),
        source="ODS",
        recorded_at=at(date(2007, 4, 3)),
    )
    mover.sign_ups.update(locality=new.locality)
    with standing_on(date(2007, 5, 11)):
        run = prepared_run(new, MAY)
    line = run.lines.get(payee_id=mover.pk, component="capitation")
    assert (line.entitlement_pence, line.paid_pence, line.due_pence) == (8_205_00, 8_205_00, 0)


def test_a_practice_that_withdraws_is_paid_nothing_new_and_keeps_what_it_was_paid(
    county: County,
) -> None:
    approved_run(county, APRIL)
    county.practices[0].sign_ups.update(
        status=SignUpStatus.WITHDRAWN,
        withdrawn_at=at(date(2007, 5, 9)),
        withdrawn_by=county.officer.person_id,
        withdrawn_from=date(2007, 5, 9),
    )
    with standing_on(date(2007, 5, 11)):
        run = prepared_run(county, MAY)
    withdrawn = run.lines.filter(payee_id=county.practices[0].pk)
    assert list(withdrawn.values_list("component", "paid_pence", "due_pence")) == [
        ("capitation", 8_000_00, 0)
    ]
    (entry,) = run.calculations.get().left_out
    assert (entry["why"], entry["paid_pence"]) == ("withdrawn", 8_000_00)


def test_a_job_delivered_three_times_stores_its_lines_once(county: County) -> None:
    run = runs.request(commissioner=county.commissioner, pay_date=APRIL, by=county.preparer)
    job = Job.objects.get()
    for _ in range(3):
        jobs.run(job.pk)
    assert preparing.prepare_run(run.pk, by=county.preparer) is None
    assert Line.objects.filter(run=run).count() == 4
    assert run.approvals.count() == 1
    job.refresh_from_db()
    assert (job.status, job.result_url) == ("done", f"/payments/runs/{run.pk}/")


def test_what_was_worked_out_twice_is_stored_once(county: County) -> None:
    run = prepared_run(county, APRIL)
    assert runs.prepare(run=run, worked_out=[], by=county.preparer) is None
    assert run.lines.count() == 4


def test_a_cancelled_run_is_not_prepared_by_a_job_that_comes_late(county: County) -> None:
    run = runs.request(commissioner=county.commissioner, pay_date=APRIL, by=county.preparer)
    runs.cancel(run=run, reason="wrong day", by=county.preparer)
    do_jobs()
    run.refresh_from_db()
    assert run.status == RunStatus.CANCELLED
    assert not run.lines.exists()


def test_a_preparation_that_stopped_can_be_asked_for_again(county: County) -> None:
    run = runs.request(commissioner=county.commissioner, pay_date=APRIL, by=county.preparer)
    Job.objects.update(status="failed", finished_at=at(APRIL))
    runs.prepare_again(run=run, by=county.preparer)
    do_jobs()
    run.refresh_from_db()
    assert run.status == RunStatus.PREPARED


def test_a_preparer_whose_right_ended_meanwhile_prepares_nothing(county: County) -> None:
    run = runs.request(commissioner=county.commissioner, pay_date=APRIL, by=county.preparer)
    county.preparer.role_holdings.update(ends=date(2007, 4, 10))
    do_jobs()
    run.refresh_from_db()
    assert run.status == RunStatus.PREPARING
    assert Job.objects.get().status == "failed"


def test_an_approver_who_holds_the_role_twice_is_told_once(county: County) -> None:
    holding = county.approver.role_holdings.get()
    holding.pk = None
    holding.save(force_insert=True)
    run = prepared_run(county, APRIL)
    assert run.status == RunStatus.PREPARED
    assert Message.objects.filter(person_id=county.approver.person_id).count() == 1


def test_the_approvers_are_told_that_a_run_waits_for_them(county: County) -> None:
    run = prepared_run(county, APRIL)
    told = Message.objects.filter(kind="run-to-approve")
    assert {message.person_id for message in told} == {
        county.approver.person_id,
        county.second_approver.person_id,
    }
    assert {message.path for message in told} == {f"/payments/runs/{run.pk}/"}


@pytest.mark.parametrize("practices", [5, 50])
def test_the_number_of_queries_does_not_grow_with_practices(
    county: County, practices: int, django_assert_max_num_queries
) -> None:
    for number in range(practices):
        practice = make_practice(f"H-MANY-{number}", county.commissioner, county.locality)
        sign_up(practice, county.version, eligible=1)
    run = runs.request(commissioner=county.commissioner, pay_date=APRIL, by=county.preparer)
    with django_assert_max_num_queries(34):
        preparing.prepare_run(run.pk, by=county.preparer)
