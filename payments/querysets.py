"""Chainable questions about runs and lines."""

from typing import Self

from django.db import models
from django.db.models import Q, Sum

from localities.querysets import LEADS
from payments.statuses import COUNTS_AS_PAID, OPEN
from pbc.actor import Actor
from pbc.roles import READS_ALL_MONEY, Role


class RunQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(commissioner_id__in=actor.organisations(*READS_ALL_MONEY))

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def counting_as_paid(self) -> Self:
        return self.filter(status__in=COUNTS_AS_PAID)


class LineQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Own payments once approved; a lead's locality and its members' information money; all
        of a commissioner for those who read its money (requirements section L)."""
        settled = Q(run__status__in=COUNTS_AS_PAID)
        led = actor.organisations(*LEADS)
        return self.filter(
            Q(run__commissioner_id__in=actor.organisations(*READS_ALL_MONEY))
            | (settled & Q(payee_id__in=actor.organisations(Role.PRACTICE_MANAGER, Role.GP)))
            | (settled & Q(payee_id__in=led))
            | (settled & Q(locality_id__in=led, objective__in=[2, 3]))
        )

    def counting_as_paid(self) -> Self:
        """Lines of approved runs that were not held."""
        return self.filter(run__status__in=COUNTS_AS_PAID, held_reason="")

    def with_rules(self) -> Self:
        """Lines that know the rules they were worked out by, without the facts of all others."""
        return self.select_related("calculation__version").defer(
            "calculation__facts", "calculation__provenance", "calculation__left_out"
        )

    def settled(self) -> Self:
        """Lines of approved runs, held or not."""
        return self.filter(run__status__in=COUNTS_AS_PAID)

    def totals(self) -> dict[str, int]:
        """Whole pence of entitlement, paid before, due, and what of the due is held."""
        sums = self.aggregate(
            entitlement=Sum("entitlement_pence", default=0),
            paid=Sum("paid_pence", default=0),
            due=Sum("due_pence", default=0),
            held=Sum("due_pence", filter=~Q(held_reason=""), default=0),
        )
        return {name: int(value) for name, value in sums.items()}
