"""What is returned for a month, whatever it is: whose, received when, and revision by revision."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from les_schemes.models.schemes import SchemeVersion
from les_schemes.models.sign_ups import SignUp
from les_schemes.reports.querysets import MonthlyReturnQuerySet
from les_schemes.reports.statuses import ReportStatus, Reviewer
from localities.models import Commissioner, Locality, Organisation
from pbc import clock


class MonthlyReturn(models.Model):
    """A provider's return for one month of a scheme version.

    ``received_at`` is when it was first submitted and decides whether it was late; it is kept when
    a returned one comes back. Once accepted or excused it stays so, unless it is made void.
    """

    noun: ClassVar[str] = "report"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="%(class)ss")
    commissioner = models.ForeignKey(Commissioner, on_delete=models.PROTECT, related_name="+")
    locality = models.ForeignKey(
        Locality,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Whose leads accept it first; none of a provider that commissions alone",
    )
    month = models.DateField(help_text="Its first day")
    due_on = models.DateField()
    status = models.CharField(max_length=20, choices=ReportStatus, default=ReportStatus.DRAFT)
    created_at = models.DateTimeField()
    created_by = models.UUIDField()
    received_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True, help_text="The last time")
    submitted_by = models.UUIDField(null=True, blank=True)
    locality_accepted_at = models.DateTimeField(null=True, blank=True)
    locality_accepted_by = models.UUIDField(null=True, blank=True)
    locality_passed_because = models.TextField(
        blank=True, help_text="Why the commissioner stood in for the locality"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.UUIDField(null=True, blank=True)
    excused_at = models.DateTimeField(null=True, blank=True)
    excused_by = models.UUIDField(null=True, blank=True)
    excused_because = models.TextField(blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_by = models.UUIDField(null=True, blank=True)
    voided_because = models.TextField(blank=True)

    objects = MonthlyReturnQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, submitted_by__isnull=True, received_at=None)
                | Q(
                    submitted_at__isnull=False,
                    submitted_by__isnull=False,
                    received_at__isnull=False,
                ),
                name="a_submitted_%(class)s_has_its_time_and_person",
            ),
            models.CheckConstraint(
                condition=~Q(
                    status__in=[
                        "with_locality",
                        "with_commissioner",
                        "accepted",
                        "late_accepted",
                    ]
                )
                | Q(submitted_at__isnull=False),
                name="a_%(class)s_is_received_once_it_was_submitted",
            ),
            models.CheckConstraint(
                condition=Q(locality_accepted_at__isnull=True, locality_accepted_by__isnull=True)
                | Q(locality_accepted_at__isnull=False, locality_accepted_by__isnull=False),
                name="a_%(class)s_its_locality_accepted_has_its_time_and_person",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                & ~Q(status__in=["accepted", "late_accepted"])
                | Q(
                    status__in=["accepted", "late_accepted", "void"],
                    accepted_at__isnull=False,
                    accepted_by__isnull=False,
                )
                & ~Q(accepted_by=F("submitted_by")),
                name="another_person_accepts_a_%(class)s",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by__isnull=True)
                | Q(locality_accepted_by__isnull=True)
                | ~Q(accepted_by=F("locality_accepted_by")),
                name="two_persons_accept_a_%(class)s",
            ),
            models.CheckConstraint(
                condition=Q(excused_at__isnull=True, excused_by__isnull=True, excused_because="")
                & ~Q(status="excused")
                | Q(status__in=["excused", "void"], excused_at__isnull=False)
                & Q(excused_by__isnull=False)
                & ~Q(excused_because=""),
                name="an_excused_%(class)s_has_its_time_person_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(voided_at__isnull=True, voided_by__isnull=True, voided_because="")
                & ~Q(status="void")
                | Q(status="void", voided_at__isnull=False, voided_by__isnull=False)
                & ~Q(voided_because=""),
                name="a_void_%(class)s_has_its_time_person_and_reason",
            ),
        ]

    def get_absolute_url(self) -> str:
        raise NotImplementedError

    @property
    def holder(self) -> Organisation:
        """Who answers for it today: its provider, or the practice that took its place (EXC-08)."""
        sign_ups = SignUp.objects.filter(
            version=self.version_id, provider=self.provider_id, accepted_at__isnull=False
        )
        held = sign_ups.select_related("provider").order_by("accepted_at").last()
        return self.provider if held is None else held.holder

    @property
    def is_late(self) -> bool:
        """Whether it was first submitted after the day it was due."""
        received = self.received_at
        return received is not None and received.astimezone(clock.LONDON).date() > self.due_on


SUBMITTED_BY_SOMEBODY = Q(submitted_at__isnull=True, submitted_by__isnull=True) | Q(
    submitted_at__isnull=False, submitted_by__isnull=False
)
RETURNED_WITH_A_REASON = Q(
    returned_at__isnull=True, returned_by__isnull=True, returned_from="", returned_because=""
) | Q(submitted_at__isnull=False, returned_at__isnull=False, returned_by__isnull=False) & ~Q(
    returned_from=""
) & ~Q(returned_because="")


class Revision(models.Model):
    """The content of a monthly return as it was, or will be, submitted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True, help_text="What the practice says with it")
    begun_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.UUIDField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_by = models.UUIDField(null=True, blank=True)
    returned_from = models.CharField(max_length=12, choices=Reviewer, blank=True)
    returned_because = models.TextField(blank=True)

    class Meta:
        abstract = True
