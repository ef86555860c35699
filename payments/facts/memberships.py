"""In which locality each practice was when, with the day of every change.

A practice joins a locality with its sheet: what an accepted sheet says stands in place of the
record up to its acceptance, and what the record says begins after that is a move (AMB-66).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from localities.models import Locality, LocalityMembership
from payments.facts.days import day_of
from payments.facts.members import Members
from payments.facts.sign_ups import Sheet, was_accepted
from pbc.financial_year import FinancialYear


class Span(NamedTuple):
    """A practice in a locality, or in none, from a day to before another."""

    locality_id: int | None
    since: date
    until: date | None


def held(
    members: Members, year: FinancialYear, known_at: datetime
) -> dict[int, list[LocalityMembership]]:
    """The memberships of each practice that have not ended before the year, in order."""
    found: dict[int, list[LocalityMembership]] = defaultdict(list)
    rows = LocalityMembership.objects.filter(
        practice__in=members.practices, recorded_at__lte=known_at
    )
    for row in rows.order_by("starts"):
        if row.ends is None or row.ends > year.first_day:
            found[row.practice_id].append(row)
    return found


def spans(
    rows: Sequence[LocalityMembership], sheet: Sheet | None, year: FinancialYear
) -> list[Span]:
    """Where the practice was when, by its sheet and the record."""
    if sheet is None or not was_accepted(sheet):
        return [Span(row.locality_id, row.starts, row.ends) for row in rows]
    accepted = day_of(sheet.accepted_at)
    own = next(
        (
            row
            for row in rows
            if row.locality_id == sheet.locality_id and (row.ends is None or row.ends > accepted)
        ),
        None,
    )
    moves = [row for row in rows if row.starts > accepted and row is not own]
    ends = [moves[0].starts] if moves else []
    if own is not None and own.ends is not None:
        ends.append(own.ends)
    joined = Span(sheet.locality_id, year.first_day, min(ends, default=None))
    return [joined, *(Span(row.locality_id, row.starts, row.ends) for row in moves)]


def current(found: Sequence[Span], as_at: date) -> int | None:
    """The locality on a day."""
    holding = [
        span for span in found if span.since <= as_at and (span.until is None or span.until > as_at)
    ]
    return holding[-1].locality_id if holding else None


def memberships(found: Sequence[Span], localities: Mapping[int, Locality]) -> list[dict[str, Any]]:
    """The contract's ``memberships``, of the localities that are in the facts."""
    return [
        {
            "locality": localities[span.locality_id].code,
            "from": span.since.isoformat(),
            "to": None if span.until is None else span.until.isoformat(),
        }
        for span in found
        if span.locality_id is not None and span.locality_id in localities
    ]
