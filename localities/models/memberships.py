from django.db import models
from django.db.models import F, Q

from localities.models.dated import Dated
from localities.models.organisations import Commissioner, Locality, Practice, Provider
from localities.querysets import DatedQuerySet


class CommissionerMembership(Dated, models.Model):
    """A practice belongs to a commissioner: ``[starts, ends)``, never to two at once.

    An ODS leaving date is the last day of membership, so ``ends`` is the day after.
    """

    practice = models.ForeignKey(
        Practice, on_delete=models.PROTECT, related_name="commissioner_memberships"
    )
    commissioner = models.ForeignKey(
        Commissioner, on_delete=models.PROTECT, related_name="commissioned_practices"
    )
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["practice", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")),
                name="a_commissioner_membership_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["practice", "starts"],
                name="one_commissioner_membership_a_start",
            ),
        ]
        indexes = [
            models.Index(fields=["commissioner", "starts"], name="memberships_by_commissioner")
        ]

    def __str__(self) -> str:
        return f"{self.practice} in {self.commissioner} from {self.starts:%-d %B %Y}"


class LocalityMembership(Dated, models.Model):
    """A practice belongs to a locality: ``[starts, ends)``, never to two at once (ENT-08)."""

    practice = models.ForeignKey(
        Practice, on_delete=models.PROTECT, related_name="locality_memberships"
    )
    locality = models.ForeignKey(
        Locality, on_delete=models.PROTECT, related_name="member_practices"
    )
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=200)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["practice", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")),
                name="a_locality_membership_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.practice} in {self.locality} from {self.starts:%-d %B %Y}"


class ProviderListing(Dated, models.Model):
    """A provider, no practice, stands on a commissioner's list of providers: ``[starts, ends)``.

    It may stand on several commissioners' lists at once, on each of them once at a time.
    """

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="listings")
    commissioner = models.ForeignKey(
        Commissioner, on_delete=models.PROTECT, related_name="listed_providers"
    )
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, help_text="Why it was taken off the list")
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["provider", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")),
                name="a_provider_listing_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.provider} on the list of {self.commissioner}"
