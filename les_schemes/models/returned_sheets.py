import uuid
from datetime import datetime, time

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from les_schemes.models.sign_ups import SignUp
from les_schemes.querysets import ReturnedSheetQuerySet
from les_schemes.statuses import Channel, SheetStatus, SigningCapacity
from localities.models import Locality, Person, Post
from pbc import clock
from pbc.models import StoredFile


class ReturnedSheet(models.Model):
    """A sheet signed on paper: uploaded by one person, checked against its scan by another.

    It holds what the uploader read on the paper. The sign-up itself changes only once another
    person has verified it (SM-02). Entries the paper leaves empty are empty here (EXC-24).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sign_up = models.ForeignKey(SignUp, on_delete=models.PROTECT, related_name="sheets")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=6, choices=Channel)
    received_on = models.DateField(help_text="The day it arrived: the day counts, not the hour")
    signed_on = models.DateField(
        null=True, blank=True, help_text="The date written on the paper (F-SIGN-16)"
    )
    locality = models.ForeignKey(
        Locality, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    alone = models.BooleanField(default=False)
    contact_number = models.CharField(max_length=40, blank=True)
    signed_posts = models.ManyToManyField(
        Post, related_name="+", blank=True, help_text="The GPs whose signature is on the paper"
    )
    practice_signatory = models.CharField(max_length=200, blank=True)
    practice_capacity = models.CharField(max_length=16, choices=SigningCapacity, blank=True)
    practice_person = models.ForeignKey(
        Person,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Who that is, where already known; else recorded when verified",
    )
    uploaded_at = models.DateTimeField()
    uploaded_by = models.UUIDField()
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.UUIDField(null=True, blank=True)
    rejected_at = models.DateTimeField(null=True, blank=True)
    rejected_by = models.UUIDField(null=True, blank=True)
    rejection_reason = models.TextField(blank=True)

    objects = ReturnedSheetQuerySet.as_manager()

    class Meta:
        ordering = ["uploaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_at__isnull=True, verified_by__isnull=True)
                | (
                    Q(verified_at__isnull=False, verified_by__isnull=False)
                    & ~Q(verified_by=F("uploaded_by"))
                ),
                name="another_person_verifies_a_sheet",
            ),
            models.CheckConstraint(
                condition=Q(rejected_at__isnull=True, rejected_by__isnull=True, rejection_reason="")
                | (
                    Q(rejected_at__isnull=False, rejected_by__isnull=False, verified_at=None)
                    & ~Q(rejection_reason="")
                ),
                name="a_rejected_sheet_has_its_time_person_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(channel__in=[Channel.POST, Channel.EMAIL]),
                name="a_paper_sheet_comes_by_post_or_email",
            ),
            models.CheckConstraint(
                condition=Q(signed_on__isnull=True) | Q(signed_on__lte=F("received_on")),
                name="a_sheet_is_signed_before_it_is_received",
            ),
            models.CheckConstraint(
                condition=Q(alone=False) | Q(locality__isnull=True),
                name="a_sheet_of_a_practice_alone_names_no_locality",
            ),
            models.CheckConstraint(
                condition=Q(practice_signatory="", practice_capacity="", practice_person=None)
                | (
                    ~Q(practice_signatory="")
                    & Q(practice_capacity__in=["practice_manager", "pbc_lead", "signatory"])
                ),
                name="who_signs_for_a_practice_has_a_capacity",
            ),
            models.UniqueConstraint(
                fields=["sign_up"],
                condition=Q(verified_at__isnull=True, rejected_at__isnull=True),
                name="one_sheet_a_sign_up_waits_to_be_verified",
            ),
        ]

    def __str__(self) -> str:
        return f"Sheet received {self.received_on:%-d %B %Y} for {self.sign_up}"

    def get_absolute_url(self) -> str:
        return reverse("les_schemes:returned-sheet", args=[self.pk])

    @property
    def status(self) -> SheetStatus:
        """Follows from who has checked it: there is no column that could say otherwise."""
        if self.verified_at is not None:
            return SheetStatus.VERIFIED
        return SheetStatus.REJECTED if self.rejected_at is not None else SheetStatus.WAITING

    @property
    def received_at(self) -> datetime:
        """Noon of the day it was received, or its upload if earlier: paper comes without a time.

        The deadline is the last second of a day, so any hour of that day is in time (AMB-02).
        """
        noon = datetime.combine(self.received_on, time(12), tzinfo=clock.LONDON)
        return min(noon, self.uploaded_at)

    @property
    def signed_at(self) -> datetime:
        """Noon of the date on the paper; of the day it was received where it bears none."""
        if self.signed_on is None:
            return self.received_at
        noon = datetime.combine(self.signed_on, time(12), tzinfo=clock.LONDON)
        return min(noon, self.received_at)

    @property
    def is_late(self) -> bool:
        return self.received_at > self.sign_up.version.sign_up_deadline

    @property
    def says_locality(self) -> bool:
        return self.alone or self.locality_id is not None

    @property
    def locality_joined(self) -> str:
        """As ``SignUp.locality_joined``: the line «PBC Locality Practice has joined»."""
        if self.alone:
            return "None: the practice commissions alone"
        return self.locality.name if self.locality else ""
