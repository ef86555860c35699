"""States of a run and the stages at which persons answer for it."""

from django.db import models


class RunStatus(models.TextChoices):
    PREPARING = "preparing", "Being prepared"
    PREPARED = "prepared", "Waiting for approval"
    APPROVED = "approved", "Approved"
    PAID = "paid", "Paid"
    CANCELLED = "cancelled", "Cancelled"


# A commissioner has at most one run of these.
OPEN = (RunStatus.PREPARING, RunStatus.PREPARED)
# What counts as paid for netting: approved and not reversed.
COUNTS_AS_PAID = (RunStatus.APPROVED, RunStatus.PAID)


class Stage(models.TextChoices):
    PREPARED = "prepared", "Prepared"
    APPROVED = "approved", "Approved"
