import uuid

from django.db import models
from django.urls import reverse


class AuditChain(models.Model):
    """One chain for each commissioner and one for the system; the row is the lock and the head."""

    name = models.CharField(max_length=20, primary_key=True)
    head_number = models.PositiveBigIntegerField(default=0)
    head_hash = models.CharField(max_length=64, default="0" * 64)

    def __str__(self) -> str:
        return f"Audit chain {self.name} at event {self.head_number}"


class AuditEvent(models.Model):
    """One thing somebody did. Append-only; each event carries the hash of the one before."""

    chain = models.ForeignKey(AuditChain, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveBigIntegerField()
    form = models.PositiveSmallIntegerField(help_text="Version of the canonical form hashed")
    event = models.CharField(max_length=80)
    at = models.DateTimeField(help_text="Domain time: what the movable clock said")
    real_at = models.DateTimeField()
    actor_id = models.UUIDField(null=True, help_text="The person; empty for the system")
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=64)
    content = models.JSONField(help_text="before, after, reason; personal values as digests")
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["chain", "number"]
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="one_audit_event_a_number")
        ]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="audit_by_subject"),
            models.Index(fields=["actor_id"], name="audit_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.chain_id} {self.number}: {self.event}"

    def get_absolute_url(self) -> str:
        return reverse("pbc:audit-event", args=[self.chain_id, self.number])


class AuditPersonalValue(models.Model):
    """A personal value beside the chain: the event holds its salted digest, this row can go."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(AuditEvent, on_delete=models.PROTECT, related_name="personal_values")
    name = models.CharField(max_length=60)
    salt = models.CharField(max_length=64)
    value = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "name"], name="one_personal_value_a_name")
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.event_id}"
