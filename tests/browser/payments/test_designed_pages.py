"""The pages of a run that pays a practice and a pharmacy under several schemes, in Chromium."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from les_schemes.actions import claims, sign_ups
from les_schemes.statuses import SchemeStatus, SignUpStatus
from tests import cast as people
from tests import factories
from tests.claims import signed_up
from tests.integration.payments.quarter import (
    APRIL,
    FIRST,
    ITEMS,
    JUNE,
    MAY,
    SECOND,
    THIRD,
    a_pharmacy,
    approved,
    claimed,
    for_anyone,
    line,
    prepared,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def paid(live_server: Any, transactional_db: None) -> dict[str, Any]:
    """A pharmacy paid, one claim made void since, and another pharmacy that left."""
    cast = people.gather()
    les = factories.scheme_at(SchemeStatus.OPEN, cast)
    factories.sign_up_at(SignUpStatus.ACCEPTED, cast, version=les)
    version = for_anyone(cast)
    practice = signed_up(cast, version=version, locality=cast.daccom)
    pharmacy = a_pharmacy(cast, version)
    leaving = a_pharmacy(
        cast, version, code="FQQ02", name="Beacon Pharmacy", manager=("Ralph", "Orme")
    )
    claimed(cast, practice, APRIL, 60, on=date(2007, 5, 10))
    of_april = claimed(cast, pharmacy.sign_up, APRIL, 30, on=date(2007, 5, 10))
    approved(cast, FIRST)
    sign_ups.give_notice(
        sign_up=leaving.sign_up,
        withdrawn_from=date(2007, 6, 1),
        reason="The pharmacist retires.",
        by=leaving.manager,
    )
    claimed(cast, pharmacy.sign_up, MAY, 25, on=date(2007, 6, 11))
    second = approved(cast, SECOND)
    people.stand_on(date(2007, 7, 10))
    claims.void(report=of_april, reason="Claimed twice.", by=cast.officer)
    claimed(cast, pharmacy.sign_up, JUNE, 20, on=date(2007, 7, 10))
    return {
        "cast": cast,
        "version": version,
        "pharmacy": pharmacy,
        "second": second,
        "third": prepared(cast, THIRD),
    }


def addresses(paid: dict[str, Any]) -> dict[str, list[str]]:
    second, third, shop = paid["second"], paid["third"], paid["pharmacy"].organisation
    check = reverse("payments:run-request")
    return {
        "preparer": [f"{check}?commissioner=XDA&pay_date=2007-08-31"],
        "approver": [
            third.get_absolute_url(),
            reverse("payments:run-approve", args=[third.pk]),
            reverse("payments:run-review-cases", args=[third.pk]),
            reverse("payments:run-changes", args=[third.pk]),
            reverse("payments:run-left-out", args=[third.pk]),
            reverse("payments:lines", args=[third.pk]),
            line(third, shop, ITEMS, paid["version"]).get_absolute_url(),
            reverse("payments:statement", args=[third.pk, "QQ001"]),
        ],
        "manager": [
            "/",
            reverse("payments:statements", args=[shop.code]),
            reverse("payments:statement", args=[second.pk, shop.code]),
            line(second, shop, ITEMS, paid["version"]).get_absolute_url(),
        ],
    }


@pytest.mark.parametrize("width", [1280, 320])
def test_no_page_has_a_barrier_or_scrolls_sideways(
    paid: dict[str, Any], pages_of: Any, barriers: Any, width: int
) -> None:
    cast = paid["cast"]
    who = {
        "preparer": cast.preparer,
        "approver": cast.approver,
        "manager": paid["pharmacy"].manager,
    }
    found = []
    for name, paths in addresses(paid).items():
        page = pages_of(who[name], width)
        for path in paths:
            found += [f"{name} {barrier}" for barrier in barriers(page, path, width)]
    assert found == []
