"""Status × action × role: who may do what to a run in which state, every cell of it."""

from datetime import date
from itertools import product

import pytest

from payments.actions import runs
from payments.models import Run
from payments.statuses import RunStatus
from payments.workflow import RUN
from pbc.models import AuditEvent
from pbc.refusals import NotNow, NotPermitted
from pbc.roles import Role
from tests.integration.payments.county import (
    County,
    make_commissioner,
    make_user,
    prepared_run,
    standing_on,
)

APRIL = date(2007, 4, 30)

ACTIONS = {
    "prepare_again": lambda run, by: runs.prepare_again(run=run, by=by),
    "cancel": lambda run, by: runs.cancel(run=run, reason="because", by=by),
    "approve": lambda run, by: runs.approve(run=run, digest=run.digest, by=by),
    "mark_paid": lambda run, by: runs.mark_paid(run=run, reference="BACS 1", by=by),
}
# The roles that may take an action, wherever the workflow has it.
ROLES = {
    "prepare_again": {Role.FINANCE_PREPARER},
    "cancel": {Role.FINANCE_PREPARER, Role.FINANCE_APPROVER},
    "approve": {Role.FINANCE_APPROVER},
    "mark_paid": {Role.FINANCE_PREPARER, Role.FINANCE_APPROVER},
}
ELSEWHERE = "the same role elsewhere"


def run_at(county: County, status: str) -> Run:
    """A run brought to a status by the actions themselves."""
    if status == RunStatus.PREPARING:
        return runs.request(commissioner=county.commissioner, pay_date=APRIL, by=county.preparer)
    run = prepared_run(county, APRIL)
    if status == RunStatus.CANCELLED:
        runs.cancel(run=run, reason="because", by=county.preparer)
    if status in (RunStatus.APPROVED, RunStatus.PAID):
        runs.approve(run=run, digest=run.digest, by=county.second_approver)
    if status == RunStatus.PAID:
        runs.mark_paid(run=run, reference="BACS 0", by=county.preparer)
    run.refresh_from_db()
    return run


@pytest.mark.parametrize("status", RunStatus)
def test_every_cell(county: County, status: RunStatus) -> None:
    other = make_commissioner("H-OTH")
    with standing_on(APRIL):
        run = run_at(county, status)
        for action, role in product(ACTIONS, Role):
            for place in ("", ELSEWHERE):
                holder = make_user(
                    f"{role.name.title()} Person",
                    role,
                    other if place else county.commissioner,
                )
                _try(run, status, action, role, holder, may=not place and role in ROLES[action])


def _try(run: Run, status: str, action: str, role: str, holder: object, *, may: bool) -> None:
    events = AuditEvent.objects.count()
    if may and RUN.allows(status, action):
        return
    expected = NotPermitted if not may else NotNow
    with pytest.raises(expected):
        ACTIONS[action](run, holder)
    run.refresh_from_db()
    assert run.status == status, (action, role)
    assert AuditEvent.objects.count() == events, (action, role)


@pytest.mark.parametrize(
    "status, action, role",
    [
        (status, action, role)
        for (status, action) in RUN.transitions
        if action in ACTIONS
        for role in sorted(ROLES[action])
    ],
)
def test_every_cell_that_is_allowed(county: County, status: str, action: str, role: str) -> None:
    with standing_on(APRIL):
        run = run_at(county, status)
        ACTIONS[action](run, make_user("Allowed Person", role, county.commissioner))
    run.refresh_from_db()
    assert run.status == RUN.transitions[status, action].to
