"""Runs are prepared, approved and paid; statements are read; all of it is worked out again."""

import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from payments.models import Line, Run
from pbc import jobs
from pbc.models import Job
from tests.browser.first_payment.installation import command
from tests.browser.first_payment.people import Surgery, Trust
from tests.browser.first_payment.sheets import sign
from tests.browser.first_payment.storing import slow_third_line
from tests.browser.first_payment.stranger import Stranger
from tests.browser.steps import approve_the_run, ask_for_a_run, move_the_date
from tests.browser.visitor import PATIENCE
from tests.pdf_text import words_of
from tests.servers import Server, wait_until
from tests.unit.les_schemes import oracle

OWN_RUN = "You prepared this run, so another person must approve it."


def prepare_with_a_dying_worker(
    preparer: Stranger, worker: Server, start_worker: Callable[[], Server]
) -> Run:
    """The worker dies over the run; another takes it up, and each line is there once."""
    ask_for_a_run(preparer)
    preparer.sees("Monday 30 April 2007", "3 of 69 providers", "48,514 patients")
    with slow_third_line():
        preparer.press("Prepare the run")
        run = Run.objects.get()
        job = kill_while_storing(worker, run)
    assert run.lines.count() == 0
    preparer.sees("Prepare run 1 for 30 April 2007")
    # Nobody at the browser does anything: what hangs is found, and done by the next worker.
    Job.objects.filter(pk=job.pk).update(
        started_at=timezone.now() - jobs.HANGS_AFTER - timedelta(seconds=1)
    )
    start_worker()
    jobs.sweep()
    preparer.page.get_by_text("All 4 lines").wait_for(timeout=PATIENCE)
    run.refresh_from_db()
    assert (run.status, run.lines.count(), run.approvals.count()) == ("prepared", 4, 1)
    return run


def kill_while_storing(worker: Server, run: Run) -> Job:
    """kill -9 with two lines of four written, in a transaction that will never be committed."""
    job = Job.objects.get(arguments__run=str(run.pk))
    wait_until(
        lambda: Job.objects.filter(pk=job.pk, message="Storing 4 lines").exists(),
        what="the worker to store",
    )
    worker.kill()
    job.refresh_from_db()
    assert job.status == "running"
    return job


def due(run: Run) -> dict[tuple[str, str], int]:
    """What each line of a run pays, in pence."""
    lines = Line.objects.filter(run=run).select_related("payee")
    return {(line.payee.code, line.component): line.due_pence for line in lines}


def read_the_statements(trust: Trust, surgeries: list[Surgery], run: Run) -> None:
    """Each manager reads the own statement, on the page and as a PDF, and asks why."""
    for surgery, amount in zip(surgeries[:2], ("£19,515.00", "£12,407.00"), strict=True):
        manager = surgery.manager
        manager.open(manager.letter(f"{amount} for {surgery.name}"))
        manager.sees(amount)
        pdf = manager.download(manager.address_of("Download as a PDF"))
        assert amount in words_of(pdf)
        manager.page.get_by_role("link", name=amount).first.click()
        manager.sees("patients × £1.00", "payments-16-17.csv")
    trust.preparer.open(f"{run.get_absolute_url()}payees/DACCOM/")
    trust.preparer.sees("£1,300.00", "£24,257.00", surgeries[0].name)
    outsider = surgeries[1].manager
    answer = outsider.page.goto(f"{run.get_absolute_url()}payees/E82001/")
    assert answer is not None
    assert answer.status == 404


def pay_the_month_after(trust: Trust, surgery: Surgery) -> Run:
    """The fifth GP signs after all, in May: the next run pays what was waiting, and no more."""
    move_the_date(trust.administrator, 30, 4, 2007)
    trust.preparer.open(Run.objects.get().get_absolute_url())
    trust.preparer.press("Mark as paid")
    trust.preparer.fill(Reference_of_the_payment="BACS 0704-112")
    trust.preparer.press("Mark the run as paid")
    move_the_date(trust.administrator, 10, 5, 2007)
    sign(surgery.unwilling[0])
    surgery.manager.open(surgery.manager.letter("has signed"))
    surgery.manager.sees("Download the supplement")

    ask_for_a_run(trust.preparer)
    trust.preparer.sees("Thursday 31 May 2007")
    trust.preparer.press("Prepare the run")
    trust.preparer.page.get_by_text("All 5 lines").wait_for(timeout=PATIENCE)
    run = Run.objects.get(number=2)
    approve_the_run(trust.preparer, trust.approver, run, "£17,892.00", why_not=OWN_RUN)
    return run


def check_from_the_command_line(run: Run) -> None:
    """A working that shares no code with ours comes to the same pence; so does ours again."""
    facts = json.loads(command("facts", f"5P4/{run.number}"))
    assert len(facts["providers"]) == 69
    worked_out = {
        (line["payee"], line["component"]): round(Decimal(line["due"]) * 100)
        for line in oracle.result(facts)["lines"]
    }
    assert worked_out == due(run)
    assert f"5P4/{run.number}: {len(worked_out)} lines come to the same pence" in command(
        "recompute", "--all"
    )
    command("verify_audit")
