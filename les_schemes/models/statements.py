import uuid
from datetime import date, timedelta

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from governance.models import Decision
from les_schemes.models.schemes import SchemeVersion
from les_schemes.models.sign_ups import NamedGP, ShownTerms, SignUp
from les_schemes.querysets import StatementTermsQuerySet, YearEndStatementQuerySet
from les_schemes.statuses import Exemption, HoursTest, StatementStatus
from localities.models import Person
from pbc import clock
from pbc.models import SealedDocument


class StatementTerms(models.Model):
    """Whether and when GPs state at the year's end what they gave (O1-02, O1-07, AMB-10, AMB-12).

    A version without a row asks for no statement.
    """

    version = models.OneToOneField(
        SchemeVersion, on_delete=models.CASCADE, related_name="statement_terms"
    )
    hours_a_month = models.DecimalField(max_digits=5, decimal_places=2)
    hours_test = models.CharField(
        max_length=24, choices=HoursTest, default=HoursTest.ANNUAL_EQUIVALENT
    )
    opens_on = models.DateField()
    due_on = models.DateField()
    grace_days = models.PositiveSmallIntegerField()
    sample_percent = models.PositiveSmallIntegerField(
        validators=[MaxValueValidator(100)],
        help_text="Of a hundred statements with nothing unusual, how many an officer looks at",
    )

    objects = StatementTermsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "statement terms"
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=F("opens_on")),
                name="a_statement_is_due_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(sample_percent__lte=100), name="a_sample_is_a_part_of_a_hundred"
            ),
            models.CheckConstraint(
                condition=Q(hours_a_month__gt=0), name="a_statement_is_of_some_hours"
            ),
        ]

    def __str__(self) -> str:
        return f"Year-end statements of {self.version}"

    @property
    def grace_ends_on(self) -> date:
        """The last day on which a statement is not missing: 30 days after 31 March, 30 April."""
        return self.due_on + timedelta(days=self.grace_days)


class YearEndStatement(models.Model):
    """What one GP owes for one sheet he or she signed (SM-03); each declaration is kept with it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    named_gp = models.OneToOneField(NamedGP, on_delete=models.PROTECT, related_name="statement")
    status = models.CharField(max_length=10, choices=StatementStatus, default=StatementStatus.ASKED)
    asked_at = models.DateTimeField()
    missing_at = models.DateTimeField(null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.UUIDField(null=True, blank=True)
    exemption = models.CharField(max_length=12, choices=Exemption, blank=True)
    exemption_reason = models.CharField(max_length=300, blank=True)
    exempted_at = models.DateTimeField(null=True, blank=True)
    exempted_by = models.UUIDField(
        null=True, blank=True, help_text="Empty where the record itself says so"
    )
    referred_at = models.DateTimeField(null=True, blank=True)
    referred_by = models.UUIDField(null=True, blank=True)
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recovery_pence = models.BigIntegerField(
        null=True, blank=True, help_text="What the Committee decided to recover; nothing is by this"
    )

    objects = YearEndStatementQuerySet.as_manager()

    class Meta:
        ordering = [
            "named_gp__sign_up__provider__name",
            "named_gp__post__person__family_name",
            "named_gp__post__person__given_name",
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="accepted", accepted_at__isnull=False, accepted_by__isnull=False)
                | (~Q(status="accepted") & Q(accepted_at__isnull=True, accepted_by__isnull=True)),
                name="an_accepted_statement_has_its_time_and_person",
            ),
            models.CheckConstraint(
                condition=(Q(status="exempt", exempted_at__isnull=False) & ~Q(exemption=""))
                | (~Q(status="exempt") & Q(exempted_at__isnull=True, exemption="")),
                name="an_exempt_statement_has_its_time_and_reason",
            ),
            models.CheckConstraint(
                condition=~Q(status="missing") | Q(missing_at__isnull=False),
                name="a_missing_statement_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="referred") | Q(referred_at__isnull=False),
                name="a_referred_statement_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["waived", "recovery"], decision__isnull=False)
                | (~Q(status__in=["waived", "recovery"]) & Q(decision__isnull=True)),
                name="a_missing_statement_is_settled_by_a_decision",
            ),
            models.CheckConstraint(
                condition=Q(status="recovery", recovery_pence__gt=0)
                | (~Q(status="recovery") & Q(recovery_pence__isnull=True)),
                name="a_recovery_has_its_amount",
            ),
        ]

    def __str__(self) -> str:
        return f"Year-end statement of {self.person} for {self.sign_up.provider}"

    def get_absolute_url(self) -> str:
        return reverse("les_schemes:statement", args=[self.pk])

    @property
    def person(self) -> Person:
        return self.named_gp.post.person

    @property
    def sign_up(self) -> SignUp:
        return self.named_gp.sign_up

    @property
    def terms(self) -> StatementTerms:
        return self.sign_up.version.statement_terms

    @property
    def is_overdue(self) -> bool:
        """Asked for, past its day, and within its grace."""
        return self.status == StatementStatus.ASKED and self.terms.due_on < clock.today()


class Declaration(models.Model):
    """A GP declared, for himself or herself alone, the hours given (O1-02, DOC-05).

    Never changed; after a query the GP gives another.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    statement = models.ForeignKey(
        YearEndStatement, on_delete=models.PROTECT, related_name="declarations"
    )
    months_in_post = models.PositiveSmallIntegerField()
    hours_asked = models.DecimalField(max_digits=6, decimal_places=2)
    hours = models.DecimalField(max_digits=6, decimal_places=2)
    in_every_month = models.BooleanField(
        null=True, help_text="Whether no month had less; asked where hours are tested each month"
    )
    note = models.TextField(blank=True)
    name_as_signed = models.CharField(max_length=200)
    shown = models.ForeignKey(ShownTerms, on_delete=models.PROTECT, related_name="declarations")
    address = models.GenericIPAddressField(null=True, blank=True)
    signed_at = models.DateTimeField(help_text="Domain time")
    real_at = models.DateTimeField()
    document = models.OneToOneField(
        SealedDocument, on_delete=models.PROTECT, related_name="declaration"
    )

    class Meta:
        ordering = ["signed_at", "real_at"]
        get_latest_by = ["signed_at", "real_at"]

    def __str__(self) -> str:
        return f"{self.statement}, {self.signed_when}"

    @property
    def signed_when(self) -> str:
        return date_format(timezone.localtime(self.signed_at), "j F Y, H:i:s")

    @property
    def signed_on(self) -> date:
        return timezone.localtime(self.signed_at).date()

    @property
    def falls_short(self) -> bool:
        return self.hours < self.hours_asked or self.in_every_month is False


class DeclaredCategory(models.Model):
    """One of the scheme's categories of work in which time was given, with hours where stated."""

    declaration = models.ForeignKey(
        Declaration, on_delete=models.PROTECT, related_name="categories"
    )
    number = models.PositiveSmallIntegerField(help_text="Its place in the scheme's list, from 1")
    hours = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name_plural = "declared categories"
        constraints = [
            models.UniqueConstraint(
                fields=["declaration", "number"], name="a_category_is_declared_once"
            )
        ]

    def __str__(self) -> str:
        return f"Category {self.number} of {self.declaration}"


class StatementQuery(models.Model):
    """An officer asks a GP about a statement; giving another statement answers it."""

    statement = models.ForeignKey(
        YearEndStatement, on_delete=models.PROTECT, related_name="queries"
    )
    reason = models.TextField()
    raised_at = models.DateTimeField()
    raised_by = models.UUIDField()
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["raised_at"]
        verbose_name_plural = "statement queries"
        constraints = [
            models.UniqueConstraint(
                fields=["statement"],
                condition=Q(answered_at__isnull=True),
                name="one_open_query_a_statement",
            )
        ]

    def __str__(self) -> str:
        return f"Query on {self.statement}"
