"""SM-18: four tests, a route, a notice with its standstill, challenges, and a confirmation by
somebody without an interest; before that a scheme of a kind that needs it does not open (R4-001).
"""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from django.test import Client

from accounts.models import Interest, InterestKind
from les_schemes.actions import procurement, schemes
from les_schemes.models import (
    ProcurementAssessment,
    ProcurementDecision,
    SchemeVersion,
    TestEvidence,
)
from les_schemes.procurement.assessment import evidence_in_force
from les_schemes.procurement.statuses import (
    ChallengeOutcome,
    FourTests,
    ProcurementStatus,
    Route,
)
from les_schemes.statuses import SchemeStatus
from pbc import audit, clock
from pbc.models import AuditEvent
from pbc.refusals import BadInput, NotNow, NotPermitted
from tests import cast as people
from tests import factories, paper, procuring
from tests.cast import LONG_AGO, RECORDED, TODAY, stand_on
from tests.procuring import STANDSTILL_ENDS, in_force, procurement_at

pytestmark = pytest.mark.django_db


def interested(user, organisation) -> None:
    Interest.objects.create(
        person=user.person,
        organisation_id=organisation.pk,
        kind=InterestKind.FINANCIAL,
        description="Shares",
        starts=LONG_AGO,
        declared_at=RECORDED,
    )


def notice(assessment, cast, **changed):
    return procurement.publish_notice(
        **{
            "assessment": assessment,
            "reference": "2007-S-0416",
            "place": "",
            "noticed_on": TODAY,
            "by": cast.officer,
            **changed,
        }
    )


def confirm(assessment, by):
    return procurement.confirm(assessment=assessment, deciding_body="The Committee", by=by)


# The four tests


def test_each_test_needs_words_a_file_and_a_name_and_the_fourth_makes_the_set(cast):
    version = procuring.draft_for_anyone(cast)
    for test in list(FourTests)[:3]:
        procuring.evidence(version, test, cast.officer)
    assessment = ProcurementAssessment.objects.get()
    assert assessment.status == ProcurementStatus.DRAFTING

    procuring.evidence(version, FourTests.CONFLICTS, cast.second_officer, "Two stood aside.")

    assessment.refresh_from_db()
    assert assessment.status == ProcurementStatus.EVIDENCED
    held = evidence_in_force(assessment)[FourTests.CONFLICTS]
    assert (held.text, held.given_by) == ("Two stood aside.", cast.second_officer.person_id)
    assert held.given_at.astimezone(clock.LONDON).date() == TODAY
    assert held.file.sha256


def test_evidence_without_words_or_file_is_refused_and_named(cast):
    version = procuring.draft_for_anyone(cast)
    with pytest.raises(BadInput) as refused:
        procurement.evidence(
            version=version, test=FourTests.VALUE, text=" ", content=None, by=cast.officer
        )
    assert set(refused.value.errors) == {"text", "file"}
    assert not ProcurementAssessment.objects.exists()


def test_later_evidence_counts_and_the_earlier_stays(cast):
    assessment = procurement_at(ProcurementStatus.EVIDENCED, cast)

    procuring.evidence(assessment.version, FourTests.VALUE, cast.officer, "A cheaper bid")

    assessment.refresh_from_db()
    assert assessment.status == ProcurementStatus.EVIDENCED
    assert evidence_in_force(assessment)[FourTests.VALUE].text == "A cheaper bid"
    assert assessment.evidence.filter(test=FourTests.VALUE).count() == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        TestEvidence.objects.update(text="Other words")


def test_the_route_waits_for_all_four_tests(cast):
    assessment = procurement_at(ProcurementStatus.DRAFTING, cast)
    with pytest.raises(NotNow, match="tests being evidenced"):
        procurement.choose_route(
            assessment=assessment, route=Route.TENDER, reason="New", by=cast.officer
        )


# Route and notice


def test_a_route_has_its_reason_and_may_be_chosen_anew_until_the_notice(cast):
    assessment = procurement_at(ProcurementStatus.EVIDENCED, cast)
    with pytest.raises(BadInput, match="Give the reason"):
        procurement.choose_route(
            assessment=assessment, route=Route.TENDER, reason="", by=cast.officer
        )
    for route in (Route.TENDER, Route.ANY_QUALIFIED):
        procurement.choose_route(
            assessment=assessment, route=route, reason="Patients choose", by=cast.officer
        )
    assert ProcurementDecision.objects.get().route == Route.ANY_QUALIFIED
    notice(assessment, cast)
    with pytest.raises(NotNow, match="notice published"):
        procurement.choose_route(
            assessment=assessment, route=Route.TENDER, reason="Other", by=cast.officer
        )


def test_only_list_holders_is_no_route_for_a_scheme_that_needs_no_list(cast):
    """R4-009: the single tender rests on the register."""
    assessment = procurement_at(ProcurementStatus.EVIDENCED, cast)
    with pytest.raises(BadInput, match="needs no registered list"):
        procurement.choose_route(
            assessment=assessment, route=Route.SINGLE_TENDER, reason="So", by=cast.officer
        )


@pytest.mark.parametrize(
    "route, ends",
    [
        (Route.COMPETITIVE, STANDSTILL_ENDS),
        (Route.MOST_SUITABLE, STANDSTILL_ENDS),
        (Route.DIRECT_C, STANDSTILL_ENDS),
        (Route.ANY_QUALIFIED, None),
        (Route.DIRECT_A, None),
        (Route.DIRECT_B, None),
    ],
)
def test_the_notice_begins_the_standstill_of_routes_that_have_one(cast, route, ends):
    """CAL-16: noticed on Monday 16 April, begun on the 17th, eight working days after it."""
    assessment = procurement_at(ProcurementStatus.NOTICED, cast, route=route)
    assert in_force(assessment).standstill_ends == ends


@pytest.mark.parametrize(
    "changed, told",
    [
        ({"reference": " "}, "reference of the notice"),
        ({"noticed_on": date(2007, 4, 17)}, "today at the latest"),
        ({"noticed_on": date(2007, 4, 13)}, "The route was chosen on 16 April 2007"),
    ],
)
def test_a_notice_without_reference_or_on_an_impossible_day_is_refused(cast, changed, told):
    assessment = procurement_at(ProcurementStatus.ROUTE_CHOSEN, cast)
    with pytest.raises(BadInput, match=told):
        notice(assessment, cast, **changed)


def test_a_published_decision_does_not_change_in_the_database(cast):
    procurement_at(ProcurementStatus.NOTICED, cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        ProcurementDecision.objects.update(reason="Another reason")


# Standstill and confirmation


def test_it_is_confirmed_from_the_day_after_the_standstill_on(cast):
    assessment = procurement_at(ProcurementStatus.NOTICED, cast)
    stand_on(STANDSTILL_ENDS)
    with pytest.raises(NotNow, match="until the end of 27 April 2007"):
        confirm(assessment, cast.second_officer)
    stand_on(date(2007, 4, 28))

    decision = confirm(assessment, cast.second_officer)

    assessment.refresh_from_db()
    assert assessment.status == ProcurementStatus.CONFIRMED
    assert (decision.deciding_body, decision.confirmed_by) == (
        "The Committee",
        cast.second_officer.person_id,
    )
    assert list(audit.verify()) == []


def test_a_route_without_standstill_is_confirmed_at_once(cast):
    assessment = procurement_at(ProcurementStatus.NOTICED, cast, route=Route.ANY_QUALIFIED)
    confirm(assessment, cast.second_officer)
    assert in_force(assessment).confirmed_at is not None


def test_who_chose_the_route_does_not_confirm_it(cast):
    assessment = procurement_at(ProcurementStatus.NOTICED, cast, route=Route.ANY_QUALIFIED)
    with pytest.raises(NotPermitted, match="You chose the route"):
        confirm(assessment, cast.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProcurementDecision.objects.update(
            confirmed_at=RECORDED, confirmed_by=cast.officer.person_id
        )


@pytest.mark.parametrize("where", ["practice", "pharmacy", "invited elsewhere"])
def test_nobody_with_an_interest_in_who_may_gain_decides(cast, where):
    """R4-001: conflicts are managed by the action itself, not by a promise."""
    pharmacy, _ = people.a_pharmacy(cast.dacorum)
    assessment = procurement_at(ProcurementStatus.NOTICED, cast, route=Route.ANY_QUALIFIED)
    interested(cast.second_officer, cast.riverside if where == "practice" else pharmacy)

    with pytest.raises(NotPermitted, match="You have an interest in"):
        confirm(assessment, cast.second_officer)


def test_an_interest_elsewhere_keeps_nobody_from_deciding(cast):
    pharmacy, _ = people.a_pharmacy(cast.watford, code="FQQ02", name="Mill Lane Pharmacy")
    version = procuring.draft_for_anyone(cast)
    version.partners.clear()
    assessment = procurement_at(
        ProcurementStatus.NOTICED, cast, version=version, route=Route.ANY_QUALIFIED
    )
    interested(cast.second_officer, pharmacy)
    confirm(assessment, cast.second_officer)


@pytest.mark.parametrize("by", ["watford_officer", "administrator", "preparer", "auditor"])
def test_only_an_officer_of_the_leading_commissioner_keeps_the_record(cast, by):
    version = procuring.draft_for_anyone(cast)
    with pytest.raises(NotPermitted, match="Only a person who is Commissioner"):
        procuring.evidence(version, FourTests.VALUE, getattr(cast, by))


# Challenges


def test_a_challenge_stops_the_confirmation_until_five_working_days_after_its_answer(cast):
    assessment = procurement_at(ProcurementStatus.CHALLENGED, cast)
    challenge = in_force(assessment).challenges.get()
    stand_on(date(2007, 4, 30))
    with pytest.raises(NotNow, match="challenged"):
        confirm(assessment, cast.second_officer)

    procurement.answer_challenge(
        challenge=challenge,
        outcome=ChallengeOutcome.STANDS,
        answer="All on the list were asked.",
        answered_on=date(2007, 4, 30),
        by=cast.second_officer,
    )

    # Tuesday 1 May is 1, 2, 3, 4 May; Monday 7 is a bank holiday; Tuesday 8 is 5.
    assert in_force(assessment).standstill_ends == date(2007, 5, 8)
    stand_on(date(2007, 5, 8))
    with pytest.raises(NotNow, match="8 May 2007"):
        confirm(assessment, cast.second_officer)
    stand_on(date(2007, 5, 9))
    confirm(assessment, cast.second_officer)


def test_of_two_challenges_both_are_answered_first(cast):
    assessment = procurement_at(ProcurementStatus.CHALLENGED, cast)
    procuring.challenge(assessment, cast, "Candle Street Pharmacy")
    first, second = in_force(assessment).challenges.all()
    answered = {
        "outcome": ChallengeOutcome.STANDS,
        "answer": "No",
        "answered_on": TODAY,
        "by": cast.officer,
    }

    procurement.answer_challenge(challenge=first, **answered)
    assessment.refresh_from_db()
    assert assessment.status == ProcurementStatus.CHALLENGED
    procurement.answer_challenge(challenge=second, **answered)
    assessment.refresh_from_db()
    assert assessment.status == ProcurementStatus.NOTICED


def test_a_decision_taken_again_stays_in_the_register_as_set_aside(cast):
    assessment = procurement_at(ProcurementStatus.CHALLENGED, cast)
    before = in_force(assessment)

    procurement.answer_challenge(
        challenge=before.challenges.get(),
        outcome=ChallengeOutcome.DECIDED_AGAIN,
        answer="You are right.",
        answered_on=TODAY,
        by=cast.officer,
    )
    assessment.refresh_from_db()
    assert assessment.status == ProcurementStatus.EVIDENCED
    procurement.choose_route(
        assessment=assessment, route=Route.ANY_QUALIFIED, reason="All may", by=cast.officer
    )

    before.refresh_from_db()
    assert before.standing == "Set aside"
    assert in_force(assessment).number == 2


@pytest.mark.parametrize(
    "received_on, told",
    [
        (date(2007, 4, 30), "The standstill ended on 27 April 2007"),
        (date(2007, 4, 13), "The notice was published on 16 April 2007"),
        (date(2007, 5, 2), "today at the latest"),
    ],
)
def test_representations_come_within_the_standstill(cast, received_on, told):
    assessment = procurement_at(ProcurementStatus.NOTICED, cast)
    stand_on(date(2007, 5, 1))
    with pytest.raises(BadInput, match=told):
        procurement.receive_challenge(
            assessment=assessment,
            challenger="Beacon Health",
            grounds="Late",
            received_on=received_on,
            by=cast.officer,
        )


# What it holds up


def test_a_scheme_that_needs_the_tests_opens_once_its_procurement_is_confirmed(cast):
    version = factories.approved(procuring.draft_for_anyone(cast), cast)
    with pytest.raises(NotNow, match="nobody has evidenced a test yet"):
        schemes.open(version=version, by=cast.officer)
    procurement_at(ProcurementStatus.NOTICED, cast, version=version, route=Route.DIRECT_B)
    with pytest.raises(NotNow, match="notice published"):
        schemes.open(version=version, by=cast.officer)
    confirm(version.procurement, cast.second_officer)

    assert schemes.open(version=version, by=cast.officer).status == SchemeStatus.OPEN


def test_the_scheme_page_greys_opening_and_says_why(cast):
    version = procuring.draft_for_anyone(cast)
    page = people.sign_in(Client(), cast.officer).get(version.get_absolute_url()).content.decode()
    assert "opens only once its four tests are evidenced" in page
    assert f"/schemes/{version.pk}/open/" not in page


def test_a_les_of_before_2013_opens_without_and_a_later_one_does_not(cast):
    """R4-001: «as long as CCGs can demonstrate…»."""
    les = factories.scheme_at(SchemeStatus.DRAFT, cast)
    assert not les.four_tests_required
    with pytest.raises(IntegrityError), transaction.atomic():
        SchemeVersion.objects.filter(pk=les.pk).update(kind="lcs")
    with pytest.raises(IntegrityError), transaction.atomic():
        SchemeVersion.objects.filter(pk=les.pk).update(financial_year_starts_in=2013)
    assert factories.opened(les, cast).status == SchemeStatus.OPEN


# Pages


def test_the_register_shows_every_signed_in_person_what_was_published(cast):
    assessment = procurement_at(ProcurementStatus.ROUTE_CHOSEN, cast)
    browser = people.sign_in(Client(), cast.frost)
    assert "No procurement decision has been published yet" in (
        browser.get("/procurement/").content.decode()
    )
    decision = in_force(assessment)
    assert browser.get(f"/procurement/{decision.pk}/").status_code == 404

    notice(assessment, cast)

    register = browser.get("/procurement/").content.decode()
    assert "2007-S-0416" in register
    assert "Competitive process" in register
    page = browser.get(f"/procurement/{decision.pk}/").content.decode()
    assert "It is a new service." in page
    assert "paper.pdf" not in page
    assert browser.get(f"/schemes/{assessment.version_id}/procurement/").status_code == 404


def test_the_register_narrows_exports_and_counts_a_year(cast):
    """EXP-06: the counts of the annual summary, by route."""
    assessment = procurement_at(ProcurementStatus.CHALLENGED, cast)
    browser = people.sign_in(Client(), cast.auditor)

    assert "2007-S-0416" in browser.get("/procurement/?route=competitive").content.decode()
    other = browser.get("/procurement/?route=direct_a").content.decode()
    assert "2007-S-0416" not in other
    exported = b"".join(browser.get("/procurement/?export=csv")).decode()
    assert "It is a new service." in exported
    counts = b"".join(browser.get("/procurement/?summary-export=csv&year=2007")).decode()
    assert counts.splitlines()[1].startswith("Competitive process,1,0,0,1,0")
    assert str(assessment.version) in exported


def test_the_files_behind_the_tests_stay_with_the_commissioner(cast):
    assessment = procurement_at(ProcurementStatus.NOTICED, cast)
    address = f"/files/{assessment.evidence.first().file_id}/"
    for who, status in ((cast.auditor, 200), (cast.watford_officer, 200), (cast.frost, 404)):
        assert people.sign_in(Client(), who).get(address).status_code == status


def test_the_steps_are_walked_on_the_pages(cast):
    version = procuring.draft_for_anyone(cast)
    browser = people.sign_in(Client(), cast.officer)
    home = f"/schemes/{version.pk}/procurement/"
    for test in FourTests:
        given = browser.post(
            f"{home}tests/{test}/",
            {"text": "Shown", "file": SimpleUploadedFile(f"{test}.pdf", paper.scan(test))},
        )
        assert given.status_code == 302, given.content.decode()
    assert browser.post(
        f"{home}route/", {"route": "competitive", "reason": "New"}
    ).status_code == 302  # fmt: skip
    day = {"noticed_on_day": "16", "noticed_on_month": "4", "noticed_on_year": "2007"}
    browser.post(f"{home}notice/", {"reference": "N1", "place": "Here", **day})
    page = browser.get(home).content.decode()
    assert "Friday 27 April 2007" in page
    assert "You chose the route, so another person must confirm" in page

    assert browser.get(f"{home}route/").status_code == 302
    stand_on(date(2007, 4, 28))
    other = people.sign_in(Client(), cast.second_officer)
    refused = other.post(f"{home}confirm/", {"deciding_body": "The Committee"})
    assert refused.status_code == 422
    done = other.post(f"{home}confirm/", {"deciding_body": "The Committee", "no_interest": "on"})
    assert done.status_code == 302
    assert AuditEvent.objects.filter(event="procurement.confirmed").count() == 1
