"""What is accepted or excused releases its month of objective 2 in the next run (O2-08, WE-03).

Riverside has 8,205 patients: 8,205 × £0.50 = £4,102.50 for the year, a twelfth each month.
"""

from datetime import date

import pytest

from les_schemes.actions import reports
from les_schemes.reports import months
from les_schemes.reports import worth as worth_of_reports
from les_schemes.reports.statuses import ReportStatus
from payments import facts
from payments.actions import runs
from payments.calculations import work_out
from payments.models import Line, Run
from pbc import clock, jobs
from pbc.financial_year import FinancialYear
from pbc.models import Job
from tests import cast as casting
from tests.cast import stand_on
from tests.reports import accepted, report_at, signed_up

pytestmark = pytest.mark.django_db

YEAR = months.of_year(FinancialYear(2007))


@pytest.fixture
def cast(db):
    return casting.gather()


def released(cast, sign_up, as_at: date) -> int:
    """What a run on a day finds Riverside entitled to for its reports, in pence."""
    stand_on(as_at)
    worked_out = work_out(
        facts.gather(
            commissioner=cast.dacorum,
            version=sign_up.version,
            as_at=as_at,
            known_at=clock.known_until(),
        )
    )
    return next(
        line.entitlement_pence
        for line in worked_out.lines
        if (line.payee, line.component) == ("QQ001", "information_release")
    )


def test_ten_of_twelve_months_release_three_thousand_four_hundred_and_eighteen_pounds(cast):
    """£4,102.50 × 10/12 = £3,418.75; £683.75 is not released (O2-08)."""
    sign_up = signed_up(cast)
    stand_on(date(2008, 4, 15))
    accepted(cast, sign_up, YEAR[:9])
    report_at(ReportStatus.EXCUSED, cast, sign_up=sign_up, month=YEAR[9])
    assert released(cast, sign_up, date(2008, 4, 30)) == 341_875


def test_each_month_releases_its_twelfth_and_the_parts_add_up(cast):
    """£4,102.50 / 12 = £341.875: £341.88 and £341.87 in turn, twelve of them £4,102.50."""
    sign_up = signed_up(cast)
    release = worth_of_reports.of_sign_up(sign_up)
    parts = [release.of_one_more(counted) for counted in range(12)]
    assert parts == [34_188, 34_187] * 6
    assert sum(parts) == 410_250
    assert release.after(10) == 341_875


def paid_by_a_run(cast, day: date) -> int:
    """The difference a run pays Riverside for its reports on a day, in pence."""
    stand_on(day)
    run = runs.request(commissioner=cast.dacorum, pay_date=day, by=cast.preparer)
    for job in Job.objects.filter(arguments__run=str(run.pk)):
        jobs.run(job.pk)
    run = Run.objects.get(pk=run.pk)
    runs.approve(run=run, digest=run.digest, by=cast.approver)
    lines = Line.objects.filter(run=run, payee=cast.riverside.pk, component="information_release")
    return sum(line.due_pence for line in lines)


def test_the_run_after_the_acceptance_pays_the_month_and_a_void_report_is_taken_back(cast):
    sign_up = signed_up(cast)
    stand_on(date(2007, 5, 10))
    april = report_at(ReportStatus.WITH_COMMISSIONER, cast, sign_up=sign_up)
    # Not accepted by the commissioner yet: nothing is released.
    assert paid_by_a_run(cast, date(2007, 5, 31)) == 0
    stand_on(date(2007, 6, 5))
    april = reports.accept(report=april, revision=1, by=cast.officer)
    assert paid_by_a_run(cast, date(2007, 6, 29)) == 34_188
    stand_on(date(2007, 7, 3))
    accepted(cast, sign_up, [YEAR[1], YEAR[2]])
    # £4,102.50 × 3/12 = £1,025.625, rounded £1,025.63; £341.88 is paid.
    assert paid_by_a_run(cast, date(2007, 7, 31)) == 102_563 - 34_188
    stand_on(date(2007, 8, 2))
    reports.void(report=april, reason="Sent for another practice.", by=cast.officer)
    # £4,102.50 × 2/12 = £683.75; £1,025.63 is paid.
    assert paid_by_a_run(cast, date(2007, 8, 31)) == 68_375 - 102_563


def test_a_report_accepted_after_the_close_releases_nothing(cast):
    """AMB-40: the year is closed on 30 April."""
    sign_up = signed_up(cast)
    stand_on(date(2008, 4, 30))
    accepted(cast, sign_up, YEAR[:1])
    stand_on(date(2008, 5, 1))
    accepted(cast, sign_up, YEAR[1:2])
    assert released(cast, sign_up, date(2008, 5, 30)) == 34_188


def test_a_run_worked_out_again_knows_what_was_known_then(cast):
    """NFR-15: a later acceptance does not change what an earlier run was worked out from."""
    sign_up = signed_up(cast)
    stand_on(date(2007, 6, 5))
    accepted(cast, sign_up, YEAR[:1])
    known_at = clock.known_until()
    stand_on(date(2007, 7, 3))
    accepted(cast, sign_up, YEAR[1:2])
    document = facts.gather(
        commissioner=cast.dacorum,
        version=sign_up.version,
        as_at=date(2007, 6, 29),
        known_at=known_at,
    ).document
    [riverside] = [one for one in document["providers"] if one["code"] == "QQ001"]
    assert riverside["reports"] == ["2007-04"]
