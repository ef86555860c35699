from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from localities import list_sizes as counting
from localities.actions import list_sizes
from localities.models import ListSize
from pbc import clock
from pbc.financial_year import FinancialYear
from pbc.models import AuditEvent
from pbc.refusals import BadInput, NotPermitted
from tests import cast as people

pytestmark = pytest.mark.django_db

APRIL = date(2007, 4, 1)


def correct(cast, **values):
    arguments = {
        "practice": cast.riverside,
        "as_at": APRIL,
        "registered": 8_100,
        "source": "Corrected extract",
        "reason": "Ghost patients were taken off",
        "by": cast.officer,
        **values,
    }
    return list_sizes.correct(**arguments)


def test_the_figure_held_until_now_stays_superseded_with_the_reason(cast):
    corrected = correct(cast)

    old = corrected.supersedes
    assert (old.registered, old.superseded_at) == (8_205, corrected.recorded_at)
    assert (corrected.registered, corrected.reason) == (8_100, "Ghost patients were taken off")
    counted = counting.for_financial_year([cast.riverside.pk], FinancialYear(2007), clock.now())
    assert counted[cast.riverside.pk] == corrected


def test_it_is_in_the_commissioners_audit_trail(cast):
    correct(cast)

    event = AuditEvent.objects.get(event="list_size.corrected")
    assert (event.chain_id, event.actor_id) == ("XDA", cast.officer.person_id)
    assert event.content["before"]["registered"] == 8_205
    assert event.content["after"]["registered"] == 8_100
    assert event.content["reason"] == "Ghost patients were taken off"


def test_a_first_figure_for_a_day_is_entered_without_superseding(cast):
    entered = correct(cast, as_at=date(2007, 1, 1), registered=8_000, weighted=Decimal("7900.5"))

    assert entered.supersedes is None
    assert AuditEvent.objects.get(subject_id=entered.pk).event == "list_size.entered"


def test_the_weighted_list_stays_where_only_the_count_changes(cast):
    correct(cast, weighted=Decimal("8011.5"))

    assert correct(cast, registered=8_090).weighted == Decimal("8011.5")


def test_it_can_be_corrected_again_although_the_hours_went_back(cast):
    later = clock.now() + timedelta(hours=5)
    ListSize.objects.filter(practice=cast.riverside).update(superseded_at=None)
    ListSize.objects.create(
        practice=cast.riverside, as_at=date(2007, 1, 1), registered=1, source="x", recorded_at=later
    )

    corrected = correct(cast, as_at=date(2007, 1, 1))

    assert corrected.recorded_at == corrected.supersedes.superseded_at == later


@pytest.mark.parametrize(
    "values, field",
    [
        ({"registered": 8_205}, "registered"),
        ({"registered": -1}, "registered"),
        ({"reason": "  "}, "reason"),
        ({"as_at": timezone.localdate() + timedelta(days=1)}, "as_at"),
    ],
)
def test_what_cannot_be_taken_is_said_by_field(cast, values, field):
    with pytest.raises(BadInput) as refusal:
        correct(cast, **values)

    assert list(refusal.value.errors) == [field]
    assert ListSize.objects.filter(practice=cast.riverside).count() == 1


def test_not_after_the_practice_closed(cast):
    cast.riverside.closed = date(2007, 3, 1)
    cast.riverside.save()

    with pytest.raises(BadInput, match="closed"):
        correct(cast)


@pytest.mark.parametrize(
    "who", ["watford_officer", "riverside_manager", "preparer", "administrator", "auditor", "lead"]
)
def test_only_the_practices_own_commissioner_corrects(cast, who):
    with pytest.raises(NotPermitted):
        correct(cast, by=cast.people[who])

    assert not AuditEvent.objects.exists()


def test_the_page_corrects_and_leads_back(cast, client):
    people.sign_in(client, cast.officer)
    address = reverse("localities:list-size-correct", args=["QQ001"])
    typed = {
        "as_at_day": "1", "as_at_month": "4", "as_at_year": "2007", "registered": "8,100",
        "source": "Extract", "reason": "Counted twice",
    }  # fmt: skip

    assert client.post(address, {**typed, "registered": "8.5"}).status_code == 422
    response = client.post(address, typed)

    assert response["Location"] == reverse("localities:practice", args=["QQ001"])
    shown = client.get(response["Location"]).content.decode()
    assert "8,100" in shown
    assert "8,205" in shown
    assert "Superseded" in shown
