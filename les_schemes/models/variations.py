import uuid
from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from governance.models import Decision
from les_schemes.models.schemes import SchemeVersion
from les_schemes.models.sign_ups import NamedGP, ShownTerms, SignUp
from les_schemes.querysets import VariationQuerySet
from les_schemes.statuses import Touches, VariationStatus
from localities.models import Person
from pbc import clock
from pbc.models import SealedDocument


class Variation(models.Model):
    """An open scheme is worded otherwise by a later version of it (SM-01, NOT-15).

    Sign-ups stay with the version that was opened, and so do payments: whoever a changed clause
    touches acknowledges it, and nobody signs up again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    varied = models.ForeignKey(SchemeVersion, on_delete=models.PROTECT, related_name="variations")
    by_version = models.ForeignKey(
        SchemeVersion, on_delete=models.PROTECT, related_name="varies_by"
    )
    reason = models.TextField()
    in_force_from = models.DateField()
    status = models.CharField(max_length=10, choices=VariationStatus)
    approval = models.CharField(
        max_length=300,
        blank=True,
        help_text="The Committee's decision, in the record or quoted",
    )
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    prepared_at = models.DateTimeField()
    prepared_by = models.UUIDField()
    settled_at = models.DateTimeField(null=True, blank=True)

    objects = VariationQuerySet.as_manager()

    class Meta:
        ordering = ["-prepared_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["by_version"],
                condition=~Q(status="declined"),
                name="a_version_varies_once",
            ),
            models.CheckConstraint(
                condition=Q(status="waiting", settled_at__isnull=True)
                | (~Q(status="waiting") & Q(settled_at__isnull=False)),
                name="a_settled_variation_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Variation of {self.varied} from {self.in_force_from:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        return reverse("les_schemes:variation", args=[self.pk])

    @property
    def has_begun(self) -> bool:
        return self.status == VariationStatus.IN_FORCE and self.in_force_from <= clock.today()


class VariationClause(models.Model):
    """One clause that is worded otherwise, and whom it touches."""

    variation = models.ForeignKey(Variation, on_delete=models.CASCADE, related_name="clauses")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    touches = models.CharField(max_length=8, choices=Touches)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["variation", "number"], name="one_clause_of_a_variation_a_number"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Acknowledgement(models.Model):
    """A person acknowledged a variation: a GP alone, or whoever speaks for the practice."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    variation = models.ForeignKey(
        Variation, on_delete=models.PROTECT, related_name="acknowledgements"
    )
    sign_up = models.ForeignKey(SignUp, on_delete=models.PROTECT, related_name="acknowledgements")
    named_gp = models.ForeignKey(
        NamedGP,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="acknowledgements",
        help_text="Empty where it is given for the practice",
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    name_as_signed = models.CharField(max_length=200)
    shown = models.ForeignKey(ShownTerms, on_delete=models.PROTECT, related_name="+")
    address = models.GenericIPAddressField(null=True, blank=True)
    signed_at = models.DateTimeField(help_text="Domain time")
    real_at = models.DateTimeField()
    document = models.OneToOneField(
        SealedDocument, on_delete=models.PROTECT, related_name="acknowledgement"
    )

    class Meta:
        ordering = ["signed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["variation", "named_gp"], name="a_gp_acknowledges_a_variation_once"
            ),
            models.UniqueConstraint(
                fields=["variation", "sign_up"],
                condition=Q(named_gp__isnull=True),
                name="a_practice_acknowledges_a_variation_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variation}, acknowledged by {self.person}"

    @property
    def signed_when(self) -> str:
        return date_format(timezone.localtime(self.signed_at), "j F Y, H:i:s")

    @property
    def signed_on(self) -> date:
        return timezone.localtime(self.signed_at).date()
