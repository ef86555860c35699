from django.db import models
from django.db.models import F, Q

from localities.models.imports import Import
from localities.models.organisations import Practice
from localities.querysets import ListSizeQuerySet


class ListSize(models.Model):
    """The patients registered at a practice on a day (ENT-04): superseded, never overwritten.

    What is held for a day is the row without ``superseded_at``; what was known at a moment is the
    row recorded by then and not yet superseded then.
    """

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="list_sizes")
    as_at = models.DateField()
    registered = models.PositiveIntegerField()
    weighted = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    source = models.CharField(max_length=200)
    imported = models.ForeignKey(
        Import,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="list_sizes",
    )
    reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)
    supersedes = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="superseded_by",
    )
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = ListSizeQuerySet.as_manager()

    class Meta:
        ordering = ["practice", "-as_at", "-recorded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["practice", "as_at"],
                condition=Q(superseded_at__isnull=True),
                name="one_list_size_held_for_a_day",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gte=F("recorded_at")),
                name="a_list_size_is_superseded_after_it_was_recorded",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registered:,} patients at {self.practice} on {self.as_at:%-d %B %Y}"
