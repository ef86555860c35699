"""Chainable questions about matters, meetings, decisions, conditions and appeals."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from governance.statuses import Manner, MatterStatus, MeetingStatus, Outcome
from localities.querysets import LEADS, WORKS_IN_A_PRACTICE
from pbc.actor import Actor
from pbc.roles import Role

# Who sees everything of a Committee; an LMC observer sees its public part.
SITS_OR_SERVES = (
    Role.COMMITTEE_MEMBER,
    Role.COMMITTEE_SECRETARY,
    Role.COMMISSIONER,
    Role.AUDITOR,
)


def own_organisations(actor: Actor) -> frozenset[int]:
    """The practices and localities for which a person speaks."""
    return actor.organisations(*WORKS_IN_A_PRACTICE, *LEADS)


class MatterQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Of the own Committee; and what concerns an organisation the person speaks for."""
        return self.filter(
            Q(committee__commissioner_id__in=actor.organisations(*SITS_OR_SERVES))
            | Q(concerned__in=own_organisations(actor))
        ).distinct()

    def waiting_for_an_agenda(self) -> Self:
        return self.filter(status=MatterStatus.PROPOSED).order_by("raised_at")


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """All of the own Committee; once papers are published, its public part to anyone there."""
        observer = actor.organisations(Role.LMC_OBSERVER, Role.ADMINISTRATOR)
        return self.filter(
            Q(committee__commissioner_id__in=actor.organisations(*SITS_OR_SERVES))
            | Q(
                committee__commissioner_id__in=observer,
                published_at__isnull=False,
            )
        )

    def to_come(self, now: datetime) -> Self:
        return self.exclude(status=MeetingStatus.CANCELLED).filter(starts_at__gte=now)


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Of the own Committee; and what a letter, or for a deferral a notice, told an organisation
        the person speaks for."""
        own = own_organisations(actor)
        return self.filter(
            Q(matter__committee__commissioner_id__in=actor.organisations(*SITS_OR_SERVES))
            | Q(letters__organisation__in=own)
            | Q(outcome=Outcome.DEFERRED, matter__concerned__in=own)
        ).distinct()

    def to_ratify(self) -> Self:
        """Chair's actions that no meeting has ratified or refused yet (AMB-94)."""
        return (
            self.standing()
            .filter(manner=Manner.CHAIRS_ACTION, ratification__isnull=True)
            .select_related("matter")
            .order_by("number")
        )

    def standing(self) -> Self:
        """Decisions that no later decision corrects."""
        return self.filter(corrected_by__isnull=True)


class ConditionQuerySet(models.QuerySet):
    def undischarged(self) -> Self:
        """Conditions, of decisions that stand, which nobody has yet found met."""
        return self.filter(discharged_at__isnull=True, decision__corrected_by__isnull=True)

    def of(self, organisations: Iterable[int]) -> Self:
        return self.filter(organisation_id__in=list(organisations))

    def under(self, scheme_version: uuid.UUID) -> Self:
        """Those on which payments under a scheme version wait: its own, and those of any."""
        return self.filter(Q(scheme_version=scheme_version) | Q(scheme_version__isnull=True))


class AppealQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(
            Q(commissioner_id__in=actor.organisations(*SITS_OR_SERVES))
            | Q(organisation_id__in=own_organisations(actor))
        )
