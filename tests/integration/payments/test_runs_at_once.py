"""Many people at once, a worker killed half-way: one run, no second line, no missing line."""

import random
import threading
import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, connections
from django.db.models import Sum
from django.utils import timezone

from payments.actions import runs
from payments.models import Approval, Line, Run
from payments.statuses import RunStatus
from pbc import clock, jobs
from pbc.models import Job
from pbc.refusals import Refusal
from tests.integration.payments import county as making
from tests.integration.payments.county import County, stand_on
from tests.integration.payments.many import add_practices
from tests.servers import Server, wait_until

APRIL = date(2007, 4, 30)
THREADS = 8


@pytest.fixture
def committed(queue: None, transactional_db: None) -> County:
    """The county, committed, so that other threads and processes see it."""
    stand_on(date(2007, 4, 16))
    made = making.make_county()
    for practice in made.practices:
        making.sign_up(practice, made.version)
    return made


def at_once(work: Callable[[int], object], threads: int = THREADS) -> list[object]:
    """What each of the threads came to: a result, or the error it met."""
    barrier = threading.Barrier(threads)
    outcomes: list[object] = [None] * threads

    def run(number: int) -> None:
        barrier.wait()
        try:
            outcomes[number] = work(number)
        except (Refusal, IntegrityError) as error:
            outcomes[number] = error
        finally:
            connections.close_all()

    workers = [threading.Thread(target=run, args=(number,)) for number in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return outcomes


def test_of_eight_people_at_once_one_gets_the_run_and_the_others_are_told(
    committed: County, soak: bool
) -> None:
    for _ in range(300 if soak else 5):
        outcomes = at_once(
            lambda number: runs.request(
                commissioner=committed.commissioner,
                pay_date=APRIL + timedelta(days=number),
                by=committed.preparer,
            )
        )
        got = [outcome for outcome in outcomes if isinstance(outcome, Run)]
        assert len(got) == 1
        told = [str(outcome) for outcome in outcomes if isinstance(outcome, Refusal)]
        assert len(told) == THREADS - 1
        assert all("is still open: Petra Preparer asked for it" in words for words in told)
        assert Run.objects.open().count() == 1
        runs.cancel(run=got[0], reason="next round", by=committed.preparer)


def insert_a_run_without_a_lock(county: County, checked: threading.Barrier, number: int) -> Run:
    """What a careless action would do: look, then write."""
    assert not Run.objects.open().filter(commissioner=county.commissioner).exists()
    checked.wait()
    return Run.objects.create(
        commissioner=county.commissioner,
        number=number + 1,
        pay_date=APRIL + timedelta(days=number),
        requested_at=clock.now(),
        requested_by=county.preparer.person_id,
    )


def test_without_the_lock_the_constraint_still_lets_one_run_be(committed: County) -> None:
    checked = threading.Barrier(THREADS)
    outcomes = at_once(lambda number: insert_a_run_without_a_lock(committed, checked, number))
    assert sum(isinstance(outcome, Run) for outcome in outcomes) == 1


def test_this_test_would_see_a_missing_constraint(committed: County) -> None:
    constraint = next(
        constraint
        for constraint in Run._meta.constraints
        if constraint.name == "one_open_run_a_commissioner"
    )
    with connection.schema_editor() as editor:
        editor.remove_constraint(Run, constraint)
    try:
        checked = threading.Barrier(THREADS)
        outcomes = at_once(lambda number: insert_a_run_without_a_lock(committed, checked, number))
        assert sum(isinstance(outcome, Run) for outcome in outcomes) == THREADS
    finally:
        Run.objects.update(
            status=RunStatus.CANCELLED,
            cancelled_at=clock.now(),
            cancelled_by=committed.preparer.person_id,
        )
        with connection.schema_editor() as editor:
            editor.add_constraint(Run, constraint)


def test_one_job_worked_by_eight_at_once_stores_each_line_once(committed: County) -> None:
    run = runs.request(commissioner=committed.commissioner, pay_date=APRIL, by=committed.preparer)
    job = Job.objects.get()
    at_once(lambda number: jobs.run(job.pk))
    assert Line.objects.filter(run=run).count() == 4
    assert Approval.objects.filter(run=run).count() == 1


def test_two_approvers_at_once_approve_once(committed: County) -> None:
    run = runs.request(commissioner=committed.commissioner, pay_date=APRIL, by=committed.preparer)
    making.do_jobs()
    run.refresh_from_db()
    digest = run.digest
    approvers = [committed.approver, committed.second_approver]
    outcomes = at_once(
        lambda number: runs.approve(run=run, digest=digest, by=approvers[number]), threads=2
    )
    assert sum(isinstance(outcome, Run) for outcome in outcomes) == 1
    assert Approval.objects.filter(run=run, stage="approved").count() == 1


def test_approving_and_cancelling_at_once_do_one_of_the_two(committed: County) -> None:
    for _ in range(3):
        run = runs.request(
            commissioner=committed.commissioner,
            pay_date=APRIL + timedelta(days=Run.objects.count()),
            by=committed.preparer,
        )
        making.do_jobs()
        run.refresh_from_db()
        assert one_of_the_two(committed, run, run.digest) == 1


def one_of_the_two(county: County, run: Run, digest: str) -> int:
    """How many of an approval and a cancellation at once are done."""
    work = [
        lambda: runs.approve(run=run, digest=digest, by=county.approver),
        lambda: runs.cancel(run=run, reason="no", by=county.preparer),
    ]
    outcomes = at_once(lambda number: work[number](), threads=2)
    return sum(isinstance(outcome, Run) for outcome in outcomes)


def test_a_worker_killed_at_any_moment_leaves_no_second_and_no_missing_line(
    committed: County, start_worker: Callable[[], Server], soak: bool
) -> None:
    """kill -9 while the run is prepared; what the sweeper then publishes finishes it."""
    lists = [1_000 + number for number in range(400)]
    add_practices(committed.commissioner, committed.version, lists)
    # 1 line a practice; a fund and a session line for each of 10 localities; the county's own 4.
    expected_lines = 400 + 2 * 10 + 4
    expected_due = sum(lists) * 100 + sum(lists) * 50 + 10 * 1_300_00 + 25_607_50
    chance = random.Random(2007)
    for kill in range(200 if soak else 2):
        worker = start_worker()
        run = runs.request(
            commissioner=committed.commissioner, pay_date=APRIL, by=committed.preparer
        )
        job = Job.objects.get(arguments__run=str(run.pk))
        wait_until(
            lambda job=job: Job.objects.filter(pk=job.pk).exclude(status="queued").exists(),
            what="the job to start",
        )
        time.sleep(chance.random() * 0.6)
        worker.kill()
        held = Line.objects.filter(run=run).count()
        assert held in (0, expected_lines), f"kill {kill} left {held} lines"
        Job.objects.filter(pk=job.pk, status="running").update(
            started_at=timezone.now() - jobs.HANGS_AFTER - timedelta(seconds=1)
        )
        second = start_worker()
        jobs.sweep()
        wait_until(
            lambda job=job: Job.objects.get(pk=job.pk).status == "done", what="the run to be done"
        )
        second.kill()
        run.refresh_from_db()
        lines = Line.objects.filter(run=run)
        assert run.status == RunStatus.PREPARED
        assert lines.count() == expected_lines
        assert lines.aggregate(due=Sum("due_pence"))["due"] == expected_due
        assert run.approvals.count() == 1
        runs.cancel(run=run, reason="next kill", by=committed.preparer)
