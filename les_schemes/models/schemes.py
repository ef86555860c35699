import uuid
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from les_schemes.procurement.statuses import (
    SUCCESSORS,
    TESTED_SINCE,
    SchemeKind,
    WhoMayProvide,
)
from les_schemes.querysets import SchemeVersionQuerySet
from les_schemes.statuses import SchemePhase, SchemeStatus
from localities.models import Commissioner
from pbc import clock
from pbc.financial_year import FinancialYear
from pbc.models import StoredFile


class Framework(models.Model):
    """The governance arrangements that signing a scheme accepts (ENT-10, R1-006)."""

    title = models.CharField(max_length=200)
    agreed = models.CharField(max_length=60, help_text="As the source gives it: February 2007")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="frameworks")

    def __str__(self) -> str:
        return f"{self.title}, agreed in {self.agreed}"


class Scheme(models.Model):
    """A Local Enhanced Service, through all its versions (ENT-11)."""

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.title


class SchemeVersion(models.Model):
    """What a scheme says for a financial year: terms, readings, deadline, texts (ENT-11, ENT-42).

    ``rules`` names the pure rules that work it out; ``terms`` and ``readings`` are complete, in the
    calculation contract's form, and do not change once the version is open.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    scheme = models.ForeignKey(Scheme, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    commissioner = models.ForeignKey(
        Commissioner, on_delete=models.PROTECT, related_name="schemes_led"
    )
    partners = models.ManyToManyField(Commissioner, related_name="schemes_shared", blank=True)
    financial_year_starts_in = models.PositiveSmallIntegerField()
    rules = models.CharField(max_length=40)
    terms = models.JSONField()
    readings = models.JSONField()
    sign_up_deadline = models.DateTimeField()
    withdrawal_notice_days = models.PositiveSmallIntegerField(
        default=0, help_text="How many days before it withdraws a practice has to say so (AMB-69)"
    )
    return_address = models.TextField()
    return_email = models.EmailField()
    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="schemes")
    texts = models.JSONField(help_text="Purpose, undertaking, commitments, notes: as the source")
    dated = models.CharField(max_length=40, blank=True)
    stakeholders = models.JSONField(default=list, blank=True)
    review_on = models.DateField(null=True, blank=True, help_text="When it is reviewed (R0-024)")
    kind = models.CharField(max_length=9, choices=SchemeKind, default=SchemeKind.LES)
    kind_label = models.CharField(
        max_length=80, blank=True, help_text="What the commissioner calls it, if otherwise"
    )
    who_may_provide = models.CharField(
        max_length=11, choices=WhoMayProvide, default=WhoMayProvide.PRACTICES
    )
    provider_reason = models.TextField(blank=True, help_text="Why these may provide it (R4-004)")
    requires_registered_list = models.BooleanField(default=True)
    registered_list_reason = models.TextField(
        blank=True, help_text="Why it needs a registered list, or does not (R4-003)"
    )
    four_tests_required = models.BooleanField(
        default=False, help_text="It cannot open before its procurement is confirmed (R4-001)"
    )
    status = models.CharField(max_length=10, choices=SchemeStatus, default=SchemeStatus.DRAFT)
    follows = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="followed_by",
        help_text="The version it was made from",
    )
    changed_at = models.DateTimeField(
        null=True, blank=True, help_text="The last change since its consultation was recorded"
    )
    consulted_at = models.DateTimeField(null=True, blank=True)
    consulted_by = models.UUIDField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.UUIDField(null=True, blank=True)
    approved_digest = models.CharField(
        max_length=64, blank=True, help_text="SHA-256 of what was approved, in hexadecimal"
    )
    readings_decided = models.BooleanField(
        default=False, help_text="Whether the Committee changed a reading since it was opened"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.UUIDField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.UUIDField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)
    reconciled_at = models.DateTimeField(null=True, blank=True)
    reconciled_by = models.UUIDField(null=True, blank=True)
    reconciled_note = models.TextField(blank=True)

    objects = SchemeVersionQuerySet.as_manager()

    class Meta:
        ordering = ["scheme", "-financial_year_starts_in", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "financial_year_starts_in", "number"],
                name="one_scheme_version_a_number",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "consulted", "approved"], opened_at__isnull=True)
                | Q(status__in=["open", "variation", "reconciled"], opened_at__isnull=False)
                | Q(status="withdrawn"),
                name="an_open_scheme_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["draft", "consulted", "approved"])
                | Q(status="draft", consulted_at__isnull=True, approved_at__isnull=True)
                | Q(status="consulted", consulted_at__isnull=False, approved_at__isnull=True)
                | Q(status="approved", consulted_at__isnull=False, approved_at__isnull=False),
                name="a_scheme_is_approved_after_its_consultation",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True, approved_by__isnull=True, approved_digest="")
                | (
                    Q(approved_at__isnull=False, approved_by__isnull=False) & ~Q(approved_digest="")
                ),
                name="an_approved_scheme_says_by_whom_and_what",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status="withdrawn", withdrawn_at__isnull=False) & ~Q(withdrawn_because="")
                )
                | (~Q(status="withdrawn") & Q(withdrawn_at__isnull=True)),
                name="a_withdrawn_scheme_says_why",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status="reconciled", reconciled_at__isnull=False) & ~Q(reconciled_note="")
                )
                | (~Q(status="reconciled") & Q(reconciled_at__isnull=True)),
                name="a_reconciled_scheme_says_what_was_found",
            ),
            models.CheckConstraint(
                condition=Q(who_may_provide="practices") | Q(requires_registered_list=False),
                name="only_practices_hold_a_registered_list",
            ),
            models.CheckConstraint(
                condition=Q(four_tests_required=True)
                | (
                    ~Q(kind__in=[kind.value for kind in SUCCESSORS])
                    & (~Q(kind="les") | Q(financial_year_starts_in__lt=TESTED_SINCE))
                ),
                name="a_kind_that_needs_the_four_tests_requires_them",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.financial_year}"

    def get_absolute_url(self) -> str:
        return reverse("les_schemes:scheme", args=[self.pk])

    @property
    def financial_year(self) -> FinancialYear:
        return FinancialYear(self.financial_year_starts_in)

    @property
    def phase(self) -> SchemePhase:
        """How far it has come today. Until the deadline an open one is open for sign-up, live or
        not: that is what somebody may still do about it."""
        if self.status != SchemeStatus.OPEN:
            return SchemePhase(self.status)
        today = clock.today()
        if today <= self.last_day:
            return SchemePhase.OPEN
        if today < self.financial_year.first_day:
            return SchemePhase.CLOSED
        return SchemePhase.LIVE if today <= self.financial_year.last_day else SchemePhase.YEAR_END

    @property
    def is_changed_since_consultation(self) -> bool:
        """Its design was changed after its consultation was recorded as done."""
        return self.consulted_at is not None and self.changed_at is not None

    @property
    def as_varied(self) -> "SchemeVersion":
        """The version whose wording holds today: this one, or the last that varied it (NOT-15)."""
        return self.as_varied_on(clock.today())

    def as_varied_on(self, day: date) -> "SchemeVersion":
        """The version whose wording held on a day."""
        in_force = self.variations.in_force(day).select_related(
            "by_version__scheme", "by_version__framework__file", "by_version__commissioner"
        )
        latest = in_force.order_by("in_force_from", "settled_at").last()
        return latest.by_version if latest is not None else self

    @property
    def texts_in_force(self) -> Any:
        return self.as_varied.texts

    @property
    def kind_name(self) -> str:
        """What it is badged as: the commissioner's own word, else the kind's."""
        return self.kind_label or str(self.get_kind_display())

    @property
    def is_for_practices_only(self) -> bool:
        return self.who_may_provide == WhoMayProvide.PRACTICES

    @property
    def last_day(self) -> date:
        """The day on whose last second sign-up closes, in Europe/London (AMB-02)."""
        return timezone.localtime(self.sign_up_deadline).date()


class Objective(models.Model):
    """A row of the objectives table, in the source's five columns (ENT-12, R1-012)."""

    version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="objectives")
    number = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=40, help_text="AT PRACTICE LEVEL or AT LOCALITY LEVEL")
    title = models.TextField()
    rationale = models.TextField(blank=True)
    measure = models.JSONField(help_text="Paragraphs and lists of the column To be measured by")
    award = models.JSONField()
    additional = models.JSONField()
    kind = models.CharField(
        max_length=30, blank=True, help_text="The kind of rule it pays by, of rules.KINDS"
    )
    terms = models.JSONField(default=dict, blank=True, help_text="As the contract writes them")
    readings = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="one_objective_a_number")
        ]

    def __str__(self) -> str:
        return f"Objective {self.number}"
