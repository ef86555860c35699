"""Random histories of runs: facts change, runs are prepared, approved, cancelled, paid, replayed.

Whatever happens: totals are the sums of lines, of localities and of components; nothing approved
changes; paying what is due leaves nothing due; each run is what a naive second working says; the
preparer never approves; the audit chain holds.
"""

import os
from copy import deepcopy
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from les_schemes import rules
from les_schemes.statuses import SignUpStatus
from payments import calculations, components, preparing, review
from payments.actions import runs
from payments.models import Line, Run
from payments.statuses import RunStatus
from pbc import audit, clock
from pbc.models import DemonstrationClock, Job
from pbc.money import to_contract
from pbc.refusals import NotPermitted
from tests.integration.payments import county as making
from tests.integration.payments.test_recompute import stored_lines, without_working
from tests.unit.les_schemes import oracle

SOAK = os.environ.get("PBC_SOAK") == "1"


class Crash(Exception):
    """A process that dies before it has committed."""


class Histories(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.approved: dict[object, str] = {}

    def teardown(self) -> None:
        assert list(audit.verify()) == []
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize(sizes=st.lists(st.integers(0, 20_000), min_size=2, max_size=4))
    def begin(self, sizes: list[int]) -> None:
        making.stand_on(date(2007, 4, 16))
        clock.forget()
        self.county = making.make_county(lists=tuple(sizes))
        self.sheets = [
            making.sign_up(practice, self.county.version, eligible=2, signed=number % 3)
            for number, practice in enumerate(self.county.practices[:-1])
        ]

    @property
    def today(self) -> date:
        return DemonstrationClock.stored_date()

    @property
    def open_run(self) -> Run | None:
        return Run.objects.open().first()

    # Facts change

    @rule(which=st.integers(0, 3), size=st.integers(0, 20_000))
    def a_list_is_corrected(self, which: int, size: int) -> None:
        practices = self.county.practices
        making.correct_list(practices[which % len(practices)], size)

    @rule(which=st.integers(0, 3))
    def a_gp_signs_late(self, which: int) -> None:
        sheet = self.sheets[which % len(self.sheets)]
        unsigned = sheet.named_gps.filter(signature__isnull=True).first()
        if unsigned is not None:
            making.sign(unsigned, clock.now())

    @precondition(lambda self: len(self.sheets) < len(self.county.practices))
    @rule(alone=st.booleans())
    def the_last_practice_is_accepted(self, alone: bool) -> None:
        self.sheets.append(
            making.sign_up(
                self.county.practices[-1],
                self.county.version,
                received=self.today,
                accepted=self.today,
                alone=alone,
                eligible=1,
            )
        )
        sheet = self.sheets[-1]
        type(sheet).objects.filter(pk=sheet.pk).update(
            accepted_at=clock.now(), received_at=clock.now()
        )

    @rule(named=st.booleans())
    def the_locality_names_a_payee_or_none(self, named: bool) -> None:
        making.set_payee(self.county.locality, self.county.practices[0] if named else None)

    @rule(days=st.integers(1, 45))
    def time_passes(self, days: int) -> None:
        making.stand_on(self.today + timedelta(days=days))
        clock.forget()

    @rule(which=st.integers(0, 3))
    def a_practice_withdraws(self, which: int) -> None:
        sheet = self.sheets[which % len(self.sheets)]
        type(sheet).objects.filter(pk=sheet.pk, status=SignUpStatus.ACCEPTED).update(
            status=SignUpStatus.WITHDRAWN,
            withdrawn_at=clock.now(),
            withdrawn_by=self.county.officer.person_id,
            withdrawn_from=clock.today(),
        )

    # Runs

    @precondition(lambda self: self.open_run is None)
    @rule(days=st.integers(0, 40))
    def a_run_is_asked_for(self, days: int) -> None:
        day = self.today + timedelta(days=days)
        while Run.objects.filter(pay_date=day).exclude(status=RunStatus.CANCELLED).exists():
            day += timedelta(days=1)
        runs.request(commissioner=self.county.commissioner, pay_date=day, by=self.county.preparer)

    @precondition(lambda self: self.open_run and self.open_run.status == RunStatus.PREPARING)
    @rule(crashes=st.integers(0, 1), times=st.integers(1, 3))
    def it_is_prepared(self, crashes: int, times: int) -> None:
        run = self.open_run
        for _ in range(crashes):
            with pytest.raises(Crash):
                self._prepare_and_die(run)
            assert not run.lines.exists()
        for _ in range(times):
            preparing.prepare_run(run.pk, by=self.county.preparer)
        run.refresh_from_db()
        assert run.status == RunStatus.PREPARED
        assert list(calculations.differences(run)) == []
        facts = run.calculations.get().facts
        contract = rules.result_document(rules.calculate(rules.parse(facts)))
        assert without_working(contract) == stored_lines(run)
        assert oracle.result(facts)["lines"] == stored_lines(run)

    @precondition(lambda self: self.open_run and self.open_run.status == RunStatus.PREPARED)
    @rule()
    def it_is_approved(self) -> None:
        run = self.open_run
        with pytest.raises(NotPermitted):
            runs.approve(run=run, digest=run.digest, by=self.county.preparer)
        runs.approve(run=run, digest=run.digest, by=self.county.approver)
        self.approved[run.pk] = run.digest
        self._paying_what_is_due_leaves_nothing_due(run)

    @precondition(lambda self: self.open_run is not None)
    @rule()
    def it_is_cancelled(self) -> None:
        runs.cancel(run=self.open_run, reason="because", by=self.county.approver)

    @rule()
    def an_approved_run_is_marked_as_paid(self) -> None:
        run = Run.objects.filter(status=RunStatus.APPROVED, pay_date__lte=self.today).first()
        if run is not None:
            runs.mark_paid(run=run, reference="BACS", by=self.county.preparer)

    @rule()
    def every_job_is_delivered_again(self) -> None:
        lines = Line.objects.count()
        open_before = self.open_run
        for run_id in [job.arguments["run"] for job in Job.objects.all()]:
            if open_before is None or run_id != str(open_before.pk):
                preparing.prepare_run(run_id, by=self.county.preparer)
        assert Line.objects.count() == lines

    def _prepare_and_die(self, run: Run) -> None:
        with transaction.atomic():
            preparing.prepare_run(run.pk, by=self.county.preparer)
            raise Crash

    def _paying_what_is_due_leaves_nothing_due(self, run: Run) -> None:
        facts = deepcopy(run.calculations.get().facts)
        held = {}
        for line in run.lines.select_related("payee"):
            key = (line.payee.code, line.objective, line.component)
            if line.held_reason:
                held[key] = line.due_pence
                continue
            facts["paid"].append(
                {
                    "payee": key[0],
                    "objective": key[1],
                    "component": key[2],
                    "amount": to_contract(line.due_pence),
                }
            )
        again = rules.calculate(rules.parse(facts))
        for line in again.lines:
            key = (line.payee, line.objective, line.component)
            assert line.due_pence == held.get(key, 0)

    # What always holds

    @invariant()
    def totals_are_sums(self) -> None:
        for run in Run.objects.exclude(prepared_at=None):
            totals = review.totals(run)
            schemes = review.by_scheme(run, components.wordings(run))
            rows_of_schemes = [row for scheme in schemes for row in scheme["rows"]]
            for rows in (review.by_locality(run), schemes, rows_of_schemes):
                for name in ("due", "held", "payments", "allocations", "entitlement", "paid"):
                    assert sum(row[name] for row in rows) == totals[name]

    @invariant()
    def what_was_approved_stays(self) -> None:
        for run in Run.objects.filter(pk__in=self.approved):
            assert run.digest == self.approved[run.pk]
            assert run.status in (RunStatus.APPROVED, RunStatus.PAID)

    @invariant()
    def nobody_was_paid_more_than_the_database_says(self) -> None:
        """The lines of the latest run take off exactly what earlier runs paid."""
        latest = Run.objects.exclude(prepared_at=None).order_by("-number").first()
        if latest is None:
            return
        for line in latest.lines.all():
            earlier = Line.objects.counting_as_paid().filter(
                payee_id=line.payee_id, component=line.component, run__number__lt=latest.number
            )
            assert line.paid_pence == sum(earlier.values_list("due_pence", flat=True))

    @invariant()
    def payments_of_a_payee_are_never_below_nothing(self) -> None:
        for run in Run.objects.exclude(prepared_at=None):
            nets: dict[int, int] = {}
            for line in run.lines.filter(kind="payment", held_reason=""):
                nets[line.payee_id] = nets.get(line.payee_id, 0) + line.due_pence
            assert all(net >= 0 for net in nets.values())


def test_histories_of_runs(db: None) -> None:
    with clock.read_once():
        run_state_machine_as_test(
            Histories,
            settings=settings(
                max_examples=1_000 if SOAK else 10,
                stateful_step_count=40 if SOAK else 20,
                deadline=None,
                suppress_health_check=list(HealthCheck),
                print_blob=True,
            ),
        )
