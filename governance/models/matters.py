import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse

from governance.models.committees import Committee
from governance.querysets import MatterQuerySet
from governance.statuses import PENDING, MatterStatus
from localities.models import Organisation, Person
from pbc.models import StoredFile


class Matter(models.Model):
    """Something for the Committee to decide. What it is about is known only to its kind.

    ``kind`` names an entry of ``governance.kinds``; ``subject_type`` and ``subject_id`` name the
    thing in the room that registered the kind.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="matters")
    kind = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    private = models.BooleanField(
        default=False, help_text="Heard in the private part: commercial or personal (GOV-10)"
    )
    concerned = models.ManyToManyField(Organisation, related_name="matters")
    people_concerned = models.ManyToManyField(Person, related_name="matters", blank=True)
    status = models.CharField(max_length=10, choices=MatterStatus, default=MatterStatus.PROPOSED)
    raised_at = models.DateTimeField()
    raised_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.UUIDField(null=True, blank=True)
    withdrawal_reason = models.CharField(max_length=300, blank=True)

    objects = MatterQuerySet.as_manager()

    class Meta:
        ordering = ["raised_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_type", "subject_id"],
                condition=Q(status__in=PENDING),
                name="one_pending_matter_a_thing_and_kind",
            ),
            models.CheckConstraint(
                condition=Q(status="withdrawn", withdrawn_at__isnull=False)
                | (~Q(status="withdrawn") & Q(withdrawn_at__isnull=True)),
                name="a_withdrawn_matter_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("governance:matter", args=[self.pk])


class MatterPaper(models.Model):
    """A paper put before the Committee with a matter."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="papers")
    title = models.CharField(max_length=200)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    private = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    added_by = models.UUIDField()

    class Meta:
        ordering = ["added_at"]

    def __str__(self) -> str:
        return self.title
