import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse

from governance.models.matters import Matter
from governance.models.meetings import AgendaItem
from governance.querysets import ConditionQuerySet, DecisionQuerySet
from governance.statuses import CARRIED_OUT, Manner, Outcome
from localities.models import Organisation, Person
from pbc.models import SealedDocument


class Decision(models.Model):
    """What the Committee decided (GOV-06). Never changed: a correction names what it corrects.

    ``answers`` holds what the kind of matter asked for; ``money_effect`` what was shown before
    deciding, in whole pence.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="decisions")
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    number = models.PositiveIntegerField(help_text="Counts the Committee's decisions")
    outcome = models.CharField(max_length=24, choices=Outcome)
    manner = models.CharField(max_length=14, choices=Manner)
    reasons = models.TextField()
    would_resolve = models.TextField(
        blank=True, help_text="On a refusal: what would make it agreeable (E-06)"
    )
    effective = models.DateField(null=True, blank=True)
    pays_from = models.DateField(null=True, blank=True)
    answers = models.JSONField(default=dict)
    money_effect = models.JSONField(default=list)
    quorum = models.JSONField(default=dict)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    decided_at = models.DateTimeField()
    recorded_by = models.UUIDField()

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at", "-number"]
        constraints = [
            models.CheckConstraint(condition=~Q(reasons=""), name="a_decision_has_reasons"),
            models.CheckConstraint(
                condition=~Q(outcome="declined") | ~Q(would_resolve=""),
                name="a_refusal_says_what_would_resolve_it",
            ),
            models.CheckConstraint(
                condition=Q(manner="chairs_action", item__isnull=True)
                | (~Q(manner="chairs_action") & Q(item__isnull=False)),
                name="decided_at_an_item_or_by_the_chair",
            ),
        ]

    def __str__(self) -> str:
        return f"Decision {self.number}: {self.matter}, {self.get_outcome_display().lower()}"

    def get_absolute_url(self) -> str:
        return reverse("governance:decision", args=[self.pk])

    @property
    def changes_no_amount(self) -> bool:
        """Money was worked out for it, and comes to the same."""
        return bool(self.money_effect) and all(
            effect["before_pence"] == effect["after_pence"] for effect in self.money_effect
        )

    @property
    def is_carried_out(self) -> bool:
        return self.outcome in CARRIED_OUT


class TakingPart(models.Model):
    """Who took part in a decision, and who was out of it and why (REP-18)."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="taking_part")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="took_part_in")
    capacity = models.CharField(max_length=10, blank=True)
    took_part = models.BooleanField()
    why_not = models.CharField(max_length=300, blank=True)
    choice = models.CharField(max_length=8, blank=True)

    class Meta:
        ordering = ["decision", "-took_part", "person__family_name"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "person"], name="a_person_is_once_in_a_decision"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.decision}"


class Ratification(models.Model):
    """A meeting ratified, or did not, what the chair had decided alone (AMB-94)."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="ratification")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="ratifications")
    ratified = models.BooleanField()
    reasons = models.TextField(blank=True)
    at = models.DateTimeField()
    recorded_by = models.UUIDField()

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{'Ratified' if self.ratified else 'Not ratified'}: {self.decision}"


class Condition(models.Model):
    """A condition of a decision, with who sees to it and by when; until then it holds payments.

    Payments to ``organisation`` under ``objective`` (every objective, if none) of the scheme
    version (every scheme, if none) wait on it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="conditions")
    text = models.TextField()
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="conditions")
    due = models.DateField()
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="conditions"
    )
    objective = models.PositiveSmallIntegerField(null=True, blank=True)
    scheme_version = models.UUIDField(
        null=True, blank=True, help_text="Under which the objective stands; none is every scheme"
    )
    discharged_at = models.DateTimeField(null=True, blank=True)
    discharged_by = models.UUIDField(null=True, blank=True)
    discharge_note = models.CharField(max_length=300, blank=True)

    objects = ConditionQuerySet.as_manager()

    class Meta:
        ordering = ["due"]
        constraints = [
            models.CheckConstraint(
                condition=Q(discharged_at__isnull=True, discharged_by__isnull=True)
                | Q(discharged_at__isnull=False, discharged_by__isnull=False),
                name="a_discharged_condition_has_its_time_and_person",
            )
        ]

    def __str__(self) -> str:
        return self.text


class Letter(models.Model):
    """The letter that tells a decision: sealed, sent, kept (GOV-07, DOC-04)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="letters")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="letters")
    document = models.OneToOneField(SealedDocument, on_delete=models.PROTECT, related_name="letter")
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField()

    class Meta:
        ordering = ["-issued_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "organisation"], name="one_letter_a_decision_and_organisation"
            ),
        ]

    def __str__(self) -> str:
        return f"Letter to {self.organisation} on {self.decision}"
