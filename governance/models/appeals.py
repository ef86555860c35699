import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse

from governance.models.decisions import Decision
from governance.models.matters import Matter
from governance.querysets import AppealQuerySet
from governance.statuses import AppealStatus
from localities.models import Commissioner, Organisation
from pbc import clock


class Appeal(models.Model):
    """An appeal against a decision, or a dispute of anything else that can be named (ENT-39).

    ``subject_type`` and ``subject_id`` name what it is about: a decision of the Committee, a line
    of a run, or whatever a higher room registers. Its clocks run in working days (SM-17).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    commissioner = models.ForeignKey(
        Commissioner, on_delete=models.PROTECT, related_name="appeals_received"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="appeals_raised"
    )
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="appeals"
    )
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=80)
    subject_title = models.CharField(max_length=200)
    grounds = models.TextField()
    supported_by_lmc = models.BooleanField(default=False)
    status = models.CharField(max_length=12, choices=AppealStatus, default=AppealStatus.RAISED)
    matter = models.ForeignKey(
        Matter, null=True, blank=True, on_delete=models.PROTECT, related_name="appeals"
    )
    raised_at = models.DateTimeField()
    raised_by = models.UUIDField()
    acknowledge_by = models.DateField()
    answer_by = models.DateField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.TextField(blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["raised_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="closed", closed_at__isnull=False)
                | (~Q(status="closed") & Q(closed_at__isnull=True)),
                name="a_closed_appeal_has_its_time",
            ),
            models.UniqueConstraint(
                fields=["organisation", "subject_type", "subject_id"],
                condition=~Q(status="closed"),
                name="one_open_appeal_a_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"Appeal of {self.organisation}: {self.subject_title}"

    def get_absolute_url(self) -> str:
        return reverse("governance:appeal", args=[self.pk])

    @property
    def awaits_acknowledgement(self) -> bool:
        """Until it is acknowledged, or the days for that have passed."""
        return self.status == AppealStatus.RAISED and clock.today() <= self.acknowledge_by


class AppealStep(models.Model):
    """What was said or done on an appeal, in order; kept."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.UUIDField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.action} on {self.appeal}"
