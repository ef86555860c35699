"""The queue's entry points: ids in, everything else read from the database."""

import uuid

from celery import shared_task
from django.db import OperationalError

from pbc import clock, jobs, outbox


@shared_task(name="pbc.run_job")
def run_job(job_id: str) -> None:
    with clock.read_once():
        jobs.run(uuid.UUID(job_id))


@shared_task(name="pbc.sweep")
def sweep() -> int:
    return jobs.sweep()


@shared_task(name="pbc.send_outbox")
def send_outbox() -> int:
    return outbox.deliver()


def _publish(job_id: uuid.UUID) -> None:
    try:
        run_job.delay(str(job_id))
    except (run_job.OperationalError, OSError, OperationalError):
        # The broker is away; the row stands and the sweeper publishes it when it is back.
        return


jobs.publish_with(_publish)
