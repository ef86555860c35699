"""Claims for items of service work as monthly reports do, and pay by the item (issue 4.7)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from les_schemes.actions import claims, sign_ups
from les_schemes.claims import history, months
from les_schemes.models import Claim, ClaimedItems
from les_schemes.reports.statuses import MonthState, ReportStatus
from localities.models import Succession
from localities.statuses import SuccessionKind
from payments import facts
from payments.calculations import work_out
from pbc import clock
from pbc.actor import SYSTEM
from pbc.models import AuditEvent, Message
from pbc.refusals import BadInput, NotNow, NotPermitted
from tests import cast as the_cast
from tests.cast import RECORDED, stand_on
from tests.claims import ITEMS, claim_at, signed_up
from tests.integration.les_schemes.reports.test_report_pages import words
from tests.reports import APRIL, IN_MAY, MAY, NHS_NUMBER

JUNE, JULY = date(2007, 6, 1), date(2007, 7, 1)


@pytest.fixture
def sign_up(cast):
    made = signed_up(cast, locality=cast.daccom)
    stand_on(IN_MAY)
    return made


def known(sign_up):
    return months.known(sign_up.version, clock.known_until())


def test_months_may_be_claimed_from_that_of_acceptance_on(cast, sign_up):
    slots = months.slots_of([sign_up])
    assert slots[0].month == APRIL
    assert len(slots) == 12
    assert [slot.state for slot in slots[:2]] == [MonthState.EXPECTED, MonthState.NOT_YET]
    stand_on(date(2007, 8, 20))
    late = signed_up(cast, provider=cast.northgate, version=sign_up.version)
    assert months.slots_of([late])[0].month == date(2007, 8, 1)
    with pytest.raises(NotNow, match="nothing to claim for May 2007"):
        claim_at(ReportStatus.DRAFT, cast, sign_up=late, month=MAY)


def test_a_claim_is_received_by_the_locality_and_then_by_the_commissioner(cast, sign_up):
    claim = claim_at(ReportStatus.WITH_LOCALITY, cast, sign_up=sign_up)
    assert known(sign_up) == {}
    claim = claims.accept_for_locality(report=claim, revision=1, by=cast.lead)
    with pytest.raises(NotPermitted):
        claims.accept(report=claim, revision=1, by=cast.lead)
    claim = claims.accept(report=claim, revision=1, by=cast.officer)
    assert claim.status == ReportStatus.ACCEPTED
    assert known(sign_up) == {cast.riverside.pk: [(ITEMS, APRIL, 12)]}
    assert Message.objects.filter(kind="claim.accepted").count() == 1
    assert AuditEvent.objects.filter(event="claim.accepted").count() == 1


def test_a_provider_without_a_locality_claims_from_the_commissioner(cast):
    sign_up = signed_up(cast)
    stand_on(IN_MAY)
    claim = claim_at(ReportStatus.WITH_COMMISSIONER, cast, sign_up=sign_up)
    assert claim.status == ReportStatus.WITH_COMMISSIONER


def test_sent_back_the_old_counts_are_kept_and_the_mended_ones_count(cast, sign_up):
    claim = claim_at(ReportStatus.RETURNED, cast, sign_up=sign_up, count=90)
    manager = cast.riverside_manager
    claims.enter(sign_up=sign_up, month=APRIL, counts={ITEMS: 9}, by=manager)
    claim = claims.submit(sign_up=sign_up, month=APRIL, note="A slip", by=manager)
    claim = claims.accept_for_locality(report=claim, revision=2, by=cast.lead)
    claims.accept(report=claim, revision=2, by=cast.officer)
    assert [item.count for item in ClaimedItems.objects.order_by("pk")] == [90, 9]
    assert known(sign_up) == {cast.riverside.pk: [(ITEMS, APRIL, 9)]}


def test_zero_is_an_explicit_nil_and_nothing_is_no_claim(cast, sign_up):
    with pytest.raises(BadInput, match="0 if there were none"):
        claims.enter(sign_up=sign_up, month=APRIL, counts={}, by=cast.riverside_manager)
    with pytest.raises(BadInput, match="whole number from 0"):
        claims.enter(sign_up=sign_up, month=APRIL, counts={ITEMS: -1}, by=cast.riverside_manager)
    claim_at(ReportStatus.ACCEPTED, cast, sign_up=sign_up, count=0)
    assert known(sign_up) == {cast.riverside.pk: [(ITEMS, APRIL, 0)]}


def test_a_count_far_from_the_own_history_asks_why_and_is_shown_to_those_who_receive_it(
    cast, sign_up
):
    stand_on(date(2007, 8, 3))
    for month, count in ((APRIL, 12), (MAY, 14), (JUNE, 13)):
        claim_at(ReportStatus.ACCEPTED, cast, sign_up=sign_up, month=month, count=count)
    with pytest.raises(BadInput, match="90 is more than double the 13 that is usual in the 3"):
        claim_at(ReportStatus.WITH_LOCALITY, cast, sign_up=sign_up, month=JULY, count=90)
    claim_at(
        ReportStatus.WITH_LOCALITY,
        cast,
        sign_up=sign_up,
        month=JULY,
        count=90,
        because="A campaign in July.",
    )
    page = words(the_cast.sign_in(Client(), cast.lead).get(to("claim", sign_up, JULY)))
    assert "Far from its own history:" in page
    assert "90 is more than double the 13 that is usual in the 3 months accepted before" in page
    assert "A campaign in July." in page


@pytest.mark.parametrize(
    "count, before, is_unusual",
    [
        (30, [12, 14], True),
        (5, [12, 14], True),
        (0, [12, 14, 16], True),
        (26, [12, 14], False),
        (30, [12], False),
        (4, [1, 1, 1], False),
        (6, [0, 0], True),
    ],
)
def test_what_is_far_is_more_than_double_or_less_than_half_and_five_items_away(
    count, before, is_unusual
):
    assert (history.unusual(ITEMS, count, before) is not None) == is_unusual


def test_a_void_claim_no_longer_counts_and_the_month_may_be_claimed_again(cast, sign_up):
    claim_at(ReportStatus.VOID, cast, sign_up=sign_up)
    assert known(sign_up) == {}
    claim_at(ReportStatus.ACCEPTED, cast, sign_up=sign_up, count=7)
    assert known(sign_up) == {cast.riverside.pk: [(ITEMS, APRIL, 7)]}


def test_what_was_claimed_is_paid_by_the_item_to_the_penny(cast, sign_up):
    """60 + 50 = 110 items: 100 × £12.00 + 10 × £9.50 = £1,295.00."""
    stand_on(date(2007, 6, 5))
    claim_at(ReportStatus.ACCEPTED, cast, sign_up=sign_up, month=APRIL, count=60)
    claim_at(ReportStatus.ACCEPTED, cast, sign_up=sign_up, month=MAY, count=50)
    worked_out = work_out(
        facts.gather(
            commissioner=cast.dacorum,
            version=sign_up.version,
            as_at=date(2007, 6, 29),
            known_at=clock.known_until(),
        )
    )
    [line] = [line for line in worked_out.lines if line.component == "items"]
    assert (line.payee, line.entitlement_pence) == ("QQ001", 129_500)


def test_after_a_merger_the_successor_claims_under_its_own_code(cast, sign_up):
    """EXC-08: from the month of the merger on; the months before stay the practice's."""
    Succession.objects.create(
        predecessor=cast.riverside,
        successor=cast.millbrook,
        kind=SuccessionKind.MERGED,
        on=date(2007, 6, 10),
        reason="One building.",
        recorded_at=RECORDED,
    )
    stand_on(date(2007, 7, 2))
    sign_ups.transfer_due(by=SYSTEM)
    sign_up.refresh_from_db()
    for month in (MAY, JUNE):
        claim_at(ReportStatus.ACCEPTED, cast, sign_up=sign_up, month=month)
    assert known(sign_up) == {
        cast.riverside.pk: [(ITEMS, MAY, 12)],
        cast.millbrook.pk: [(ITEMS, JUNE, 12)],
    }


def test_the_database_keeps_what_was_submitted_and_two_persons(cast, sign_up):
    claim = claim_at(ReportStatus.ACCEPTED, cast, sign_up=sign_up)
    for change in (
        lambda: ClaimedItems.objects.update(count=99),
        lambda: claim.revisions.update(note="x"),
        lambda: Claim.objects.update(month=MAY),
        lambda: Claim.objects.all().delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


# Pages


def to(name: str, sign_up, month: date = APRIL) -> str:
    arguments = [sign_up.version_id, sign_up.provider.code, f"{month:%Y-%m}"]
    return reverse(f"les_schemes:{name}", args=arguments)


def test_a_manager_enters_submits_and_both_accept_in_the_browser(cast, sign_up):
    manager = the_cast.sign_in(Client(), cast.riverside_manager)
    assert "Claim for April 2007" in words(manager.get("/"))
    page = words(manager.get(to("claim-items", sign_up)))
    assert "£12.00 for each item, from item 101 on £9.50" in page
    wrong = manager.post(to("claim-items", sign_up), {"objective-1": "a dozen"})
    assert wrong.status_code == 422
    assert 'value="a dozen"' in words(wrong)
    assert manager.post(to("claim-items", sign_up), {"objective-1": "12"}).status_code == 302
    assert manager.post(to("claim-submit", sign_up), {"note": ""}).status_code == 302
    lead = the_cast.sign_in(Client(), cast.lead)
    assert "Claim to receive" in words(lead.get("/"))
    assert "Riverside Surgery" in words(lead.get(reverse("les_schemes:claims")))
    lead.post(to("claim-accept-for-locality", sign_up), {"revision": "1"})
    officer = the_cast.sign_in(Client(), cast.officer)
    assert officer.post(to("claim-accept", sign_up), {"revision": "1"}).status_code == 302
    assert Claim.objects.get().status == ReportStatus.ACCEPTED
    page = words(manager.get(to("claim", sign_up)))
    assert "Submitted: 12" in page


def test_an_nhs_number_is_refused_in_a_claim_too(cast, sign_up):
    claim_at(ReportStatus.DRAFT, cast, sign_up=sign_up)
    manager = the_cast.sign_in(Client(), cast.riverside_manager)
    page = manager.post(to("claim-submit", sign_up), {"note": f"Patient {NHS_NUMBER}"})
    assert page.status_code == 422
    assert NHS_NUMBER not in page.content.decode()
    assert Claim.objects.get().status == ReportStatus.DRAFT


def test_what_cannot_be_done_yet_says_why(cast, sign_up):
    manager = the_cast.sign_in(Client(), cast.riverside_manager)
    page = words(manager.get(to("claim", sign_up)))
    assert "Enter the items first, 0 where there were none." in page
    claim_at(ReportStatus.DRAFT, cast, sign_up=sign_up, month=MAY)
    assert "May 2007 is not over yet." in words(manager.get(to("claim", sign_up, MAY)))


def test_an_officer_finds_every_claim_and_a_provider_its_own_alone(cast, sign_up):
    """Also one that waits for a locality which has no lead; and a pharmacy sees its own months."""
    claim_at(ReportStatus.WITH_LOCALITY, cast, sign_up=sign_up)
    page = words(the_cast.sign_in(Client(), cast.officer).get(reverse("les_schemes:claims")))
    assert "No claim waits for the commissioner." in page
    assert "All claims" in page
    assert "Riverside Surgery" in page
    assert "With the locality" in page
    narrowed = the_cast.sign_in(Client(), cast.officer).get(
        reverse("les_schemes:claims"), {"status": "accepted"}
    )
    assert "Riverside Surgery" not in words(narrowed)
    pharmacy, manager = the_cast.a_pharmacy(cast.dacorum)
    stand_on(date(2007, 4, 20))
    signed_up(cast, provider=pharmacy, version=sign_up.version)
    stand_on(IN_MAY)
    page = words(the_cast.sign_in(Client(), manager).get(reverse("les_schemes:claims")))
    assert pharmacy.name in page
    assert "Riverside Surgery" not in page
