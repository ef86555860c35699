"""Stored files and sealed documents: rows that are only ever added, never changed.

Both tables are append-only (``pbc.database_guards``): what a person signed, or was paid on, is
superseded by a new row and stays.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

models.CharField.register_lookup(Length)


class StoredFile(models.Model):
    """One file as it was received or made; ``pbc.files`` is its only writer and reader."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    storage_name = models.CharField(max_length=200, unique=True, editable=False)
    original_name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    kind = models.CharField(max_length=60)
    # Actors live in a higher room, so the row holds who it was in words and by identifier.
    by_id = models.CharField(max_length=64, blank=True)
    by_label = models.CharField(max_length=200)
    at = models.DateTimeField("stored (the project's clock)")
    real_at = models.DateTimeField("stored (real time)")

    class Meta:
        ordering = ["-real_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__length=64), name="stored_file_sha256_is_64_digits"
            ),
        ]

    def __str__(self) -> str:
        return self.original_name


class SealedDocument(models.Model):
    """A PDF made once, sealed and kept; its bytes are read back, never made again (DOC-01)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, related_name="sealed_document"
    )
    # The same content as the PDF, for the screen, as it stood when the PDF was made.
    screen_file = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, related_name="screen_of_document"
    )
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    sealed_at = models.DateTimeField("sealed (real time)")
    # What it is about, in words that need no table of a higher room.
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    facts = models.JSONField(
        help_text="Who signed what and when, as printed in the document; see documents.issue."
    )

    class Meta:
        ordering = ["-sealed_at"]
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="sealed_document_subject"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__length=64),
                name="sealed_document_sha256_is_64_digits",
            ),
        ]

    def __str__(self) -> str:
        return self.title
