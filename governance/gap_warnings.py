"""Months that a Committee is about to miss (AMB-97)."""

from governance import series
from governance.models import Committee
from governance.statuses import MeetingStatus
from pbc import clock


def of(committee: Committee) -> list[series.Gap]:
    """Gaps of more than 35 days that are not over yet."""
    starts = committee.meetings.exclude(status=MeetingStatus.CANCELLED).values_list(
        "starts_at", flat=True
    )
    return series.gaps([one.astimezone(clock.LONDON).date() for one in starts], clock.today())
