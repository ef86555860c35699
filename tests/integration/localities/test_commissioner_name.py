import pytest
from django.urls import reverse

from localities.actions import commissioners
from localities.models import Commissioner
from localities.statuses import CommissionerType
from pbc.models import AuditEvent
from pbc.refusals import BadInput, NotNow, NotPermitted
from tests import cast as people

pytestmark = pytest.mark.django_db


@pytest.fixture
def provisional(cast) -> Commissioner:
    return Commissioner.objects.create(
        code="5GW",
        name="Commissioner 5GW",
        provisional=True,
        commissioner_type="unknown",
        recorded_at=people.RECORDED,
    )


def name(commissioner: Commissioner, by: object, **values: object) -> Commissioner:
    arguments = {"name": "Dacorum PCT", "commissioner_type": CommissionerType.PCT, **values}
    return commissioners.name(commissioner=commissioner, by=by, **arguments)


def test_a_provisional_commissioner_is_named_once(cast, provisional):
    named = name(provisional, cast.administrator)

    assert (named.name, named.provisional, named.commissioner_type) == ("Dacorum PCT", False, "pct")
    assert AuditEvent.objects.get().chain_id == "5GW"
    with pytest.raises(NotNow):
        name(provisional, cast.administrator)


def test_it_needs_a_name(cast, provisional):
    with pytest.raises(BadInput):
        name(provisional, cast.administrator, name=" ")


@pytest.mark.parametrize("who", ["officer", "auditor", "riverside_manager"])
def test_only_an_administrator_names_it(cast, provisional, who):
    with pytest.raises(NotPermitted):
        name(provisional, cast.people[who])


def test_the_page_names_it(cast, provisional, client):
    people.sign_in(client, cast.administrator)
    page = reverse("localities:commissioner", args=["5GW"])
    assert "Provisional" in client.get(page).content.decode()

    response = client.post(
        reverse("localities:commissioner-name", args=["5GW"]),
        {"name": "Dacorum PCT", "commissioner_type": "pct"},
    )

    assert response["Location"] == page
    assert "Dacorum PCT" in client.get(page).content.decode()
