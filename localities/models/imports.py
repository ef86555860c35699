import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse

from localities.querysets import ImportQuerySet
from localities.statuses import FindingProblem, ImportKind, ImportStatus
from pbc.models import StoredFile


class Import(models.Model):
    """One uploaded file: what it would change, what was refused, and what it did change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=14, choices=ImportKind)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="imports")
    status = models.CharField(max_length=10, choices=ImportStatus, default=ImportStatus.UPLOADED)
    preview = models.JSONField(
        default=dict,
        help_text="Counts, control totals and samples of what would change",
    )
    result = models.JSONField(default=dict, help_text="What was written")
    stated_date = models.DateField(
        null=True,
        blank=True,
        help_text="What the file does not say itself: the day of its lists, or a day of its year",
    )
    fault = models.TextField(blank=True, help_text="Why the file as a whole cannot be read")
    uploaded_at = models.DateTimeField()
    uploaded_by = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.UUIDField(null=True, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="written", written_at__isnull=False)
                | (~Q(status="written") & Q(written_at__isnull=True)),
                name="a_written_import_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["confirmed", "written"], confirmed_at__isnull=False)
                | (~Q(status__in=["confirmed", "written"]) & Q(confirmed_at__isnull=True)),
                name="a_confirmed_import_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.file.original_name}"

    def get_absolute_url(self) -> str:
        return reverse("localities:import", args=[self.pk])


class ImportFinding(models.Model):
    """One thing said about one row of an imported file: refused, or taken with a note."""

    imported = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="findings")
    row = models.PositiveIntegerField(help_text="As a spreadsheet numbers it; a heading is row 1")
    column = models.CharField(max_length=200)
    value = models.TextField(blank=True)
    problem = models.CharField(max_length=16, choices=FindingProblem)
    explanation = models.TextField()
    remedy = models.TextField()
    refused = models.BooleanField()
    line = models.TextField(help_text="The row as it stands in the file")

    class Meta:
        ordering = ["imported", "row", "pk"]
        indexes = [models.Index(fields=["imported", "row"], name="findings_by_row")]

    def __str__(self) -> str:
        return f"Row {self.row}, {self.column}: {self.explanation}"
