"""Claims for items of service (issue 4.7): how many of each a provider claims for a month."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from les_schemes.models.monthly_returns import (
    RETURNED_WITH_A_REASON,
    SUBMITTED_BY_SOMEBODY,
    MonthlyReturn,
    Revision,
)


class Claim(MonthlyReturn):
    """What a provider claims for a month under every objective that pays a fee for each item."""

    noun: ClassVar[str] = "claim"

    class Meta(MonthlyReturn.Meta):
        ordering = ["version", "provider", "month"]
        constraints = [
            *MonthlyReturn.Meta.constraints,
            models.UniqueConstraint(
                fields=["version", "provider", "month"],
                condition=~Q(status="void"),
                name="one_live_claim_a_provider_and_month",
            ),
            models.CheckConstraint(
                condition=~Q(status="excused"), name="no_month_is_excused_from_a_claim"
            ),
        ]
        indexes = [
            models.Index(fields=["commissioner", "status"], name="claims_to_look_at"),
            models.Index(fields=["version", "month", "status"], name="claims_of_a_month"),
        ]

    def __str__(self) -> str:
        return f"{self.provider}: claim of {self.month:%B %Y}"

    def get_absolute_url(self) -> str:
        return reverse(
            "les_schemes:claim", args=[self.version_id, self.provider.code, f"{self.month:%Y-%m}"]
        )


class ClaimRevision(Revision):
    """A claim's counts as they were, or will be, submitted; never changed once they were."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="revisions")
    unusual_because = models.TextField(
        blank=True, help_text="What the provider says where a count is far from its own history"
    )

    class Meta:
        ordering = ["claim", "number"]
        constraints = [
            models.UniqueConstraint(fields=["claim", "number"], name="one_claim_revision_a_number"),
            models.UniqueConstraint(
                fields=["claim"],
                condition=Q(submitted_at__isnull=True),
                name="one_revision_of_a_claim_is_prepared",
            ),
            models.CheckConstraint(
                condition=SUBMITTED_BY_SOMEBODY,
                name="a_submitted_claim_revision_has_its_time_and_person",
            ),
            models.CheckConstraint(
                condition=RETURNED_WITH_A_REASON,
                name="a_returned_claim_revision_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"Revision {self.number} of {self.claim}"

    @property
    def of(self) -> Claim:
        return self.claim


class ClaimedItems(models.Model):
    """How many items are claimed under an objective; 0 is an explicit nil."""

    revision = models.ForeignKey(ClaimRevision, on_delete=models.CASCADE, related_name="items")
    objective = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField()

    class Meta:
        ordering = ["revision", "objective"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "objective"], name="one_count_an_objective_and_claim"
            )
        ]

    def __str__(self) -> str:
        return f"{self.count} under objective {self.objective}"
