"""What runs pay after a move, a merger or a withdrawal (readings.md AMB-66 to AMB-70)."""

from datetime import date

import pytest

from les_schemes.statuses import SignUpStatus
from localities.models import (
    CommissionerMembership,
    LocalityMembership,
    Organisation,
    Succession,
)
from payments.models import Calculation, Run
from tests.integration.payments.county import (
    RECORDED,
    County,
    approved_run,
    at,
    due_of,
    hold_list,
    make_commissioner,
    make_locality,
    make_practice,
    name_gp,
    prepared_run,
    set_payee,
    sign,
    sign_up,
    standing_on,
)

APRIL, OCTOBER = date(2007, 4, 30), date(2007, 10, 31)
FIRST_OF_OCTOBER = date(2007, 10, 1)


def in_october(county: County) -> Run:
    with standing_on(date(2007, 10, 16)):
        return prepared_run(county, OCTOBER)


def calculation(run: Run) -> Calculation:
    return run.calculations.get()


def provider(run: Run, code: str) -> dict:
    (found,) = [one for one in calculation(run).facts["providers"] if one["code"] == code]
    return found


def move(practice: Organisation, locality: Organisation) -> None:
    LocalityMembership.objects.filter(practice=practice).update(ends=FIRST_OF_OCTOBER)
    LocalityMembership.objects.create(
        practice=practice,
        locality=locality,
        starts=FIRST_OF_OCTOBER,
        source="the locality",
        recorded_at=RECORDED,
    )


def merge(predecessor: Organisation, successor: Organisation, kind: str = "merged") -> None:
    Succession.objects.create(
        predecessor=predecessor,
        successor=successor,
        kind=kind,
        on=FIRST_OF_OCTOBER,
        recorded_at=RECORDED,
    )
    CommissionerMembership.objects.filter(practice=predecessor).update(ends=FIRST_OF_OCTOBER)
    Organisation.objects.filter(pk=predecessor.pk).update(closed=FIRST_OF_OCTOBER)


def test_the_rest_of_the_information_fund_follows_a_practice_that_moves(county: County) -> None:
    """TV-45: objective 3 stays as it is; six of twelve months of objective 2 are credited anew."""
    approved_run(county, APRIL)
    elsewhere = make_locality(county.commissioner, "H-TST-W")
    set_payee(elsewhere, county.practices[1])
    move(county.practices[0], elsewhere)
    run = in_october(county)
    # 8,000 × 50p = £4,000, half of it moves: £2,000
    assert due_of(run, elsewhere)["information_fund"] == 2_000_00
    # level 1, £15,600 × 6/12 more of the old locality
    assert due_of(run, county.locality) == {"information_fund": -2_000_00, "gp_sessions": 7_800_00}
    assert provider(run, "H-TST-1")["memberships"] == [
        {"locality": "H-TST-L", "from": "2007-04-01", "to": "2007-10-01"},
        {"locality": "H-TST-W", "from": "2007-10-01", "to": None},
    ]


def test_what_the_sheet_says_stands_in_place_of_the_record_before_it(county: County) -> None:
    elsewhere = make_locality(county.commissioner, "H-TST-W")
    practice = make_practice("H-TST-3", county.commissioner, elsewhere)
    sign_up(practice, county.version, locality=county.locality)
    alone = make_practice("H-TST-4", county.commissioner, elsewhere)
    sign_up(alone, county.version, alone=True)
    run = prepared_run(county, APRIL)
    joined = {"locality": "H-TST-L", "from": "2007-04-01", "to": None}
    assert provider(run, "H-TST-3")["memberships"] == [joined]
    assert provider(run, "H-TST-4")["memberships"] == []


@pytest.mark.parametrize("kind", ["merged", "replaced"])
def test_the_successor_is_paid_what_its_predecessors_were_still_due(
    county: County, kind: str
) -> None:
    """AMB-67: £8,000 and £8,205 were earned; the second waited for a signature until it merged."""
    last = name_gp(county.practices[1].sign_ups.get())
    approved_run(county, APRIL)
    sign(last, at(date(2007, 9, 20)))
    successor = make_practice("H-TST-9", county.commissioner, county.locality, list_size=None)
    hold_list(successor, 16_100, on=FIRST_OF_OCTOBER)
    for practice in county.practices:
        merge(practice, successor, kind)
    run = in_october(county)
    # £8,000 + £8,205 less the £8,000 that was paid
    assert due_of(run, successor) == {"capitation": 8_205_00}
    assert due_of(run, county.practices[0]) == {"capitation": 0}
    assert calculation(run).facts["mergers"] == [
        {"predecessors": ["H-TST-1", "H-TST-2"], "successor": "H-TST-9", "on": "2007-10-01"}
    ]
    # nobody is left out: the successor goes on with the sheets of those it took the place of
    assert calculation(run).left_out == []


def test_the_new_practice_of_a_split_waits_for_its_own_sheet(county: County) -> None:
    """AMB-68: the parent keeps the year."""
    approved_run(county, APRIL)
    new = make_practice("H-TST-9", county.commissioner, county.locality, list_size=None)
    hold_list(new, 3_000, on=FIRST_OF_OCTOBER)
    Organisation.objects.filter(pk=new.pk).update(opened=FIRST_OF_OCTOBER)
    Succession.objects.create(
        predecessor=county.practices[0],
        successor=new,
        kind="split",
        on=FIRST_OF_OCTOBER,
        recorded_at=RECORDED,
    )
    run = in_october(county)
    assert calculation(run).facts["mergers"] == []
    assert due_of(run, county.practices[0]) == {"capitation": 0}
    (entry,) = calculation(run).left_out
    assert (entry["code"], entry["why"]) == ("H-TST-9", "not_signed_up")


def test_a_merger_into_another_commissioners_practice_leaves_the_predecessor_out(
    county: County,
) -> None:
    approved_run(county, APRIL)
    stranger = make_practice("H-OTH-1", make_commissioner("H-OTH"), None)
    merge(county.practices[0], stranger)
    run = in_october(county)
    assert calculation(run).facts["mergers"] == []
    codes = [one["code"] for one in calculation(run).facts["providers"]]
    assert codes == ["H-TST-2"]
    (entry,) = calculation(run).left_out
    assert (entry["code"], entry["paid_pence"]) == ("H-TST-1", 8_000_00)


def test_what_is_paid_after_a_withdrawal_is_for_the_months_before_it(county: County) -> None:
    """AMB-69: withdrawn before the first run on 9 May: two months had begun, £8,000 × 2/12."""
    county.practices[0].sign_ups.update(
        status=SignUpStatus.WITHDRAWN,
        withdrawn_at=at(date(2007, 5, 9)),
        withdrawn_from=date(2007, 5, 9),
        withdrawn_by=county.officer.person_id,
    )
    with standing_on(date(2007, 5, 11)):
        run = prepared_run(county, date(2007, 5, 31))
    assert due_of(run, county.practices[0]) == {"capitation": 1_333_33}
    assert provider(run, "H-TST-1")["sign_up"]["withdrawn"] == "2007-05-09"


def test_a_practice_that_opened_within_the_year_has_the_whole_months_since(
    county: County,
) -> None:
    """AMB-70: 3,000 × £1.00, October to March: 6/12."""
    new = make_practice("H-TST-9", county.commissioner, county.locality, list_size=None)
    hold_list(new, 3_000, on=FIRST_OF_OCTOBER)
    Organisation.objects.filter(pk=new.pk).update(opened=date(2007, 9, 15))
    received = date(2007, 9, 20)
    sign_up(new, county.version, received=received, accepted=date(2007, 9, 25))
    run = in_october(county)
    assert due_of(run, new) == {"capitation": 1_500_00}
    assert provider(run, "H-TST-9")["opened"] == "2007-09-15"
