"""Whoever speaks for a payee disputes a line of an approved run; nobody else can (SM-17)."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from governance.models import Appeal
from payments import disputes
from pbc.roles import Role
from tests.cast import sign_in
from tests.integration.payments.county import County, approved_run, make_user

pytestmark = pytest.mark.django_db

APRIL = date(2007, 4, 30)


def test_a_payees_manager_disputes_a_line_from_its_page(client: Client, county: County) -> None:
    line = approved_run(county, APRIL).lines.filter(objective=1).first()
    sign_in(client, make_user("Petra Vane", Role.PRACTICE_MANAGER, line.payee))
    page = client.get(line.get_absolute_url()).content.decode()
    address = reverse("governance:appeal-new", args=[disputes.LINE, disputes.subject_id(line)])
    assert address in page
    answer = client.post(address, {"grounds": "Our list was 8,100."})
    appeal = Appeal.objects.get()
    assert answer.status_code == 302
    assert (appeal.organisation_id, appeal.commissioner_id) == (
        line.payee_id,
        county.commissioner.pk,
    )


@pytest.mark.parametrize("named", ["nonsense", "7.1", "00000000-0000-0000-0000-000000000000.1"])
def test_what_is_no_line_cannot_be_disputed(client: Client, county: County, named: str) -> None:
    line = approved_run(county, APRIL).lines.filter(objective=1).first()
    sign_in(client, make_user("Petra Vane", Role.PRACTICE_MANAGER, line.payee))
    assert client.get(f"/committee/appeals/new/payments.line/{named}/").status_code == 404


def test_another_practices_line_does_not_exist_for_a_manager(
    client: Client, county: County
) -> None:
    lines = list(approved_run(county, APRIL).lines.filter(objective=1))
    sign_in(client, make_user("Petra Vane", Role.PRACTICE_MANAGER, lines[0].payee))
    address = reverse("governance:appeal-new", args=[disputes.LINE, disputes.subject_id(lines[1])])
    assert client.get(address).status_code == 404
    assert not Appeal.objects.exists()
