"""Chainable questions about monthly reports."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q, QuerySet

from les_schemes.reports.statuses import ReportStatus
from pbc.actor import Actor
from pbc.roles import Role


class MonthlyReturnQuerySet(models.QuerySet):
    """Of anything a provider returns month by month."""

    def live(self) -> Self:
        """Not void: at most one for a provider and month."""
        return self.exclude(status=ReportStatus.VOID)

    def counting(self, known_at: datetime, closed_at: datetime) -> Self:
        """Accepted or excused by a moment (NFR-15) and before the year was closed (AMB-40), and
        not void by that moment."""
        by = min(known_at, closed_at)
        return self.filter(Q(accepted_at__lte=by) | Q(excused_at__lte=by)).filter(
            Q(voided_at__isnull=True) | Q(voided_at__gt=known_at)
        )

    def of(self, sign_ups: "QuerySet[models.Model]") -> Self:
        """Of the providers and scheme versions of these sign-ups."""
        return self.filter(
            models.Exists(
                sign_ups.filter(
                    version=models.OuterRef("version"), provider=models.OuterRef("provider")
                )
            )
        )

    def waiting_for_lead(self, actor: Actor) -> Self:
        """With a locality that the actor leads, longest waiting first."""
        return self.filter(
            status=ReportStatus.WITH_LOCALITY,
            locality__in=actor.organisations(Role.LOCALITY_LEAD),
        ).order_by("submitted_at")

    def of_commissioners_of(self, actor: Actor) -> Self:
        """Made to a commissioner of which the actor is an officer or auditor."""
        return self.filter(commissioner__in=actor.organisations(Role.COMMISSIONER, Role.AUDITOR))

    def waiting_for_officer(self, actor: Actor) -> Self:
        """With the actor's commissioner, longest waiting first."""
        return self.filter(
            status=ReportStatus.WITH_COMMISSIONER,
            commissioner__in=actor.organisations(Role.COMMISSIONER),
        ).order_by("submitted_at")


class UploadQuerySet(models.QuerySet):
    def unused(self) -> Self:
        return self.filter(used_at__isnull=True)


class RefusalQuerySet(models.QuerySet):
    def of_commissioners_of(self, actor: Actor) -> Self:
        """What was refused from providers of the actor's own commissioner."""
        return self.filter(commissioner__in=actor.organisations(Role.COMMISSIONER, Role.AUDITOR))


class TemplateQuerySet(models.QuerySet):
    def agreed(self) -> Self:
        return self.filter(agreed_at__isnull=False)

    def to_agree_by(self, actor: Actor) -> Self:
        """Proposed ones on which a locality that the actor leads has not spoken."""
        led = actor.organisations(Role.LOCALITY_LEAD)
        return self.filter(
            status="proposed",
            agreements__locality__in=led,
            agreements__agreed_at__isnull=True,
        ).distinct()
