"""A practice's monthly report of referrals and activity (ENT-17), revision by revision."""

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from les_schemes.models.monthly_returns import (
    RETURNED_WITH_A_REASON,
    SUBMITTED_BY_SOMEBODY,
    MonthlyReturn,
    Revision,
)
from les_schemes.models.report_templates import ReportTemplate
from les_schemes.models.schemes import SchemeVersion
from les_schemes.reports.columns import ADMISSIONS, LONGEST_TEXT, PODS
from les_schemes.reports.querysets import RefusalQuerySet, UploadQuerySet
from localities.models import Commissioner, Organisation
from pbc.models import StoredFile


class MonthlyReport(MonthlyReturn):
    """A practice's report of referrals and activity for a month (O2-02)."""

    template = models.ForeignKey(
        ReportTemplate,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reports",
        help_text="None where the month was excused before anything was entered",
    )

    class Meta(MonthlyReturn.Meta):
        ordering = ["version", "provider", "month"]
        constraints = [
            *MonthlyReturn.Meta.constraints,
            models.UniqueConstraint(
                fields=["version", "provider", "month"],
                condition=~Q(status="void"),
                name="one_live_report_a_provider_and_month",
            ),
        ]
        indexes = [
            models.Index(fields=["commissioner", "status"], name="reports_to_look_at"),
            models.Index(fields=["version", "month", "status"], name="reports_of_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.provider}: report of {self.month:%B %Y}"

    def get_absolute_url(self) -> str:
        return reverse(
            "les_schemes:report",
            args=[self.version_id, self.provider.code, f"{self.month:%Y-%m}"],
        )


class ReportRevision(Revision):
    """A report's content as it was, or will be, submitted; never changed once it was."""

    report = models.ForeignKey(MonthlyReport, on_delete=models.PROTECT, related_name="revisions")
    no_referrals = models.BooleanField(default=False, help_text="Nil return (AMB-42)")
    no_activity = models.BooleanField(default=False, help_text="Nil return (AMB-42)")

    class Meta:
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="one_revision_a_number"),
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(submitted_at__isnull=True),
                name="one_revision_of_a_report_is_prepared",
            ),
            models.CheckConstraint(
                condition=SUBMITTED_BY_SOMEBODY,
                name="a_submitted_revision_has_its_time_and_person",
            ),
            models.CheckConstraint(
                condition=RETURNED_WITH_A_REASON,
                name="a_returned_revision_has_its_time_person_and_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Revision {self.number} of {self.report}"

    @property
    def of(self) -> MonthlyReport:
        return self.report

    def rows_of(self, section: str) -> "models.QuerySet[Any]":
        """The rows of ``referrals`` or ``activity``, in their order."""
        return self.referrals.all() if section == "referrals" else self.activity.all()

    def is_nil(self, section: str) -> bool:
        return self.no_referrals if section == "referrals" else self.no_activity


class ReferralRow(models.Model):
    """Referrals of one specialty, kind and provider (O2-03)."""

    revision = models.ForeignKey(ReportRevision, on_delete=models.CASCADE, related_name="referrals")
    number = models.PositiveIntegerField()
    specialty = models.CharField(max_length=LONGEST_TEXT)
    admission = models.CharField(max_length=12, choices=list(ADMISSIONS.items()))
    provider = models.CharField(max_length=LONGEST_TEXT, blank=True)
    count = models.PositiveIntegerField()

    class Meta:
        ordering = ["revision", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "number"], name="one_referral_row_a_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.specialty}, {self.get_admission_display().lower()}"


class ActivityRow(models.Model):
    """Activity of a provider as reported to the practice, validated and challenged (O2-04)."""

    revision = models.ForeignKey(ReportRevision, on_delete=models.CASCADE, related_name="activity")
    number = models.PositiveIntegerField()
    provider = models.CharField(max_length=LONGEST_TEXT)
    pod = models.CharField(max_length=12, choices=list(PODS.items()))
    reported_count = models.PositiveIntegerField()
    reported_pence = models.PositiveBigIntegerField()
    validated_count = models.PositiveIntegerField()
    validated_pence = models.PositiveBigIntegerField()
    challenged_count = models.PositiveIntegerField()
    challenged_pence = models.PositiveBigIntegerField()
    outcome = models.CharField(max_length=LONGEST_TEXT, blank=True)
    source_system = models.CharField(max_length=LONGEST_TEXT, blank=True)

    class Meta:
        ordering = ["revision", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "number"], name="one_activity_row_a_number"
            ),
            models.CheckConstraint(
                condition=Q(validated_count__lte=F("reported_count"))
                & Q(challenged_count__lte=F("reported_count"))
                & Q(challenged_pence__lte=F("reported_pence")),
                name="no_more_is_validated_or_challenged_than_reported",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider}, {self.get_pod_display()}"


class ReportUpload(models.Model):
    """A file that a practice sent for a month: what was read in it, and every fault found."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(MonthlyReport, on_delete=models.PROTECT, related_name="uploads")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    content = models.JSONField(help_text="Rows by section, as the reader made them")
    faults = models.JSONField(help_text="Each: sheet, row, column, message, value")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.UUIDField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.UUIDField(null=True, blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True, used_by__isnull=True)
                | Q(used_at__isnull=False, used_by__isnull=False, faults=[]),
                name="only_a_faultless_upload_is_used",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file} for {self.report}"

    def get_absolute_url(self) -> str:
        report = self.report
        return reverse(
            "les_schemes:report-uploaded",
            args=[report.version_id, report.provider.code, f"{report.month:%Y-%m}", self.pk],
        )


class PatientDataRefusal(models.Model):
    """What looked like an NHS number was refused: who sent it where, never what it was (EXC-13)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    commissioner = models.ForeignKey(Commissioner, on_delete=models.PROTECT, related_name="+")
    month = models.DateField()
    by_file = models.BooleanField()
    places = models.JSONField(help_text="Sheet, row and column, or the name of the box")
    at = models.DateTimeField()
    by = models.UUIDField()

    objects = RefusalQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"Refused from {self.provider}, {self.at:%-d %B %Y}"
