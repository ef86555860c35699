"""What of payments passes when the demonstration's date is moved."""

from collections.abc import Iterator
from datetime import date

from payments import pay_dates
from pbc import clock_watchers
from pbc.actor import Actor
from pbc.clock_watchers import Passing


@clock_watchers.watch
def pay_dates_passing(actor: Actor, start: date, end: date) -> Iterator[Passing]:
    """The last working day of each month, on which its run is due."""
    passed: set[date] = set()
    while (day := pay_dates.next_pay_date(start, passed)) < end:
        passed.add(day)
        yield Passing(day, f"Pay date of {day:%B %Y}: the last working day of the month")
