"""A next version is made from one that was published: for the same year, or for a later one."""

from datetime import date

from les_schemes import permissions
from les_schemes.design import copying, drafts
from les_schemes.design.deadlines import check_deadline
from les_schemes.models import Scheme, SchemeVersion
from les_schemes.procurement.statuses import tests_are_required
from pbc import clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.financial_year import FinancialYear
from pbc.refusals import BadInput, NotNow


@action
def make_next(
    *, version: SchemeVersion, financial_year: FinancialYear, last_day: date, by: Actor
) -> SchemeVersion:
    """A draft that says what the version says today, varied or not, with a deadline of its own."""
    Scheme.objects.select_for_update().get(pk=version.scheme_id)
    permissions.check_can_design(by, version)
    if version.opened_at is None:
        raise NotNow("It was not published: go on with it instead.")
    if financial_year.starts_in < version.financial_year_starts_in:
        raise BadInput({"financial_year": f"Choose {version.financial_year} or a later year"})
    check_deadline(last_day, financial_year)
    source = version.as_varied
    year = financial_year.starts_in
    numbers = SchemeVersion.objects.filter(
        scheme=version.scheme_id, financial_year_starts_in=year
    ).values_list("number", flat=True)
    made = SchemeVersion(
        **{name: getattr(source, name) for name in copying.SAME},
        number=max(numbers, default=0) + 1,
        financial_year_starts_in=year,
        terms={**source.terms, "sign_up_deadline": last_day.isoformat()},
        readings=copying.readings_in_force(version),
        sign_up_deadline=clock.end_of_day(last_day),
        four_tests_required=source.four_tests_required or tests_are_required(source.kind, year),
        follows=source,
    )
    made.save(force_insert=True)
    copying.copy_all(source, made)
    drafts.record(
        made,
        by,
        "scheme.next_made",
        {
            "follows": str(source.pk),
            "number": made.number,
            "financial_year_starts_in": year,
            "last_day": last_day,
        },
    )
    return made
