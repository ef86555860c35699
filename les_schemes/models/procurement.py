import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from les_schemes.models.schemes import SchemeVersion
from les_schemes.procurement.querysets import (
    AssessmentQuerySet,
    OfferInvitationQuerySet,
    ProcurementDecisionQuerySet,
)
from les_schemes.procurement.statuses import (
    WITH_STANDSTILL,
    ChallengeOutcome,
    FourTests,
    InvitationAnswer,
    ProcurementStatus,
    Route,
)
from localities.models import Organisation
from pbc.models import StoredFile


class ProcurementAssessment(models.Model):
    """How it was decided who provides a scheme version: four tests, a route, a notice (ENT-37)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.OneToOneField(
        SchemeVersion, on_delete=models.PROTECT, related_name="procurement"
    )
    status = models.CharField(
        max_length=12, choices=ProcurementStatus, default=ProcurementStatus.DRAFTING
    )
    started_at = models.DateTimeField()
    started_by = models.UUIDField()

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["started_at"]

    def __str__(self) -> str:
        return f"Procurement of {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("les_schemes:procurement", args=[self.version_id])


class TestEvidence(models.Model):
    """What shows that one of the four tests is passed, by whom and when (R4-001).

    Never changed: another row takes its place, and the latest of a test counts.
    """

    __test__ = False  # pytest takes it for a class of tests

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(
        ProcurementAssessment, on_delete=models.PROTECT, related_name="evidence"
    )
    test = models.CharField(max_length=12, choices=FourTests)
    text = models.TextField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    given_by = models.UUIDField()

    class Meta:
        ordering = ["given_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="evidence_of_a_test_has_words")
        ]

    def __str__(self) -> str:
        return f"{self.get_test_display()}: evidence of {self.assessment.version}"


class ProcurementDecision(models.Model):
    """One decision how providers are found: its route, notice, standstill and confirmation.

    A challenge may set it aside; the next decision of the assessment then stands beside it in the
    register (E-12, REP-11).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    assessment = models.ForeignKey(
        ProcurementAssessment, on_delete=models.PROTECT, related_name="decisions"
    )
    number = models.PositiveSmallIntegerField()
    route = models.CharField(max_length=14, choices=Route)
    reason = models.TextField()
    route_chosen_at = models.DateTimeField()
    route_chosen_by = models.UUIDField()
    notice_reference = models.CharField(max_length=120, blank=True)
    notice_place = models.CharField(max_length=300, blank=True, help_text="Where it can be read")
    noticed_on = models.DateField(null=True, blank=True)
    notice_recorded_at = models.DateTimeField(null=True, blank=True)
    notice_recorded_by = models.UUIDField(null=True, blank=True)
    standstill_ends = models.DateField(
        null=True, blank=True, help_text="Its last day; none where the route has no standstill"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.UUIDField(null=True, blank=True)
    deciding_body = models.CharField(
        max_length=200, blank=True, help_text="Who decided, as the record names them"
    )
    set_aside_at = models.DateTimeField(null=True, blank=True)

    objects = ProcurementDecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-noticed_on", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "number"], name="one_procurement_decision_a_number"
            ),
            models.UniqueConstraint(
                fields=["assessment"],
                condition=Q(set_aside_at__isnull=True),
                name="one_procurement_decision_in_force",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="a_procurement_route_has_its_reason"
            ),
            models.CheckConstraint(
                condition=Q(
                    noticed_on__isnull=True,
                    notice_reference="",
                    notice_recorded_at__isnull=True,
                    notice_recorded_by__isnull=True,
                    standstill_ends__isnull=True,
                )
                | (
                    Q(
                        noticed_on__isnull=False,
                        notice_recorded_at__isnull=False,
                        notice_recorded_by__isnull=False,
                    )
                    & ~Q(notice_reference="")
                ),
                name="a_procurement_notice_has_its_reference_day_time_and_person",
            ),
            models.CheckConstraint(
                condition=Q(noticed_on__isnull=True)
                | ~Q(route__in=[route.value for route in WITH_STANDSTILL])
                | Q(standstill_ends__gt=F("noticed_on")),
                name="a_notice_with_a_standstill_has_its_last_day",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by__isnull=True)
                | (
                    Q(
                        confirmed_at__isnull=False,
                        confirmed_by__isnull=False,
                        noticed_on__isnull=False,
                        set_aside_at__isnull=True,
                    )
                    & ~Q(confirmed_by=F("route_chosen_by"))
                ),
                name="another_person_confirms_a_procurement",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_route_display()}: {self.assessment.version}"

    def get_absolute_url(self) -> str:
        return reverse("les_schemes:procurement-decision", args=[self.pk])

    @property
    def has_standstill(self) -> bool:
        return self.route in WITH_STANDSTILL

    def is_standing_still_on(self, day: date) -> bool:
        """Whether the standstill still runs on a day."""
        return self.standstill_ends is not None and day <= self.standstill_ends

    @property
    def standing(self) -> str:
        """Where it stands, for the register."""
        if self.set_aside_at is not None:
            return "Set aside"
        return "Confirmed" if self.confirmed_at is not None else "Notice published"


class ProcurementChallenge(models.Model):
    """Someone aggrieved made representations against a decision, and how it was answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(
        ProcurementDecision, on_delete=models.PROTECT, related_name="challenges"
    )
    challenger = models.CharField(max_length=200)
    grounds = models.TextField()
    received_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    outcome = models.CharField(max_length=13, choices=ChallengeOutcome, blank=True)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["received_on", "recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    outcome="",
                    answer="",
                    answered_on__isnull=True,
                    answered_at__isnull=True,
                    answered_by__isnull=True,
                )
                | (
                    ~Q(outcome="")
                    & ~Q(answer="")
                    & Q(
                        answered_on__gte=F("received_on"),
                        answered_at__isnull=False,
                        answered_by__isnull=False,
                    )
                ),
                name="an_answered_challenge_has_its_words_day_time_and_person",
            )
        ]

    def __str__(self) -> str:
        return f"Challenge by {self.challenger}"


class OfferInvitation(models.Model):
    """A provider, no practice, is invited to provide a scheme version, and answers (R4-003)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="invitations")
    provider = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="offers_received"
    )
    invited_at = models.DateTimeField()
    invited_by = models.UUIDField()
    told_at = models.DateTimeField(
        null=True, blank=True, help_text="Once the scheme is open; a draft is no offer yet"
    )
    answer = models.CharField(
        max_length=12, choices=InvitationAnswer, default=InvitationAnswer.WAITING
    )
    answer_note = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.UUIDField(null=True, blank=True)

    objects = OfferInvitationQuerySet.as_manager()

    class Meta:
        ordering = ["provider__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "provider"], name="a_provider_is_invited_once"
            ),
            models.CheckConstraint(
                condition=Q(answer="waiting", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="waiting") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="an_answered_invitation_has_its_time_and_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.provider} invited to {self.version}"
