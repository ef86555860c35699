"""Whether a claim is far from what the provider claimed before: a warning, never a refusal."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from les_schemes.models import Claim, ClaimedItems
from les_schemes.reports.statuses import ReportStatus

# So many accepted months make a history; so far is more than double, or less than half, of its
# middle, and at least so many items away from it.
MONTHS_OF_HISTORY = 2
FAR = 2
LEAST_DIFFERENCE = 5


@dataclass(frozen=True)
class Unusual:
    """A count far from the months before it."""

    objective: int
    count: int
    usual: float
    months: int

    def __str__(self) -> str:
        side = "more than double" if self.count > self.usual else "less than half"
        return (
            f"{self.count:,} is {side} the {self.usual:g} that is usual in the "
            f"{self.months} months accepted before"
        )


def unusual(objective: int, count: int, before: list[int]) -> Unusual | None:
    """What is unusual about a count, given those of the accepted months."""
    if len(before) < MONTHS_OF_HISTORY:
        return None
    usual = median(before)
    if abs(count - usual) < LEAST_DIFFERENCE:
        return None
    if usual / FAR <= count <= usual * FAR:
        return None
    return Unusual(objective, count, usual, len(before))


def unusual_in(claim: Claim, counts: Mapping[int, int]) -> list[Unusual]:
    """What is unusual in a claim, against the provider's other accepted claims of the scheme."""
    before: dict[int, list[int]] = {}
    rows = ClaimedItems.objects.filter(
        revision__claim__version__scheme=claim.version.scheme_id,
        revision__claim__provider=claim.provider_id,
        revision__claim__status__in=[ReportStatus.ACCEPTED, ReportStatus.LATE_ACCEPTED],
        revision__claim__month__lt=claim.month,
        revision__submitted_at__isnull=False,
        revision__returned_at__isnull=True,
    ).order_by("revision__claim__month")
    for objective, count in rows.values_list("objective", "count"):
        before.setdefault(objective, []).append(count)
    found = (
        unusual(objective, count, before.get(objective, [])) for objective, count in counts.items()
    )
    return [one for one in found if one is not None]
