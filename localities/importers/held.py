"""What is held already, read in a number of queries that does not grow with the file."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count

from localities.models import CommissionerMembership, ListSize, Organisation

LOOKS_BACK = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class HeldOrganisation:
    id: int
    code: str
    kind: str
    name: str
    address: str
    postcode: str
    telephone: str
    opened: date | None
    closed: date | None
    provisional: bool
    commissioner_type: str
    ods_status: str


@dataclass(frozen=True, slots=True)
class HeldMembership:
    id: int
    practice: str
    commissioner: str
    starts: date
    ends: date | None


@dataclass(frozen=True, slots=True)
class HeldListSize:
    id: int
    practice: str
    as_at: date
    registered: int
    weighted: Decimal | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class LastLists:
    """The lists of the last extract held before the day a file tells of."""

    as_at: date
    registered: dict[str, int]


@dataclass(slots=True)
class Held:
    """What the plan of an import is compared with."""

    organisations: dict[str, HeldOrganisation] = field(default_factory=dict)
    memberships: dict[str, list[HeldMembership]] = field(default_factory=dict)
    list_sizes: dict[tuple[str, date], HeldListSize] = field(default_factory=dict)
    last_lists: LastLists | None = None


def organisations() -> dict[str, HeldOrganisation]:
    """Every organisation by its code: one query."""
    names = HeldOrganisation.__slots__
    rows = Organisation.objects.order_by().values_list(*names)
    return {row[1]: HeldOrganisation(*row) for row in rows}


def memberships() -> dict[str, list[HeldMembership]]:
    """Every commissioner membership by the code of its practice: one query."""
    rows = CommissionerMembership.objects.order_by().values_list(
        "id", "practice__code", "commissioner__code", "starts", "ends"
    )
    found: dict[str, list[HeldMembership]] = {}
    for row in rows:
        found.setdefault(row[1], []).append(HeldMembership(*row))
    return found


def list_sizes(days: Iterable[date]) -> dict[tuple[str, date], HeldListSize]:
    """The figures held for these days, by practice code and day: one query."""
    wanted = set(days)
    if not wanted:
        return {}
    rows = (
        ListSize.objects.held()
        .filter(as_at__range=(min(wanted), max(wanted)))
        .order_by()
        .values_list("id", "practice__code", "as_at", "registered", "weighted", "recorded_at")
    )
    return {(row[1], row[2]): HeldListSize(*row) for row in rows if row[2] in wanted}


def last_lists(before: date) -> LastLists | None:
    """The figures of the latest day before a day for which most practices have one: two queries.

    A day on which a few lists were corrected or estimated is not last time's extract.
    """
    figures = ListSize.objects.held().filter(as_at__lt=before, as_at__gte=before - LOOKS_BACK)
    counts = dict(figures.order_by().values_list("as_at").annotate(Count("pk")))
    if not counts:
        return None
    enough = max(counts.values()) / 2
    as_at = max(day for day, count in counts.items() if count >= enough)
    rows = figures.filter(as_at=as_at).order_by().values_list("practice__code", "registered")
    return LastLists(as_at, dict(rows))
