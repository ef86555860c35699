from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.actions import interests
from accounts.models import Interest
from accounts.statuses import InterestKind
from pbc import clock
from pbc.models import AuditEvent
from pbc.refusals import BadInput, NotNow, NotPermitted
from pbc.roles import Role
from tests import people
from tests.integration.accounts.conftest import Town


def declare(town: Town, by, person=None, organisation=None, **more) -> Interest:
    given = {
        "kind": InterestKind.FINANCIAL,
        "description": "Owns the building",
        "starts": date(2006, 4, 1),
    } | more
    return interests.declare(
        person=person or by.person, organisation=organisation or town.practice, by=by, **given
    )


def seen_by(browser) -> set[str]:
    return {row.person.name for row in browser.get("/interests/").context["table"].rows}


def test_anyone_declares_their_own_on_the_page(town: Town, signed_in) -> None:
    browser = signed_in(town.gp)
    form = browser.get("/interests/declare/").context["form"]
    assert "person" not in form.fields
    assert set(form.fields["organisation"].queryset.values_list("code", flat=True)) == {
        "TPCT",
        "TLOC",
        "Y00001",
    }
    done = browser.post(
        "/interests/declare/",
        {
            "organisation": town.practice.pk,
            "kind": "indirect",
            "description": "My sister is its finance director",
            "starts_day": "1",
            "starts_month": "Apr",
            "starts_year": "2006",
        },
    )
    assert done["Location"] == "/interests/"
    interest = Interest.objects.get()
    assert interest.person == town.gp.person
    assert town.gp.refreshed().has_interest_in(town.practice.pk)
    event = AuditEvent.objects.get(event="interest.declared")
    assert event.chain_id == "TPCT"
    assert "sister" not in str(event.content)


def test_the_secretary_and_the_commissioner_record_those_of_others(town: Town, signed_in) -> None:
    for role in (Role.COMMITTEE_SECRETARY, Role.COMMISSIONER):
        keeper = people.holder(role, town.commissioner)
        form = signed_in(keeper).get("/interests/declare/").context["form"]
        assert town.gp.person in form.fields["person"].queryset
        assert form.initial["person"] == keeper.person_id
        assert declare(town, keeper, person=town.gp.person).declared_by == keeper.person_id


@pytest.mark.parametrize("who", ["manager", "administrator", "other_administrator"])
def test_nobody_else_records_those_of_others(town: Town, who: str) -> None:
    with pytest.raises(NotPermitted):
        declare(town, getattr(town, who), person=town.gp.person)


def test_a_keeper_of_another_commissioner_does_not(town: Town) -> None:
    keeper = people.holder(Role.COMMITTEE_SECRETARY, town.other_commissioner)
    with pytest.raises(NotPermitted):
        declare(town, keeper, person=town.gp.person)


def test_whoever_holds_no_role_can_choose_no_organisation_but_still_sees_the_page(
    town: Town, signed_in
) -> None:
    browser = signed_in(people.user("Una Employed"))
    assert (
        not browser.get("/interests/declare/")
        .context["form"]
        .fields["organisation"]
        .queryset.exists()
    )
    assert seen_by(browser) == set()


def test_an_interest_does_not_begin_in_the_future(town: Town) -> None:
    with pytest.raises(BadInput):
        declare(town, town.gp, starts=clock.today() + timedelta(days=1))


def test_it_ends_the_day_after_its_last_and_stays_in_the_register(town: Town, signed_in) -> None:
    interest = declare(town, town.gp)
    browser = signed_in(town.gp)
    today = clock.today()
    last = {"last_day_day": today.day, "last_day_month": today.month, "last_day_year": today.year}
    done = browser.post(f"/interests/{interest.pk}/end/", last)
    assert done["Location"] == "/interests/"
    interest.refresh_from_db()
    assert interest.ends == today + timedelta(days=1)
    assert interest.last_day == today
    assert town.gp.refreshed().has_interest_in(town.practice.pk)
    people.stand_on(today + timedelta(days=1))
    assert not town.gp.refreshed().has_interest_in(town.practice.pk)
    assert "Owns the building" in browser.get("/interests/").content.decode()
    with pytest.raises(NotNow, match="already ended"):
        interests.end(interest=interest, last_day=today, by=town.gp)


@pytest.mark.parametrize("days", [-1, 10_000])
def test_it_ends_neither_before_it_began_nor_in_the_future(town: Town, days: int) -> None:
    interest = declare(town, town.gp)
    with pytest.raises(BadInput):
        interests.end(
            interest=interest, last_day=interest.starts + timedelta(days=days), by=town.gp
        )


def test_who_sees_which(town: Town, signed_in) -> None:
    declare(town, town.gp)
    declare(town, town.manager)
    # Somebody from next door, with an interest in a practice here.
    declare(town, town.other_administrator)
    # Somebody from here, with an interest next door.
    declare(town, town.administrator, organisation=town.other_practice)
    everybody = {"Gwen Price", "Pat Manning", "Otto Minster", "Ada Minster"}
    assert seen_by(signed_in(town.gp)) == {"Gwen Price"}
    assert seen_by(signed_in(town.administrator)) == everybody
    member = people.holder(Role.COMMITTEE_MEMBER, town.commissioner)
    assert seen_by(signed_in(member)) == everybody
    observer = people.holder(Role.LMC_OBSERVER, town.commissioner)
    assert seen_by(signed_in(observer)) == set()
    assert seen_by(signed_in(town.other_administrator)) == {"Otto Minster", "Ada Minster"}


def test_others_do_not_end_what_they_may_see_or_not_see(town: Town, signed_in) -> None:
    interest = declare(town, town.gp)
    auditor = people.holder(Role.AUDITOR, town.commissioner)
    path = f"/interests/{interest.pk}/end/"
    assert signed_in(auditor).post(path).status_code == 403
    assert signed_in(town.manager).post(path).status_code == 404
    assert "End it" not in signed_in(auditor).get("/interests/").content.decode()


def test_the_keeper_ends_it(town: Town, signed_in) -> None:
    interest = declare(town, town.gp)
    keeper = people.holder(Role.COMMITTEE_SECRETARY, town.commissioner)
    browser = signed_in(keeper)
    assert f"/interests/{interest.pk}/end/" in browser.get("/interests/").content.decode()
    assert browser.get(f"/interests/{interest.pk}/end/").status_code == 200


@pytest.mark.parametrize(
    "query, count",
    [
        ("q=gwen", 1),
        ("q=mill", 1),
        ("q=nobody", 0),
        ("kind=financial", 1),
        ("kind=personal", 0),
        ("state=standing", 1),
        ("state=ended", 0),
    ],
)
def test_the_register_is_filtered(town: Town, signed_in, query: str, count: int) -> None:
    declare(town, town.gp)
    page = signed_in(town.gp).get(f"/interests/?{query}")
    assert page.context["table"].count == count


def test_the_register_is_exported(town: Town, signed_in) -> None:
    declare(town, town.gp, description="=HYPERLINK(1)")
    exported = signed_in(town.gp).get("/interests/?export=csv").content.decode("utf-8-sig")
    assert "Gwen Price,Mill Lane Surgery,Financial,'=HYPERLINK(1)" in exported
    assert "End it" not in exported


def test_interests_are_never_deleted(town: Town) -> None:
    declare(town, town.gp)
    with pytest.raises(IntegrityError), transaction.atomic():
        Interest.objects.all()._raw_delete(Interest.objects.db)
