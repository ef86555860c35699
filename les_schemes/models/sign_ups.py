import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from les_schemes.models.schemes import SchemeVersion
from les_schemes.querysets import NamedGPQuerySet, SignUpQuerySet
from les_schemes.statuses import (
    IN_FORCE,
    LIVE,
    Channel,
    SigningCapacity,
    SigningMethod,
    SignUpStatus,
)
from localities.models import Commissioner, Locality, Organisation, Person, Post
from localities.statuses import OrganisationKind
from pbc.models import StoredFile


class SignUp(models.Model):
    """A provider's sheet to join a scheme (ENT-13, F-SIGN): prepared, signed, returned, accepted.

    A practice names its GPs and the PBC Locality it joined; for another provider one person signs
    who is authorised to.

    ``received_at`` is when a sheet first came back and is kept when a queried sheet is cured
    within ten working days (readings.md AMB-03).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="sign_ups")
    provider = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="sign_ups",
        help_text="Who provides the service: a practice, or where the scheme allows another",
    )
    commissioner = models.ForeignKey(
        Commissioner, on_delete=models.PROTECT, related_name="sign_ups_received"
    )
    locality = models.ForeignKey(
        Locality,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="sign_ups_of_members",
    )
    alone = models.BooleanField(default=False, help_text="Commissions alone (readings.md AMB-08)")
    contact_number = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=6, choices=Channel, default=Channel.WEB)
    status = models.CharField(max_length=12, choices=SignUpStatus, default=SignUpStatus.DRAFT)

    created_at = models.DateTimeField()
    created_by = models.UUIDField(null=True)
    gps_confirmed_at = models.DateTimeField(null=True, blank=True)
    gps_confirmed_by = models.UUIDField(null=True, blank=True)
    undertaking_accepted_at = models.DateTimeField(
        null=True, blank=True, help_text="All five commitments (F-SIGN-03 to F-SIGN-08)"
    )
    undertaking_accepted_by = models.UUIDField(null=True, blank=True)
    signatures_requested_at = models.DateTimeField(null=True, blank=True)
    signatures_requested_by = models.UUIDField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.UUIDField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.UUIDField(null=True, blank=True)
    late_decision = models.CharField(
        max_length=300,
        blank=True,
        help_text="The Committee's minute that let a late sheet in",
    )
    late_reason = models.TextField(blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.UUIDField(null=True, blank=True)
    refusal_reason = models.TextField(blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.UUIDField(null=True, blank=True)
    withdrawal_reason = models.TextField(blank=True)
    notice_given_at = models.DateTimeField(null=True, blank=True)
    notice_given_by = models.UUIDField(null=True, blank=True)
    withdrawn_from = models.DateField(
        null=True,
        blank=True,
        help_text="Of an accepted sign-up: the first day on which it binds no more (AMB-69)",
    )

    objects = SignUpQuerySet.as_manager()

    class Meta:
        ordering = ["provider__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "provider"],
                condition=Q(status__in=LIVE),
                name="one_live_sign_up_a_provider",
            ),
            models.CheckConstraint(
                condition=Q(alone=False) | Q(locality__isnull=True),
                name="a_practice_alone_joins_no_locality",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "signing", "withdrawn"])
                | Q(received_at__isnull=False, submitted_at__isnull=False),
                name="a_returned_sheet_has_its_received_time",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=IN_FORCE,
                    accepted_at__isnull=False,
                    accepted_by__isnull=False,
                )
                | (~Q(status__in=IN_FORCE) & Q(accepted_at__isnull=True, accepted_by__isnull=True))
                | Q(status="withdrawn"),
                name="an_accepted_sign_up_has_its_time_and_person",
            ),
            models.CheckConstraint(
                condition=Q(status="refused", refused_at__isnull=False, refused_by__isnull=False)
                | (~Q(status="refused") & Q(refused_at__isnull=True)),
                name="a_refused_sign_up_has_its_time_and_person",
            ),
            models.CheckConstraint(
                condition=Q(
                    status="withdrawn", withdrawn_at__isnull=False, withdrawn_by__isnull=False
                )
                | (
                    ~Q(status="withdrawn") & Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                ),
                name="a_withdrawn_sign_up_has_its_time_and_person",
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawing")
                | Q(
                    notice_given_at__isnull=False,
                    notice_given_by__isnull=False,
                    withdrawn_from__isnull=False,
                ),
                name="a_notice_has_its_time_person_and_day",
            ),
            models.CheckConstraint(
                condition=~Q(status="withdrawn", accepted_at__isnull=False)
                | Q(withdrawn_from__isnull=False),
                name="an_agreement_that_was_ended_says_from_when",
            ),
        ]
        indexes = [models.Index(fields=["commissioner", "status"], name="sign_ups_to_look_at")]

    def __str__(self) -> str:
        return f"{self.provider}: sign-up to {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("les_schemes:sign-up", args=[self.pk])

    @property
    def is_of_practice(self) -> bool:
        """Whether GPs and a PBC Locality stand on the sheet: another provider has neither."""
        return self.provider.kind == OrganisationKind.PRACTICE

    @property
    def has_chosen_locality(self) -> bool:
        """Whether the sheet says which locality was joined, or that the practice is alone."""
        return self.alone or self.locality_id is not None or not self.is_of_practice

    @property
    def locality_joined(self) -> str:
        """The line «PBC Locality Practice has joined» of the sheet (F-SIGN-11)."""
        if self.alone:
            return "None: the practice commissions alone"
        return self.locality.name if self.locality else ""

    @property
    def holder(self) -> Organisation:
        """Who holds it today: its provider, or the practice that took the provider's place."""
        if self.status not in (SignUpStatus.TRANSFERRED, SignUpStatus.WITHDRAWN):
            return self.provider
        passed_on = self.transfers.select_related("successor").last()
        return passed_on.successor if passed_on is not None else self.provider

    @property
    def is_in_force(self) -> bool:
        return self.status in IN_FORCE

    @property
    def is_late(self) -> bool:
        """Whether the sheet came back after the scheme's deadline."""
        return self.received_at is not None and self.received_at > self.version.sign_up_deadline


class NamedGP(models.Model):
    """A GP named on a sheet, with whether the sheet waits for the signature (F-SIGN-13)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sign_up = models.ForeignKey(SignUp, on_delete=models.CASCADE, related_name="named_gps")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="named_on")
    required = models.BooleanField()
    why_not_required = models.CharField(max_length=120, blank=True)
    joined_later = models.BooleanField(
        default=False,
        help_text="Joined after acceptance: asked, but payment stays (AMB-06)",
    )
    asked_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.UUIDField(
        null=True, blank=True, help_text="Who recorded that the GP declines (EXC-05)"
    )
    decline_reason = models.CharField(max_length=300, blank=True)

    objects = NamedGPQuerySet.as_manager()

    class Meta:
        ordering = ["sign_up", "post__person__family_name", "post__person__given_name"]
        constraints = [
            models.UniqueConstraint(fields=["sign_up", "post"], name="a_gp_is_named_once"),
            models.CheckConstraint(
                condition=Q(declined_at__isnull=True, declined_by__isnull=True)
                | Q(declined_at__isnull=False, declined_by__isnull=False),
                name="a_gp_who_declined_has_the_time_and_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post.person} on {self.sign_up}"


class ShownTerms(models.Model):
    """What a signatory was shown, word for word, by its SHA-256."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    text = models.TextField()

    def __str__(self) -> str:
        return f"Terms {self.sha256[:12]}…"


class Signature(models.Model):
    """One person signed, for himself or herself alone (ENT-14). Never changed or deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sign_up = models.ForeignKey(SignUp, on_delete=models.PROTECT, related_name="signatures")
    named_gp = models.OneToOneField(
        NamedGP,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="signature",
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="signatures")
    capacity = models.CharField(max_length=16, choices=SigningCapacity)
    method = models.CharField(max_length=6, choices=SigningMethod)
    name_as_signed = models.CharField(max_length=200)
    drawing = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sheet = models.ForeignKey(
        "les_schemes.ReturnedSheet",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="signatures",
        help_text="The paper it was given on, verified by two persons (AMB-11)",
    )
    shown = models.ForeignKey(ShownTerms, on_delete=models.PROTECT, related_name="signatures")
    address = models.GenericIPAddressField(null=True, blank=True)
    signed_at = models.DateTimeField(help_text="Domain time")
    real_at = models.DateTimeField()

    class Meta:
        ordering = ["signed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity="gp", named_gp__isnull=False)
                | Q(
                    capacity__in=["practice_manager", "pbc_lead", "signatory"],
                    named_gp__isnull=True,
                ),
                name="a_gp_signs_as_named_on_the_sheet",
            ),
            models.UniqueConstraint(
                fields=["sign_up"],
                condition=Q(named_gp__isnull=True),
                name="one_person_signs_for_the_practice",
            ),
            models.CheckConstraint(
                condition=Q(method="sheet", sheet__isnull=False, drawing__isnull=True)
                | (~Q(method="sheet") & Q(sheet__isnull=True)),
                name="a_signature_on_paper_names_its_sheet",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name_as_signed} ({self.get_capacity_display()})"

    @property
    def signed_when(self) -> str:
        """Day and time in London; the day alone where it was signed on paper."""
        written = "j F Y" if self.method == SigningMethod.SHEET else "j F Y, H:i:s"
        return date_format(timezone.localtime(self.signed_at), written)


class SignUpQuery(models.Model):
    """The commissioner asks for something to be put right, with a reason."""

    sign_up = models.ForeignKey(SignUp, on_delete=models.PROTECT, related_name="queries")
    reason = models.TextField()
    raised_at = models.DateTimeField()
    raised_by = models.UUIDField()
    cure_by = models.DateField(help_text="Cured by this day, the sheet keeps its received time")
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["raised_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="an_answered_query_has_its_time_and_person",
            ),
            models.UniqueConstraint(
                fields=["sign_up"],
                condition=Q(answered_at__isnull=True),
                name="one_open_query_a_sign_up",
            ),
        ]

    def __str__(self) -> str:
        return f"Query on {self.sign_up}"

    def is_cured_in_time(self, on: date) -> bool:
        return on <= self.cure_by
