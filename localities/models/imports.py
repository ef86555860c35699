import uuid

from django.db import models
from django.db.models import Q

from localities.querysets import ImportQuerySet
from localities.statuses import ImportKind, ImportStatus
from pbc.models import StoredFile


class Import(models.Model):
    """One uploaded file: what it would change, what was refused, and what it did change."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=14, choices=ImportKind)
    file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="imports"
    )
    status = models.CharField(
        max_length=10, choices=ImportStatus, default=ImportStatus.UPLOADED
    )
    preview = models.JSONField(
        default=dict,
        help_text="Counts, control totals and samples of what would change",
    )
    result = models.JSONField(default=dict, help_text="What was written")
    refused_rows = models.ForeignKey(
        StoredFile,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="reports",
    )
    fault = models.TextField(
        blank=True, help_text="Why the file as a whole cannot be read"
    )
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
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.file.original_name}"
