"""What the Committee was shown before it decided is what runs then pay, to the penny (GOV-06)."""

from datetime import date

import pytest

from governance.models import Decision
from governance.statuses import Outcome
from les_schemes.actions import sign_ups
from les_schemes.models import SchemeVersion, SignUp
from les_schemes.statuses import SignUpStatus
from payments import facts
from payments.calculations import work_out
from pbc import clock
from tests import cast as casting
from tests.cast import Cast, stand_on
from tests.committee import sitting
from tests.factories import sign_up_at
from tests.integration.applications.asking import a_scheme, reviewed

pytestmark = pytest.mark.django_db

MAY_14, JUNE_28, JULY_31 = date(2007, 5, 14), date(2007, 6, 28), date(2007, 7, 31)
MARCH_31 = date(2008, 3, 31)


def entitled(
    cast: Cast, version: SchemeVersion, payee: str, as_at: date
) -> dict[tuple[int, str], int]:
    """What a run on a day works out for a payee, by objective and component."""
    stand_on(as_at)
    worked_out = work_out(
        facts.gather(commissioner=cast.dacorum, version=version, as_at=as_at, known_at=clock.now())
    )
    return {
        (line.objective, line.component): line.entitlement_pence
        for line in worked_out.lines
        if line.payee == payee
    }


def shown(decision: Decision, name: str) -> dict[str, int]:
    return {effect["what"]: effect[name] for effect in decision.money_effect}


@pytest.mark.parametrize(
    ("readings", "population", "after"),
    [
        # Riverside alone: 3 months of £15,600 and 9 of £62,400, on 100,000 patients.
        ({}, "accepted_members", 5_070_000),
        ({"level_effective": "start_of_year"}, "accepted_members", 6_240_000),
        # Every member of DacCom, signed up or not: checked against the run alone.
        ({}, "all_members", None),
        ({"part_year": "days", "level_effective": "decision_date"}, "all_members", None),
    ],
)
def test_a_level_is_worth_what_the_year_then_pays(
    db: None, readings: dict[str, str], population: str, after: int | None
) -> None:
    cast = casting.gather()
    version = a_scheme(cast, population=population, **readings)
    committee = sitting(cast)
    stand_on(JUNE_28)
    before = entitled(cast, version, cast.daccom.code, MARCH_31)
    stand_on(JUNE_28)
    decision = committee.rule(committee.hear(reviewed(cast, version)), Outcome.AGREED)
    paid = entitled(cast, version, cast.daccom.code, MARCH_31)
    of_objective_3 = {key[1]: pence for key, pence in paid.items() if key[0] == 3}
    assert list(shown(decision, "after_pence").values()) == [
        of_objective_3["gp_sessions"],
        of_objective_3["practice_staff"],
    ]
    assert sum(shown(decision, "before_pence").values()) == sum(
        pence for key, pence in before.items() if key[0] == 3
    )
    if after is not None:
        assert sum(of_objective_3.values()) == after
    else:
        assert sum(of_objective_3.values()) > 5_070_000


def test_a_late_sign_up_is_worth_what_the_next_run_pays(db: None) -> None:
    """AMB-01: accepted in June, nine months are left: 75p a patient, and 37.5p in the fund."""
    cast = casting.gather()
    version = a_scheme(cast)
    committee = sitting(cast)
    stand_on(MAY_14)
    sheet = sign_up_at(SignUpStatus.SUBMITTED, cast, practice=cast.millbrook)
    assert sheet.is_late
    stand_on(JUNE_28)
    fund_before = entitled(cast, version, cast.daccom.code, JUNE_28)[2, "information_fund"]
    matter = sign_ups.put_before_committee(
        sign_up=sheet, account="The post was late.", by=cast.officer
    )
    decision = committee.rule(committee.hear(matter), Outcome.AGREED)
    sign_ups.accept(sign_up=SignUp.objects.get(pk=sheet.pk), by=cast.officer)
    [capitation, information] = shown(decision, "after_pence").values()
    patients = cast.millbrook.list_sizes.held().get(as_at=date(2007, 4, 1)).registered
    assert capitation == patients * 100 * 9 // 12
    paid = entitled(cast, version, cast.millbrook.code, JULY_31)
    assert paid[1, "capitation"] == capitation
    fund = entitled(cast, version, cast.daccom.code, JULY_31)[2, "information_fund"]
    assert fund - fund_before == information
