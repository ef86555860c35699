from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts import demonstration
from accounts.actions import people as people_actions
from accounts.models import RoleHolding, User
from pbc import audit, clock
from pbc.models import AuditEvent, Message
from pbc.refusals import BadInput, NotNow, NotPermitted
from pbc.roles import Role
from tests import people
from tests.integration.accounts.conftest import Town

ACTS = ("disable", "enable", "reset-second-factor", "change-address")


def people_seen_by(browser) -> set[str]:
    return {row.name for row in browser.get("/people/").context["table"].rows}


# The list


def test_an_administrator_sees_the_people_of_the_area(town: Town, signed_in) -> None:
    assert people_seen_by(signed_in(town.administrator)) == {
        "Ada Minster",
        "Pat Manning",
        "Gwen Price",
    }


def test_a_practice_manager_sees_the_people_of_the_practice(town: Town, signed_in) -> None:
    assert people_seen_by(signed_in(town.manager)) == {"Pat Manning", "Gwen Price"}


def test_an_auditor_sees_the_people_and_changes_nothing(town: Town, signed_in) -> None:
    auditor = people.holder(Role.AUDITOR, town.commissioner, "Audrey Itor")
    browser = signed_in(auditor)
    assert "Gwen Price" in people_seen_by(browser)
    page = browser.get(f"/people/{town.gp.pk}/").content.decode()
    assert "Change" not in page
    for act in ACTS:
        assert browser.post(f"/people/{town.gp.pk}/{act}/").status_code == 403


def test_others_do_not_see_the_list(town: Town, signed_in) -> None:
    assert signed_in(town.gp).get("/people/").status_code == 403


@pytest.mark.parametrize(
    "query, names",
    [
        ("q=price", ["Gwen Price"]),
        ("q=pat+manning", ["Pat Manning"]),
        ("role=gp", ["Gwen Price"]),
        ("state=lacking", ["Lou Lacking"]),
        ("state=disabled", ["Gwen Price"]),
        ("role=gp&state=active", []),
    ],
)
def test_the_list_is_filtered(town: Town, signed_in, query: str, names: list[str]) -> None:
    lacking = people.user("Lou Lacking")
    people.give(lacking, Role.COMMISSIONER, town.commissioner)
    people_actions.disable(user=town.gp, reason="left", by=town.administrator)
    page = signed_in(town.administrator).get(f"/people/?{query}")
    assert [row.name for row in page.context["table"].rows] == names


def test_the_list_is_exported(town: Town, signed_in) -> None:
    exported = signed_in(town.administrator).get("/people/?export=csv")
    text = exported.content.decode("utf-8-sig")
    assert "Gwen Price,gwen.price@example.nhs.uk" in text
    assert "GP, Mill Lane Surgery" in text


def test_the_list_asks_the_database_the_same_number_of_times_however_long_it_is(
    town: Town, signed_in, django_assert_max_num_queries
) -> None:
    for number in range(20):
        people.holder(Role.GP, town.practice, f"Gp{number} Price{number}")
    browser = signed_in(town.administrator)
    with django_assert_max_num_queries(20):
        browser.get("/people/")


# The person


def test_the_page_of_a_person_shows_roles_with_dates_and_what_was_done(
    town: Town, signed_in
) -> None:
    people_actions.end_role(
        holding=town.gp.role_holdings.get(), reason="Retired", by=town.administrator
    )
    people_actions.disable(user=town.gp, reason="Has left", by=town.administrator)
    page = signed_in(town.administrator).get(f"/people/{town.gp.pk}/").content.decode()
    assert "Mill Lane Surgery, from 1 April 2006" in page
    assert "Not held today" in page
    assert "Person: disabled" in page
    assert "Has left" in page
    assert "This person cannot sign in" in page


def test_people_of_another_area_do_not_exist(town: Town, signed_in) -> None:
    browser = signed_in(town.other_administrator)
    assert browser.get(f"/people/{town.gp.pk}/").status_code == 404
    before = AuditEvent.objects.count()
    for act in ACTS:
        page = browser.post(f"/people/{town.gp.pk}/{act}/", {"reason": "x", "email": "a.b@c.uk"})
        assert page.status_code == 404
    holding = town.gp.role_holdings.get()
    assert browser.post(f"/people/{town.gp.pk}/roles/{holding.pk}/end/").status_code == 404
    assert AuditEvent.objects.count() == before


def test_a_role_is_found_only_at_its_person(town: Town, signed_in) -> None:
    holding = town.gp.role_holdings.get()
    page = signed_in(town.administrator).get(f"/people/{town.manager.pk}/roles/{holding.pk}/end/")
    assert page.status_code == 404


@pytest.mark.parametrize("act", ["disable", "reset-second-factor"])
def test_a_reason_is_asked(town: Town, signed_in, act: str) -> None:
    page = signed_in(town.administrator).post(f"/people/{town.gp.pk}/{act}/", {"reason": ""})
    assert page.status_code == 422
    assert "Say why, in a few words" in page.content.decode()


def test_disabling_and_enabling_through_the_pages(town: Town, signed_in) -> None:
    browser = signed_in(town.administrator)
    done = browser.post(f"/people/{town.gp.pk}/disable/", {"reason": "left"})
    assert done["Location"] == f"/people/{town.gp.pk}/"
    assert not User.objects.get(pk=town.gp.pk).is_active
    browser.post(f"/people/{town.gp.pk}/enable/", {"reason": "back"})
    assert User.objects.get(pk=town.gp.pk).is_active
    assert list(audit.verify()) == []


def test_disabling_twice_and_enabling_the_enabled_are_refused(town: Town) -> None:
    people_actions.disable(user=town.gp, reason="left", by=town.administrator)
    with pytest.raises(NotNow, match="already disabled"):
        people_actions.disable(user=town.gp, reason="left", by=town.administrator)
    people_actions.enable(user=town.gp, reason="back", by=town.administrator)
    with pytest.raises(NotNow, match="not disabled"):
        people_actions.enable(user=town.gp, reason="back", by=town.administrator)


def test_nobody_does_it_to_themself(town: Town, signed_in) -> None:
    for act in (people_actions.disable, people_actions.reset_second_factor):
        with pytest.raises(NotPermitted, match="your own sign-in"):
            act(user=town.administrator, reason="x", by=town.administrator)
    page = signed_in(town.administrator).get(f"/people/{town.administrator.pk}/disable/")
    assert page.status_code == 403


def test_a_person_shared_with_another_commissioner_is_left_to_both(town: Town) -> None:
    people.give(town.gp, Role.GP, town.other_practice)
    with pytest.raises(NotPermitted, match="under another commissioner"):
        people_actions.disable(user=town.gp, reason="x", by=town.administrator)
    here = town.gp.role_holdings.get(organisation=town.practice.pk)
    people_actions.end_role(holding=here, reason="x", by=town.administrator)


def test_a_stranger_is_left_alone(town: Town) -> None:
    with pytest.raises(NotPermitted, match="the person's commissioner"):
        people_actions.disable(user=town.other_administrator, reason="x", by=town.administrator)


# The second factor


def test_resetting_removes_everything_ends_sessions_and_tells_the_person(
    town: Town, signed_in
) -> None:
    officer = people.holder(Role.COMMISSIONER, town.commissioner, "Cam Officer")
    theirs = signed_in(officer)
    browser = signed_in(town.administrator)
    browser.post(f"/people/{officer.pk}/reset-second-factor/", {"reason": "Lost the phone"})
    assert not officer.authenticator_set.exists()
    assert theirs.get("/account/").status_code == 302
    assert Message.objects.filter(
        person_id=officer.person_id, subject__contains="was reset"
    ).exists()
    again = signed_in(User.objects.get(pk=officer.pk))
    assert again.get("/")["Location"] == "/account/second-factor-needed/"


def test_there_must_be_something_to_reset(town: Town) -> None:
    with pytest.raises(NotNow, match="no second step"):
        people_actions.reset_second_factor(user=town.gp, reason="x", by=town.administrator)


# The address


def test_a_changed_address_is_told_to_both_and_signs_in(town: Town, signed_in, client) -> None:
    browser = signed_in(town.administrator)
    new = "gwen.pryce@example.nhs.uk"
    browser.post(
        f"/people/{town.gp.pk}/change-address/", {"email": new.upper(), "reason": "Married"}
    )
    told = Message.objects.filter(kind="account", person_id=town.gp.person_id)
    assert {message.email for message in told} == {town.gp.email, new}
    page = client.post("/sign-in/", {"login": new, "password": people.PASSWORD})
    assert page.status_code == 302


@pytest.mark.parametrize(
    "email, words",
    [("reception@nhs.uk", "address of a desk"), ("pat.manning@example.nhs.uk", "Somebody else")],
)
def test_an_address_of_a_desk_or_of_somebody_else_is_refused(
    town: Town, signed_in, email: str, words: str
) -> None:
    page = signed_in(town.administrator).post(
        f"/people/{town.gp.pk}/change-address/", {"email": email, "reason": "x"}
    )
    assert page.status_code == 422
    assert words in page.content.decode()
    with pytest.raises(BadInput):
        people_actions.change_address(user=town.gp, email=email, reason="x", by=town.administrator)


# Roles end


def test_a_practice_manager_ends_the_role_of_a_gp_there(town: Town, signed_in) -> None:
    holding = town.gp.role_holdings.get()
    done = signed_in(town.manager).post(
        f"/people/{town.gp.pk}/roles/{holding.pk}/end/", {"reason": "Retired"}
    )
    assert done.status_code == 302
    holding.refresh_from_db()
    assert holding.ends == clock.today()
    assert holding.ended_by == town.manager.person_id
    assert Message.objects.filter(person_id=town.gp.person_id).exists()


def test_but_not_another_managers(town: Town) -> None:
    second = people.holder(Role.PRACTICE_MANAGER, town.practice, "Sam Manning")
    with pytest.raises(NotPermitted):
        people_actions.end_role(
            holding=second.role_holdings.get(), reason="rivalry", by=town.manager
        )


def test_a_role_that_has_ended_does_not_end_again(town: Town) -> None:
    holding = town.gp.role_holdings.get()
    people_actions.end_role(holding=holding, reason="x", by=town.administrator)
    with pytest.raises(NotNow, match="already ended"):
        people_actions.end_role(holding=holding, reason="x", by=town.administrator)


def test_a_role_still_to_begin_never_begins(town: Town) -> None:
    later = clock.today() + timedelta(days=30)
    holding = people.give(town.gp, Role.LOCALITY_LEAD, town.locality, starts=later)
    people_actions.end_role(holding=holding, reason="x", by=town.administrator)
    holding.refresh_from_db()
    assert holding.ends == later
    assert not holding.is_held_on(later)


def test_the_last_administrator_stays(town: Town) -> None:
    mine = town.administrator.role_holdings.get()
    with pytest.raises(NotNow, match="only administrator"):
        people_actions.end_role(holding=mine, reason="x", by=town.administrator)
    second = people.holder(Role.ADMINISTRATOR, town.commissioner, "Bea Minster")
    people_actions.disable(user=second, reason="x", by=town.administrator)
    with pytest.raises(NotNow, match="only administrator"):
        people_actions.end_role(holding=mine, reason="x", by=town.administrator)
    people_actions.enable(user=second, reason="x", by=town.administrator)
    people_actions.end_role(holding=mine, reason="x", by=town.administrator)
    assert not RoleHolding.objects.on(clock.today()).filter(pk=mine.pk).exists()


def test_the_last_administrator_is_not_disabled_from_another_area(town: Town) -> None:
    """Whoever administers two commissioners must not close the house of one."""
    people.give(town.other_administrator, Role.ADMINISTRATOR, town.commissioner)
    people_actions.disable(
        user=town.administrator, reason="x", by=town.other_administrator.refreshed()
    )
    with pytest.raises(NotPermitted):
        people_actions.enable(user=town.administrator, reason="x", by=town.administrator)


@pytest.mark.parametrize("table", ["accounts_user", "accounts_roleholding"])
def test_people_and_roles_are_never_deleted(town: Town, table: str) -> None:
    model = User if table == "accounts_user" else RoleHolding
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.all()._raw_delete(model.objects.db)


def test_a_second_factor_is_given_only_outside_production(town: Town, settings) -> None:
    settings.PBC_IS_PRODUCTION = True
    with pytest.raises(NotNow):
        demonstration.give_second_factor(town.gp)
