import uuid

from django.db import models
from django.db.models import Q

from les_schemes.models.schemes import SchemeVersion


class WorkedExample(models.Model):
    """Facts, and what a person worked out by hand that a version pays on them (SM-01).

    ``facts`` and ``expected`` have the form of ``rules.worked_examples``; an empty ``expected``
    has still to be worked out.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="examples")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    note = models.TextField(blank=True, help_text="Where it comes from, or what it is to show")
    facts = models.JSONField()
    expected = models.JSONField(default=dict, blank=True)
    corrected_because = models.TextField(
        blank=True, help_text="What was wrong in the amounts before they were made to agree"
    )
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["version", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "number"], name="one_worked_example_a_number"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="a_worked_example_has_a_title"),
        ]

    def __str__(self) -> str:
        return f"Example {self.number}: {self.title}"
