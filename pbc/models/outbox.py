import uuid

from django.db import models
from django.urls import reverse


class Message(models.Model):
    """What a person was told: written with the change it tells of, e-mailed afterwards, kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person_id = models.UUIDField(null=True, db_index=True)
    email = models.EmailField(blank=True)
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    path = models.CharField(max_length=300, blank=True, help_text="The page it is about")
    key = models.CharField(
        max_length=160, unique=True, null=True, help_text="What must not be told twice"
    )
    at = models.DateTimeField(help_text="Domain time")
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-queued_at"]
        indexes = [models.Index(fields=["sent_at", "queued_at"], name="messages_to_send")]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("pbc:message", args=[self.pk])
