import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from governance.models import Decision
from les_schemes.design.statuses import Body
from les_schemes.models.schemes import SchemeVersion
from localities.models import Commissioner, Organisation
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


class SchemeDesigner(models.Model):
    """Who took part in designing a scheme version, and so does not approve it (SM-01)."""

    version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="designers")
    person = models.UUIDField()
    since = models.DateTimeField()

    class Meta:
        ordering = ["since"]
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="one_line_a_designer")
        ]

    def __str__(self) -> str:
        return f"{self.person}"


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


class ReadingChange(models.Model):
    """A change of one reading of an open version, put before the Committee (REP-19).

    Its matter says how far it has come; what is decided is a ``ReadingChoice``.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(
        SchemeVersion, on_delete=models.PROTECT, related_name="reading_changes"
    )
    objective = models.PositiveSmallIntegerField(default=0, help_text="0 is the whole scheme")
    reading = models.CharField(max_length=40)
    before = models.CharField(max_length=60)
    after = models.CharField(max_length=60)
    why = models.TextField()
    assumed = models.JSONField(
        default=dict, help_text="What was typed in for facts that only come later"
    )
    prepared_at = models.DateTimeField()
    prepared_by = models.UUIDField()

    class Meta:
        ordering = ["-prepared_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(after=F("before")), name="a_changed_reading_is_another"
            )
        ]

    def __str__(self) -> str:
        return f"Change of a reading of {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("les_schemes:reading-change", args=[self.pk])


class ReadingAmount(models.Model):
    """What a payee is entitled to before and after a change of a reading, in whole pence.

    ``year`` is worked out as at the year's end, ``so_far`` as at the day, both from the facts
    held then. ``decision`` is empty in the paper that the Committee was given.
    """

    change = models.ForeignKey(ReadingChange, on_delete=models.PROTECT, related_name="amounts")
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    payee = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    objective = models.PositiveSmallIntegerField()
    component = models.CharField(max_length=24)
    year_before_pence = models.BigIntegerField()
    year_after_pence = models.BigIntegerField()
    so_far_before_pence = models.BigIntegerField()
    so_far_after_pence = models.BigIntegerField()

    class Meta:
        ordering = ["payee__name", "payee__code", "objective", "component"]
        constraints = [
            models.UniqueConstraint(
                fields=["change", "payee", "objective", "component"],
                condition=Q(decision__isnull=True),
                name="one_amount_a_payee_in_the_paper",
            ),
            models.UniqueConstraint(
                fields=["decision", "payee", "objective", "component"],
                name="one_amount_a_payee_and_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.payee}, objective {self.objective}, {self.component}"

    @property
    def year_difference_pence(self) -> int:
        return self.year_after_pence - self.year_before_pence

    @property
    def so_far_difference_pence(self) -> int:
        """What the next run pays more, or takes off, for what was earned until the day."""
        return self.so_far_after_pence - self.so_far_before_pence

    @property
    def is_changed(self) -> bool:
        return bool(self.year_difference_pence or self.so_far_difference_pence)


class ReadingChoice(models.Model):
    """Which reading of an open question was chosen, by whom, when and why (REP-19).

    The latest of an objective and reading is in force; ``objective`` 0 is the whole scheme. In a
    draft whoever designs it chooses; after opening only a decision of the Committee.
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
    change = models.ForeignKey(
        ReadingChange, null=True, blank=True, on_delete=models.PROTECT, related_name="choices"
    )
    decision = models.OneToOneField(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["chosen_at"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(choice=F("before")), name="a_reading_that_is_chosen_changes"
            ),
            models.CheckConstraint(
                condition=Q(change__isnull=True, decision__isnull=True)
                | Q(change__isnull=False, decision__isnull=False),
                name="a_reading_is_changed_by_a_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reading}: {self.choice}"
