"""Chainable questions about procurements and invitations to provide."""

from typing import Self

from django.db import models
from django.db.models import Q

from localities.querysets import WORKS_FOR_A_PROVIDER
from pbc.actor import Actor
from pbc.roles import Role

# Who sees how a decision is being made; once its notice is published everybody signed in does.
SEES_DRAFTS = (Role.COMMISSIONER, Role.AUDITOR, Role.ADMINISTRATOR)


class AssessmentQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """The assessments of the commissioners that lead or share the scheme."""
        own = actor.organisations(*SEES_DRAFTS)
        return self.filter(
            Q(version__commissioner__in=own) | Q(version__partners__in=own)
        ).distinct()


class ProcurementDecisionQuerySet(models.QuerySet):
    def public(self) -> Self:
        """Decisions of which a notice was published."""
        return self.filter(noticed_on__isnull=False)

    def visible_to(self, actor: Actor) -> Self:
        """The register is public to whoever is signed in (E-12); drafts to their commissioner."""
        own = actor.organisations(*SEES_DRAFTS)
        return self.filter(
            Q(noticed_on__isnull=False)
            | Q(assessment__version__commissioner__in=own)
            | Q(assessment__version__partners__in=own)
        ).distinct()


class OfferInvitationQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Those of the own provider, and of the schemes of the own commissioner."""
        own = actor.organisations(*SEES_DRAFTS)
        return self.filter(
            Q(provider__in=actor.organisations(*WORKS_FOR_A_PROVIDER))
            | Q(version__commissioner__in=own)
            | Q(version__partners__in=own)
        ).distinct()
