"""A run is approved by another person than its preparer: in the action and by the database."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import Interest, InterestKind, RoleHolding
from localities.models import Commissioner
from payments.actions import runs
from payments.models import Approval, Calculation, Line, Run
from payments.statuses import RunStatus
from pbc.models import AuditEvent, Message
from pbc.refusals import NotNow, NotPermitted
from pbc.roles import Role
from tests.integration.payments.county import (
    RECORDED,
    County,
    approved_run,
    at,
    make_practice,
    make_user,
    prepared_run,
    set_payee,
)

APRIL = date(2007, 4, 30)


def test_another_person_approves_and_from_then_on_it_counts_as_paid(county: County) -> None:
    run = prepared_run(county, APRIL)
    runs.approve(run=run, digest=run.digest, by=county.approver)
    run.refresh_from_db()
    assert run.status == RunStatus.APPROVED
    assert Line.objects.counting_as_paid().count() == 4
    stages = dict(run.approvals.values_list("stage", "person_id"))
    assert stages == {
        "prepared": county.preparer.person_id,
        "approved": county.approver.person_id,
    }
    event = AuditEvent.objects.get(event="run.approved")
    assert event.content["after"]["digest"] == run.digest


def test_the_preparer_does_not_approve_even_as_an_approver(county: County) -> None:
    run = prepared_run(county, APRIL)
    RoleHolding.objects.create(
        user=county.preparer,
        role=Role.FINANCE_APPROVER,
        organisation=county.commissioner,
        starts=date(2006, 1, 1),
        granted_at=RECORDED,
    )
    with pytest.raises(NotPermitted, match="You prepared this run"):
        runs.approve(run=run, digest=run.digest, by=county.preparer)
    run.refresh_from_db()
    assert run.status == RunStatus.PREPARED


@pytest.mark.parametrize("who", ["officer", "auditor", "preparer"])
def test_nobody_but_an_approver_approves(county: County, who: str) -> None:
    run = prepared_run(county, APRIL)
    with pytest.raises(NotPermitted):
        runs.approve(run=run, digest=run.digest, by=getattr(county, who))


def test_an_approver_whose_role_ended_during_the_session_does_not_approve(county: County) -> None:
    run = prepared_run(county, APRIL)
    assert county.approver.holds(Role.FINANCE_APPROVER)
    county.approver.role_holdings.update(ends=date(2007, 4, 1))
    with pytest.raises(NotPermitted):
        runs.approve(run=run, digest=run.digest, by=county.approver)


def test_an_approver_with_an_interest_in_a_payee_does_not_approve(county: County) -> None:
    run = prepared_run(county, APRIL)
    Interest.objects.create(
        person=county.approver.person,
        organisation_id=county.practices[1].pk,
        kind=InterestKind.INDIRECT,
        description="married to a partner",
        starts=date(2007, 1, 1),
        declared_at=RECORDED,
    )
    with pytest.raises(NotPermitted, match="registered interest in Practice H-TST-2"):
        runs.approve(run=run, digest=run.digest, by=county.approver)
    runs.approve(run=run, digest=run.digest, by=county.second_approver)


def test_an_interest_in_the_practice_through_which_a_locality_is_paid_counts(
    county: County,
) -> None:
    host = make_practice("H-TST-9", county.commissioner, None)
    set_payee(county.locality, host)
    run = prepared_run(county, APRIL)
    Interest.objects.create(
        person=county.approver.person,
        organisation_id=host.pk,
        kind=InterestKind.FINANCIAL,
        description="shares",
        starts=date(2007, 1, 1),
        declared_at=RECORDED,
    )
    with pytest.raises(NotPermitted, match="in whom it is paid through"):
        runs.approve(run=run, digest=run.digest, by=county.approver)


@pytest.mark.parametrize("role", [Role.GP, Role.PRACTICE_MANAGER, Role.LOCALITY_LEAD])
def test_an_approver_who_works_in_a_payee_does_not_approve(county: County, role: Role) -> None:
    run = prepared_run(county, APRIL)
    where = county.locality if role == Role.LOCALITY_LEAD else county.practices[0]
    RoleHolding.objects.create(
        user=county.approver,
        role=role,
        organisation_id=where.pk,
        starts=date(2006, 1, 1),
        granted_at=RECORDED,
    )
    with pytest.raises(NotPermitted, match="You hold a role in"):
        runs.approve(run=run, digest=run.digest, by=county.approver)


def test_what_was_not_shown_is_not_approved(county: County) -> None:
    run = prepared_run(county, APRIL)
    shown = run.digest
    Line.objects.filter(run=run, number=1).update(entitlement_pence=9_000_00, due_pence=9_000_00)
    with pytest.raises(NotNow, match="no longer what you were shown"):
        runs.approve(run=run, digest=shown, by=county.approver)


def test_a_run_is_approved_once(county: County) -> None:
    run = approved_run(county, APRIL)
    with pytest.raises(NotNow, match="it is approved"):
        runs.approve(run=run, digest=run.digest, by=county.second_approver)
    assert Approval.objects.count() == 2


def test_each_payee_is_advised_before_the_money_comes(county: County) -> None:
    manager = make_user("Mona Manager", Role.PRACTICE_MANAGER, county.practices[0])
    lead = make_user("Leo Lead", Role.LOCALITY_LEAD, county.locality)
    run = approved_run(county, APRIL)
    advice = Message.objects.get(kind="payment-advice", person_id=manager.person_id)
    assert advice.subject == "£8,000.00 for Practice H-TST-1 on 30 April 2007"
    assert (
        "PBC LES 2007/08, objective 1. Individual GPs take responsibility for commissioning: "
        "Capitation: £8,000.00" in advice.body
    )
    assert "inclusive of superannuation and all costs" in advice.body
    assert advice.path == f"/payments/runs/{run.pk}/payees/H-TST-1/"
    advice = Message.objects.get(kind="payment-advice", person_id=lead.person_id)
    assert advice.subject == "£1,300.00 for H-TST-L locality on 30 April 2007"
    assert "Information fund: £8,102.50 (credited to the fund" in advice.body


def refused_by_the_database(statement: str, parameters: list[object] = ()) -> str:
    with (
        pytest.raises(DatabaseError) as refusal,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement, parameters)
    return str(refusal.value)


def key(run: Run) -> str:
    """A run's identifier as this database writes it."""
    return run.pk.hex if connection.vendor == "sqlite" else str(run.pk)


def test_the_database_refuses_one_person_in_two_stages(county: County) -> None:
    run = prepared_run(county, APRIL)
    with pytest.raises(DatabaseError), transaction.atomic():
        Approval.objects.create(
            run=run,
            stage="approved",
            person_id=county.preparer.person_id,
            at=at(APRIL),
            real_at=timezone.now(),
        )


def test_the_database_refuses_to_call_a_run_approved_that_one_person_alone_saw(
    county: County,
) -> None:
    run = prepared_run(county, APRIL)
    said = refused_by_the_database(
        "UPDATE payments_run SET status = 'approved', approved_at = prepared_at WHERE id = %s",
        [key(run)],
    )
    assert "another person" in said


def test_the_database_refuses_another_than_the_requester_as_preparer(county: County) -> None:
    run = runs.request(commissioner=county.commissioner, pay_date=APRIL, by=county.preparer)
    with pytest.raises(DatabaseError), transaction.atomic():
        Approval.objects.create(
            run=run,
            stage="prepared",
            person_id=county.approver.person_id,
            at=at(APRIL),
            real_at=timezone.now(),
        )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payments_line SET due_pence = 1, paid_pence = entitlement_pence - 1",
        "UPDATE payments_line SET held_reason = 'x'",
        "UPDATE payments_line SET payee_id = locality_id",
        "DELETE FROM payments_line",
        "UPDATE payments_calculation SET facts = '{}'",
        "UPDATE payments_calculation SET left_out = '[]'",
        "DELETE FROM payments_calculation",
        "DELETE FROM payments_run",
        "UPDATE payments_run SET pay_date = '2008-01-01'",
        "UPDATE payments_run SET status = 'prepared', approved_at = NULL",
        "UPDATE payments_run SET status = 'cancelled', approved_at = NULL,"
        " cancelled_at = prepared_at, cancelled_by = requested_by",
        "DELETE FROM payments_approval",
        "UPDATE payments_approval SET stage = 'approved' WHERE stage = 'prepared'",
    ],
)
def test_the_database_refuses_to_change_what_was_approved(county: County, statement: str) -> None:
    run = approved_run(county, APRIL)
    before = run.digest
    refused_by_the_database(statement)
    assert run.digest == before
    run.refresh_from_db()
    assert run.status == RunStatus.APPROVED


def test_the_database_refuses_a_line_more_in_an_approved_run(county: County) -> None:
    run = approved_run(county, APRIL)
    line = run.lines.first()
    line.pk, line.number, line.component = None, 99, "reward"
    with pytest.raises(DatabaseError), transaction.atomic():
        line.save(force_insert=True)
    assert run.lines.count() == 4


@pytest.mark.parametrize("model", [Line, Calculation])
def test_the_database_refuses_to_move_anything_into_an_approved_run(
    county: County, model: type
) -> None:
    approved = approved_run(county, APRIL)
    other = prepared_run(county, date(2007, 5, 31))
    before = model.objects.filter(run=approved).count()
    moved = model.objects.filter(run=other).first()
    number = ", number = 99" if model is Line else ""
    said = refused_by_the_database(
        f"UPDATE {model._meta.db_table} SET run_id = %s{number} WHERE id = %s",
        [key(approved), moved.pk],
    )
    assert "nothing is added to it" in said
    assert model.objects.filter(run=approved).count() == before


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL knows no INSERT OR REPLACE")
@pytest.mark.django_db
def test_sqlite_refuses_to_replace_an_approved_line(county: County) -> None:
    run = approved_run(county, APRIL)
    columns = ", ".join(field.column for field in Line._meta.concrete_fields)
    values = columns.replace("held_reason", "'x'")
    refused_by_the_database(
        f"INSERT OR REPLACE INTO payments_line ({columns}) SELECT {values} FROM payments_line"
    )
    assert not run.lines.filter(held_reason="x").exists()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no TRUNCATE")
@pytest.mark.django_db
@pytest.mark.parametrize("model", [Line, Calculation, Run, Approval])
def test_postgresql_refuses_to_truncate(county: County, model: type) -> None:
    approved_run(county, APRIL)
    refused_by_the_database(f"TRUNCATE {model._meta.db_table} CASCADE")
    assert model.objects.exists()


def test_what_another_commissioner_paid_meanwhile_is_not_paid_again(county: County) -> None:
    """A practice moved while both prepared: the second approval is refused, nothing is doubled."""
    run = prepared_run(county, APRIL)
    mine = run.lines.filter(objective=1).select_related("calculation").first()
    other = Commissioner.objects.create(code="OPCT", name="Other PCT", recorded_at=RECORDED)
    theirs = Run.objects.create(
        commissioner=other,
        number=1,
        pay_date=APRIL,
        requested_at=timezone.now(),
        requested_by=county.preparer.person_id,
    )
    worked_out = Calculation.objects.create(
        run=theirs,
        version=mine.calculation.version,
        as_at=APRIL,
        known_at=timezone.now(),
        rules_version="1",
        facts={},
        provenance={},
    )
    Line.objects.create(
        run=theirs,
        number=1,
        calculation=worked_out,
        payee=mine.payee,
        objective=1,
        component="capitation",
        kind="payment",
        entitlement_pence=mine.entitlement_pence,
        paid_pence=0,
        due_pence=mine.entitlement_pence,
        inputs=mine.inputs,
    )
    for stage, person in (("prepared", county.preparer), ("approved", county.approver)):
        Approval.objects.create(
            run=theirs,
            stage=stage,
            person_id=person.person_id,
            at=timezone.now(),
            real_at=timezone.now(),
        )
    earlier = run.prepared_at
    Run.objects.filter(pk=theirs.pk).update(
        status=RunStatus.APPROVED, prepared_at=earlier, approved_at=earlier
    )
    with pytest.raises(NotNow, match="Another run has paid some of this"):
        runs.approve(run=run, digest=run.digest, by=county.approver)
    run.refresh_from_db()
    assert run.status == RunStatus.PREPARED
