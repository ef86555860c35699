"""Chainable questions about schemes and sign-ups."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce

from les_schemes.statuses import (
    IN_FORCE,
    OFFERED,
    SchemePhase,
    SchemeStatus,
    SignUpStatus,
    StatementStatus,
    VariationStatus,
)
from localities.querysets import LEADS, WORKS_FOR_A_PROVIDER, in_force
from pbc import clock
from pbc.actor import Actor
from pbc.financial_year import FinancialYear
from pbc.roles import READS_ALL_MONEY, Role


class SchemeVersionQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Signed up to, and paid by."""
        return self.filter(status=SchemeStatus.OPEN)

    def offered(self) -> Self:
        """Open, or reconciled since: what is held of them can be read, and may be paid no more."""
        return self.filter(status__in=OFFERED)

    def named_like(self, words: str) -> Self:
        """Whose title, or the scheme's title or short name, holds the words."""
        return self.filter(
            Q(scheme__title__icontains=words)
            | Q(scheme__code__icontains=words)
            | Q(texts__full_title__icontains=words)
        )

    def in_phase(self, phase: SchemePhase) -> Self:
        """Those of which ``phase`` says this today."""
        today = clock.today()
        this_year = FinancialYear.of(today).starts_in
        begun = Q(financial_year_starts_in__lte=this_year)
        is_past = Q(financial_year_starts_in__lt=this_year)
        is_over = Q(sign_up_deadline__lte=clock.end_of_day(today - timedelta(days=1)))
        of_dates = {
            SchemePhase.OPEN: ~is_over,
            SchemePhase.CLOSED: is_over & ~begun,
            SchemePhase.LIVE: is_over & begun & ~is_past,
            SchemePhase.YEAR_END: is_over & is_past,
        }
        if phase in of_dates:
            return self.open().filter(of_dates[phase])
        return self.filter(status=phase)

    def offered_by(self, commissioner_id: int) -> Self:
        """Versions this commissioner leads or shares."""
        return self.filter(
            Q(commissioner_id=commissioner_id) | Q(partners=commissioner_id)
        ).distinct()

    def visible_to(self, actor: Actor) -> Self:
        """One that was opened is no secret to anyone signed in; any other is its commissioner's."""
        officer_of = actor.organisations(Role.COMMISSIONER, Role.AUDITOR, Role.ADMINISTRATOR)
        return self.filter(
            Q(opened_at__isnull=False)
            | Q(commissioner_id__in=officer_of)
            | Q(partners__in=officer_of)
        ).distinct()


class SignUpQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Of the own practice or provider; of the members of a lead's locality; of the own
        commissioner.

        What a practice is paid is not for the LMC, and for the Committee only in its papers.
        """
        own = actor.organisations(*WORKS_FOR_A_PROVIDER)
        return self.filter(
            Q(provider_id__in=own)
            | Q(pk__in=self._passed_on().filter(successor__in=own).values("sign_up"))
            | Q(locality_id__in=actor.organisations(*LEADS))
            | Q(commissioner_id__in=actor.organisations(*READS_ALL_MONEY, Role.ADMINISTRATOR))
        )

    def held_by(self, organisations: Iterable[int]) -> Self:
        """Those an organisation holds today: its own that has not passed on, and what passed to
        it from practices that merged into it (EXC-08)."""
        organisations = list(organisations)
        passed_on = self._passed_on()
        ever_held = Q(provider__in=organisations) | Q(
            pk__in=passed_on.filter(successor__in=organisations).values("sign_up")
        )
        latest = passed_on.filter(sign_up=OuterRef("pk")).order_by("-on", "-pk")
        holder = Coalesce(
            Subquery(latest.values("successor_id")[:1]),
            F("provider_id"),
            output_field=models.BigIntegerField(),
        )
        return (
            self.filter(ever_held).alias(holder_today=holder).filter(holder_today__in=organisations)
        )

    def _passed_on(self) -> Any:
        transfers: Any = self.model._meta.get_field("transfers").related_model
        return transfers.objects.all()

    def standing(self) -> Self:
        """Accepted, and not ended since."""
        return self.filter(status__in=IN_FORCE)

    def binding_on(self, day: date) -> Self:
        """Those accepted by a day and not withdrawn from it or an earlier day on."""
        return self.filter(accepted_at__lte=clock.end_of_day(day)).filter(
            Q(withdrawn_from__isnull=True) | Q(withdrawn_from__gt=day)
        )

    def with_progress(self) -> Self:
        """Adds ``required_gps`` and ``signed_gps``: the signatures that count today, and those
        given."""
        counting = self._lines().counting(clock.today()).filter(sign_up=OuterRef("pk"))
        return self.annotate(
            required_gps=_count(counting),
            signed_gps=_count(counting.filter(signature__isnull=False)),
        )

    def with_counted_gps(self, day: date, signed_by: datetime) -> Self:
        """Adds ``eligible_gps``, whose signatures count on a day, and ``signed_gps``, those of them
        who had signed by a moment: what a payment depends on (AMB-04 to AMB-06)."""
        counting = self._lines().counting(day).filter(sign_up=OuterRef("pk"))
        return self.annotate(
            eligible_gps=_count(counting),
            signed_gps=_count(counting.filter(signature__signed_at__lte=signed_by)),
        )

    def _lines(self) -> Any:
        lines: Any = self.model._meta.get_field("named_gps").related_model
        return lines.objects.all()

    def awaiting_review(self) -> Self:
        """Returned sheets that wait on the commissioner, longest waiting first."""
        return self.filter(status=SignUpStatus.SUBMITTED).order_by("submitted_at")

    def named_like(self, words: str) -> Self:
        """Of practices whose name holds the words, or whose code is these."""
        return self.filter(Q(provider__name__icontains=words) | Q(provider__code__iexact=words))

    def received_late(self, is_late: bool) -> Self:
        """Returned sheets that came after the deadline of their scheme, or by it."""
        after = Q(received_at__gt=F("version__sign_up_deadline"))
        return self.filter(received_at__isnull=False).filter(after if is_late else ~after)


def _count(rows: Any, of: str = "sign_up") -> Coalesce:
    """How many rows there are of each, as a subquery: PostgreSQL locks no rows of a grouping."""
    counted = rows.order_by().values(of).annotate(count=Count("pk"))
    return Coalesce(Subquery(counted.values("count")), 0)


class NamedGPQuerySet(models.QuerySet):
    def counting(self, day: date) -> Self:
        """The lines whose signature counts: of GPs who must sign, were there at acceptance (AMB-06)
        and have not left unsigned before the day."""
        return (
            self.filter(required=True, joined_later=False)
            .with_presence(day)
            .filter(Q(signature__isnull=False) | Q(is_present=True))
        )

    def named_like(self, words: str) -> Self:
        """Of GPs or practices whose name holds the words, or of the practice with this code."""
        return self.filter(
            Q(post__person__family_name__icontains=words)
            | Q(post__person__given_name__icontains=words)
            | Q(sign_up__provider__name__icontains=words)
            | Q(sign_up__provider__code__iexact=words)
        )

    def present(self) -> Self:
        """Of lines ``with_presence``: those of GPs who are there."""
        return self.filter(is_present=True)

    def with_presence(self, day: date) -> Self:
        """Adds ``is_present``: in post that day at the practice, or at one it merged into.

        A post that the merger itself ended says nothing of its GP, who has to sign still.
        """
        posts: Any = self.model._meta.get_field("post").related_model
        there = Q(practice=OuterRef("post__practice")) | Q(
            practice__sign_ups_inherited__sign_up=OuterRef("sign_up")
        )
        held = posts.objects.filter(there, in_force(day), person=OuterRef("post__person"))
        sign_ups: Any = self.model._meta.get_field("sign_up").related_model
        transfers: Any = sign_ups._meta.get_field("transfers").related_model
        by_merger = transfers.objects.filter(sign_up=OuterRef("sign_up"), on=OuterRef("post__ends"))
        return self.annotate(is_present=Exists(held) | Exists(by_merger))


class ReturnedSheetQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Of the own practice; of the own commissioner, for its officers and auditors."""
        return self.filter(
            Q(sign_up__provider_id__in=actor.organisations(*WORKS_FOR_A_PROVIDER))
            | Q(
                sign_up__commissioner_id__in=actor.organisations(
                    Role.COMMISSIONER, Role.AUDITOR, Role.ADMINISTRATOR
                )
            )
        )

    def waiting(self) -> Self:
        """Sheets that nobody has verified or rejected yet, longest waiting first."""
        return self.filter(verified_at__isnull=True, rejected_at__isnull=True).order_by(
            "uploaded_at"
        )

    def to_verify_by(self, actor: Actor) -> Self:
        """Waiting sheets that another officer of the actor's commissioner uploaded."""
        return (
            self.waiting()
            .filter(sign_up__commissioner_id__in=actor.organisations(Role.COMMISSIONER))
            .exclude(uploaded_by=actor.person_id)
        )


class StatementTermsQuerySet(models.QuerySet):
    def asked_for(self) -> Self:
        """Of versions that were opened; a variation asks nobody who is not asked already."""
        return self.filter(version__opened_at__isnull=False).exclude(
            version__status=SchemeStatus.VARIATION
        )


class YearEndStatementQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """One's own; those of the practice one manages; those of the own commissioner, for its
        officers and auditors. What a GP declares is not for colleagues or the locality."""
        managed = actor.organisations(Role.PRACTICE_MANAGER)
        seen = type(self)(self.model).filter(
            Q(named_gp__post__person=actor.person_id)
            | Q(named_gp__sign_up__provider__in=managed)
            | Q(named_gp__sign_up__transfers__successor__in=managed)
            | Q(
                named_gp__sign_up__commissioner__in=actor.organisations(
                    Role.COMMISSIONER, Role.AUDITOR
                )
            )
        )
        return self.filter(pk__in=seen.values("pk"))

    def of(self, version: models.Model) -> Self:
        """The statements of one scheme version."""
        return self.filter(named_gp__sign_up__version=version)

    def with_all(self) -> Self:
        """With all that a page or a message names, in the same query."""
        return self.select_related(
            "named_gp__post__person",
            "named_gp__post__practice",
            "named_gp__sign_up__provider",
            "named_gp__sign_up__locality",
            "named_gp__sign_up__commissioner",
            "named_gp__sign_up__version__scheme",
            "named_gp__sign_up__version__commissioner",
            "named_gp__sign_up__version__statement_terms",
        )

    def with_last_declaration(self) -> Self:
        """Adds ``hours``, ``hours_asked``, ``signed_at``, ``falls_short`` of the last declaration,
        all empty where there is none, and ``times_given``."""
        declarations: Any = self.model._meta.get_field("declarations").related_model
        last = declarations.objects.filter(statement=OuterRef("pk")).order_by(
            "-signed_at", "-real_at"
        )
        short = Case(
            When(Q(hours__lt=F("hours_asked")) | Q(in_every_month=False), then=True),
            default=False,
            output_field=models.BooleanField(),
        )
        return self.annotate(
            hours=Subquery(last.values("hours")[:1]),
            hours_asked=Subquery(last.values("hours_asked")[:1]),
            signed_at=Subquery(last.values("signed_at")[:1]),
            falls_short=Subquery(last.annotate(short=short).values("short")[:1]),
            times_given=_count(last, of="statement"),
        )

    def with_elsewhere(self) -> Self:
        """Adds ``is_elsewhere``: the same GP owes one for another practice too (EXC-04)."""
        others = (
            type(self)(self.model)
            .filter(
                named_gp__post__person=OuterRef("named_gp__post__person"),
                named_gp__sign_up__version__scheme=OuterRef("named_gp__sign_up__version__scheme"),
                named_gp__sign_up__version__financial_year_starts_in=OuterRef(
                    "named_gp__sign_up__version__financial_year_starts_in"
                ),
            )
            .exclude(pk=OuterRef("pk"))
            .exclude(status=StatementStatus.EXEMPT)
        )
        return self.annotate(is_elsewhere=Exists(others))

    def overdue(self, today: date) -> Self:
        """Asked for, past its day and not missing yet."""
        return self.filter(
            status=StatementStatus.ASKED,
            named_gp__sign_up__version__statement_terms__due_on__lt=today,
        )

    def named_like(self, words: str) -> Self:
        """Of GPs or practices whose name holds the words, or of the practice with this code."""
        return self.filter(
            Q(named_gp__post__person__family_name__icontains=words)
            | Q(named_gp__post__person__given_name__icontains=words)
            | Q(named_gp__sign_up__provider__name__icontains=words)
            | Q(named_gp__sign_up__provider__code__iexact=words)
        )


class VariationQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """One in force is no secret to anyone signed in; any other is its commissioner's."""
        officer_of = actor.organisations(Role.COMMISSIONER, Role.AUDITOR, Role.ADMINISTRATOR)
        return self.filter(
            Q(status=VariationStatus.IN_FORCE) | Q(varied__commissioner__in=officer_of)
        )

    def in_force(self, day: date) -> Self:
        return self.filter(status=VariationStatus.IN_FORCE, in_force_from__lte=day)
