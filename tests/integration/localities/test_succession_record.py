from datetime import date

import pytest
from django.urls import reverse

from localities.actions import successions
from localities.models import Commissioner, Locality, Practice, Succession
from localities.statuses import SuccessionKind
from pbc import audit_trail
from pbc.actor import SYSTEM
from pbc.models import AuditEvent
from pbc.refusals import BadInput, NotPermitted
from tests import cast as people

pytestmark = pytest.mark.django_db

AUGUST = date(2007, 8, 1)


def record(cast, **values):
    arguments = {
        "predecessor": cast.millbrook,
        "successor": cast.riverside,
        "kind": SuccessionKind.MERGED,
        "on": AUGUST,
        "reason": "The partners agreed",
        "by": cast.officer,
        **values,
    }
    return successions.record(**arguments)


def test_a_merger_closes_the_practice_and_keeps_its_history(cast):
    record(cast)

    merged = Practice.objects.get(code="QQ002")
    assert merged.closed == AUGUST
    assert merged.commissioner_memberships.get().ends == AUGUST
    assert {post.ends for post in merged.posts.all()} == {AUGUST}
    assert merged.list_sizes.count() == 1
    [event] = audit_trail.history_of(merged)
    assert event["note"] == "The partners agreed"
    assert AuditEvent.objects.get().content["after"]["memberships_and_posts_ended"] == 3


def test_the_commissioner_goes_on_seeing_a_practice_that_closed_while_it_was_theirs(cast, client):
    record(cast)
    people.stand_on(date(2007, 9, 1))

    people.sign_in(client, cast.officer)
    shown = client.get(reverse("localities:practice", args=["QQ002"])).content.decode()
    assert "Closed" in shown
    assert "Riverside Surgery" in shown
    people.sign_in(client, cast.watford_officer)
    assert client.get(reverse("localities:practice", args=["QQ002"])).status_code == 404


def test_a_split_leaves_it_open(cast):
    record(cast, kind=SuccessionKind.SPLIT)

    assert Practice.objects.get(code="QQ002").closed is None


def test_a_practice_closed_by_an_import_gets_its_successor(cast):
    Practice.objects.filter(code="QQ002").update(closed=AUGUST)

    assert record(cast).predecessor.closed == AUGUST


def test_a_locality_ends_with_its_memberships_and_officers(cast):
    new = Locality.objects.create(
        code="LNEW", name="New", commissioner=cast.dacorum, recorded_at=people.RECORDED
    )

    record(cast, predecessor=cast.daccom, successor=new, kind=SuccessionKind.REPLACED)

    assert {row.ends for row in cast.daccom.member_practices.all()} == {AUGUST}
    assert cast.daccom.officers.get().ends == AUGUST


def test_an_administrator_records_what_took_a_commissioners_place(cast):
    new = Commissioner.objects.create(code="5P4", name="West", recorded_at=people.RECORDED)

    record(cast, predecessor=cast.dacorum, successor=new, by=cast.administrator)

    assert Commissioner.objects.get(code="XDA").closed == AUGUST
    with pytest.raises(NotPermitted):
        record(cast, predecessor=cast.watford, successor=new)


@pytest.mark.parametrize(
    "change, message",
    [
        (lambda cast: {"successor": cast.millbrook}, "own place"),
        (lambda cast: {"successor": cast.daccom}, "not a practice"),
        (lambda cast: {"on": date(1999, 1, 1)}, "opened on"),
    ],
)
def test_what_cannot_be_is_refused(cast, change, message):
    Practice.objects.filter(code="QQ002").update(opened=date(2000, 1, 1))

    with pytest.raises(BadInput, match=message):
        record(cast, **change(cast))
    assert not Succession.objects.exists()


def test_not_twice_nor_back(cast):
    record(cast, kind=SuccessionKind.SPLIT)

    with pytest.raises(BadInput, match="recorded already"):
        record(cast)
    with pytest.raises(BadInput, match="recorded already"):
        record(cast, predecessor=cast.riverside, successor=cast.millbrook)


def test_not_into_one_that_has_closed_nor_on_another_day_than_it_closed(cast):
    Practice.objects.filter(code="QQ001").update(closed=date(2007, 7, 1))
    with pytest.raises(BadInput, match="closed by then"):
        record(cast)
    Practice.objects.filter(code="QQ001").update(closed=None)
    Practice.objects.filter(code="QQ002").update(closed=date(2007, 7, 1))
    with pytest.raises(BadInput, match="1 July 2007"):
        record(cast)


def test_the_system_records_it_for_an_import_of_its_own(cast):
    assert record(cast, by=SYSTEM).recorded_by is None


@pytest.mark.parametrize("who", ["watford_officer", "millbrook_manager", "lead", "auditor"])
def test_nobody_else_records_it(cast, who):
    with pytest.raises(NotPermitted):
        record(cast, by=cast.people[who])


def test_the_page_records_it(cast, client):
    people.sign_in(client, cast.officer)
    address = reverse("localities:succession-record", args=["QQ002"])
    typed = {"kind": "merged", "on_day": "1", "on_month": "8", "on_year": "2007"}

    assert client.post(address, {**typed, "successor": "NOBODY"}).status_code == 422
    response = client.post(address, {**typed, "successor": "qq001"})

    assert response["Location"] == reverse("localities:organisation", args=["QQ002"])
    assert Succession.objects.get().successor.code == "QQ001"
