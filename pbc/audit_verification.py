"""Verification of the audit trail as a job: every chain, every event, from the first."""

from pbc import audit, jobs
from pbc.actor import Actor
from pbc.models import AuditChain, AuditEvent, Job
from pbc.refusals import NotNow

KIND = "pbc.verify_audit"


@jobs.handles(KIND)
def verify(job: Job) -> str:
    """Ends as failed with the first break found; safe to run twice, it writes nothing."""
    found = next(audit.verify(), None)
    if found is not None:
        raise NotNow(f"The audit trail is broken: {found}.")
    events, chains = AuditEvent.objects.count(), AuditChain.objects.count()
    message = f"Nothing was altered or is missing (events: {events:,}, chains: {chains})."
    jobs.report(job, done=events, total=events, message=message)
    return ""


def enqueue(by: Actor) -> Job:
    """Ask for a verification; one that is already on its way is returned."""
    return jobs.enqueue(kind=KIND, key=KIND, title="Verification of the audit trail", by=by)


def latest() -> Job | None:
    """The verification asked for last."""
    return Job.objects.filter(kind=KIND).order_by("-queued_at").first()
