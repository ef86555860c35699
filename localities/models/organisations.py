from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from localities.querysets import OrganisationQuerySet
from localities.statuses import (
    CommissionerType,
    ContractType,
    LegalForm,
    OdsStatus,
    OrganisationKind,
    ProviderType,
    SuccessionKind,
)


class Organisation(models.Model):
    """Any organisation, by its code, which is never used again (ENT-01, ENT-03, ENT-07).

    One table, because roles, interests and payments concern every kind alike; ``Commissioner``,
    ``Locality``, ``Practice`` and ``Provider`` are its kinds. ``closed`` is the first day on which
    it no longer is.
    """

    KIND: ClassVar[OrganisationKind | None] = None

    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=12, choices=OrganisationKind)
    name = models.CharField(max_length=200)
    address = models.TextField(blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    opened = models.DateField(null=True, blank=True)
    closed = models.DateField(null=True, blank=True)
    provisional = models.BooleanField(
        default=False, help_text="Known only by its code, until a file names it"
    )
    recorded_at = models.DateTimeField()

    contact_name = models.CharField(
        max_length=200, blank=True, help_text="Whom to ask for, at a provider that is no practice"
    )

    commissioner_type = models.CharField(max_length=12, choices=CommissionerType, blank=True)

    provider_type = models.CharField(max_length=15, choices=ProviderType, blank=True)

    contract_type = models.CharField(max_length=8, choices=ContractType, blank=True)
    ods_status = models.CharField(max_length=1, choices=OdsStatus, blank=True)

    legal_form = models.CharField(max_length=12, choices=LegalForm, blank=True)
    company_number = models.CharField(max_length=12, blank=True)
    commissioner = models.ForeignKey(
        "Commissioner",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="localities",
    )
    host_practice = models.ForeignKey(
        "Practice",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hosted",
    )
    payee = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="payee_for",
        help_text="To whom a locality's payments go (readings.md AMB-30)",
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed__isnull=True)
                | Q(opened__isnull=True)
                | Q(closed__gte=F("opened")),
                name="an_organisation_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(kind="commissioner") | Q(commissioner_type=""),
                name="only_commissioners_have_a_commissioner_type",
            ),
            models.CheckConstraint(
                condition=Q(kind="practice") | Q(contract_type="", ods_status=""),
                name="only_practices_have_a_contract",
            ),
            models.CheckConstraint(
                condition=Q(kind="provider") | Q(provider_type=""),
                name="only_providers_have_a_provider_type",
            ),
            models.CheckConstraint(
                condition=Q(kind="locality", commissioner__isnull=False)
                | Q(
                    legal_form="",
                    company_number="",
                    commissioner__isnull=True,
                    host_practice__isnull=True,
                    payee__isnull=True,
                ),
                name="only_localities_have_a_legal_form_and_payee",
            ),
        ]
        indexes = [models.Index(fields=["kind", "name"], name="organisations_by_kind")]

    def __str__(self) -> str:
        return self.name

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if self.KIND is not None and not args:
            kwargs.setdefault("kind", self.KIND)
        super().__init__(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("localities:organisation", args=[self.code])


class _KindManager(models.Manager.from_queryset(OrganisationQuerySet)):  # type: ignore[misc]
    """The organisations of one kind; a new one is given that kind."""

    def get_queryset(self) -> OrganisationQuerySet:
        return super().get_queryset().filter(kind=self.model.KIND)


class Commissioner(Organisation):
    """An organisation that funds general practice: a PCT then, its successors since (ACT-27)."""

    KIND: ClassVar[OrganisationKind | None] = OrganisationKind.COMMISSIONER
    objects: ClassVar[Any] = _KindManager()

    class Meta:
        proxy = True

    @property
    def audit_chain(self) -> str:
        return self.code


class Locality(Organisation):
    """A group of practices that commissions care together (ENT-07); ``opened`` is its formation."""

    KIND: ClassVar[OrganisationKind | None] = OrganisationKind.LOCALITY
    objects: ClassVar[Any] = _KindManager()

    class Meta:
        proxy = True
        verbose_name_plural = "localities"


class Practice(Organisation):
    """A general practice (ENT-03)."""

    KIND: ClassVar[OrganisationKind | None] = OrganisationKind.PRACTICE
    objects: ClassVar[Any] = _KindManager()

    class Meta:
        proxy = True

    @property
    def is_run_by_the_commissioner(self) -> bool:
        """PCTMS: its GPs are the PCT's employees (readings.md AMB-07)."""
        return self.contract_type == ContractType.PCTMS


class Provider(Organisation):
    """A provider that is no practice: a pharmacy, an independent or voluntary one (ACT-20).

    It holds no registered list, and so gets no capitation (readings.md AMB-106).
    """

    KIND: ClassVar[OrganisationKind | None] = OrganisationKind.PROVIDER
    objects: ClassVar[Any] = _KindManager()

    class Meta:
        proxy = True


class Succession(models.Model):
    """One organisation took the place of another, wholly or in part, on a day (NFR-14)."""

    predecessor = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="successions"
    )
    successor = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="predecessions"
    )
    kind = models.CharField(max_length=10, choices=SuccessionKind)
    on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.UUIDField(null=True)

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"], name="one_succession_a_pair"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="nobody_succeeds_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} {self.get_kind_display().lower()} {self.successor}"
