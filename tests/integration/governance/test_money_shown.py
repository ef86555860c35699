"""Before it decides the Committee sees what agreeing is worth, by what is typed so far (GOV-06)."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from governance import kinds
from governance.models import Decision, Matter
from pbc.refusals import NotNow
from tests.cast import sign_in
from tests.integration.governance.room import Room
from tests.integration.governance.workshop import Workshop, a_matter, heard


class PriceForm(forms.Form):
    places = forms.IntegerField(label="How many places?", min_value=1)


class PricedWorkshop(Workshop):
    """Its worth goes by the places that are asked for, and by the day from which it runs."""

    answers_form = PriceForm
    needs_effective_date = True

    def money_effect(
        self, matter: Matter, answers: Mapping[str, Any], effective: date | None
    ) -> list[kinds.MoneyEffect]:
        if answers["places"] > 40:
            raise NotNow("The room holds forty.")
        fee = 1_250 * answers["places"]
        return [
            kinds.MoneyEffect("Riverside Surgery", "Fees", 0, fee),
            kinds.MoneyEffect("Riverside Surgery", "Travel", 10_000, 4_000),
        ]


@pytest.fixture
def priced() -> Iterator[PricedWorkshop]:
    kind = PricedWorkshop()
    kind.carried_out = []
    kinds.register(kind)
    yield kind
    kinds._kinds.pop(kind.code)


DAY = {"effective_day": "1", "effective_month": "6", "effective_year": "2007"}


def asked(room: Room, by: object, address: str, **data: str) -> tuple[int, str]:
    response = sign_in(Client(), by).post(address, {"show": "", **data})
    return response.status_code, " ".join(response.content.decode().split())


@pytest.mark.parametrize("where", ["item", "chair"])
def test_what_is_typed_so_far_says_what_it_is_worth_and_records_nothing(
    room: Room, priced: PricedWorkshop, where: str
) -> None:
    matter = a_matter(room)
    if where == "item":
        by = room.secretary
        address = reverse("governance:item-decide", args=[heard(room, matter).pk])
    else:
        by = room.chair
        address = reverse("governance:matter-decide-alone", args=[matter.pk])
    before = sign_in(Client(), by).get(address).content.decode()
    assert "worked out from the answers" in before
    assert "Show what it is worth" in before

    status, shown = asked(room, by, address, **{"answers-places": "30"}, **DAY)
    assert status == 200
    for said in ("£375.00", "£100.00", "£40.00"):
        assert said in shown
    # Together £100.00 now, £415.00 then.
    assert "Together" in shown
    assert "<strong>£415.00</strong>" in shown
    assert "<strong>£315.00</strong>" in shown
    assert "takes effect on 1 June 2007" in shown
    assert "Give the reasons" not in shown
    assert 'value="30"' in shown
    assert not Decision.objects.exists()

    status, faulty = asked(room, by, address, **{"answers-places": "none"}, **DAY)
    assert status == 200
    assert "Enter a whole number" in faulty
    assert "Together" not in faulty
    for nothing_to_show in ({"answers-places": "41", **DAY}, {"answers-places": "30"}):
        _, shown = asked(room, by, address, **nothing_to_show)
        assert "worked out from the answers" in shown


class DearerWorkshop(Workshop):
    """It asks nothing, so its page shows at once what it is worth."""

    fee = 50_000

    def money_effect(
        self, matter: Matter, answers: Mapping[str, Any], effective: date | None
    ) -> list[kinds.MoneyEffect]:
        return [kinds.MoneyEffect("Riverside Surgery", "Fees", 0, self.fee)]


@pytest.fixture
def dearer() -> Iterator[DearerWorkshop]:
    kind = DearerWorkshop()
    kind.carried_out = []
    kinds.register(kind)
    yield kind
    kinds._kinds.pop(kind.code)


def sent(by: object, address: str, page: str, **data: str) -> tuple[int, str]:
    """Record the decision from a page as it was read, with what it keeps of the worth."""
    kept = re.search(r'name="shown" value="(\w*)"', page)
    answers = {"outcome": "agreed", "reasons": "It is cheap.", "manner": "consensus", **data}
    if kept is not None:
        answers["shown"] = kept[1]
    response = sign_in(Client(), by).post(address, answers)
    return response.status_code, " ".join(response.content.decode().split())


@pytest.mark.parametrize("where", ["item", "chair"])
def test_no_amount_is_decided_but_the_one_that_was_shown(
    room: Room, dearer: DearerWorkshop, where: str
) -> None:
    matter = a_matter(room)
    if where == "item":
        by = room.secretary
        address = reverse("governance:item-decide", args=[heard(room, matter).pk])
    else:
        by = room.chair
        address = reverse("governance:matter-decide-alone", args=[matter.pk])
    read = sign_in(Client(), by).get(address).content.decode()
    assert "£500.00" in read
    dearer.fee = 90_000
    status, refused = sent(by, address, read)
    assert status == 422
    assert "has changed since it was shown" in refused
    assert "£900.00" in refused
    assert not Decision.objects.exists()
    status, _ = sent(by, address, refused)
    assert status == 302
    assert Decision.objects.get().money_effect[0]["after_pence"] == 90_000


def test_what_follows_from_the_answers_is_shown_before_it_is_decided(
    room: Room, priced: PricedWorkshop
) -> None:
    by = room.secretary
    address = reverse("governance:item-decide", args=[heard(room, a_matter(room)).pk])
    read = sign_in(Client(), by).get(address).content.decode()
    answers = {"answers-places": "30", **DAY}
    status, shown = sent(by, address, read, **answers)
    assert status == 422
    assert "£375.00" in shown
    status, _ = sent(by, address, shown, **{**answers, "answers-places": "31"})
    assert status == 422, "31 places cost more than was shown for 30"
    status, _ = sent(by, address, shown, **answers)
    assert status == 302
