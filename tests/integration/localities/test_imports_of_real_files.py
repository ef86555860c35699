"""The public files of the NHS, as they are."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from localities.models import Commissioner, CommissionerMembership, ListSize, Practice
from localities.statuses import ImportStatus
from tests.integration.localities.files import bring_in, upload

DATA = Path(__file__).parents[3].parent / "shared" / "data"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not here"),
]


def real(name: str) -> bytes:
    return (DATA / name).read_bytes()


def history(code: str) -> list[tuple[str, date, date | None]]:
    return list(
        CommissionerMembership.objects.filter(practice__code=code)
        .order_by("starts")
        .values_list("commissioner__code", "starts", "ends")
    )


def test_practices_memberships_commissioners_and_lists_of_the_nation():
    bring_in("practices", real("epraccur_2015-11-27.csv"))
    assert Practice.objects.count() == 8_177

    newer = bring_in("practices", real("epraccur_2019-08-30.csv"))
    assert (newer.preview["new"], newer.preview["refused"]) == (62, 0)
    assert newer.preview["ignored"] == {
        "not a GP practice (branch, prescribing centre, other setting)": 6_102
    }
    assert Practice.objects.get(code="A81003").closed == date(2017, 11, 1)

    memberships = bring_in("memberships", real("epcmem_2019-08-30.csv"))
    # Every row of a practice that is held is taken; the rest is of practices that are not.
    assert memberships.preview["problems"] == {"unknown_code": 16_719}
    assert upload("memberships", real("epcmem_2019-08-30.csv")).preview["changes_nothing"]
    assert history("E82001")[1:] == [
        ("5GW", date(2001, 4, 1), date(2006, 10, 1)),
        ("5P4", date(2006, 10, 1), date(2010, 4, 1)),
        ("5QV", date(2010, 4, 1), date(2013, 4, 1)),
        ("06N", date(2013, 4, 1), None),
    ]

    provisional = Commissioner.objects.filter(provisional=True)
    before = provisional.count()
    bring_in("commissioners", real("eccg_2025.csv"))
    assert provisional.count() == before - 221
    assert not Commissioner.objects.get(code="06N").provisional
    assert Commissioner.objects.get(code="5GW").provisional

    july = bring_in("list_sizes", real("gp-reg-pat-prac-all-2021-07.csv"))
    assert july.preview["totals"][1]["this"] == 60_970_002
    august = bring_in("list_sizes", real("gp-reg-pat-prac-all-2021-08.csv"))
    assert ["E82131", "THE NEW SURGERY", 2_895] in august.preview["gone"]
    assert august.preview["cautions"] == []

    bring_in("payments", real("payments-16-17.csv"), stated_date=date(2016, 4, 1))
    lists = ListSize.objects.filter(practice__code="E82001").order_by("as_at")
    assert list(lists.values_list("as_at", "registered", "weighted")) == [
        (date(2017, 1, 1), 19_515, Decimal("18705.2800")),
        (date(2021, 7, 1), 37_778, None),
        (date(2021, 8, 1), 40_695, None),
    ]
    # The practice file and the membership file of one day do not agree on every date.
    assert upload("practices", real("epraccur_2019-08-30.csv")).preview["changed"] < 40
    for kind, name, stated in (
        ("commissioners", "eccg_2025.csv", None),
        ("list_sizes", "gp-reg-pat-prac-all-2021-08.csv", None),
        ("payments", "payments-16-17.csv", date(2016, 4, 1)),
    ):
        assert upload(kind, real(name), stated_date=stated).preview["changes_nothing"], name


@pytest.mark.parametrize("name", ["heec_age65_imd_by_practice.csv", "dacorum_crosswalk.csv"])
def test_files_of_another_kind_are_refused_as_a_whole(name):
    for kind in ("practices", "memberships", "list_sizes", "payments"):
        imported = upload(kind, real(name), stated_date=date(2016, 4, 1))
        assert imported.status == ImportStatus.UNREADABLE
        assert imported.fault
