"""What of schemes passes when the demonstration's date is moved."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from les_schemes.models import SchemeVersion, SignUp, StatementTerms
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


@clock_watchers.watch
def statements_of_schemes(actor: Actor, start: date, end: date) -> Iterator[Passing]:
    """GPs are asked for their year-end statements, which fall due and then are missing."""
    opened = StatementTerms.objects.asked_for()
    for terms in opened.select_related("version__scheme"):
        version = terms.version
        for day, what in (
            (terms.opens_on, f"GPs are asked for their year-end statements of {version}"),
            (terms.due_on, f"Year-end statements of {version} are due"),
            (terms.grace_ends_on, f"Year-end statements of {version} not given are missing"),
        ):
            if start <= day < end:
                url = reverse("les_schemes:scheme-statements", args=[version.pk])
                yield Passing(day, what, url)


@clock_watchers.watch
def sign_ups_that_end(actor: Actor, start: date, end: date) -> Iterator[Passing]:
    """Practices that gave notice leave their schemes on their day."""
    leaving = SignUp.objects.standing().filter(withdrawn_from__gte=start, withdrawn_from__lt=end)
    for sign_up in leaving.select_related("provider", "version__scheme"):
        what = f"{sign_up.provider} withdraws from {sign_up.version}"
        yield Passing(sign_up.withdrawn_from, what, sign_up.get_absolute_url())  # type: ignore[arg-type]
