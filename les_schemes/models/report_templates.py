import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse

from les_schemes.models.schemes import SchemeVersion
from les_schemes.reports.columns import Standard
from les_schemes.reports.querysets import TemplateQuerySet
from les_schemes.reports.statuses import TemplateStatus
from localities.models import Locality


class ReportTemplate(models.Model):
    """What monthly reports contain, set by the PCT in agreement with PBC Leads (ENT-16, O2-07).

    It is used from ``applies_from``: the first of a year from its first month, a later one from
    the month after all have agreed (readings.md AMB-44).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(
        SchemeVersion, on_delete=models.PROTECT, related_name="report_templates"
    )
    number = models.PositiveSmallIntegerField()
    standard = models.JSONField(help_text="Columns and allowed words: see reports.columns")
    standards_in_words = models.TextField(
        blank=True, help_text="What a report has to come up to, «agreed standards» (O2-05)"
    )
    status = models.CharField(
        max_length=10, choices=TemplateStatus, default=TemplateStatus.PROPOSED
    )
    applies_from = models.DateField(null=True, blank=True, help_text="First day of a month")
    proposed_at = models.DateTimeField()
    proposed_by = models.UUIDField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.UUIDField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="Why it was refused or withdrawn")

    objects = TemplateQuerySet.as_manager()

    class Meta:
        ordering = ["version", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "number"], name="one_report_template_a_number"
            ),
            models.UniqueConstraint(
                fields=["version"],
                condition=Q(status="proposed"),
                name="one_report_template_is_proposed_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(status="agreed", agreed_at__isnull=False, applies_from__isnull=False)
                | (~Q(status="agreed") & Q(agreed_at__isnull=True, applies_from__isnull=True)),
                name="an_agreed_report_template_has_its_time_and_month",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=["refused", "withdrawn"],
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                )
                | (
                    ~Q(status__in=["refused", "withdrawn"])
                    & Q(ended_at__isnull=True, ended_by__isnull=True, reason="")
                ),
                name="a_report_template_that_ended_has_its_time_and_person",
            ),
        ]

    def __str__(self) -> str:
        return f"Report template {self.number} of {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("les_schemes:report-template", args=[self.version_id, self.number])

    @property
    def asks(self) -> Standard:
        return Standard.from_data(self.standard)


class TemplateAgreement(models.Model):
    """A locality whose leads are asked to agree a template, and whether they have."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    template = models.ForeignKey(
        ReportTemplate, on_delete=models.PROTECT, related_name="agreements"
    )
    locality = models.ForeignKey(Locality, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["template", "locality__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["template", "locality"], name="a_locality_is_asked_once"
            ),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True, agreed_by__isnull=True)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False),
                name="an_agreement_to_a_template_has_its_time_and_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.locality} on {self.template}"
