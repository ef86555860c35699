import uuid

from django.db import models
from django.db.models import F, Q

from localities.models.dated import Dated
from localities.models.organisations import Locality, Practice
from localities.querysets import DatedQuerySet, PersonQuerySet
from localities.statuses import ELIGIBLE_CAPACITIES, Capacity, OfficerPosition


class Person(models.Model):
    """A person in the world: a GP, a manager, an officer, a signatory (ENT-05)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=20, blank=True)
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    email = models.EmailField(blank=True)
    professional_number = models.CharField(max_length=20, blank=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["family_name", "given_name"]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.title, self.given_name, self.family_name) if part)


class Post(Dated, models.Model):
    """A GP's appointment at a practice (ENT-06): ``[starts, ends)``."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="posts")
    capacity = models.CharField(max_length=10, choices=Capacity)
    employed_by_commissioner = models.BooleanField(
        default=False, help_text="Such a person is neither counted nor paid (ACT-22)"
    )
    whole_time_equivalent = models.DecimalField(
        max_digits=3, decimal_places=2, null=True, blank=True
    )
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["practice", "person__family_name", "starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")),
                name="a_post_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_capacity_display()} at {self.practice}"

    @property
    def must_sign(self) -> bool:
        """Whether the sign-up sheet waits for this GP (readings.md AMB-05, AMB-07)."""
        return self.why_not_asked == ""

    @property
    def why_not_asked(self) -> str:
        """Why this GP's signature is not required; empty where it is."""
        if self.employed_by_commissioner:
            return "employed by the PCT, to whom this LES does not apply"
        if self.capacity not in ELIGIBLE_CAPACITIES:
            return f"a {self.get_capacity_display().lower()}, whose signature is not required"
        return ""


class LocalityOfficer(Dated, models.Model):
    """An officer or lead of a locality (ACT-12 to ACT-14)."""

    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, related_name="officers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="offices")
    position = models.CharField(max_length=20, choices=OfficerPosition)
    discipline = models.CharField(max_length=60, blank=True)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["locality", "position", "person__family_name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")),
                name="an_office_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_position_display()} of {self.locality}"
