"""An officer forms a locality of the commissioner (ENT-07)."""

from datetime import date

import pytest
from django.test import Client

from localities.actions import localities
from localities.models import Locality
from localities.statuses import LegalForm
from pbc import audit
from pbc.models import AuditEvent
from pbc.refusals import BadInput, NotPermitted
from tests import cast as people

pytestmark = pytest.mark.django_db

FORMED = date(2007, 4, 1)
GIVEN = {
    "code": "tring",
    "name": "Tring and Berkhamsted",
    "legal_form": LegalForm.INFORMAL,
    "opened": FORMED,
}
POSTED = {
    "code": "tring",
    "name": "Tring and Berkhamsted",
    "legal_form": "informal",
    "opened_day": "1",
    "opened_month": "4",
    "opened_year": "2007",
}


def form(cast: people.Cast, **other: object) -> Locality:
    given = {"commissioner": cast.dacorum, "by": cast.officer, **GIVEN, **other}
    return localities.form(**given)


def test_a_locality_is_formed_without_members_or_payee(cast):
    locality = form(cast)

    locality.refresh_from_db()
    assert (locality.code, locality.name, locality.opened) == (
        "TRING", "Tring and Berkhamsted", FORMED,
    )  # fmt: skip
    assert (locality.commissioner.pk, locality.payee) == (cast.dacorum.pk, None)


def test_it_is_in_the_audit_trail_of_the_commissioner(cast):
    form(cast)

    event = AuditEvent.objects.get(event="locality.formed")
    assert (event.chain_id, event.actor_id) == (cast.dacorum.code, cast.officer.person_id)
    assert event.content["after"]["opened"] == "2007-04-01"
    assert list(audit.verify()) == []


@pytest.mark.parametrize(
    "other, field, told",
    [
        ({"code": "QQ001"}, "code", "the code of Riverside Surgery"),
        ({"code": "qq001"}, "code", "the code of Riverside Surgery"),
        ({"code": "PCT"}, "code", "means the commissioner itself"),
        ({"code": "A B"}, "code", "letters, digits and hyphens"),
        ({"name": " "}, "name", "Enter the name"),
        ({"name": "daccom"}, "name", "has a locality of this name"),
        ({"company_number": "01234567"}, "company_number", "Only a limited company"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(cast, other, field, told):
    before = Locality.objects.count()
    with pytest.raises(BadInput) as refused:
        form(cast, **other)
    assert told in refused.value.errors[field]
    assert Locality.objects.count() == before


@pytest.mark.parametrize("who", ["watford_officer", "administrator", "preparer", "lead"])
def test_nobody_but_an_officer_of_the_commissioner_forms_one(cast, who):
    with pytest.raises(NotPermitted):
        form(cast, by=getattr(cast, who))


def test_the_page_forms_it_and_leads_to_it(cast):
    browser = people.sign_in(Client(), cast.officer)
    listed = browser.get("/localities/")
    assert 'href="/localities/form/"' in listed.content.decode()

    page = browser.post(
        "/localities/form/", {**POSTED, "commissioner": cast.dacorum.code}, follow=True
    )

    assert page.redirect_chain[-1][0] == "/localities/TRING/"
    assert "The locality is formed" in page.content.decode()


def test_the_page_forms_none_for_the_neighbour(cast):
    browser = people.sign_in(Client(), cast.officer)
    page = browser.post("/localities/form/", {**POSTED, "commissioner": cast.watford.code})
    assert page.status_code == 422
    assert not Locality.objects.filter(code="TRING").exists()


def test_who_is_no_officer_finds_neither_button_nor_page(cast):
    browser = people.sign_in(Client(), cast.auditor)
    assert 'href="/localities/form/"' not in browser.get("/localities/").content.decode()
    assert browser.get("/localities/form/").status_code == 403
