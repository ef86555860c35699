"""What may be done to a run: ask for it, prepare, cancel, approve, mark as paid."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django.db.models import Max
from django.utils import timezone

from les_schemes.models import SchemeVersion
from localities.models import Commissioner
from payments import calculations, facts, letters, pay_dates, permissions
from payments.models import Approval, Calculation, Line, ReviewCase, Run
from payments.statuses import RunStatus, Stage
from payments.workflow import RUN
from pbc import audit, clock, jobs
from pbc.actions import action
from pbc.actor import Actor, load
from pbc.bulk import insert_rows
from pbc.models import Job
from pbc.refusals import BadInput, NotNow

PREPARE_JOB = "payments.prepare_run"


@action
def request(*, commissioner: Commissioner, pay_date: date, by: Actor) -> Run:
    """Ask for a run to be prepared for a pay date, from today to three months ahead.

    A commissioner has one open run at a time: a second is refused, naming who has the first. The
    commissioner's row is locked, so that of two people at once one waits and is told, and the
    database refuses a second open run besides.
    """
    commissioner = Commissioner.objects.select_for_update(of=("self",)).get(pk=commissioner.pk)
    permissions.check_can_request_run(by, commissioner.pk)
    _check_pay_date(commissioner, pay_date)
    opened = commissioner.runs.open().first()
    if opened is not None:
        raise NotNow(
            f"Run {opened.number}, for {opened.pay_date:%-d %B %Y}, is still open: "
            f"{load(opened.requested_by).name} asked for it on "
            f"{opened.requested_at.astimezone(clock.LONDON):%-d %B %Y}. It must be approved or "
            "cancelled first."
        )
    _check_something_to_pay(commissioner, pay_date)
    last = commissioner.runs.aggregate(last=Max("number"))["last"] or 0
    run = Run.objects.create(
        commissioner=commissioner,
        number=last + 1,
        pay_date=pay_date,
        requested_at=clock.now(),
        requested_by=_person(by),
    )
    audit.record(
        event="run.requested",
        by=by,
        subject=run,
        chain=commissioner.audit_chain,
        after={"number": run.number, "pay_date": pay_date, "status": run.status},
    )
    _enqueue(run, by)
    return run


@action
def prepare_again(*, run: Run, by: Actor) -> Job:
    """Ask again for a run whose preparation stopped; one that is still under way is returned."""
    run = _locked(run.pk)
    permissions.check_can_prepare_run(by, run)
    step = RUN.step(run.status, "prepare_again")
    audit.record(event=step.event, by=by, subject=run, chain=run.commissioner.audit_chain)
    return _enqueue(run, load(run.requested_by))


@action
def prepare(*, run: Run, worked_out: Sequence[calculations.WorkedOut], by: Actor) -> Run | None:
    """Store what was worked out as the lines of a run: all of it or none of it.

    Safe to call twice, at once or after a crash: it first locks the run and leaves one alone that
    is not waiting to be prepared, giving ``None``. ``payments.preparing`` works it out.
    """
    run = _locked(run.pk)
    if run.status != RunStatus.PREPARING:
        return None
    permissions.check_can_prepare_run(by, run)
    step = RUN.step(run.status, "prepare")
    first = 1
    for result in worked_out:
        gathered = result.gathered
        calculation = Calculation.objects.create(
            run=run,
            version=gathered.version,
            as_at=gathered.as_at,
            known_at=gathered.known_at,
            rules_version=calculations.RULES_VERSION,
            facts=gathered.document,
            provenance=gathered.provenance,
            left_out=gathered.left_out,
            not_worked_out=gathered.not_worked_out,
        )
        ReviewCase.objects.bulk_create(
            ReviewCase(
                run=run,
                calculation=calculation,
                provider_id=gathered.ids[case.practice],
                kind=case.kind,
                exposure_pence=case.exposure_pence,
            )
            for case in result.cases
        )
        first += insert_rows(
            Line,
            calculations.LINE_FIELDS,
            result.rows(run=run, calculation=calculation, first=first),
        )
    now = clock.now()
    _change(run, step.to, prepared_at=now)
    Approval.objects.create(
        run=run,
        stage=Stage.PREPARED,
        person_id=run.requested_by,
        at=now,
        real_at=timezone.now(),
    )
    totals = run.lines.totals()
    audit.record(
        event=step.event,
        by=by,
        subject=run,
        chain=run.commissioner.audit_chain,
        before={"status": RunStatus.PREPARING},
        after={
            "status": run.status,
            "lines": first - 1,
            "totals": totals,
            "review_cases": sum(len(result.cases) for result in worked_out),
            "facts": [calculations.facts_digest(result.gathered.document) for result in worked_out],
            "digest": run.digest,
        },
    )
    letters.ask_approvers(run, due_pence=totals["due"] - totals["held"])
    return run


@action
def cancel(*, run: Run, reason: str, by: Actor) -> Run:
    """Give a run up before it is approved; nothing of it counts, and its pay date is free again."""
    run = _locked(run.pk)
    permissions.check_can_cancel_run(by, run)
    step = RUN.step(run.status, "cancel")
    if not reason.strip():
        raise BadInput({"reason": "Say why the run is cancelled."})
    before = run.status
    _change(
        run,
        step.to,
        cancelled_at=clock.now(),
        cancelled_by=_person(by),
        cancel_reason=reason.strip(),
    )
    audit.record(
        event=step.event,
        by=by,
        subject=run,
        chain=run.commissioner.audit_chain,
        before={"status": before},
        after={"status": run.status},
        reason=reason.strip(),
    )
    letters.tell_of_cancellation(run, by=by)
    return run


@action
def approve(*, run: Run, digest: str, by: Actor) -> Run:
    """Approve a prepared run, as another person than its preparer (NFR-09).

    ``digest`` is that of the lines the person was shown; the run is refused if it is no longer
    theirs. From then on the lines count as paid, and the database lets nobody change them.
    """
    run = _locked(run.pk)
    permissions.check_can_approve_run(by, run)
    step = RUN.step(run.status, "approve")
    if digest != run.digest:
        raise NotNow("The run is no longer what you were shown. Look at it again, then decide.")
    _check_nothing_paid_since(run)
    now = clock.now()
    Approval.objects.create(
        run=run,
        stage=Stage.APPROVED,
        person_id=_person(by),
        at=now,
        real_at=timezone.now(),
    )
    _change(run, step.to, approved_at=now)
    audit.record(
        event=step.event,
        by=by,
        subject=run,
        chain=run.commissioner.audit_chain,
        before={"status": RunStatus.PREPARED},
        after={"status": run.status, "totals": run.lines.totals(), "digest": digest},
    )
    letters.advise_payees(run)
    return run


@action
def mark_paid(*, run: Run, reference: str, by: Actor) -> Run:
    """Say that the money of an approved run has left, with the reference of the payment."""
    run = _locked(run.pk)
    permissions.check_can_mark_run_paid(by, run)
    step = RUN.step(run.status, "mark_paid")
    if not reference.strip():
        raise BadInput({"reference": "Enter the reference of the payment, like BACS 0704-112."})
    if clock.today() < run.pay_date:
        raise NotNow(
            f"The pay date is {run.pay_date:%-d %B %Y}. Mark the run as paid on or after that day."
        )
    _change(
        run,
        step.to,
        paid_at=clock.now(),
        paid_by=_person(by),
        payment_reference=reference.strip(),
    )
    audit.record(
        event=step.event,
        by=by,
        subject=run,
        chain=run.commissioner.audit_chain,
        before={"status": RunStatus.APPROVED},
        after={"status": run.status, "reference": run.payment_reference},
    )
    return run


def _check_something_to_pay(commissioner: Commissioner, pay_date: date) -> None:
    versions = facts.versions_to_pay(commissioner, pay_date)
    if not versions:
        raise NotNow(
            "There is nothing to pay: no scheme of this commissioner is open for that year."
        )
    if not facts.has_something_to_pay(commissioner, pay_date):
        named = "; ".join(str(version) for version in versions)
        raise NotNow(
            f"There is nothing to pay: of no objective of {named} are the facts recorded here yet."
        )


def _check_pay_date(commissioner: Commissioner, pay_date: date) -> None:
    fault = pay_dates.fault_of(pay_date, clock.today())
    if fault:
        raise BadInput({"pay_date": f"{fault}."})
    same_day = (
        commissioner.runs.filter(pay_date=pay_date).exclude(status=RunStatus.CANCELLED).first()
    )
    if same_day is not None and same_day.status not in (
        RunStatus.PREPARING,
        RunStatus.PREPARED,
    ):
        raise BadInput(
            {
                "pay_date": f"Run {same_day.number} already pays on {pay_date:%-d %B %Y}. "
                "Choose another day."
            }
        )


def _person(by: Actor) -> uuid.UUID:
    """Who answers for it: the system holds no role, so the permissions have refused it."""
    return cast(uuid.UUID, by.person_id)


def _check_nothing_paid_since(run: Run) -> None:
    """Refuse what another commissioner's run has paid since: a practice may have moved between.

    The scheme versions are locked, so that of two such approvals at once one waits and is told.
    """
    calculated = run.calculations.select_related("version__scheme", "version__commissioner")
    versions = [calculation.version_id for calculation in calculated]
    list(SchemeVersion.objects.select_for_update().filter(pk__in=versions).order_by("pk"))
    for calculation in calculated:
        known_now = facts.gather(
            commissioner=run.commissioner,
            version=calculation.version,
            as_at=calculation.as_at,
            known_at=clock.known_until(),
        )
        if known_now.document["paid"] != calculation.facts["paid"]:
            raise NotNow(
                "Another run has paid some of this since this one was prepared. Cancel it and "
                "prepare it again."
            )


def _locked(run_id: uuid.UUID) -> Run:
    return Run.objects.select_for_update(of=("self",)).select_related("commissioner").get(pk=run_id)


def _change(run: Run, status: str, **values: Any) -> None:
    run.status = status
    for name, value in values.items():
        setattr(run, name, value)
    run.save(update_fields=["status", *values])


def _enqueue(run: Run, by: Actor) -> Job:
    return jobs.enqueue(
        kind=PREPARE_JOB,
        key=f"{PREPARE_JOB}:{run.pk}",
        title=f"Prepare run {run.number} for {run.pay_date:%-d %B %Y}",
        by=by,
        run=str(run.pk),
    )
