"""A quarter of a scheme that was designed here, for the tests of its runs.

It pays £12.00 for each item, from item 101 of the year on £9.50, at most 400 items a year; and
£1,200.00 a year in four instalments, on the first of April, July, October and January.
"""

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from les_schemes.models import Claim, SchemeVersion, SignUp
from les_schemes.reports.statuses import ReportStatus
from localities.models import Organisation
from payments.actions import runs
from payments.models import Line, Run
from pbc import jobs
from pbc.models import Job
from tests import cast as people
from tests import claims, designs, factories
from tests.cast import Cast, stand_on

APRIL, MAY, JUNE = date(2007, 4, 1), date(2007, 5, 1), date(2007, 6, 1)
# The last working days of May, June and July.
FIRST, SECOND, THIRD = date(2007, 5, 31), date(2007, 6, 29), date(2007, 7, 31)
ITEMS, BLOCK = 1, 2


@dataclass
class Provider:
    """A provider that is no practice, who acts for it, and its accepted sign-up."""

    organisation: Organisation
    manager: User
    sign_up: SignUp


def for_anyone(
    cast: Cast, code: str = "stop-smoking", *, shared: bool = False, **changed: object
) -> SchemeVersion:
    """The scheme, open to practices and to the providers on Dacorum's list."""
    version = designs.with_objectives(cast, code)
    if shared:
        version.partners.add(cast.watford)
    values = {
        "who_may_provide": "contestable",
        "provider_reason": "Pharmacies can do it as well.",
        "requires_registered_list": False,
        "registered_list_reason": "Anybody may walk in.",
        **changed,
    }
    SchemeVersion.objects.filter(pk=version.pk).update(**values)
    return factories.opened(version, cast)


def a_pharmacy(
    cast: Cast,
    version: SchemeVersion,
    *,
    code: str = "FQQ01",
    name: str = "Lantern Pharmacy",
    manager: tuple[str, str] = ("Odile", "Grantham"),
) -> Provider:
    """A pharmacy on Dacorum's list that has signed up, and becomes one of the cast."""
    organisation, user = people.a_pharmacy(cast.dacorum, code=code, name=name, manager=manager)
    cast.practices[code] = organisation
    cast.people[f"{code}_manager"] = user
    return Provider(
        organisation, user, claims.signed_up(cast, provider=organisation, version=version)
    )


def claimed(
    cast: Cast,
    sign_up: SignUp,
    month: date,
    count: int,
    *,
    on: date,
    status: ReportStatus = ReportStatus.ACCEPTED,
) -> Claim:
    """A claim of so many items, entered, submitted and accepted on a day."""
    stand_on(on)
    return claims.claim_at(
        status,
        cast,
        sign_up=sign_up,
        month=month,
        count=count,
        because="A campaign in the town.",
    )


def prepared(cast: Cast, day: date, *, by: User | None = None, commissioner: object = None) -> Run:
    """The run of a pay date, prepared on that day."""
    stand_on(day)
    run = runs.request(
        commissioner=commissioner or cast.dacorum, pay_date=day, by=by or cast.preparer
    )
    for job in Job.objects.filter(arguments__run=str(run.pk)):
        jobs.run(job.pk)
    return Run.objects.get(pk=run.pk)


def approved(cast: Cast, day: date) -> Run:
    run = prepared(cast, day)
    return runs.approve(run=run, digest=run.digest, by=cast.approver)


def line(run: Run, payee: Organisation, objective: int, version: SchemeVersion) -> Line:
    return run.lines.get(payee_id=payee.pk, objective=objective, calculation__version=version)


def pence(run: Run, payee: Organisation, version: SchemeVersion) -> dict[int, tuple[int, int, int]]:
    """By objective, what a payee earned, was paid before and is due, in pence."""
    lines = run.lines.filter(payee_id=payee.pk, calculation__version=version)
    return {
        objective: (earned, before, due)
        for objective, earned, before, due in lines.values_list(
            "objective", "entitlement_pence", "paid_pence", "due_pence"
        )
    }
