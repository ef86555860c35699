import pytest
from django.urls import reverse

from accounts.models import Interest
from localities.actions import payees
from pbc.models import AuditEvent
from pbc.refusals import BadInput, NotPermitted
from tests import cast as people

pytestmark = pytest.mark.django_db


def nominate(cast, payee, **values):
    arguments = {"locality": cast.daccom, "reason": "The members chose it", "by": cast.officer}
    return payees.nominate(payee=payee, **{**arguments, **values})


def test_a_member_practice_or_the_locality_itself_is_paid(cast):
    assert nominate(cast, cast.daccom).payee == cast.daccom
    assert nominate(cast, cast.northgate).payee == cast.northgate

    event = AuditEvent.objects.order_by("-number").first()
    assert (event.content["before"], event.content["after"]) == (
        {"payee": "LDAC"},
        {"payee": "QQ004"},
    )


def test_an_informal_group_is_no_payee(cast):
    with pytest.raises(BadInput, match="informal"):
        nominate(cast, cast.watcom, locality=cast.watcom, by=cast.watford_officer)


@pytest.mark.parametrize("payee", ["millbrook", "cassio", "watcom", "riverside"])
def test_nobody_outside_and_not_the_payee_again(cast, payee):
    with pytest.raises(BadInput):
        nominate(cast, getattr(cast, payee))


def test_a_reason_is_asked(cast):
    with pytest.raises(BadInput, match="why"):
        nominate(cast, cast.northgate, reason="")


@pytest.mark.parametrize("who", ["lead", "watford_officer", "preparer", "administrator"])
def test_only_the_localitys_commissioner_nominates(cast, who):
    with pytest.raises(NotPermitted):
        nominate(cast, cast.northgate, by=cast.people[who])


def test_an_interest_in_the_locality_forbids_it(cast):
    Interest.objects.create(
        person=cast.officer.person, organisation=cast.daccom, kind="financial",
        description="Shares", starts=people.LONG_AGO, declared_at=people.RECORDED,
    )  # fmt: skip

    with pytest.raises(NotPermitted, match="interest"):
        nominate(cast, cast.northgate)


def test_the_page_nominates(cast, client):
    people.sign_in(client, cast.officer)
    address = reverse("localities:payee-nominate", args=["LDAC"])

    assert client.post(address, {"payee": "QQ002", "reason": "x"}).status_code == 422
    assert client.post(address, {"payee": "QQ004", "reason": "x"}).status_code == 302
    cast.daccom.refresh_from_db()
    assert cast.daccom.payee == cast.northgate
