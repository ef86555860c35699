"""Chainable questions about runs and lines."""

from typing import Self

from django.db import models
from django.db.models import Q, Sum

from les_schemes.rules import KINDS
from localities.querysets import LEADS, WORKS_FOR_A_PROVIDER
from payments.statuses import COUNTS_AS_PAID, OPEN
from pbc.actor import Actor
from pbc.roles import READS_ALL_MONEY

# A lead sees of a locality's practices what is paid for information and for operating levels.
READ_BY_A_LEAD = tuple(
    pays.component for kind in ("information_fund", "operating_level") for pays in KINDS[kind].pays
)


class RunQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        return self.filter(commissioner_id__in=actor.organisations(*READS_ALL_MONEY))

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def counting_as_paid(self) -> Self:
        return self.filter(status__in=COUNTS_AS_PAID)


class CalculationQuerySet(models.QuerySet):
    def without_facts(self) -> Self:
        """Calculations with their scheme, without the documents of all that entered them."""
        return self.select_related("version__scheme").defer("facts", "provenance", "left_out")


class LineQuerySet(models.QuerySet):
    def visible_to(self, actor: Actor) -> Self:
        """Own payments once approved; a lead's locality and its members' information money; all
        of a commissioner for those who read its money (requirements section L)."""
        settled = Q(run__status__in=COUNTS_AS_PAID)
        led = actor.organisations(*LEADS)
        return self.filter(
            Q(run__commissioner_id__in=actor.organisations(*READS_ALL_MONEY))
            | (settled & Q(payee_id__in=actor.organisations(*WORKS_FOR_A_PROVIDER)))
            | (settled & Q(payee_id__in=led))
            | (settled & Q(locality_id__in=led, component__in=READ_BY_A_LEAD))
        )

    def counting_as_paid(self) -> Self:
        """Lines of approved runs that were not held."""
        return self.filter(run__status__in=COUNTS_AS_PAID, held_reason="")

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
