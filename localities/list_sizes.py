"""Which list counts: the 1 April list of the year, or a new practice's first (AMB-13, AMB-70)."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Q, QuerySet

from localities.models import ListSize, Practice
from pbc.financial_year import FinancialYear


def for_financial_year(
    practice_ids: "Iterable[int] | QuerySet[Practice]", year: FinancialYear, known_at: datetime
) -> dict[int, ListSize]:
    """For each practice the list size that counts for a year, as known at a moment: one query.

    That is the list as at 1 April; for a practice that opened after 1 April of the year, the first
    list on or after the day it opened and within the year (EXC-01). A practice that has neither is
    left out: a list of another day is no substitute for a missing 1 April list. The value tells
    its own ``as_at``, ``registered`` and ``source``. ``known_at`` is domain time.
    """
    practices = practice_ids if isinstance(practice_ids, QuerySet) else list(practice_ids)
    opened_in_the_year = Q(
        practice__opened__gt=year.first_day,
        practice__opened__lte=year.last_day,
        as_at__gte=F("practice__opened"),
        as_at__lte=year.last_day,
    )
    candidates = (
        ListSize.objects.known_at(known_at)
        .filter(Q(as_at=year.first_day) | opened_in_the_year, practice__in=practices)
        .order_by("practice_id", "as_at")
    )
    counting: dict[int, ListSize] = {}
    for list_size in candidates:
        counting.setdefault(list_size.practice_id, list_size)
    return counting
