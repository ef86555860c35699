"""Chainable questions about applications and awards."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q

from localities.querysets import LEADS, WORKS_IN_A_PRACTICE, in_force
from pbc import clock
from pbc.actor import Actor
from pbc.roles import Role

READS = (
    Role.COMMISSIONER,
    Role.COMMITTEE_MEMBER,
    Role.COMMITTEE_SECRETARY,
    Role.AUDITOR,
    Role.FINANCE_PREPARER,
    Role.FINANCE_APPROVER,
)


class LevelApplicationQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Of the own locality, its members included (section L: they view); of the commissioner.

        A draft is the locality's own until it is submitted.
        """
        practices = actor.organisations(*WORKS_IN_A_PRACTICE)
        submitted = Q(submitted_at__isnull=False)
        return self.filter(
            Q(locality_id__in=actor.organisations(*LEADS))
            | (
                Q(locality__commissioner_id__in=actor.organisations(*READS))
                & (submitted | Q(direction="down"))
            )
            | (
                submitted
                & Q(locality__member_practices__practice_id__in=practices)
                & in_force(clock.today(), "locality__member_practices__")
            )
        ).distinct()


class LevelAwardQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Awards whose decision no later one corrects, in the order of decision."""
        return self.filter(decision__corrected_by__isnull=True).order_by(
            "decided_on", "recorded_at", "pk"
        )

    def known(self, as_at: date, known_at: datetime) -> Self:
        """Awards decided on or before a day that stood at a moment, in the order of decision."""
        return (
            self.filter(decided_on__lte=as_at, recorded_at__lte=known_at)
            .exclude(decision__corrected_by__decided_at__lte=known_at)
            .order_by("decided_on", "recorded_at", "pk")
        )
