"""Who may do what with a run (requirements section L; NFR-09, two pairs of eyes on money)."""

from payments.models import Run
from payments.statuses import Stage
from pbc.actor import Actor
from pbc.permissions import allowed, require
from pbc.refusals import NotPermitted
from pbc.roles import (
    FINANCE,
    HELD_IN_A_LOCALITY,
    HELD_IN_A_PRACTICE,
    HELD_IN_A_PROVIDER,
    Role,
)


def check_can_request_run(actor: Actor, commissioner_id: int) -> None:
    require(
        actor,
        Role.FINANCE_PREPARER,
        in_organisation=commissioner_id,
        to="prepare a payment run",
    )


def check_can_prepare_run(actor: Actor, run: Run) -> None:
    check_can_request_run(actor, run.commissioner_id)


def check_can_cancel_run(actor: Actor, run: Run) -> None:
    require(
        actor,
        *FINANCE,
        in_organisation=run.commissioner_id,
        to="cancel a payment run",
    )


def check_can_approve_run(actor: Actor, run: Run) -> None:
    """Another person than the preparer, with no part in anyone whom the run pays (E-04)."""
    require(
        actor,
        Role.FINANCE_APPROVER,
        in_organisation=run.commissioner_id,
        to="approve a payment run",
    )
    if actor.person_id == run.requested_by or _took_part(actor, run):
        raise NotPermitted("You prepared this run, so another person must approve it.")
    _refuse_own_payees(actor, run)


def check_can_mark_run_paid(actor: Actor, run: Run) -> None:
    require(
        actor,
        *FINANCE,
        in_organisation=run.commissioner_id,
        to="mark a payment run as paid",
    )


def _refuse_own_payees(actor: Actor, run: Run) -> None:
    """No registered interest and no role: in a payee, nor in whoever takes a locality's money."""
    works_in = actor.organisations(*HELD_IN_A_PRACTICE, *HELD_IN_A_LOCALITY, *HELD_IN_A_PROVIDER)
    for organisation in run.payees():
        paid = [pk for pk in (organisation.pk, organisation.payee_id) if pk is not None]
        if any(actor.has_interest_in(pk) for pk in paid):
            raise NotPermitted(
                f"You have a registered interest in {organisation}, or in whom it is paid "
                "through, so you may not approve this run. Ask a colleague without one."
            )
        if not works_in.isdisjoint(paid):
            raise NotPermitted(
                f"You hold a role in {organisation}, or in whom it is paid through, so you may "
                "not approve this run. Ask a colleague who does not."
            )


def _took_part(actor: Actor, run: Run) -> bool:
    prepared = run.approvals.filter(stage=Stage.PREPARED)
    return actor.person_id in prepared.values_list("person_id", flat=True)


can_request_run = allowed(check_can_request_run)
can_prepare_run = allowed(check_can_prepare_run)
can_cancel_run = allowed(check_can_cancel_run)
can_approve_run = allowed(check_can_approve_run)
can_mark_run_paid = allowed(check_can_mark_run_paid)
