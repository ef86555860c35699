"""Asking for an import to be checked or written by a worker."""

from django.db.models import QuerySet

from localities.models import Import
from pbc import jobs
from pbc.actor import Actor
from pbc.models import Job

CHECK = "localities.check_import"
WRITE = "localities.write_import"


def ask_to_check(imported: Import, *, by: Actor) -> Job:
    """A job that reads the file and keeps what it would change."""
    return _ask(CHECK, f"Checking {imported.file.original_name}", imported, by)


def ask_to_write(imported: Import, *, by: Actor) -> Job:
    """A job that writes a confirmed import."""
    return _ask(WRITE, f"Writing {imported.file.original_name}", imported, by)


def latest(imported: Import) -> Job | None:
    """The last thing a worker was asked to do with an import."""
    return _of(imported).order_by("-queued_at").first()


def _of(imported: Import) -> QuerySet[Job]:
    return Job.objects.filter(key__startswith=f"import:{imported.pk}:")


def _ask(kind: str, title: str, imported: Import, by: Actor) -> Job:
    # A key of its own for each time of asking: the job before may still be putting its tools away.
    # The caller holds the import's row, so nobody else counts at the same time.
    return jobs.enqueue(
        kind=kind,
        key=f"import:{imported.pk}:{_of(imported).count() + 1}",
        title=title[:200],
        by=by,
        imported=str(imported.pk),
    )
