"""When a scheme asks for year-end statements, and for how many hours: settings of a draft."""

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from les_schemes import permissions
from les_schemes.design import drafts
from les_schemes.models import SchemeVersion, StatementTerms
from les_schemes.statuses import BEING_DESIGNED, HoursTest
from pbc import audit
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow


@dataclass(frozen=True)
class Terms:
    """What ``StatementTerms`` holds; hours with two decimals, percent of a hundred."""

    hours_a_month: Decimal
    hours_test: HoursTest
    opens_on: date
    due_on: date
    grace_days: int
    sample_percent: int


@action
def set_terms(*, version: SchemeVersion, terms: Terms | None, by: Actor) -> StatementTerms | None:
    """Set, or with None take away, what a draft asks of its GPs at the year's end."""
    version = SchemeVersion.objects.select_for_update().get(pk=version.pk)
    permissions.check_can_open(by, version)
    if version.status not in BEING_DESIGNED:
        raise NotNow("An approved or open scheme does not change: make a new version.")
    held = StatementTerms.objects.filter(version=version).first()
    if terms is None:
        if held is not None:
            held.delete()
        made = None
    else:
        _check(version, terms)
        made, _ = StatementTerms.objects.update_or_create(version=version, defaults=asdict(terms))
    drafts.changed(version, by)
    audit.record(
        event="scheme.statement_terms_set",
        by=by,
        subject=version,
        chain=version.commissioner.audit_chain,
        after=asdict(terms) if terms is not None else {"statements": "none"},
    )
    return made


def _check(version: SchemeVersion, terms: Terms) -> None:
    errors = {}
    if terms.hours_a_month <= 0:
        errors["hours_a_month"] = "Enter hours above 0, like 2"
    if terms.opens_on < version.financial_year.first_day:
        errors["opens_on"] = "Enter a day of the scheme's year, or later"
    if terms.due_on < terms.opens_on:
        errors["due_on"] = "Enter a day on or after the one from which it can be given"
    if not 0 <= terms.sample_percent <= 100:
        errors["sample_percent"] = "Enter a number from 0 to 100"
    if errors:
        raise BadInput(errors)
