"""What may happen to a run, as data: a reduced SM-14 and SM-15 of the requirements."""

from payments.statuses import RunStatus
from pbc.workflow import Transition, Workflow

PREPARING, PREPARED = RunStatus.PREPARING, RunStatus.PREPARED
APPROVED, PAID, CANCELLED = RunStatus.APPROVED, RunStatus.PAID, RunStatus.CANCELLED

PREPARES = "Finance: prepares (the person who asked for it)"
CANCELS = "Finance: prepares or approves"
APPROVES = "Finance: approves (another person than the preparer)"
EITHER = "Finance: prepares or approves"

RUN = Workflow(
    name="run",
    labels=dict(RunStatus.choices),
    transitions={
        (PREPARING, "prepare"): Transition(PREPARED, PREPARES, "run.prepared"),
        (PREPARING, "prepare_again"): Transition(PREPARING, PREPARES, "run.asked_for_again"),
        (PREPARING, "cancel"): Transition(CANCELLED, CANCELS, "run.cancelled"),
        (PREPARED, "cancel"): Transition(CANCELLED, CANCELS, "run.cancelled"),
        (PREPARED, "approve"): Transition(APPROVED, APPROVES, "run.approved"),
        (APPROVED, "mark_paid"): Transition(PAID, EITHER, "run.paid"),
    },
)
