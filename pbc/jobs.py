"""Long work with progress. The ``Job`` row is written with the request for the work; the broker
only carries a hint to look. A killed worker, a lost message or a message delivered three times
changes nothing: a handler is safe to run again, and a sweeper looks for rows that hang.
"""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from pbc.actor import Actor
from pbc.models import Job
from pbc.models.jobs import LIVE, JobStatus
from pbc.refusals import Refusal
from pbc.roles import Role

Handler = Callable[[Job], str | None]

HANGS_AFTER = timedelta(minutes=4)
UNSTARTED_AFTER = timedelta(seconds=30)
GIVES_UP_AFTER_ATTEMPTS = 10

_handlers: dict[str, Handler] = {}
_publishers: list[Callable[[uuid.UUID], None]] = []
_overseers: list[Callable[[Actor], QuerySet[Any]]] = []


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register a handler: takes the job, is safe to run twice, returns the result's address."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def publish_with(publisher: Callable[[uuid.UUID], None]) -> None:
    """``pbc.tasks`` tells here how a job id reaches a worker."""
    _publishers[:] = [publisher]


def overseen_from(function: Callable[[Actor], QuerySet[Any]]) -> None:
    """Say whose jobs an actor may look at besides the own: ids of persons, as a subquery."""
    _overseers[:] = [function]


def visible_to(actor: Actor) -> QuerySet[Job]:
    """The jobs a person asked for; and for auditors and administrators, of whom they oversee."""
    seen = Q(requested_by=actor.person_id)
    if actor.holds(Role.ADMINISTRATOR, Role.AUDITOR):
        for overseen in _overseers:
            seen |= Q(requested_by__in=overseen(actor))
    return Job.objects.filter(seen)


def enqueue(*, kind: str, key: str, title: str, by: Actor, **arguments: Any) -> Job:
    """Ask for long work, in the caller's transaction. A live job of the same key is returned."""
    if kind not in _handlers:
        raise LookupError(f"no handler is registered for jobs of kind {kind!r}")
    try:
        with transaction.atomic():
            job = Job.objects.create(
                kind=kind,
                key=key,
                title=title,
                arguments=arguments,
                requested_by=by.person_id,
                queued_at=timezone.now(),
            )
    except IntegrityError:
        return Job.objects.get(key=key, status__in=LIVE)
    transaction.on_commit(lambda: publish(job.pk), robust=True)
    return job


def publish(job_id: uuid.UUID) -> None:
    """Hint to the workers that there is work; if the hint is lost the sweeper repeats it."""
    for publisher in _publishers:
        publisher(job_id)


def report(job: Job, *, done: int, total: int, message: str) -> None:
    """Tell the progress page how far the work is. Call it outside a transaction."""
    Job.objects.filter(pk=job.pk, status=JobStatus.RUNNING).update(
        done=done, total=total, message=message
    )


def run(job_id: uuid.UUID) -> None:
    """Do the work of a job, unless it is finished. A refusal or a fault ends it as failed."""
    if not Job.objects.filter(pk=job_id, status__in=LIVE).exists():
        return
    job = Job.objects.get(pk=job_id)
    Job.objects.filter(pk=job_id, status__in=LIVE).update(
        status=JobStatus.RUNNING, started_at=timezone.now(), attempts=job.attempts + 1
    )
    try:
        result_url = _handlers[job.kind](job) or ""
    except OperationalError:
        # The database went away or is locked: the row stays live and the sweeper tries again.
        if job.attempts + 1 < GIVES_UP_AFTER_ATTEMPTS:
            raise
        _finish(job_id, JobStatus.FAILED, message="The database could not be reached.")
    except Refusal as refusal:
        _finish(job_id, JobStatus.FAILED, message=refusal.message)
    except Exception as fault:
        _finish(job_id, JobStatus.FAILED, message=f"It stopped on a fault: {fault}"[:500])
        raise
    else:
        _finish(job_id, JobStatus.DONE, result_url=result_url)


def sweep() -> int:
    """Publish again what was never started or hangs; returns how many."""
    now = timezone.now()
    unstarted = Job.objects.filter(
        status=JobStatus.QUEUED, queued_at__lt=now - UNSTARTED_AFTER
    ).values_list("pk", flat=True)
    hanging = Job.objects.filter(
        status=JobStatus.RUNNING, started_at__lt=now - HANGS_AFTER
    ).values_list("pk", flat=True)
    found = [*unstarted, *hanging]
    for job_id in found:
        publish(job_id)
    return len(found)


def _finish(
    job_id: uuid.UUID, status: JobStatus, *, message: str = "", result_url: str = ""
) -> None:
    changes: dict[str, Any] = {"status": status, "finished_at": timezone.now()}
    if message:
        changes["message"] = message
    if result_url:
        changes["result_url"] = result_url
    Job.objects.filter(pk=job_id, status__in=LIVE).update(**changes)
