"""Whether a version may end now: withdrawn before its year, reconciled after it (SM-01)."""

from les_schemes.models import SchemeVersion, YearEndStatement
from les_schemes.statuses import NOT_OPENED, STATEMENTS_BEING_SETTLED
from pbc import clock


def why_not_withdraw(version: SchemeVersion) -> str:
    """Once its year has begun an open version pays, and practices rely on it (SM-01)."""
    begins = version.financial_year.first_day
    if version.status in NOT_OPENED or clock.today() < begins:
        return ""
    return (
        f"Its year began on {begins:%-d %B %Y}. A scheme that is live is not withdrawn: its "
        "practices may give notice."
    )


def why_not_reconcile(version: SchemeVersion) -> str:
    """Before the year is over, or while a statement waits, something may still be due."""
    last_day = version.financial_year.last_day
    if clock.today() <= last_day:
        return f"Its year goes on until {last_day:%-d %B %Y}: reconcile it after that day."
    waiting = YearEndStatement.objects.of(version).filter(status__in=STATEMENTS_BEING_SETTLED)
    if count := waiting.count():
        statements = "statement is" if count == 1 else "statements are"
        return f"{count} year-end {statements} not settled yet: accept, exempt or refer them first."
    return ""
