import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse

from applications.querysets import LevelApplicationQuerySet, LevelAwardQuerySet
from applications.statuses import LIVE, Direction, LevelApplicationStatus
from governance.models import Decision
from les_schemes.models import Framework, SchemeVersion
from localities.models import Locality
from pbc.models import StoredFile

LEVELS = (1, 2, 3)


class LevelCriterion(models.Model):
    """A condition the Framework sets for a level (ENT-10): the customer's own, none invented."""

    framework = models.ForeignKey(
        Framework, on_delete=models.PROTECT, related_name="level_criteria"
    )
    level = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["framework", "level", "number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__gte=2, level__lte=3), name="criteria_are_of_level_2_or_3"
            ),
            models.UniqueConstraint(
                fields=["framework", "level", "number"],
                condition=Q(retired_at__isnull=True),
                name="one_criterion_a_number",
            ),
        ]

    def __str__(self) -> str:
        return f"Level {self.level}, criterion {self.number}"


class LevelApplication(models.Model):
    """A locality asks for a higher operating level; or the commissioner for a lower (SM-05)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(
        SchemeVersion, on_delete=models.PROTECT, related_name="level_applications"
    )
    locality = models.ForeignKey(
        Locality, on_delete=models.PROTECT, related_name="level_applications"
    )
    direction = models.CharField(max_length=4, choices=Direction, default=Direction.UP)
    level = models.PositiveSmallIntegerField()
    case = models.TextField(blank=True, help_text="Why, in the applicant's words")
    status = models.CharField(
        max_length=10, choices=LevelApplicationStatus, default=LevelApplicationStatus.DRAFT
    )
    officer_notes = models.TextField(blank=True)
    officer_recommends = models.BooleanField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.UUIDField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.UUIDField(null=True, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.UUIDField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = LevelApplicationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=3), name="a_level_is_1_2_or_3"
            ),
            models.UniqueConstraint(
                fields=["version", "locality"],
                condition=Q(status__in=LIVE),
                name="one_live_level_application_a_locality",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"])
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="a_submitted_level_application_has_its_time_and_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.locality}: level {self.level}"

    def get_absolute_url(self) -> str:
        return reverse("applications:level-application", args=[self.pk])


class CriterionEvidence(models.Model):
    """What the locality shows for one criterion, and how the officer reads it."""

    application = models.ForeignKey(
        LevelApplication, on_delete=models.PROTECT, related_name="evidence"
    )
    criterion = models.ForeignKey(LevelCriterion, on_delete=models.PROTECT, related_name="evidence")
    text = models.TextField(blank=True)
    file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    met = models.BooleanField(null=True, blank=True, help_text="The officer's reading")
    officer_note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["criterion__number"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "criterion"], name="one_evidence_a_criterion"
            )
        ]

    def __str__(self) -> str:
        return f"Evidence for {self.criterion}"


class LevelAward(models.Model):
    """A level the Committee awarded (ENT-09). No level changes without a decision (TV-35).

    ``decided_on`` is what the rules take; from when it pays follows from the scheme's reading
    ``level_effective``. Never backwards in time: a later award takes over from its own day on.
    A correction that agrees makes an award of its own, of the day of the decision it corrects;
    the award of a decision that was corrected counts no longer.
    """

    version = models.ForeignKey(
        SchemeVersion, on_delete=models.PROTECT, related_name="level_awards"
    )
    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, related_name="level_awards")
    application = models.ForeignKey(
        LevelApplication, on_delete=models.PROTECT, related_name="awards"
    )
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="award")
    level = models.PositiveSmallIntegerField()
    decided_on = models.DateField()
    recorded_at = models.DateTimeField()

    objects = LevelAwardQuerySet.as_manager()

    class Meta:
        ordering = ["locality", "decided_on", "recorded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(level__gte=1, level__lte=3), name="an_award_is_of_level_1_2_or_3"
            )
        ]

    def __str__(self) -> str:
        return f"{self.locality}: level {self.level}, decided {self.decided_on:%-d %B %Y}"
