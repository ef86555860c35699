import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse


class JobStatus(models.TextChoices):
    QUEUED = "queued", "Waiting to start"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


LIVE = (JobStatus.QUEUED, JobStatus.RUNNING)


class Job(models.Model):
    """Long work: this row, not the broker, is the truth about it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120, help_text="What must not run twice at once")
    title = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    requested_by = models.UUIDField(null=True)
    status = models.CharField(max_length=10, choices=JobStatus, default=JobStatus.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=500, blank=True)
    result_url = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-queued_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=Q(status__in=LIVE), name="one_live_job_a_key"
            ),
            models.CheckConstraint(
                condition=Q(status__in=LIVE, finished_at__isnull=True)
                | Q(status__in=["done", "failed"], finished_at__isnull=False),
                name="a_finished_job_has_its_time",
            ),
        ]
        indexes = [models.Index(fields=["status", "queued_at"], name="jobs_by_status")]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_status_display()})"

    def get_absolute_url(self) -> str:
        return reverse("pbc:job", args=[self.pk])

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

    @property
    def percent(self) -> int:
        return 100 * self.done // self.total if self.total else 0
