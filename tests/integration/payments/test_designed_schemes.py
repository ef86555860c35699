"""Runs pay schemes that were designed here, and pharmacies as they pay practices (issue 4).

Every amount is worked out by hand: ``quarter`` says what the scheme pays.
"""

import csv
import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from governance.statuses import Outcome
from les_schemes.actions import claims, designing, sign_ups
from les_schemes.models import SchemeVersion
from les_schemes.reports.statuses import ReportStatus
from les_schemes.statuses import SchemeStatus, SignUpStatus
from payments import preparing
from payments.actions import runs
from payments.models import Calculation, ReviewCase, Run
from payments.permissions import can_approve_run
from pbc import clock
from pbc.models import Message
from pbc.refusals import NotNow
from pbc.roles import Role
from tests import cast as people
from tests import designs, factories
from tests.cast import sign_in, stand_on
from tests.claims import signed_up
from tests.committee import sitting
from tests.integration.applications.asking import a_scheme, reviewed
from tests.integration.payments.quarter import (
    APRIL,
    BLOCK,
    FIRST,
    ITEMS,
    JUNE,
    MAY,
    SECOND,
    THIRD,
    a_pharmacy,
    approved,
    claimed,
    for_anyone,
    line,
    pence,
    prepared,
)
from tests.integration.payments.test_recompute import stored_lines, without_working
from tests.integration.payments.test_run_pages import text_of

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[3]
JUNE_28 = date(2007, 6, 28)
IN_MAY, IN_JUNE, IN_JULY = date(2007, 5, 10), date(2007, 6, 11), date(2007, 7, 10)


@pytest.fixture
def cast(db):
    return people.gather()


@pytest.fixture
def version(cast) -> SchemeVersion:
    return for_anyone(cast)


@pytest.fixture
def practice(cast, version):
    """Riverside's sign-up; it is in DacCom, whose lead looks at its claims first."""
    return signed_up(cast, version=version, locality=cast.daccom)


@pytest.fixture
def pharmacy(cast, version):
    return a_pharmacy(cast, version)


def test_a_quarter_of_a_practice_and_a_pharmacy(cast, version, practice, pharmacy):
    """Three monthly runs: the bands, the cap, the instalments, a void and a late claim."""
    shop = pharmacy.organisation
    claimed(cast, practice, APRIL, 60, on=IN_MAY)
    of_april = claimed(cast, pharmacy.sign_up, APRIL, 30, on=IN_MAY)

    first = approved(cast, FIRST)
    # 60 × £12.00 = £720.00; the first of four instalments, £1,200.00 / 4 = £300.00.
    assert pence(first, cast.riverside, version) == {
        ITEMS: (720_00, 0, 720_00),
        BLOCK: (300_00, 0, 300_00),
    }
    # 30 × £12.00 = £360.00.
    assert pence(first, shop, version) == {ITEMS: (360_00, 0, 360_00), BLOCK: (300_00, 0, 300_00)}

    claimed(cast, practice, MAY, 50, on=IN_JUNE)
    claims.void(report=of_april, reason="Claimed twice.", by=cast.officer)
    second = approved(cast, SECOND)
    # 110 items: 100 × £12.00 + 10 × £9.50 = £1,295.00, of which £720.00 was paid.
    assert pence(second, cast.riverside, version) == {
        ITEMS: (1_295_00, 720_00, 575_00),
        BLOCK: (300_00, 300_00, 0),
    }
    # Nothing is claimed any more, £360.00 was paid: it is carried forward, not collected.
    assert pence(second, shop, version) == {ITEMS: (0, 360_00, -360_00), BLOCK: (300_00, 300_00, 0)}
    assert "carried forward" in line(second, shop, ITEMS, version).held_reason

    claimed(cast, practice, JUNE, 300, on=IN_JULY)
    late = claimed(
        cast, pharmacy.sign_up, MAY, 25, on=IN_JULY, status=ReportStatus.WITH_COMMISSIONER
    )
    late = claims.accept(report=late, revision=1, by=cast.officer)
    assert late.status == ReportStatus.LATE_ACCEPTED
    claimed(cast, pharmacy.sign_up, JUNE, 40, on=IN_JULY)
    third = approved(cast, THIRD)
    # 410 items are claimed and 400 paid: 100 × £12.00 + 300 × £9.50 = £4,050.00; two instalments.
    assert pence(third, cast.riverside, version) == {
        ITEMS: (4_050_00, 1_295_00, 2_755_00),
        BLOCK: (600_00, 300_00, 300_00),
    }
    # 25 + 40 = 65 items × £12.00 = £780.00, less the £360.00 of April that was paid.
    assert pence(third, shop, version) == {
        ITEMS: (780_00, 360_00, 420_00),
        BLOCK: (600_00, 300_00, 300_00),
    }
    assert line(third, shop, ITEMS, version).held_reason == ""


def test_what_was_paid_for_a_void_claim_comes_back_and_says_why(cast, version, pharmacy):
    claimed(cast, pharmacy.sign_up, APRIL, 30, on=IN_MAY)
    of_may = claimed(cast, pharmacy.sign_up, MAY, 20, on=IN_JUNE)
    first = approved(cast, SECOND)
    stand_on(IN_JULY)
    claims.void(report=of_may, reason="Counted for another shop.", by=cast.officer)
    claimed(cast, pharmacy.sign_up, JUNE, 5, on=IN_JULY)
    run = approved(cast, THIRD)
    # 35 × £12.00 = £420.00, less 50 × £12.00 = £600.00; the second instalment covers it.
    items = line(run, pharmacy.organisation, ITEMS, version)
    assert (items.entitlement_pence, items.paid_pence, items.due_pence) == (
        420_00,
        600_00,
        -180_00,
    )
    assert items.held_reason == "", "£300.00 − £180.00 = £120.00 is paid"

    browser = sign_in(Client(), pharmacy.manager)
    page = browser.get(items.get_absolute_url())
    words = text_of(page)
    assert "Why −£180.00?" in words
    assert "Items of May 2007" in words
    assert "void since 10 July 2007: Counted for another shop." in words
    assert "Items of June 2007" in words
    assert "Run 1 of 29 June 2007" in words
    assert "commissions alone" not in words
    assert "Stop smoking clinics 2007/08, objective 1" in words
    assert "1. Quit attempts" in words
    assert "PBC LES" not in words
    assert first.number == 1


def test_the_pharmacys_manager_sees_its_own_payments_and_nobody_elses(
    cast, version, practice, pharmacy
):
    other = a_pharmacy(
        cast, version, code="FQQ02", name="Beacon Pharmacy", manager=("Ralph", "Orme")
    )
    for sign_up, count in ((practice, 60), (pharmacy.sign_up, 30), (other.sign_up, 9)):
        claimed(cast, sign_up, APRIL, count, on=IN_MAY)
    run = prepared(cast, FIRST)
    browser = sign_in(Client(), pharmacy.manager)
    own = f"/payments/runs/{run.pk}/payees/FQQ01/"
    assert browser.get(own).status_code == 404, "nothing before it is approved"
    runs.approve(run=run, digest=run.digest, by=cast.approver)

    assert "Payments" in text_of(browser.get("/"))
    assert browser.get("/payments/")["Location"] == "/payments/payees/FQQ01/"
    assert "£660.00" in text_of(browser.get("/payments/payees/FQQ01/"))
    words = text_of(browser.get(own))
    assert "Stop smoking clinics 2007/08" in words
    assert "1. Quit attempts: Items of service" in words
    assert "2. Clinic set up: Block payment" in words
    assert "30 × £12.00 = £360.00" in words
    assert "PBC LES" not in words
    assert browser.get(f"{own}statement.pdf")["Content-Type"] == "application/pdf"
    for line_of_own in run.lines.filter(payee_id=pharmacy.organisation.pk):
        assert browser.get(line_of_own.get_absolute_url()).status_code == 200
    for stranger in run.lines.exclude(payee_id=pharmacy.organisation.pk):
        assert browser.get(stranger.get_absolute_url()).status_code == 404
    for code in ("FQQ02", "QQ001"):
        assert browser.get(f"/payments/runs/{run.pk}/payees/{code}/").status_code == 404
        assert browser.get(f"/payments/payees/{code}/").status_code == 404
    assert browser.get(f"/payments/runs/{run.pk}/").status_code == 403
    advice = Message.objects.get(kind="payment-advice", person_id=pharmacy.manager.person_id)
    assert advice.subject == "£660.00 for Lantern Pharmacy on 31 May 2007"
    assert (
        "Stop smoking clinics 2007/08, objective 1. Quit attempts: Items of service: £360.00"
        in advice.body
    )


def test_a_locality_lead_does_not_see_what_a_practice_is_paid_under_another_kind(
    cast, version, practice
):
    """Section L: information and levels only; objective 2 here is a block payment."""
    run = approved(cast, FIRST)
    lead = sign_in(Client(), cast.lead)
    for own in run.lines.filter(payee_id=cast.riverside.pk):
        assert lead.get(own.get_absolute_url()).status_code == 404


def test_who_acts_for_a_pharmacy_does_not_approve_what_pays_it(cast, version, pharmacy):
    run = prepared(cast, FIRST)
    approver = people.a_person("Anton", "Reeve", role=Role.FINANCE_APPROVER, at=cast.dacorum)
    assert can_approve_run(approver, run)
    at_pharmacy = people.a_person("Anita", "Reeve", role=Role.FINANCE_APPROVER, at=cast.dacorum)
    at_pharmacy.role_holdings.create(
        role=Role.PROVIDER_MANAGER,
        organisation_id=pharmacy.organisation.pk,
        starts=people.LONG_AGO,
        granted_at=people.RECORDED,
    )
    assert not can_approve_run(at_pharmacy, run)


def test_a_pharmacy_that_leaves_with_notice_is_for_review(cast, version, pharmacy):
    """AMB-69: two months served of twelve, £200.00 of the block; £300.00 was paid for it."""
    claimed(cast, pharmacy.sign_up, APRIL, 10, on=IN_MAY)
    first = approved(cast, FIRST)
    assert pence(first, pharmacy.organisation, version) == {
        ITEMS: (120_00, 0, 120_00),
        BLOCK: (300_00, 0, 300_00),
    }
    assert not ReviewCase.objects.exists()
    sign_ups.give_notice(
        sign_up=pharmacy.sign_up,
        withdrawn_from=date(2007, 6, 1),
        reason="The pharmacist retires.",
        by=pharmacy.manager,
    )
    claimed(cast, pharmacy.sign_up, MAY, 4, on=IN_JUNE)
    second = prepared(cast, SECOND)
    # 14 × £12.00 = £168.00; of the block it keeps the £300.00 and is paid nothing new.
    assert pence(second, pharmacy.organisation, version) == {
        ITEMS: (168_00, 120_00, 48_00),
        BLOCK: (300_00, 300_00, 0),
    }
    case = second.review_cases.get()
    assert (case.provider.code, case.kind) == ("FQQ01", "withdrawal_review")
    assert case.exposure_pence == 300_00 - 200_00
    (entry,) = [one for one in second.calculations.get().left_out if one["code"] == "FQQ01"]
    assert (entry["why"], entry["kind"], entry["paid_pence"]) == (
        "withdrawn",
        "provider",
        420_00,
    )
    auditor = sign_in(Client(), cast.auditor)
    words = text_of(auditor.get(second.get_absolute_url()))
    assert "1 case for the Committee" in words
    assert "£100.00 in question under Stop smoking clinics 2007/08" in words
    assert "Ask the Committee whether what was paid" in words
    address = f"{second.get_absolute_url()}for-review/"
    assert "£100.00" in text_of(auditor.get(address))
    (row,) = csv.DictReader(
        io.StringIO(auditor.get(address, {"export": "csv"}).content.decode("utf-8-sig"))
    )
    assert (row["Provider"], row["Scheme"]) == ("Lantern Pharmacy", "Stop smoking clinics 2007/08")
    assert "1 case for the Committee" in text_of(
        sign_in(Client(), cast.approver).get(f"{second.get_absolute_url()}approve/")
    )


def test_review_cases_are_approved_with_the_run_and_stay(cast, version, pharmacy):
    approved(cast, FIRST)
    sign_ups.give_notice(
        sign_up=pharmacy.sign_up,
        withdrawn_from=date(2007, 6, 1),
        reason="The pharmacist retires.",
        by=pharmacy.manager,
    )
    run = prepared(cast, SECOND)
    digest = run.digest
    ReviewCase.objects.update(exposure_pence=1)
    assert Run.objects.get(pk=run.pk).digest != digest
    said = io.StringIO()
    with pytest.raises(CommandError):
        call_command("recompute", str(run.pk), stdout=said)
    assert "review case of FQQ01: comes to £100.00, not £0.01" in said.getvalue()
    ReviewCase.objects.update(exposure_pence=100_00)
    runs.approve(run=run, digest=digest, by=cast.approver)
    case = ReviewCase.objects.get()
    for change in (
        lambda: ReviewCase.objects.update(exposure_pence=2),
        case.delete,
        lambda: ReviewCase.objects.create(
            run=run,
            calculation=case.calculation,
            provider=case.provider,
            kind="overspend_review",
            exposure_pence=0,
        ),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_a_practice_under_two_schemes_and_a_pharmacy_under_two(cast, version, pharmacy):
    """Each scheme stands by itself in the run, and each line says of which it is."""
    les = factories.scheme_at(SchemeStatus.OPEN, cast)
    sheet = factories.sign_up_at(SignUpStatus.ACCEPTED, cast, version=les)
    of_smoking = signed_up(cast, version=version, locality=cast.daccom)
    health = for_anyone(cast, "health-checks")
    second = signed_up(cast, provider=pharmacy.organisation, version=health)
    claimed(cast, of_smoking, APRIL, 60, on=IN_MAY)
    claimed(cast, pharmacy.sign_up, APRIL, 30, on=IN_MAY)
    claimed(cast, second, APRIL, 3, on=IN_MAY)
    run = approved(cast, FIRST)
    assert sheet.version_id == les.pk
    assert run.calculations.count() == 3
    # 8,205 patients × £1.00; 60 × £12.00.
    assert pence(run, cast.riverside, les)[1] == (8_205_00, 0, 8_205_00)
    assert pence(run, cast.riverside, version)[ITEMS] == (720_00, 0, 720_00)
    assert pence(run, pharmacy.organisation, version)[ITEMS] == (360_00, 0, 360_00)
    # 3 × £12.00.
    assert pence(run, pharmacy.organisation, health)[ITEMS] == (36_00, 0, 36_00)

    auditor = sign_in(Client(), cast.auditor)
    page = auditor.get(f"/payments/runs/{run.pk}/payees/QQ001/")
    words = text_of(page)
    assert "1. Individual GPs take responsibility for commissioning: Capitation" in words
    assert "1. Quit attempts: Items of service" in words
    exported = auditor.get(f"/payments/runs/{run.pk}/lines/", {"export": "csv"})
    rows = list(csv.DictReader(io.StringIO(exported.content.decode("utf-8-sig"))))
    named = {(row["Scheme"], row["Objective"]) for row in rows if row["Payee code"] == "QQ001"}
    assert named == {
        (str(les), "1. Individual GPs take responsibility for commissioning: Capitation"),
        (str(version), "1. Quit attempts: Items of service"),
        (str(version), "2. Clinic set up: Block payment"),
    }
    choices = auditor.get(f"/payments/runs/{run.pk}/lines/").context["table"].filter_form
    value = next(
        value
        for value, text in choices.fields["component"].choices
        if text == f"{health}, 1. Quit attempts: Items of service"
    )
    page = auditor.get(f"/payments/runs/{run.pk}/lines/", {"component": value})
    (only,) = page.context["table"].page.object_list
    assert (only.payee.code, only.due_pence) == ("FQQ01", 36_00)


def test_a_payee_is_netted_over_its_schemes(cast, version, pharmacy):
    """EXC-16: −£360.00 under one scheme is set against £480.00 under the other."""
    health = for_anyone(cast, "health-checks")
    second = signed_up(cast, provider=pharmacy.organisation, version=health)
    claim = claimed(cast, pharmacy.sign_up, APRIL, 30, on=IN_MAY)
    approved(cast, FIRST)
    stand_on(IN_JUNE)
    claims.void(report=claim, reason="Claimed twice.", by=cast.officer)
    claimed(cast, second, MAY, 40, on=IN_JUNE)
    run = prepared(cast, SECOND)
    assert line(run, pharmacy.organisation, ITEMS, version).due_pence == -360_00
    assert line(run, pharmacy.organisation, ITEMS, health).due_pence == 480_00
    assert not run.lines.exclude(held_reason="").exists()


def test_several_schemes_come_to_the_same_pence_again(cast, version, practice, pharmacy):
    """REP-08: the facts piped into ``calculate`` give the run's lines, scheme by scheme."""
    factories.sign_up_at(
        SignUpStatus.ACCEPTED, cast, version=factories.scheme_at(SchemeStatus.OPEN, cast)
    )
    claimed(cast, practice, APRIL, 110, on=IN_MAY)
    claimed(cast, pharmacy.sign_up, APRIL, 30, on=IN_MAY)
    approved(cast, FIRST)
    claimed(cast, practice, MAY, 33, on=IN_JUNE)
    run = approved(cast, SECOND)
    said = io.StringIO()
    call_command("recompute", str(run.pk), stdout=said)
    assert "come to the same pence" in said.getvalue()
    said = io.StringIO()
    call_command("facts", str(run.pk), stdout=said)
    answer = subprocess.run(
        [sys.executable, "manage.py", "calculate", "-"],
        input=said.getvalue(),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    results = json.loads(answer.stdout)
    assert len(results) == 2
    again = [one for result in results for one in without_working(result)]
    assert again == stored_lines(run)
    said = io.StringIO()
    call_command("facts", str(run.pk), scheme="stop-smoking", stdout=said)
    assert json.loads(said.getvalue())["scheme"]["title"] == "Stop smoking clinics"


def test_each_commissioner_of_a_shared_scheme_pays_its_own(cast):
    version = for_anyone(cast, shared=True)
    pharmacy = a_pharmacy(cast, version)
    ours = signed_up(cast, version=version, locality=cast.daccom)
    theirs = signed_up(cast, provider=cast.cassio, version=version)
    type(theirs).objects.filter(pk=theirs.pk).update(commissioner=cast.watford.pk)
    preparer = people.a_person("Xenia", "Thorne", role=Role.FINANCE_PREPARER, at=cast.watford)
    stand_on(IN_MAY)
    run = approved(cast, FIRST)
    paid = set(run.lines.values_list("payee__code", flat=True))
    assert paid == {ours.provider.code, pharmacy.organisation.code}
    run = prepared(cast, FIRST, by=preparer, commissioner=cast.watford)
    assert set(run.lines.values_list("payee__code", flat=True)) == {"QQ005"}


def test_a_run_says_which_objectives_it_does_not_work_out(cast):
    """Whose facts no page can enter yet come to nothing, and the run names them (decision 7)."""
    draft = designs.with_objectives(cast)
    designing.add_objective(
        version=draft,
        kind="training_reimbursement",
        written=designs.written("Advisers trained", {}, {"return_of_service": "none"}),
        by=cast.officer,
    )
    version = factories.opened(draft, cast)
    signed_up(cast, version=version, locality=cast.daccom)
    run = prepared(cast, FIRST)
    (missing,) = run.calculations.get().not_worked_out
    assert (missing["objective"], missing["title"]) == (3, "Advisers trained")
    preparer, approver = sign_in(Client(), cast.preparer), sign_in(Client(), cast.approver)
    for page in (
        preparer.get(run.get_absolute_url()),
        approver.get(f"{run.get_absolute_url()}approve/"),
        preparer.get(
            "/payments/runs/new/check/", {"commissioner": "XDA", "pay_date": "2007-06-29"}
        ),
    ):
        words = text_of(page)
        assert "3. Advisers trained" in words
        assert "not recorded here yet which training is approved" in words


def test_a_run_that_could_pay_nothing_is_refused_with_the_reason(cast):
    draft = designs.draft(cast)
    designing.add_objective(
        version=draft,
        kind="training_reimbursement",
        written=designs.written("Advisers trained", {}, {"return_of_service": "none"}),
        by=cast.officer,
    )
    factories.opened(draft, cast)
    with pytest.raises(NotNow, match="of no objective of Stop smoking clinics 2007/08"):
        runs.request(commissioner=cast.dacorum, pay_date=FIRST, by=cast.preparer)


def test_who_is_left_out_of_a_designed_scheme_and_why(cast, version, pharmacy):
    """No practice is left out for want of a list, for nothing goes by patients."""
    shop, manager = people.a_pharmacy(
        cast.dacorum, code="FQQ02", name="Beacon Pharmacy", manager=("Ralph", "Orme")
    )
    begun = sign_ups.start(version=version, provider=shop, by=manager)
    cast.millbrook.list_sizes.update(superseded_at=clock.now())
    signed_up(cast, provider=cast.millbrook, version=version)
    run = prepared(cast, FIRST)
    left_out = {entry["code"]: entry for entry in run.calculations.get().left_out}
    assert left_out["FQQ02"]["reason"] == "Its sheet is being prepared by the provider."
    assert left_out["FQQ02"]["sign_up"] == str(begun.pk)
    assert left_out["QQ001"]["why"] == "not_signed_up"
    assert "QQ002" not in left_out
    assert "FQQ01" not in left_out
    # The instalment alone.
    assert pence(run, cast.millbrook, version) == {BLOCK: (300_00, 0, 300_00)}


def test_practices_are_not_left_out_of_a_scheme_for_others(cast):
    people.a_pharmacy(cast.dacorum, code="FQQ02", manager=("Ralph", "Orme"))
    version = for_anyone(cast, who_may_provide="others")
    pharmacy = a_pharmacy(cast, version)
    run = prepared(cast, FIRST)
    calculation = run.calculations.get()
    assert calculation.left_out == []
    assert [one["code"] for one in calculation.facts["providers"]] == [pharmacy.organisation.code]


def test_what_a_run_knew_of_claims_is_kept_with_it(cast, version, pharmacy):
    """NFR-15: a claim accepted after the run was prepared is in the next one."""
    claimed(cast, pharmacy.sign_up, APRIL, 30, on=IN_MAY)
    run = approved(cast, FIRST)
    held = Calculation.objects.get(run=run).provenance["providers"]["FQQ01"]
    (claim,) = held["claims"]
    assert (claim["month"], claim["void_since"]) == ("2007-04", None)
    assert clock.today() == FIRST
    claimed(cast, pharmacy.sign_up, MAY, 5, on=IN_JUNE)
    second = prepared(cast, SECOND)
    page = text_of(sign_in(Client(), cast.auditor).get(f"{second.get_absolute_url()}changes/"))
    assert "Items claimed" in page
    assert "30 in 2007-04, 5 in 2007-05" in page


@pytest.mark.parametrize("pharmacies", [2, 12])
def test_the_number_of_queries_does_not_grow_with_providers(
    cast, version, practice, pharmacies, django_assert_max_num_queries
):
    shops = [
        a_pharmacy(
            cast,
            version,
            code=f"FQ{number:03}",
            name=f"Pharmacy {number}",
            manager=("Odile", f"Grantham{number}"),
        )
        for number in range(pharmacies)
    ]
    for shop in shops:
        claimed(cast, shop.sign_up, APRIL, 3, on=IN_MAY)
    stand_on(FIRST)
    run = runs.request(commissioner=cast.dacorum, pay_date=FIRST, by=cast.preparer)
    with django_assert_max_num_queries(43):
        preparing.prepare_run(run.pk, by=cast.preparer)
    with django_assert_max_num_queries(60):
        runs.approve(run=run, digest=Run.objects.get(pk=run.pk).digest, by=cast.approver)


def test_a_practice_without_a_list_is_paid_what_does_not_go_by_patients(cast):
    draft = designs.with_objectives(cast)
    designing.add_objective(
        version=draft,
        kind="per_patient",
        written=designs.written("Advice to all", {"rate": "1.00"}, {"gp_signatures": "any"}),
        by=cast.officer,
    )
    version = factories.opened(draft, cast)
    cast.millbrook.list_sizes.update(superseded_at=clock.now())
    for practice in (cast.riverside, cast.millbrook):
        signed_up(cast, provider=practice, version=version)
    run = prepared(cast, FIRST)
    left_out = {entry["code"]: entry for entry in run.calculations.get().left_out}
    without_list = left_out["QQ002"]
    assert (without_list["why"], without_list["partly"]) == ("no_list", True)
    assert "objective 3 pays by registered patients" in without_list["reason"]
    assert pence(run, cast.millbrook, version) == {BLOCK: (300_00, 0, 300_00)}
    # No GP stands on the sheet, so nobody has to sign.
    assert "objective 3 is not for them" in left_out["QQ001"]["reason"]


def test_a_practice_whose_items_are_capped_by_patients_waits_for_its_list(cast):
    """Without a list no cap would hold: it is left out as a whole."""
    draft = designs.draft(cast)
    designing.add_objective(
        version=draft,
        kind="item_of_service",
        written=designs.written(
            "Quit attempts",
            {**designs.ITEMS, "yearly_cap": None, "yearly_cap_per_1000_patients": 2},
            {"band_mode": "each_item_at_its_band"},
        ),
        by=cast.officer,
    )
    version = factories.opened(draft, cast)
    cast.millbrook.list_sizes.update(superseded_at=clock.now())
    sheets = [
        signed_up(cast, provider=practice, version=version)
        for practice in (cast.riverside, cast.millbrook)
    ]
    for sheet in sheets:
        claimed(cast, sheet, APRIL, 30, on=IN_MAY)
    run = prepared(cast, FIRST)
    (entry,) = [one for one in run.calculations.get().left_out if one["code"] == "QQ002"]
    assert (entry["why"], entry["in_facts"]) == ("no_list", False)
    # 2 × 8,205 / 1,000 = 16.41: 16 items × £12.00.
    assert pence(run, cast.riverside, version) == {ITEMS: (192_00, 0, 192_00)}
    assert pence(run, cast.millbrook, version) == {}


def test_a_condition_holds_payments_of_its_own_scheme_alone(cast):
    """It asks something for objective 3 of the LES; objective 3 of the other scheme is paid."""
    les = a_scheme(cast)
    committee = sitting(cast)
    draft = designs.with_objectives(cast)
    designing.add_objective(
        version=draft,
        kind="operating_level",
        written=designs.written(
            "Localities lead the clinics",
            {"session_rate": "300.00", "staff_hour_rate": "20.00", "weeks": 52},
            {
                "population": "accepted_members",
                "capitation_units": "exact",
                "level_mode": "replace",
                "level_floor": "level_1",
                "level_effective": "first_of_next_month",
                "part_year": "whole_months",
            },
        ),
        by=cast.officer,
    )
    version = factories.opened(draft, cast)
    stand_on(JUNE_28)
    committee.rule(
        committee.hear(reviewed(cast, les)),
        Outcome.AGREED_WITH_CONDITIONS,
        conditions=[committee.condition("Show the accounts", due=THIRD)],
    )
    run = prepared(cast, THIRD)
    waiting = run.lines.filter(held_reason__contains="Show the accounts")
    assert {one.calculation.version for one in waiting} == {les}
    # Level 1, four of twelve months of 52 × £300.00: £5,200.00.
    assert line(run, cast.daccom, 3, version).due_pence == 5_200_00
    assert line(run, cast.daccom, 3, version).held_reason == ""
