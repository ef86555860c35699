from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from localities.actions import posts
from localities.models import Person, Post, Practice
from localities.statuses import Capacity
from pbc.models import AuditEvent, AuditPersonalValue
from pbc.refusals import BadInput, NotNow, NotPermitted
from tests import cast as people

pytestmark = pytest.mark.django_db

MAY = date(2007, 5, 1)


def start(cast, **values):
    arguments = {
        "practice": cast.riverside,
        "person": None,
        "given_name": "Nia",
        "family_name": "Fern",
        "capacity": Capacity.SALARIED,
        "employed_by_commissioner": False,
        "starts": MAY,
        "by": cast.riverside_manager,
        **values,
    }
    return posts.start(**arguments)


def test_a_gp_named_for_the_first_time_takes_up_a_post(cast):
    post = start(cast, whole_time_equivalent=Decimal("0.75"), professional_number="7000001")

    assert (post.person.name, post.capacity, post.starts) == ("Dr Nia Fern", "salaried", MAY)
    assert post.whole_time_equivalent == Decimal("0.75")
    assert post.must_sign


def test_the_name_stands_beside_the_audit_trail_not_in_it(cast):
    start(cast)

    event = AuditEvent.objects.get(event="post.started")
    assert event.chain_id == "XDA"
    assert "Fern" not in str(event.content)
    assert AuditPersonalValue.objects.get(event=event).value == "Dr Nia Fern"


def test_a_gp_known_by_number_is_the_same_person(cast):
    first = start(cast, professional_number="7000001")

    second = start(cast, practice=cast.millbrook, professional_number="7000001", by=cast.officer)

    assert first.person == second.person


def test_a_number_of_somebody_of_another_name_is_refused(cast):
    start(cast, professional_number="7000001")

    with pytest.raises(BadInput, match="another last name"):
        start(cast, professional_number="7000001", family_name="Moss")


def test_a_person_given_may_take_up_a_post(cast):
    assert start(cast, person=cast.noor.person, by=cast.officer).person == cast.noor.person


@pytest.mark.parametrize(
    "values, field",
    [({"given_name": " "}, "given_name"), ({"family_name": ""}, "family_name")],
)
def test_a_name_has_two_parts(cast, values, field):
    with pytest.raises(BadInput) as refusal:
        start(cast, **values)

    assert list(refusal.value.errors) == [field]


def test_nobody_holds_two_posts_at_one_practice(cast):
    with pytest.raises(BadInput, match="already"):
        start(cast, person=cast.okafor.person)


def test_a_post_lies_within_the_life_of_the_practice(cast):
    Practice.objects.filter(pk=cast.riverside.pk).update(
        opened=date(2007, 6, 1), closed=date(2008, 4, 1)
    )

    with pytest.raises(BadInput, match="opened on"):
        start(cast)
    with pytest.raises(BadInput, match="closed"):
        start(cast, starts=date(2008, 4, 1))
    assert not Person.objects.filter(family_name="Fern").exists()


def test_a_post_ends_after_its_last_day(cast):
    post = cast.posts["okafor", "riverside"]

    posts.end(post=post, last_day=date(2007, 9, 30), by=cast.riverside_manager)

    post.refresh_from_db()
    assert post.ends == date(2007, 10, 1)
    with pytest.raises(NotNow):
        posts.end(post=post, last_day=date(2007, 9, 30), by=cast.riverside_manager)


def test_a_post_does_not_end_before_it_began(cast):
    with pytest.raises(BadInput) as refusal:
        posts.end(
            post=cast.posts["okafor", "riverside"], last_day=date(1999, 1, 1), by=cast.officer
        )

    assert list(refusal.value.errors) == ["last_day"]


@pytest.mark.parametrize(
    "who", ["millbrook_manager", "okafor", "watford_officer", "lead", "administrator", "preparer"]
)
def test_only_the_own_manager_and_the_commissioner_keep_posts(cast, who):
    with pytest.raises(NotPermitted):
        start(cast, by=cast.people[who])
    with pytest.raises(NotPermitted):
        posts.end(post=cast.posts["okafor", "riverside"], last_day=MAY, by=cast.people[who])


def test_the_pages_start_and_end_a_post(cast, client):
    people.sign_in(client, cast.riverside_manager)
    typed = {
        "title": "Dr", "given_name": "Nia", "family_name": "Fern", "capacity": "salaried",
        "starts_day": "1", "starts_month": "5", "starts_year": "2007",
    }  # fmt: skip
    assert client.post(reverse("localities:post-start", args=["QQ001"]), {}).status_code == 422
    client.post(reverse("localities:post-start", args=["QQ001"]), typed)
    post = Post.objects.get(person__family_name="Fern")

    address = reverse("localities:post-end", args=["QQ001", post.person_id])
    assert "Dr Nia Fern" in client.get(address).content.decode()
    last_day = {"last_day_day": "30", "last_day_month": "9", "last_day_year": "2007"}
    assert client.post(address, last_day).status_code == 302
    assert client.get(address).status_code == 404
