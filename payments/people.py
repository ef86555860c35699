"""Who did what with a run, and on whom it waits."""

import uuid
from collections.abc import Iterable
from typing import Any

from accounts.models import RoleHolding
from localities.models import Person
from payments.models import Run
from payments.statuses import RunStatus
from pbc import clock
from pbc.roles import Role

MOST_NAMED = 3


def names(person_ids: Iterable[uuid.UUID | None]) -> dict[uuid.UUID, str]:
    """The names of persons by their ids."""
    found = Person.objects.in_bulk([person_id for person_id in person_ids if person_id])
    return {person_id: person.name for person_id, person in found.items()}


def waits_on(run: Run) -> dict[str, Any] | None:
    """Whom a run waits on and since when; None when it waits on nobody."""
    if run.status == RunStatus.PREPARING:
        return {"who": "the system", "since": run.requested_at}
    if run.status == RunStatus.PREPARED:
        return {"who": _approvers(run), "since": run.prepared_at}
    if run.status == RunStatus.APPROVED:
        return {"who": "Finance, to pay it and mark it as paid", "since": run.approved_at}
    return None


def _approvers(run: Run) -> str:
    holdings = (
        RoleHolding.objects.of(Role.FINANCE_APPROVER)
        .on(clock.today())
        .filter(organisation_id=run.commissioner_id, user__is_active=True)
        .exclude(user__person_id=run.requested_by)
        .select_related("user__person")
        .order_by("user__person__family_name", "user__person__given_name")
    )
    approvers = list(dict.fromkeys(holding.user.name for holding in holdings))
    if not approvers:
        return "a finance approver, and none is appointed"
    if len(approvers) > MOST_NAMED:
        return "a finance approver"
    return " or ".join(approvers)


def timeline(run: Run) -> list[dict[str, Any]]:
    """What happened to a run, in order."""
    approvals = {approval.stage: approval.person_id for approval in run.approvals.all()}
    who = names([run.requested_by, run.paid_by, run.cancelled_by, *approvals.values()])
    events = [
        (run.requested_at, "Asked for", run.requested_by, ""),
        (run.prepared_at, "Prepared", approvals.get("prepared"), ""),
        (run.approved_at, "Approved", approvals.get("approved"), ""),
        (
            run.paid_at,
            "Marked as paid",
            run.paid_by,
            f"Reference {run.payment_reference}" if run.payment_reference else "",
        ),
        (run.cancelled_at, "Cancelled", run.cancelled_by, run.cancel_reason),
    ]
    return [
        {"when": when, "what": what, "who": who.get(person, "") if person else "", "note": note}
        for when, what, person, note in events
        if when is not None
    ]
