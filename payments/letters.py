"""What people are told of a run, in a number of queries that does not grow with them."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from accounts.models import RoleHolding
from payments import components
from payments.models import Line, Run
from pbc import clock, outbox
from pbc.actor import Actor, load
from pbc.money import pounds
from pbc.roles import FINANCE, Role

# Who hears of an organisation's money.
TOLD = (Role.PRACTICE_MANAGER, Role.PROVIDER_MANAGER, Role.LOCALITY_LEAD)
ALL_IN = "All amounts are inclusive of superannuation and all costs."


def ask_approvers(run: Run, *, due_pence: int) -> None:
    """Tell those who may approve that a run waits for one of them."""
    told = {
        holding.user.person_id: holding.user.email
        for holding in _holders([run.commissioner_id], Role.FINANCE_APPROVER)
        if holding.user.person_id != run.requested_by
    }
    preparer = load(run.requested_by).name
    outbox.send_many(
        outbox.Letter(
            person_id=person_id,
            email=email,
            kind="run-to-approve",
            subject=f"Run {run.number} waits for your approval",
            body=(
                f"{preparer} prepared run {run.number} of {run.commissioner}, "
                f"to be paid on {run.pay_date:%-d %B %Y}: {pounds(due_pence)}. Look at what "
                "changed and what is held, then approve it or have it cancelled."
            ),
            path=run.get_absolute_url(),
            key=f"run-to-approve:{run.pk}:{person_id}",
        )
        for person_id, email in told.items()
    )


def tell_of_cancellation(run: Run, *, by: Actor) -> None:
    """Tell the others in finance that a run was given up, and why."""
    told = {
        holding.user.person_id: holding.user.email
        for holding in _holders([run.commissioner_id], *FINANCE)
        if holding.user.person_id != by.person_id
    }
    outbox.send_many(
        outbox.Letter(
            person_id=person_id,
            email=email,
            kind="run-cancelled",
            subject=f"Run {run.number} was cancelled",
            body=(
                f"{by.name} cancelled run {run.number} of {run.commissioner} for "
                f"{run.pay_date:%-d %B %Y}: {run.cancel_reason}"
            ),
            path=run.get_absolute_url(),
            key=f"run-cancelled:{run.pk}:{person_id}",
        )
        for person_id, email in told.items()
    )


def advise_payees(run: Run) -> None:
    """Tell each payee, itemised and before the money arrives, what comes when (NOT-10)."""
    lines: dict[int, list[Line]] = defaultdict(list)
    wordings = components.wordings(run)
    rows = run.lines.exclude(due_pence=0).select_related("payee").defer("inputs")
    for line in rows.order_by("number").iterator(2000):
        lines[line.payee_id].append(line)
    holdings = _holders(sorted(lines), *TOLD)
    letters: dict[tuple[int, Any], outbox.Letter] = {}
    for holding in holdings:
        key = (holding.organisation_id, holding.user.person_id)
        letters[key] = _advice(run, lines[holding.organisation_id], holding, wordings)
    outbox.send_many(letters.values())


def _advice(
    run: Run, lines: list[Line], holding: RoleHolding, wordings: components.Wordings
) -> outbox.Letter:
    payee = lines[0].payee
    paid = sum(line.due_pence for line in lines if not line.held_reason and line.kind == "payment")
    items = "\n".join(_item(line, wordings) for line in lines)
    return outbox.Letter(
        person_id=holding.user.person_id,
        email=holding.user.email,
        kind="payment-advice",
        subject=f"{pounds(paid)} for {payee} on {run.pay_date:%-d %B %Y}",
        body=(
            f"{run.commissioner} pays {payee} {pounds(paid)} on {run.pay_date:%-d %B %Y}.\n\n"
            f"{items}\n\n{ALL_IN} The statement shows how each amount came about."
        ),
        path=reverse("payments:statement", args=[run.pk, payee.code]),
        key=f"payment-advice:{run.pk}:{payee.code}:{holding.user.person_id}",
    )


def _item(line: Line, wordings: components.Wordings) -> str:
    """``Stop smoking clinics 2007/08, objective 1. Quit attempts: Items of service: £96.00``."""
    note = ""
    if line.held_reason:
        note = f" (held: {line.held_reason})"
    elif line.kind == "allocation":
        note = " (credited to the fund, not paid out)"
    scheme = wordings.of(line).version
    title = wordings.title(line)
    return f"{scheme}, objective {title}: {pounds(line.due_pence)}{note}"


def _holders(organisations: Iterable[int], *roles: Role) -> list[RoleHolding]:
    return list(
        RoleHolding.objects.of(*roles)
        .on(clock.today())
        .filter(organisation_id__in=list(organisations), user__is_active=True)
        .select_related("user")
        .order_by("organisation_id", "user__email")
    )
