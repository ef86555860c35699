"""The long work of payments: an id in, an action called, the run's address back."""

import uuid

from django.urls import reverse

from payments import preparing
from payments.actions import runs
from pbc import jobs
from pbc.actor import load
from pbc.models import Job


@jobs.handles(runs.PREPARE_JOB)
def prepare_run(job: Job) -> str:
    """Prepare the run of a job; run twice, the second time does nothing."""
    run_id = uuid.UUID(job.arguments["run"])

    def progress(done: int, message: str) -> None:
        jobs.report(job, done=done, total=preparing.STEPS, message=message)

    preparing.prepare_run(run_id, by=load(job.requested_by), progress=progress)
    return reverse("payments:run", args=[run_id])
