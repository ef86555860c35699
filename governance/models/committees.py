from django.db import models
from django.db.models import F, Q

from governance.statuses import Capacity
from localities.models import Commissioner, Person
from localities.querysets import DatedQuerySet


class Committee(models.Model):
    """The PBC Governance Committee of a commissioner (ACT-06), with the rule of its quorum.

    The seed is silent on the quorum; the fields hold the default of readings.md AMB-93.
    """

    commissioner = models.OneToOneField(
        Commissioner, on_delete=models.PROTECT, related_name="committee"
    )
    name = models.CharField(max_length=120, default="PBC Governance Committee")
    quorum_members = models.PositiveSmallIntegerField(default=4)
    quorum_needs_chair = models.BooleanField(default=True)
    quorum_needs_executive = models.BooleanField(default=True)
    quorum_needs_lay = models.BooleanField(default=True)
    paper_days = models.PositiveSmallIntegerField(
        default=7, help_text="Papers are due this many days before a meeting (CAL-05)"
    )
    letter_working_days = models.PositiveSmallIntegerField(
        default=5, help_text="A decision letter goes within this many working days (GOV-07)"
    )
    appeal_to = models.TextField(
        default="Write to the Committee's secretary within 28 days, saying why you disagree. "
        "People who took no part in the decision will look at it again."
    )

    class Meta:
        ordering = ["commissioner__name"]

    def __str__(self) -> str:
        return f"{self.name} of {self.commissioner}"

    @property
    def audit_chain(self) -> str:
        return self.commissioner.code


class CommitteeMembership(models.Model):
    """A person sits on a Committee in a capacity: ``[starts, ends)``."""

    committee = models.ForeignKey(Committee, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="committee_memberships"
    )
    capacity = models.CharField(max_length=10, choices=Capacity)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["committee", "capacity", "person__family_name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")),
                name="a_committee_membership_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_capacity_display()} of {self.committee}"
