import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse

from les_schemes.models.schemes import SchemeVersion


class CostAssumptions(models.Model):
    """What is assumed of the year a version is for (SM-01), in the form of ``costing.stored``."""

    version = models.OneToOneField(
        SchemeVersion, on_delete=models.PROTECT, related_name="cost_assumptions"
    )
    assumed = models.JSONField()
    written_at = models.DateTimeField()
    written_by = models.UUIDField(null=True)

    def __str__(self) -> str:
        return f"Assumptions of {self.version}"


class CostTrial(models.Model):
    """Terms and readings that a person tries out on a draft; nothing is paid by them.

    ``scheme`` is the calculation contract's document; ``digest`` stands for the draft as it was
    then, and a trial of another is put aside.
    """

    version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="cost_trials")
    person = models.UUIDField()
    digest = models.CharField(max_length=64)
    scheme = models.JSONField()
    tried_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "person"], name="one_cost_trial_a_person_and_version"
            )
        ]

    def __str__(self) -> str:
        return f"Trial of {self.version}"


class DryRun(models.Model):
    """A version worked out for everyone who may take part, before it opens (SM-01).

    ``digest`` stands for all that decided what it comes to. ``facts`` is the document of the
    calculation contract it was worked out from, ``payees`` the lines of each payee, ``left_out``
    who could not be counted and why. It is accepted by whoever looked through it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="dry_runs")
    number = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    assumed = models.JSONField()
    facts = models.JSONField()
    payees = models.JSONField()
    left_out = models.JSONField(default=list, blank=True)
    providers = models.PositiveIntegerField(help_text="Who may take part and was counted")
    total_pence = models.BigIntegerField(help_text="What is paid out")
    set_aside_pence = models.BigIntegerField(help_text="What is set aside")
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.UUIDField(null=True, blank=True)
    looked_at = models.TextField(blank=True, help_text="What whoever accepted it looked at")

    class Meta:
        ordering = ["version", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="one_dry_run_a_number"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True, looked_at="")
                | (Q(accepted_at__isnull=False) & ~Q(looked_at="")),
                name="an_accepted_dry_run_says_what_was_looked_at",
            ),
        ]

    def __str__(self) -> str:
        return f"Dry run {self.number} of {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("les_schemes:dry-run", args=[self.version_id, self.number])
