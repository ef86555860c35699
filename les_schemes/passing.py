"""What of schemes passes when the demonstration's date is moved."""

from collections.abc import Iterator
from datetime import date

from les_schemes.models import SchemeVersion
from pbc import clock_watchers
from pbc.actor import Actor
from pbc.clock_watchers import Passing


@clock_watchers.watch
def deadlines_of_schemes(actor: Actor, start: date, end: date) -> Iterator[Passing]:
    """Sign-up closes, and the financial year of a scheme ends."""
    for version in SchemeVersion.objects.open().select_related("scheme"):
        for day, what in (
            (version.last_day, f"Sign-up to {version} closes at the end of the day"),
            (version.financial_year.last_day, f"The year of {version} ends"),
        ):
            if start <= day < end:
                yield Passing(day, what, version.get_absolute_url())
