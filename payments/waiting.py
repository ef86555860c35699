"""What of payments waits on a person, and what a practice or locality is paid."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, Sum
from django.urls import reverse

from localities.models import Commissioner, Organisation
from payments import facts, pay_dates, statements
from payments.models import Line, Run
from payments.statuses import RunStatus
from pbc import clock, waiting
from pbc.actor import Actor
from pbc.roles import FINANCE, Role
from pbc.waiting import Panel, WaitingItem

# From how many days before its pay date a run is asked for on the home page.
ASKED_BEFORE = timedelta(days=16)


@waiting.register
def runs_to_prepare(actor: Actor) -> Iterator[WaitingItem]:
    """The next run of each commissioner for whom this person prepares."""
    preparing_for = actor.organisations(Role.FINANCE_PREPARER)
    today = clock.today()
    for commissioner in Commissioner.objects.filter(pk__in=preparing_for):
        if commissioner.runs.open().exists():
            continue
        day = pay_dates.next_pay_date(today, pay_dates.taken_by(commissioner.pk))
        if day - today <= ASKED_BEFORE and facts.has_something_to_pay(commissioner, day):
            yield WaitingItem(
                title=f"Prepare the run of {day:%-d %B %Y}",
                url=reverse("payments:run-new"),
                due=day,
                explanation="Its facts are gathered and worked out; another person approves it.",
                organisation=commissioner.name,
            )


@waiting.register
def runs_to_approve(actor: Actor) -> Iterator[WaitingItem]:
    """Prepared runs that this person may approve, being another than the preparer."""
    found = (
        Run.objects.filter(
            status=RunStatus.PREPARED,
            commissioner_id__in=actor.organisations(Role.FINANCE_APPROVER),
        )
        .exclude(requested_by__in=[actor.person_id])
        .select_related("commissioner")
        .annotate(worth=Sum("lines__due_pence", filter=_paid_out("lines__"), default=0))
    )
    for run in found:
        yield WaitingItem(
            title=f"Approve run {run.number}",
            url=run.get_absolute_url(),
            since=_day(run.prepared_at),
            due=run.pay_date,
            worth_pence=run.worth,
            explanation="Look at what changed and what is held, then decide.",
            organisation=run.commissioner.name,
        )


@waiting.register
def runs_to_mark_paid(actor: Actor) -> Iterator[WaitingItem]:
    """Approved runs whose pay date has come."""
    found = Run.objects.filter(
        status=RunStatus.APPROVED,
        pay_date__lte=clock.today(),
        commissioner_id__in=actor.organisations(*FINANCE),
    ).select_related("commissioner")
    for run in found:
        yield WaitingItem(
            title=f"Mark run {run.number} as paid",
            url=reverse("payments:run-mark-paid", args=[run.pk]),
            since=_day(run.approved_at),
            due=run.pay_date,
            explanation="The pay date has come: enter the reference of the payment.",
            organisation=run.commissioner.name,
        )


@waiting.register_panel
def paid_to_own_organisations(actor: Actor) -> Panel | None:
    """What a person's practice or locality was paid, is paid next, and what is held and why."""
    own = actor.organisations(*statements.OWN)
    if not own:
        return None
    lines = Line.objects.settled().filter(payee_id__in=own)
    rows: dict[int, dict[str, Any]] = {}
    for line in (
        lines.values("payee_id", "run__status")
        .annotate(
            paid=Sum("due_pence", filter=_paid_out(), default=0),
            credited=Sum("due_pence", filter=Q(kind="allocation", held_reason=""), default=0),
        )
        .order_by("payee_id")
    ):
        row = rows.setdefault(line["payee_id"], {"paid": 0, "coming": 0, "credited": 0})
        row["coming" if line["run__status"] == RunStatus.APPROVED else "paid"] += line["paid"]
        row["credited"] += line["credited"]
    organisations = Organisation.objects.filter(pk__in=own).order_by("name")
    latest = _latest_runs(lines)
    return Panel(
        title="Payments",
        template_name="payments/waiting/panel.html",
        context={
            "next_pay_date": pay_dates.next_pay_date(clock.today()),
            "payees": [
                {
                    "organisation": organisation,
                    "href": reverse("payments:statements", args=[organisation.code]),
                    **rows.get(organisation.pk, {"paid": 0, "coming": 0, "credited": 0}),
                    **latest.get(organisation.pk, {"run": None, "held": []}),
                }
                for organisation in organisations
            ],
        },
        order=30,
    )


def _latest_runs(lines: Any) -> dict[int, dict[str, Any]]:
    """For each payee its latest run, and what of that is held and why."""
    latest: dict[int, dict[str, Any]] = {}
    found = lines.select_related("run").defer("inputs").order_by("-run__pay_date", "number")
    for line in found:
        entry = latest.setdefault(line.payee_id, {"run": line.run, "held": []})
        if entry["run"] == line.run and line.held_reason:
            entry["held"].append(line)
    return latest


def _paid_out(prefix: str = "") -> Q:
    return Q(**{f"{prefix}kind": "payment", f"{prefix}held_reason": ""})


def _day(moment: Any) -> date:
    return moment.astimezone(clock.LONDON).date()
