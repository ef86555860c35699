"""Who sees which organisation, and what its page tells."""

from datetime import date

import pytest
from django.urls import reverse

from localities.models import CommissionerMembership, Organisation
from tests import cast as people

pytestmark = pytest.mark.django_db


def address(name: str, *arguments: str) -> str:
    return reverse(f"localities:{name}", args=arguments)


def listed(client, name: str) -> set[str]:
    table = client.get(address(name)).context["table"]
    return {row.code for row in table.rows}


@pytest.mark.parametrize(
    "who, practices, localities, commissioners",
    [
        ("officer", {"QQ001", "QQ002", "QQ003", "QQ004"}, {"LDAC"}, {"XDA", "XWA"}),
        ("auditor", {"QQ001", "QQ002", "QQ003", "QQ004"}, {"LDAC"}, {"XDA", "XWA"}),
        ("watford_officer", {"QQ005"}, {"LWAT"}, {"XDA", "XWA"}),
        (
            "administrator",
            {"QQ001", "QQ002", "QQ003", "QQ004", "QQ005"},
            {"LDAC", "LWAT"},
            {"XDA", "XWA"},
        ),
        ("lead", {"QQ001", "QQ004"}, {"LDAC"}, {"XDA"}),
        ("riverside_manager", {"QQ001"}, {"LDAC"}, {"XDA"}),
        ("millbrook_manager", {"QQ002"}, set(), {"XDA"}),
        ("okafor", {"QQ001", "QQ002"}, {"LDAC"}, {"XDA"}),
    ],
)
def test_each_sees_the_own_organisations_and_no_others(
    cast, client, who, practices, localities, commissioners
):
    people.sign_in(client, cast.people[who])

    assert listed(client, "practices") == practices
    assert listed(client, "localities") == localities
    assert listed(client, "commissioners") == commissioners
    for kind, seen in (
        ("practice", practices), ("locality", localities), ("commissioner", commissioners)
    ):  # fmt: skip
        for code in Organisation.objects.filter(kind=kind).values_list("code", flat=True):
            expected = 200 if code in seen else 404
            assert client.get(address(kind, code)).status_code == expected, code
            leads = client.get(address("organisation", code))
            assert leads.status_code == (302 if code in seen else 404)


def test_a_kind_of_address_is_for_its_kind_only(cast, client):
    people.sign_in(client, cast.officer)

    assert client.get(address("practice", "LDAC")).status_code == 404
    assert client.get(address("locality", "QQ001")).status_code == 404
    assert client.get(address("commissioner", "QQ001")).status_code == 404


def test_practices_are_filtered_by_name_commissioner_locality_and_status(cast, client):
    people.sign_in(client, cast.administrator)
    Organisation.objects.filter(code="QQ003").update(closed=date(2007, 4, 2))

    def found(query: str) -> set[str]:
        table = client.get(f"{address('practices')}?{query}").context["table"]
        return {row.code for row in table.rows}

    assert found("q=surgery") == {"QQ001"}
    assert found("q=qq00+cass") == {"QQ005"}
    assert found("commissioner=XWA") == {"QQ005"}
    assert found("locality=LDAC") == {"QQ001", "QQ004"}
    assert found("status=closed") == {"QQ003"}
    assert found("status=open&commissioner=XDA") == {"QQ001", "QQ002", "QQ004"}
    exported = client.get(f"{address('practices')}?q=cassio&export=csv").content.decode("utf-8-sig")
    assert exported.splitlines()[1].startswith("Cassio House,QQ005,Watford and Three Rivers")


def test_a_practice_tells_its_history(cast, client):
    CommissionerMembership.objects.filter(practice=cast.riverside).update(starts=date(2006, 10, 1))
    CommissionerMembership.objects.create(
        practice=cast.riverside, commissioner=cast.watford, starts=date(2001, 4, 1),
        ends=date(2006, 10, 1), source="x", recorded_at=people.RECORDED,
    )  # fmt: skip
    people.sign_in(client, cast.riverside_manager)

    shown = client.get(address("practice", "QQ001")).content.decode()

    for words in (
        "8,205", "1 April 2007", "DacCom", "from 1 October 2006",
        "from 1 April 2001 to 30 September 2006", "Dr Ada Okafor",
        "Not asked to sign: a registrar", "Add a GP",
    ):  # fmt: skip
        assert words in shown, words
    assert "Correct a list size" not in shown
    assert "Record a merger" not in shown


def test_a_locality_tells_its_population_by_the_lists_that_count(cast, client):
    people.sign_in(client, cast.lead)

    shown = client.get(address("locality", "LDAC")).content.decode()

    # 8,205 at Riverside and 6,000 at Northgate
    assert "14,205 registered patients" in shown
    assert "Dr Mina Sandoval" in shown
    assert "Nominate" not in shown


def test_a_greyed_action_says_why(cast, client):
    people.sign_in(client, cast.officer)
    from accounts.models import Interest

    Interest.objects.create(
        person=cast.officer.person, organisation=cast.riverside, kind="financial",
        description="Shares", starts=people.LONG_AGO, declared_at=people.RECORDED,
    )  # fmt: skip

    shown = client.get(address("practice", "QQ001")).content.decode()

    assert "You have a registered interest in this organisation" in shown


@pytest.mark.parametrize(
    "name, arguments",
    [("practices", ()), ("practice", ("QQ001",)), ("localities", ()), ("locality", ("LDAC",)),
     ("commissioners", ()), ("commissioner", ("XDA",))],
)  # fmt: skip
def test_a_page_takes_a_number_of_queries_that_does_not_grow(
    cast, client, name, arguments, django_assert_max_num_queries
):
    people.sign_in(client, cast.officer)

    with django_assert_max_num_queries(40):
        assert client.get(address(name, *arguments)).status_code == 200
