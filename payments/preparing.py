"""The long part of preparing a run: read, work out, store. Only the last step changes anything."""

import uuid
from collections.abc import Callable
from typing import Any

from payments import calculations, facts
from payments.actions import runs
from payments.models import Run
from payments.statuses import RunStatus
from pbc import clock
from pbc.actor import Actor

STEPS = 3

Progress = Callable[[int, str], None]


def _nobody_watches(done: int, message: str) -> None:
    pass


def prepare_run(
    run_id: uuid.UUID, *, by: Actor, progress: Progress = _nobody_watches
) -> Run | None:
    """Gather the facts of a run, work them out and have the lines stored.

    Safe to run twice, three times, at once, or killed anywhere: reading and working out change
    nothing, and the action that stores does so once. ``None`` where there was nothing to do.
    """
    run = Run.objects.select_related("commissioner").get(pk=run_id)
    if run.status != RunStatus.PREPARING:
        return None
    known_at = clock.known_until()
    progress(0, "Gathering the facts")
    gathered = [
        facts.gather(
            commissioner=run.commissioner,
            version=version,
            as_at=run.pay_date,
            known_at=known_at,
        )
        for version in facts.versions_to_pay(run.commissioner, run.pay_date)
    ]
    providers = {code for found in gathered for code in found.provenance["providers"]}
    progress(1, f"Working out {len(providers):,} providers")
    worked_out = calculations.work_out_together(gathered)
    lines = sum(len(result.lines) for result in worked_out)
    progress(2, f"Storing {lines:,} lines")
    return runs.prepare(run=run, worked_out=worked_out, by=by)


def facts_now(run: Run) -> dict[int, dict[str, Any]]:
    """The facts of each calculation of a run as they are known now, by the calculation's id."""
    return {
        calculation.pk: facts.gather(
            commissioner=run.commissioner,
            version=calculation.version,
            as_at=calculation.as_at,
            known_at=clock.known_until(),
        ).document
        for calculation in run.calculations.select_related("version__scheme")
    }
