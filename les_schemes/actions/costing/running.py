"""A dry run is made of a version before it opens, and accepted by whoever looked through it."""

from django.db.models import Max

from les_schemes import costing
from les_schemes.costing import dry_runs, permissions
from les_schemes.design.digest import digest_of
from les_schemes.models import DryRun, SchemeVersion
from les_schemes.statuses import SchemeStatus
from pbc import audit, clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow

_OVER = "{} is open or was withdrawn: a dry run is made before a scheme opens."


@action
def make_dry_run(*, version: SchemeVersion, by: Actor) -> DryRun:
    """Work the version out for everyone who may take part, on its assumptions, and keep it."""
    held = _locked(version, by)
    if not held.objectives.exists():
        raise NotNow("The draft has no objective yet: add what it pays for.")
    costed = costing.work_out(held, costing.assumptions_of(held))
    if not costed.eligible.providers:
        raise NotNow(
            "Nobody who may take part could be counted: import the practices with their lists, or "
            "say who may provide it."
        )
    last = held.dry_runs.aggregate(last=Max("number"))["last"] or 0
    run = DryRun.objects.create(
        version=held,
        number=last + 1,
        digest=digest_of(held),
        made_at=clock.now(),
        made_by=by.person_id,
        **dry_runs.content(costed),
    )
    audit.record(
        event="scheme.dry_run_made",
        by=by,
        subject=held,
        chain=held.commissioner.audit_chain,
        after={
            "number": run.number,
            "digest": run.digest,
            "providers": run.providers,
            "total_pence": run.total_pence,
            "set_aside_pence": run.set_aside_pence,
            "assumed": run.assumed,
        },
    )
    return run


@action
def accept_dry_run(*, run: DryRun, looked_at: str, by: Actor) -> DryRun:
    """Say what was looked at, and that it is as it should be."""
    version = _locked(run.version, by)
    held = DryRun.objects.select_for_update().get(pk=run.pk)
    if held.accepted_at is not None:
        raise NotNow(f"{held} is accepted already.")
    if held.digest != digest_of(version):
        raise NotNow(
            "The scheme pays something else by now than this dry run worked out. Make another."
        )
    if not looked_at.strip():
        raise BadInput({"looked_at": "Say what you looked at"})
    held.looked_at = looked_at.strip()
    held.accepted_at = clock.now()
    held.accepted_by = by.person_id
    held.save(update_fields=["looked_at", "accepted_at", "accepted_by"])
    audit.record(
        event="scheme.dry_run_accepted",
        by=by,
        subject=version,
        chain=version.commissioner.audit_chain,
        after={"number": held.number, "digest": held.digest},
        reason=held.looked_at,
    )
    return held


def _locked(version: SchemeVersion, by: Actor) -> SchemeVersion:
    held = SchemeVersion.objects.select_for_update().get(pk=version.pk)
    permissions.check_can_cost(by, held)
    if held.opened_at is not None or held.status == SchemeStatus.WITHDRAWN:
        raise NotNow(_OVER.format(held))
    return held
