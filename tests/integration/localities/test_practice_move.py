from datetime import date

import pytest
from django.urls import reverse

from localities.actions import memberships
from localities.models import Locality, Practice
from pbc import clock
from pbc.models import AuditEvent
from pbc.refusals import BadInput, NotPermitted
from tests import cast as people

pytestmark = pytest.mark.django_db

OCTOBER = date(2007, 10, 1)


@pytest.fixture
def second(cast) -> Locality:
    return Locality.objects.create(
        code="LSEC",
        name="Second Locality",
        opened=date(2007, 4, 1),
        commissioner=cast.dacorum,
        recorded_at=people.RECORDED,
    )


def move(cast, locality, **values):
    arguments = {
        "practice": cast.riverside,
        "on": OCTOBER,
        "reason": "Boundaries were drawn again",
        "by": cast.officer,
        **values,
    }
    return memberships.move(locality=locality, **arguments)


def history(practice: Practice) -> list[tuple[str, date, date | None]]:
    rows = practice.locality_memberships.order_by("starts")
    return list(rows.values_list("locality__code", "starts", "ends"))


def test_one_membership_ends_and_the_next_starts_on_the_day(cast, second):
    move(cast, second)

    assert history(cast.riverside) == [
        ("LDAC", date(2007, 4, 1), OCTOBER),
        ("LSEC", OCTOBER, None),
    ]
    event = AuditEvent.objects.get(event="practice.moved")
    assert (event.chain_id, event.content["before"]) == ("XDA", {"locality": "LDAC"})


def test_a_practice_may_leave_to_commission_alone(cast):
    assert move(cast, None) is None

    assert history(cast.riverside) == [("LDAC", date(2007, 4, 1), OCTOBER)]


def test_a_practice_without_a_locality_may_join_one(cast, second):
    joined = move(cast, second, practice=cast.millbrook)

    assert (joined.starts, joined.ends, joined.recorded_by) == (
        OCTOBER,
        None,
        cast.officer.person_id,
    )


@pytest.mark.parametrize(
    "values, field",
    [
        ({"reason": ""}, "reason"),
        ({"on": date(2007, 4, 1)}, "on"),
        ({"on": date(2007, 3, 1)}, "on"),
    ],
)
def test_what_cannot_be_is_said_by_field(cast, second, values, field):
    with pytest.raises(BadInput) as refusal:
        move(cast, second, **values)

    assert field in refusal.value.errors
    assert history(cast.riverside) == [("LDAC", date(2007, 4, 1), None)]


def test_not_to_a_locality_of_another_commissioner(cast):
    with pytest.raises(BadInput, match="another commissioner"):
        move(cast, cast.watcom)


def test_not_to_where_it_is_already(cast):
    with pytest.raises(BadInput, match="already"):
        move(cast, cast.daccom)


def test_not_out_of_none(cast):
    with pytest.raises(BadInput, match="in no locality"):
        move(cast, None, practice=cast.millbrook)


def test_not_to_a_locality_before_it_is_formed_or_after_it_ended(cast, second):
    second.opened = date(2007, 11, 1)
    second.save()
    with pytest.raises(BadInput, match="formed only later"):
        move(cast, second)
    second.opened, second.closed = date(2007, 4, 1), date(2007, 9, 1)
    second.save()
    with pytest.raises(BadInput, match="has ended"):
        move(cast, second)


def test_not_after_the_practice_closed(cast, second):
    Practice.objects.filter(pk=cast.riverside.pk).update(closed=date(2007, 9, 1))

    with pytest.raises(BadInput, match="closed"):
        move(cast, second)


def test_not_before_a_later_membership(cast, second):
    move(cast, second)

    with pytest.raises(BadInput, match="later membership"):
        move(cast, None, on=date(2007, 5, 1))


@pytest.mark.parametrize(
    "who", ["watford_officer", "riverside_manager", "lead", "administrator", "auditor"]
)
def test_only_the_practices_own_commissioner_moves_it(cast, second, who):
    with pytest.raises(NotPermitted):
        move(cast, second, by=cast.people[who])


def test_a_practice_of_no_known_commissioner_is_moved_by_nobody(cast, second):
    lonely = Practice.objects.create(code="QQ900", name="X", recorded_at=clock.now())

    with pytest.raises(NotPermitted, match="No commissioner"):
        move(cast, second, practice=lonely)


def test_the_page_moves_the_practice(cast, second, client):
    people.sign_in(client, cast.officer)
    address = reverse("localities:practice-move", args=["QQ001"])
    typed = {"on_day": "1", "on_month": "10", "on_year": "2007", "reason": "Agreed"}

    assert "DacCom" in client.get(address).content.decode()
    assert client.post(address, {**typed, "locality": "LWAT"}).status_code == 422
    assert client.post(address, {**typed, "locality": "none"}).status_code == 302
    assert history(cast.riverside)[-1][2] == OCTOBER
