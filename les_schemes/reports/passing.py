"""What of monthly reports passes when the demonstration's date is moved."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from les_schemes.models import SchemeVersion
from les_schemes.reports import months
from pbc import clock_watchers
from pbc.actor import Actor
from pbc.clock_watchers import Passing


@clock_watchers.watch
def reports_falling_due(actor: Actor, start: date, end: date) -> Iterator[Passing]:
    """The day on which each month's report is due, and the one on which the year is closed."""
    for version in SchemeVersion.objects.open().select_related("scheme"):
        if not months.asks_for_reports(version):
            continue
        url = reverse("les_schemes:report-timeliness", args=[version.pk])
        for month in months.of_year(version.financial_year):
            due = months.due_on(month)
            if start <= due < end:
                yield Passing(due, f"Reports of {month:%B %Y} are due: {version}", url)
        closes = months.closes_at(version.financial_year).date()
        if start <= closes < end:
            yield Passing(closes, f"Reports accepted later release nothing: {version}", url)
