import uuid

from django.db import models
from django.db.models import F, Q

from les_schemes.design.statuses import Body
from les_schemes.models.schemes import SchemeVersion
from localities.models import Commissioner
from pbc.models import StoredFile

WHOLE_PERCENT_HUNDREDTHS = 100_00


class Consultation(models.Model):
    """Who was asked about a scheme version, when, what they said and what came of it (R0-002)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(
        SchemeVersion, on_delete=models.PROTECT, related_name="consultations"
    )
    body = models.CharField(max_length=12, choices=Body)
    name = models.CharField(max_length=120, blank=True, help_text="Who, where the body says less")
    on = models.DateField()
    said = models.TextField()
    response = models.TextField(blank=True)
    file = models.ForeignKey(
        StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["on", "recorded_at"]
        constraints = [
            models.CheckConstraint(condition=~Q(said=""), name="a_consultation_says_something")
        ]

    def __str__(self) -> str:
        return self.name or str(self.get_body_display())


class CostShare(models.Model):
    """What part of a scheme a commissioner bears, in hundredths of a percent (R0-001, EXC-25).

    The shares of a version that has any total 100%; the action sees to it.
    """

    version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="cost_shares")
    commissioner = models.ForeignKey(Commissioner, on_delete=models.PROTECT, related_name="+")
    hundredths = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["-hundredths", "commissioner__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "commissioner"], name="one_cost_share_a_commissioner"
            ),
            models.CheckConstraint(
                condition=Q(hundredths__gt=0, hundredths__lte=WHOLE_PERCENT_HUNDREDTHS),
                name="a_cost_share_is_up_to_the_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commissioner}: {self.percent}"

    @property
    def percent(self) -> str:
        """``60%``, ``33.34%``."""
        whole, rest = divmod(self.hundredths, 100)
        return f"{whole}.{rest:02d}%" if rest else f"{whole}%"


class ReadingChoice(models.Model):
    """Which reading of an open question was chosen, by whom, when and why (REP-19).

    The latest of an objective and reading is in force; ``objective`` 0 is the whole scheme.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(
        SchemeVersion, on_delete=models.PROTECT, related_name="reading_choices"
    )
    objective = models.PositiveSmallIntegerField(default=0)
    reading = models.CharField(max_length=40)
    choice = models.CharField(max_length=60)
    before = models.CharField(max_length=60, blank=True)
    why = models.TextField(blank=True)
    chosen_at = models.DateTimeField()
    chosen_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["chosen_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(choice=F("before")), name="a_reading_that_is_chosen_changes"
            )
        ]

    def __str__(self) -> str:
        return f"{self.reading}: {self.choice}"
