import hashlib
import json
import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from les_schemes.models import SchemeVersion
from localities.models import Commissioner, Organisation
from payments.querysets import CalculationQuerySet, LineQuerySet, RunQuerySet
from payments.statuses import OPEN, WHAT_TO_DO, ReviewKind, RunStatus, Stage


class Run(models.Model):
    """What a commissioner pays on a day (ENT-25): one open at a time, approved by two persons."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    commissioner = models.ForeignKey(Commissioner, on_delete=models.PROTECT, related_name="runs")
    number = models.PositiveIntegerField(help_text="Counts the commissioner's runs")
    pay_date = models.DateField()
    status = models.CharField(max_length=10, choices=RunStatus, default=RunStatus.PREPARING)
    requested_at = models.DateTimeField()
    requested_by = models.UUIDField()
    prepared_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)
    paid_by = models.UUIDField(null=True, blank=True)
    payment_reference = models.CharField(max_length=60, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.UUIDField(null=True, blank=True)
    cancel_reason = models.TextField(blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["commissioner", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["commissioner", "number"], name="one_run_a_number"),
            models.UniqueConstraint(
                fields=["commissioner"],
                condition=Q(status__in=OPEN),
                name="one_open_run_a_commissioner",
            ),
            models.UniqueConstraint(
                fields=["commissioner", "pay_date"],
                condition=~Q(status="cancelled"),
                name="one_run_a_pay_date",
            ),
            models.CheckConstraint(
                condition=Q(status="preparing", prepared_at__isnull=True)
                | Q(status="cancelled")
                | (~Q(status="preparing") & Q(prepared_at__isnull=False)),
                name="a_prepared_run_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["approved", "paid"], approved_at__isnull=False)
                | (~Q(status__in=["approved", "paid"]) & Q(approved_at__isnull=True)),
                name="an_approved_run_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(status="paid", paid_at__isnull=False, paid_by__isnull=False)
                | (~Q(status="paid") & Q(paid_at__isnull=True, paid_by__isnull=True)),
                name="a_paid_run_has_its_time_and_person",
            ),
            models.CheckConstraint(
                condition=Q(
                    status="cancelled",
                    cancelled_at__isnull=False,
                    cancelled_by__isnull=False,
                )
                | (~Q(status="cancelled") & Q(cancelled_at__isnull=True)),
                name="a_cancelled_run_has_its_time_and_person",
            ),
        ]

    def __str__(self) -> str:
        return f"Run {self.number} of {self.commissioner} for {self.pay_date:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("payments:run", args=[self.pk])

    @property
    def digest(self) -> str:
        """SHA-256 of all that is approved with the run: each line and review case, to the penny.

        The page that asks for approval shows exactly these lines and sends this back, so that
        nothing changes between what a person saw and what the person approves.
        """
        lines = self.lines.order_by("number").values_list(
            "number",
            "payee__code",
            "objective",
            "component",
            "entitlement_pence",
            "paid_pence",
            "due_pence",
            "held_reason",
        )
        content: list[Any] = [
            str(self.pk),
            self.pay_date.isoformat(),
            [list(line) for line in lines],
        ]
        cases = self.review_cases.values_list("provider__code", "kind", "exposure_pence")
        if shown := [list(case) for case in cases.order_by("pk")]:
            content.append(shown)
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()

    def payees(self) -> "models.QuerySet[Organisation]":
        """The organisations that its lines are for."""
        return Organisation.objects.filter(
            pk__in=self.lines.order_by().values("payee_id")
        ).order_by("name", "code")


class Approval(models.Model):
    """One stage of a run, done by one person; the stages of a run have different persons."""

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="approvals")
    stage = models.CharField(max_length=10, choices=Stage)
    person_id = models.UUIDField()
    at = models.DateTimeField()
    real_at = models.DateTimeField()

    class Meta:
        ordering = ["run", "real_at"]
        constraints = [
            models.UniqueConstraint(fields=["run", "stage"], name="one_approval_a_stage"),
            models.UniqueConstraint(
                fields=["run", "person_id"], name="nobody_does_two_stages_of_a_run"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run}: {self.get_stage_display().lower()}"


class Calculation(models.Model):
    """One scheme version worked out as at a date, with the facts it was worked out from.

    ``facts`` is a document of the calculation contract; ``provenance`` says where its numbers came
    from; ``left_out`` names who could not be in it and why; ``not_worked_out`` the objectives that
    come to nothing because their facts are not held, and what is missing.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="calculations")
    version = models.ForeignKey(
        SchemeVersion, on_delete=models.PROTECT, related_name="calculations"
    )
    as_at = models.DateField()
    known_at = models.DateTimeField(help_text="Facts as known at this moment")
    rules_version = models.CharField(max_length=20)
    facts = models.JSONField()
    provenance = models.JSONField()
    left_out = models.JSONField(default=list)
    not_worked_out = models.JSONField(default=list)

    objects = CalculationQuerySet.as_manager()

    class Meta:
        ordering = ["run", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "version"], name="one_calculation_a_scheme_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} as at {self.as_at:%-d %B %Y}"


class Line(models.Model):
    """What one payee is due under one component of one objective (ENT-24), in whole pence.

    A held line is worked out but not paid with its run, and so does not count as paid in the next.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    calculation = models.ForeignKey(Calculation, on_delete=models.PROTECT, related_name="lines")
    payee = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="lines")
    locality = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    objective = models.PositiveSmallIntegerField()
    component = models.CharField(max_length=24)
    kind = models.CharField(max_length=10)
    entitlement_pence = models.BigIntegerField()
    paid_pence = models.BigIntegerField()
    due_pence = models.BigIntegerField()
    held_reason = models.CharField(max_length=300, blank=True)
    inputs = models.JSONField()

    objects = LineQuerySet.as_manager()

    class Meta:
        ordering = ["run", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="one_line_a_number"),
            models.UniqueConstraint(
                fields=["calculation", "payee", "objective", "component"],
                name="one_line_a_payee_and_component",
            ),
            models.CheckConstraint(
                condition=Q(due_pence=F("entitlement_pence") - F("paid_pence")),
                name="due_is_entitlement_less_paid",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["payment", "allocation"]),
                name="a_line_pays_or_allocates",
            ),
        ]
        indexes = [models.Index(fields=["payee", "run"], name="lines_by_payee")]

    def __str__(self) -> str:
        return f"Line {self.number} of {self.run}"

    def get_absolute_url(self) -> str:
        return reverse("payments:line", args=[self.run_id, self.number])


class ReviewCase(models.Model):
    """What a calculation finds for the Committee to look into: the contract's ``cases``.

    ``exposure_pence`` is what is in question; the run itself takes nothing back for it.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="review_cases")
    calculation = models.ForeignKey(
        Calculation, on_delete=models.PROTECT, related_name="review_cases"
    )
    provider = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="review_cases"
    )
    kind = models.CharField(max_length=20, choices=ReviewKind)
    exposure_pence = models.BigIntegerField()

    class Meta:
        ordering = ["run", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["calculation", "provider", "kind"], name="one_review_case_a_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.provider}"

    @property
    def what_to_do(self) -> str:
        """What a person does about it, in a sentence."""
        return WHAT_TO_DO[ReviewKind(self.kind)]
