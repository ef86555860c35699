"""Runs: the list, asking for one, the review page, and what may be done to one."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from localities.models import Commissioner
from payments import (
    components,
    facts,
    pay_dates,
    people,
    permissions,
    preparing,
    review,
    tables,
)
from payments.actions import runs
from payments.forms import (
    ApproveForm,
    CancelForm,
    MarkPaidForm,
    PrepareAgainForm,
    RunNewForm,
    RunRequestForm,
)
from payments.models import Run
from payments.statuses import RunStatus
from payments.workflow import RUN
from pbc import clock
from pbc.charts import Bar, BarChart
from pbc.guards import holders_of
from pbc.models import Job
from pbc.money import pounds
from pbc.pages import ActionPage, Page
from pbc.permissions import why_not
from pbc.refusals import NotNow
from pbc.roles import FINANCE, READS_ALL_MONEY, Role

FEW = 10


class Runs(Page):
    """Every run of the commissioners whose money this person reads."""

    guard = holders_of(*READS_ALL_MONEY)
    template_name = "payments/run/list.html"

    def load(self) -> None:
        not_held = Q(lines__held_reason="")
        found = Run.objects.visible_to(self.actor).select_related("commissioner")
        self.table = tables.RunTable(
            self.request,
            found.annotate(
                payments_pence=Sum(
                    "lines__due_pence", filter=not_held & Q(lines__kind="payment"), default=0
                ),
                allocations_pence=Sum(
                    "lines__due_pence", filter=not_held & Q(lines__kind="allocation"), default=0
                ),
                held_pence=Sum("lines__due_pence", filter=~not_held, default=0),
            ),
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.table.export() if self.table.export_format else self.show()

    def context(self) -> dict[str, Any]:
        return {"table": self.table, "may_request": self.actor.holds(Role.FINANCE_PREPARER)}


def commissioners_of(actor: Any) -> QuerySet[Commissioner]:
    """For whom this person may prepare runs."""
    return Commissioner.objects.filter(pk__in=actor.organisations(Role.FINANCE_PREPARER))


class RunNew(Page):
    """Which commissioner pays, and when; the next page shows what that comes to."""

    guard = holders_of(Role.FINANCE_PREPARER)
    template_name = "payments/run/new.html"

    def load(self) -> None:
        self.commissioners = commissioners_of(self.actor)
        self.form = self._form()

    def _form(self) -> RunNewForm:
        given: dict[str, Any] = {"commissioners": self.commissioners, "today": clock.today()}
        if any(name.startswith("pay_date") for name in self.request.GET):
            return RunNewForm(self.request.GET, **given)
        first = self.commissioners[0]
        day = pay_dates.next_pay_date(clock.today(), pay_dates.taken_by(first.pk))
        return RunNewForm(initial={"pay_date": day, "commissioner": first.code}, **given)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.form.is_bound and self.form.is_valid():
            chosen = self.form.cleaned_data
            query = {"commissioner": chosen["commissioner"].code, "pay_date": chosen["pay_date"]}
            return redirect(f"{reverse('payments:run-request')}?{urlencode(query)}")
        return self.show(422 if self.form.is_bound else 200, form=self.form)

    def context(self) -> dict[str, Any]:
        opened = Run.objects.open().filter(commissioner__in=self.commissioners)
        return {"opened": opened.select_related("commissioner")}


class RunRequest(ActionPage):
    """What the run will hold as far as is known now; one button asks for it."""

    guard = holders_of(Role.FINANCE_PREPARER)
    template_name = "payments/run/request.html"
    form_class = RunRequestForm

    def form_arguments(self) -> dict[str, Any]:
        chosen = {name: self.request.GET.get(name) for name in ("commissioner", "pay_date")}
        return {"commissioners": commissioners_of(self.actor), "initial": chosen}

    def load(self) -> None:
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        self.asked = RunRequestForm(asked, commissioners=commissioners_of(self.actor))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.asked.is_valid():
            return redirect("payments:run-new")
        return super().get(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        if not self.asked.is_valid():
            return {}
        commissioner, day = (self.asked.cleaned_data[name] for name in ("commissioner", "pay_date"))
        return {
            "commissioner": commissioner,
            "pay_date": day,
            "warning": pay_dates.warning_about(day),
            "schemes": [
                _expectation(commissioner, version, day)
                for version in facts.versions_to_pay(commissioner, day)
            ],
            "change": f"{reverse('payments:run-new')}?{_split_date(commissioner, day)}",
        }

    def act(self, form: RunRequestForm) -> Run:
        return runs.request(by=self.actor, **form.cleaned_data)

    def done(self, result: Run) -> Run:
        return result


def _expectation(commissioner: Commissioner, version: Any, day: Any) -> dict[str, Any]:
    """What a run would take into account, as known now."""
    gathered = facts.gather(
        commissioner=commissioner, version=version, as_at=day, known_at=clock.known_until()
    )
    providers = gathered.document["providers"]
    signed_up = [provider for provider in providers if provider["sign_up"]]
    entries = [{**entry, "list_size": entry["list_size"] or 0} for entry in gathered.left_out]
    return {
        "version": version,
        "providers": len(providers),
        "signed_up": len(signed_up),
        "patients": sum(one["size"] for provider in signed_up for one in provider["lists"]),
        "not_worked_out": gathered.not_worked_out,
        "left_out": review.left_out_by_reason(entries),
        "without_account": sorted(gathered.without_account.values()),
    }


def _split_date(commissioner: Commissioner, day: Any) -> str:
    query = QueryDict(mutable=True)
    query.update(
        {
            "commissioner": commissioner.code,
            "pay_date_day": str(day.day),
            "pay_date_month": str(day.month),
            "pay_date_year": str(day.year),
        }
    )
    return query.urlencode()


class OfRun(Page):
    """A page about one run that this person may see."""

    guard = holders_of(*READS_ALL_MONEY)
    run: Run

    def load(self) -> None:
        visible = Run.objects.visible_to(self.actor).select_related("commissioner")
        self.run = self.find(visible, pk=self.kwargs["pk"])

    def context(self) -> dict[str, Any]:
        return {"run": self.run}


class RunDetail(OfRun):
    """The review page: everything a person looks at before answering for a run."""

    template_name = "payments/run/detail.html"

    def context(self) -> dict[str, Any]:
        run = self.run
        common = {
            **super().context(),
            "waits": people.waits_on(run),
            "timeline": people.timeline(run),
            "steps": self._steps(),
        }
        if run.prepared_at is None:
            return {**common, "job": preparation_of(run)}
        previous = review.previous_of(run)
        calculations = list(
            run.calculations.select_related("version__scheme")
            .defer("facts", "provenance")
            .order_by("pk")
        )
        changes = review.changes_by_payee(run, previous)
        left_out = review.left_out(calculations)
        localities = review.by_locality(run)
        return {
            **common,
            "calculations": calculations,
            "totals": review.totals(run),
            "schemes": review.by_scheme(run, components.wordings(run)),
            "not_worked_out": review.not_worked_out(calculations),
            "review_cases": list(
                run.review_cases.select_related("provider", "calculation__version__scheme")
                .defer("calculation__facts", "calculation__provenance", "calculation__left_out")
                .order_by("-exposure_pence", "pk")[:FEW]
            ),
            "review_cases_number": run.review_cases.count(),
            "localities": localities,
            "locality_chart": _locality_chart(run, localities),
            "previous": previous,
            "change_pence": sum(row["payments_change"] for row in changes),
            "largest_changes": [row for row in changes if row["payments_change"]][:FEW],
            "changed_payees": sum(1 for row in changes if row["payments_change"]),
            "changed_facts": review.changes_counted(run, previous),
            "held": review.held_by_reason(run)[:FEW],
            "left_out": review.left_out_by_scheme(calculations),
            "left_out_number": len({entry["code"] for entry in left_out}),
        }

    def _steps(self) -> list[dict[str, Any]]:
        """What may come next, each with the reason where this person may not do it."""
        steps = []
        for action, text, check in _STEPS:
            if RUN.allows(self.run.status, action):
                steps.append(
                    {
                        "text": text,
                        "href": reverse(
                            f"payments:run-{action.replace('_', '-')}", args=[self.run.pk]
                        ),
                        "reason": why_not(check, self.actor, self.run),
                        "secondary": action in ("cancel", "prepare_again"),
                    }
                )
        return steps


_STEPS = (
    ("approve", "Approve", permissions.check_can_approve_run),
    ("mark_paid", "Mark as paid", permissions.check_can_mark_run_paid),
    ("prepare_again", "Prepare again", permissions.check_can_prepare_run),
    ("cancel", "Cancel the run", permissions.check_can_cancel_run),
)


def preparation_of(run: Run) -> Job | None:
    """The latest job that prepares a run."""
    return Job.objects.filter(kind=runs.PREPARE_JOB, arguments__run=str(run.pk)).first()


def _locality_chart(run: Run, localities: list[dict[str, Any]]) -> BarChart:
    lines = reverse("payments:lines", args=[run.pk])
    return BarChart(
        title="Paid out by locality",
        caption="Payments to each locality and its practices, without what is held",
        bars=[
            Bar(
                row["name"],
                row["payments"],
                href=f"{lines}?{urlencode({'locality': row['code'] or 'none'})}",
            )
            for row in localities
        ],
        kind="money",
        label_heading="Locality",
        value_heading="Paid out",
        total=True,
    )


class RunChanges(OfRun):
    """What changed since the run before: by payee, and the facts behind it."""

    template_name = "payments/run/changes.html"

    def load(self) -> None:
        super().load()
        self.previous = review.previous_of(self.run)
        rows = review.changes_by_payee(self.run, self.previous)
        for row in rows:
            row["href"] = reverse("payments:statement", args=[self.run.pk, row["code"]])
        self.tables = [
            tables.PayeeChangeTable(self.request, rows),
            tables.FactChangeTable(self.request, review.changed_facts(self.run, self.previous)),
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        for table in self.tables:
            if table.export_format:
                return table.export()
        return self.show()

    def context(self) -> dict[str, Any]:
        payees, changed = self.tables
        return {
            **super().context(),
            "previous": self.previous,
            "payees": payees,
            "facts": changed if self.previous is not None else None,
        }


class RunLeftOut(OfRun):
    """Who is paid nothing, or not all, and why."""

    template_name = "payments/run/left_out.html"

    def load(self) -> None:
        super().load()
        found = self.run.calculations.select_related("version__scheme")
        rows = review.left_out(found.defer("facts", "provenance").order_by("pk"))
        self.table = tables.LeftOutTable(self.request, rows)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.table.export() if self.table.export_format else self.show()

    def context(self) -> dict[str, Any]:
        return {**super().context(), "table": self.table}


class RunReviewCases(OfRun):
    """What the run finds for the Committee to look into, and what to do about it."""

    template_name = "payments/run/review_cases.html"

    def load(self) -> None:
        super().load()
        self.table = tables.ReviewCaseTable(
            self.request,
            self.run.review_cases.select_related("provider", "calculation__version__scheme").defer(
                "calculation__facts", "calculation__provenance", "calculation__left_out"
            ),
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.table.export() if self.table.export_format else self.show()

    def context(self) -> dict[str, Any]:
        return {**super().context(), "table": self.table}


class ActionOnRun(ActionPage):
    """A page with one form for one action on a run, for those who may take it."""

    guard = holders_of(*FINANCE)
    action: ClassVar[str]
    check: ClassVar[Any]
    run: Run

    def load(self) -> None:
        visible = Run.objects.visible_to(self.actor).select_related("commissioner")
        self.run = self.find(visible, pk=self.kwargs["pk"])
        type(self).check(self.actor, self.run)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            RUN.step(self.run.status, self.action)
        except NotNow as refusal:
            messages.warning(request, refusal.message)
            return redirect(self.run)
        return super().get(request, *args, **kwargs)

    def context(self) -> dict[str, Any]:
        return {"run": self.run}

    def done(self, result: Run) -> Run:
        return self.run


class RunApprove(ActionOnRun):
    """The totals of exactly the lines that are approved, and what changed meanwhile."""

    guard = holders_of(Role.FINANCE_APPROVER, step_up=True)
    template_name = "payments/run/approve.html"
    form_class = ApproveForm
    action = "approve"
    check = staticmethod(permissions.check_can_approve_run)
    done_message = "The run is approved. Each payee has been told what comes and when."

    def form_arguments(self) -> dict[str, Any]:
        return {
            "initial": {"digest": self.run.digest},
            "button": f"Approve {pounds(review.totals(self.run)['payments'])}",
            "cancel": self.run.get_absolute_url(),
        }

    def context(self) -> dict[str, Any]:
        if self.run.status != RunStatus.PREPARED:
            return super().context()
        changed = review.changed_since_prepared(self.run, preparing.facts_now(self.run))
        return {
            **super().context(),
            "totals": review.totals(self.run),
            "changed": changed[:FEW],
            "changed_number": len(changed),
            "not_worked_out": review.not_worked_out(
                self.run.calculations.without_facts().order_by("pk")
            ),
            "review_cases_number": self.run.review_cases.count(),
        }

    def act(self, form: ApproveForm) -> Run:
        return runs.approve(run=self.run, digest=form.cleaned_data["digest"], by=self.actor)


class RunCancel(ActionOnRun):
    """Why it is given up."""

    template_name = "payments/run/cancel.html"
    form_class = CancelForm
    action = "cancel"
    check = staticmethod(permissions.check_can_cancel_run)
    done_message = "The run is cancelled. Nothing of it is paid."

    def act(self, form: CancelForm) -> Run:
        return runs.cancel(run=self.run, reason=form.cleaned_data["reason"], by=self.actor)


class RunMarkPaid(ActionOnRun):
    """With which payment the money left."""

    template_name = "payments/run/mark_paid.html"
    form_class = MarkPaidForm
    action = "mark_paid"
    check = staticmethod(permissions.check_can_mark_run_paid)
    done_message = "The run is marked as paid."

    def act(self, form: MarkPaidForm) -> Run:
        reference = form.cleaned_data["reference"]
        return runs.mark_paid(run=self.run, reference=reference, by=self.actor)


class RunPrepareAgain(ActionOnRun):
    """Ask again after a preparation that stopped."""

    template_name = "payments/run/prepare_again.html"
    form_class = PrepareAgainForm
    action = "prepare_again"
    check = staticmethod(permissions.check_can_prepare_run)

    def act(self, form: PrepareAgainForm) -> Job:
        return runs.prepare_again(run=self.run, by=self.actor)
