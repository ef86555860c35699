"""The long work of this room: checking and writing imports."""

import uuid
from collections.abc import Callable

from localities.actions import imports
from localities.jobs_of_imports import CHECK, WRITE
from pbc import jobs
from pbc.models import Job


@jobs.handles(CHECK)
def check_import(job: Job) -> str:
    imported = imports.check(
        import_id=uuid.UUID(job.arguments["imported"]), progress=_reporting(job)
    )
    return imported.get_absolute_url()


@jobs.handles(WRITE)
def write_import(job: Job) -> str:
    imported = imports.write(
        import_id=uuid.UUID(job.arguments["imported"]), progress=_reporting(job)
    )
    return imported.get_absolute_url()


def _reporting(job: Job) -> Callable[[int, int, str], None]:
    def report(done: int, total: int, message: str) -> None:
        jobs.report(job, done=done, total=total, message=message)

    return report
