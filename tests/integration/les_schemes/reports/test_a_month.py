"""A month's report from the first row to the money (O2-02 to O2-09, SM-04)."""

from datetime import date

import pytest

from accounts.models import RoleHolding
from les_schemes.actions import reports, sign_ups
from les_schemes.models import MonthlyReport
from les_schemes.reports import months
from les_schemes.reports.columns import ACTIVITY, REFERRALS
from les_schemes.reports.statuses import MonthState, ReportStatus
from les_schemes.statuses import SignUpStatus
from localities.models import Succession
from localities.statuses import SuccessionKind
from pbc import clock
from pbc.actor import SYSTEM
from pbc.models import AuditEvent, Message
from pbc.refusals import BadInput, NotNow, NotPermitted
from tests import factories
from tests.cast import LONG_AGO, RECORDED, stand_on
from tests.reports import (
    ACTIVITY_ROWS,
    APRIL,
    IN_MAY,
    MAY,
    REFERRAL_ROWS,
    accepted,
    entered,
    raw,
    report_at,
    signed_up,
    template_agreed,
    values,
)


@pytest.fixture
def sign_up(cast):
    made = signed_up(cast)
    stand_on(IN_MAY)
    return made


def told(kind: str) -> set[str]:
    return set(Message.objects.filter(kind=kind).values_list("email", flat=True))


def becomes_gp_of(user, practice) -> None:
    RoleHolding.objects.create(
        user=user, role="gp", organisation_id=practice.pk, starts=LONG_AGO, granted_at=RECORDED
    )


def test_twelve_months_are_expected_and_stand_by_the_day_alone(cast, sign_up):
    """O2-02, CAL-04: due on the last working day of the following month; nothing is scheduled."""
    slots = months.slots(sign_up)
    assert [slot.key for slot in slots] == [
        *(f"2007-{month:02d}" for month in range(4, 13)),
        "2008-01",
        "2008-02",
        "2008-03",
    ]
    # 31 May 2007 is a Thursday; 30 June 2007 a Saturday; 25 to 28 May holds the bank holiday.
    assert [slot.due_on for slot in slots[:3]] == [
        date(2007, 5, 31),
        date(2007, 6, 29),
        date(2007, 7, 31),
    ]
    assert [slot.state for slot in slots[:2]] == [MonthState.EXPECTED, MonthState.NOT_YET]
    stand_on(date(2007, 6, 1))
    assert [slot.state for slot in months.slots(sign_up)[:3]] == [
        MonthState.OVERDUE,
        MonthState.EXPECTED,
        MonthState.NOT_YET,
    ]
    assert not MonthlyReport.objects.exists()


def test_rows_are_kept_as_values_with_money_in_pence(cast, sign_up):
    report = report_at(ReportStatus.DRAFT, cast, sign_up=sign_up)
    held = values(report)
    assert held["referrals"][0] == {
        "specialty": "Cardiology",
        "admission": "elective",
        "provider": "Watford General",
        "count": 12,
    }
    assert held["activity"][0]["challenged_pence"] == 360_000
    # What is left empty was not challenged.
    assert held["activity"][1]["pod"] == "a_and_e"
    assert held["activity"][1]["challenged_count"] == 0


def test_what_is_entered_again_stands_in_place_of_what_was(cast, sign_up):
    report = report_at(ReportStatus.DRAFT, cast, sign_up=sign_up)
    reports.enter(
        sign_up=sign_up,
        month=APRIL,
        section=REFERRALS,
        rows=raw(REFERRAL_ROWS[:1]),
        none=False,
        by=cast.riverside_manager,
    )
    assert len(values(report)["referrals"]) == 1
    assert len(values(report)["activity"]) == 2
    assert MonthlyReport.objects.count() == 1


def test_every_fault_is_named_by_its_box_and_nothing_is_entered(cast, sign_up):
    wrong = [
        {**REFERRAL_ROWS[0], "count": "a dozen"},
        {**REFERRAL_ROWS[1], "admission": "emergency"},
    ]
    with pytest.raises(BadInput) as refused:
        reports.enter(
            sign_up=sign_up,
            month=APRIL,
            section=REFERRALS,
            rows=raw(wrong),
            none=False,
            by=cast.riverside_manager,
        )
    assert set(refused.value.errors) == {"row1-count", "row2-admission"}
    assert not MonthlyReport.objects.exists()


def test_a_month_is_submitted_once_it_is_over_and_whole(cast, sign_up):
    manager = cast.riverside_manager
    reports.enter(
        sign_up=sign_up,
        month=MAY,
        section=REFERRALS,
        rows=raw(REFERRAL_ROWS),
        none=False,
        by=manager,
    )
    with pytest.raises(NotNow, match="is not over"):
        reports.submit(sign_up=sign_up, month=MAY, note="", by=manager)
    stand_on(date(2007, 6, 1))
    with pytest.raises(NotNow, match="Enter the activity first"):
        reports.submit(sign_up=sign_up, month=MAY, note="", by=manager)
    reports.enter(sign_up=sign_up, month=MAY, section=ACTIVITY, rows=[], none=True, by=manager)
    report = reports.submit(sign_up=sign_up, month=MAY, note="", by=manager)
    assert report.status == ReportStatus.WITH_LOCALITY
    with pytest.raises(NotNow, match="has not begun"):
        reports.enter(
            sign_up=sign_up,
            month=date(2007, 7, 1),
            section=ACTIVITY,
            rows=[],
            none=True,
            by=manager,
        )


def test_a_nil_return_is_explicit_and_counts(cast, sign_up):
    """AMB-42."""
    report = report_at(ReportStatus.ACCEPTED, cast, sign_up=sign_up, referrals=(), activity=())
    assert values(report) == {"referrals": [], "activity": []}
    assert months.known(sign_up.version, clock.now()) == {cast.riverside.pk: [APRIL]}
    with pytest.raises(BadInput, match="cannot be both"):
        reports.enter(
            sign_up=sign_up,
            month=MAY,
            section=REFERRALS,
            rows=raw(REFERRAL_ROWS),
            none=True,
            by=cast.riverside_manager,
        )


def test_the_locality_receives_it_first_and_then_the_commissioner(cast, sign_up):
    """AMB-43, O2-02: received by the PBC Locality and PCT."""
    report = report_at(ReportStatus.WITH_LOCALITY, cast, sign_up=sign_up)
    assert told("report.submitted") == {cast.lead.email}
    with pytest.raises(NotNow):
        reports.accept(report=report, revision=1, by=cast.officer)
    report = reports.accept_for_locality(report=report, revision=1, by=cast.lead)
    assert told("report.received") == {cast.officer.email, cast.second_officer.email}
    assert months.known(sign_up.version, clock.now()) == {}
    report = reports.accept(report=report, revision=1, by=cast.officer)
    assert report.status == ReportStatus.ACCEPTED
    assert told("report.accepted") == {cast.riverside_manager.email}
    assert months.known(sign_up.version, clock.now()) == {cast.riverside.pk: [APRIL]}


def test_a_practice_that_commissions_alone_reports_to_the_commissioner(cast):
    """AMB-08, AMB-43."""
    sign_up = signed_up(cast, practice=cast.millbrook, alone=True)
    stand_on(IN_MAY)
    report = report_at(ReportStatus.WITH_COMMISSIONER, cast, sign_up=sign_up)
    assert report.locality is None
    assert report.status == ReportStatus.WITH_COMMISSIONER
    with pytest.raises(NotPermitted, match="commissions alone"):
        reports.accept_for_locality(report=report, revision=1, by=cast.lead)
    assert reports.accept(report=report, revision=1, by=cast.officer).status == "accepted"


def test_sent_back_it_is_mended_as_a_new_revision_and_the_old_one_is_kept(cast, sign_up):
    report = report_at(ReportStatus.RETURNED, cast, sign_up=sign_up)
    assert told("report.returned") == {cast.riverside_manager.email}
    manager = cast.riverside_manager
    entered(sign_up, APRIL, manager, referrals=[{**REFERRAL_ROWS[0], "count": "15"}])
    report = reports.submit(sign_up=sign_up, month=APRIL, note="Mended", by=manager)
    first, second = report.revisions.all()
    assert first.returned_because == "Cardiology is missing."
    assert first.returned_from == "locality"
    assert list(first.referrals.values_list("count", flat=True)) == [12, 4]
    assert list(second.referrals.values_list("count", flat=True)) == [15]
    assert second.activity.count() == len(ACTIVITY_ROWS)
    with pytest.raises(BadInput, match="new revision"):
        reports.accept_for_locality(report=report, revision=1, by=cast.lead)
    assert reports.accept_for_locality(report=report, revision=2, by=cast.lead)


def test_the_first_submission_decides_whether_it_is_late(cast, sign_up):
    """A report returned after the due date and mended was still received in time."""
    report = report_at(ReportStatus.RETURNED, cast, sign_up=sign_up)
    stand_on(date(2007, 6, 4))
    report = reports.submit(sign_up=sign_up, month=APRIL, note="", by=cast.riverside_manager)
    assert not report.is_late
    report = reports.accept_for_locality(report=report, revision=2, by=cast.lead)
    assert reports.accept(report=report, revision=2, by=cast.officer).status == "accepted"


def test_a_late_report_is_accepted_as_late_and_counts_until_the_year_is_closed(cast, sign_up):
    """AMB-40: released if accepted before the close on 30 April."""
    stand_on(date(2008, 4, 30))
    report = report_at(ReportStatus.ACCEPTED, cast, sign_up=sign_up)
    assert report.status == ReportStatus.LATE_ACCEPTED
    stand_on(date(2008, 5, 1))
    report_at(ReportStatus.ACCEPTED, cast, sign_up=sign_up, month=MAY)
    assert months.known(sign_up.version, clock.known_until()) == {cast.riverside.pk: [APRIL]}


def test_an_excused_month_counts_as_reported(cast, sign_up):
    """AMB-46: the source data was not supplied."""
    with pytest.raises(BadInput, match="Say why"):
        reports.excuse(sign_up=sign_up, month=APRIL, reason=" ", by=cast.officer)
    report = report_at(ReportStatus.EXCUSED, cast, sign_up=sign_up)
    assert report.template is None
    assert told("report.excused") == {cast.riverside_manager.email}
    assert months.known(sign_up.version, clock.now()) == {cast.riverside.pk: [APRIL]}
    with pytest.raises(NotNow):
        entered(sign_up, APRIL, cast.riverside_manager)


def test_a_void_report_no_longer_counts_and_the_month_is_expected_again(cast, sign_up):
    report = report_at(ReportStatus.ACCEPTED, cast, sign_up=sign_up)
    then = clock.known_until()
    stand_on(date(2007, 6, 4))
    reports.void(report=report, reason="It was another practice's.", by=cast.officer)
    assert months.known(sign_up.version, clock.known_until()) == {}
    # As known before, it counted (NFR-15).
    assert months.known(sign_up.version, then) == {cast.riverside.pk: [APRIL]}
    assert months.slots(sign_up)[0].state == MonthState.OVERDUE
    accepted(cast, sign_up, [APRIL])
    assert months.known(sign_up.version, clock.known_until()) == {cast.riverside.pk: [APRIL]}
    assert MonthlyReport.objects.count() == 2


def test_nobody_accepts_twice_or_what_they_sent(cast, sign_up):
    report = report_at(ReportStatus.WITH_LOCALITY, cast, sign_up=sign_up)
    with pytest.raises(NotPermitted, match="Locality lead"):
        reports.accept_for_locality(report=report, revision=1, by=cast.riverside_manager)
    with pytest.raises(NotPermitted, match="may accept it, so you do not stand in"):
        reports.pass_locality(report=report, revision=1, reason="In a hurry", by=cast.officer)


def test_an_officer_stands_in_where_no_lead_may_and_another_accepts(cast, sign_up):
    """E-04: the only lead works in the practice."""
    report = report_at(ReportStatus.WITH_LOCALITY, cast, sign_up=sign_up)
    becomes_gp_of(cast.lead, cast.riverside)
    with pytest.raises(NotPermitted, match="hold a role at this practice"):
        reports.accept_for_locality(report=report, revision=1, by=cast.lead)
    report = reports.pass_locality(
        report=report, revision=1, reason="Dr Sandoval works there.", by=cast.officer
    )
    assert report.status == ReportStatus.WITH_COMMISSIONER
    with pytest.raises(NotPermitted, match="another person has to accept"):
        reports.accept(report=report, revision=1, by=cast.officer)
    assert reports.accept(report=report, revision=1, by=cast.second_officer)


def test_without_an_agreed_template_nothing_is_reported(cast):
    """O2-07: the template needs both approvals before use."""
    sign_up = factories.sign_up_at(SignUpStatus.ACCEPTED, cast)
    stand_on(IN_MAY)
    with pytest.raises(NotNow, match="No report template is agreed yet"):
        entered(sign_up, APRIL, cast.riverside_manager)
    template_agreed(sign_up.version, cast)
    entered(sign_up, APRIL, cast.riverside_manager)


def test_who_signed_up_late_reports_the_months_that_pay(cast):
    """AMB-01: accepted on 20 June, nine months from July on."""
    signed_up(cast, practice=cast.northgate)
    stand_on(date(2007, 6, 20))
    manager = cast.riverside_manager
    late = factories.sign_up_at(SignUpStatus.SUBMITTED, cast)
    sign_ups.accept(
        sign_up=late,
        late_decision="PBC Governance Committee, 14 June 2007, item 4",
        late_reason="A partner was on leave.",
        by=cast.officer,
    )
    late.refresh_from_db()
    assert months.expected_of(late)[0] == date(2007, 7, 1)
    assert len(months.expected_of(late)) == 9
    with pytest.raises(NotNow, match="no report to make for May 2007"):
        entered(late, MAY, manager)


def test_who_withdraws_reports_no_month_from_then_on(cast, sign_up):
    """AMB-69."""
    stand_on(date(2007, 9, 14))
    sign_ups.withdraw(sign_up=sign_up, reason="Too much work.", by=cast.riverside_manager)
    sign_up.refresh_from_db()
    assert months.expected_of(sign_up)[-1] == date(2007, 8, 1)


def test_after_a_merger_the_successor_reports_for_the_practice_it_took_over(cast, sign_up):
    """EXC-08: the sign-up stays the practice's, and the successor's manager goes on with it."""
    Succession.objects.create(
        predecessor=cast.riverside,
        successor=cast.millbrook,
        kind=SuccessionKind.MERGED,
        on=date(2007, 7, 1),
        reason="One building.",
        recorded_at=RECORDED,
    )
    stand_on(date(2007, 7, 2))
    sign_ups.transfer_due(by=SYSTEM)
    with pytest.raises(NotPermitted):
        entered(sign_up, APRIL, cast.riverside_manager)
    entered(sign_up, APRIL, cast.millbrook_manager)
    report = reports.submit(sign_up=sign_up, month=APRIL, note="", by=cast.millbrook_manager)
    report = reports.accept_for_locality(report=report, revision=1, by=cast.lead)
    reports.accept(report=report, revision=1, by=cast.officer)
    assert told("report.accepted") == {cast.millbrook_manager.email}
    assert months.known(sign_up.version, clock.known_until()) == {cast.riverside.pk: [APRIL]}
    # Who works in the successor decides on nothing of it.
    becomes_gp_of(cast.officer, cast.millbrook)
    with pytest.raises(NotPermitted, match="hold a role at this practice"):
        reports.void(report=report, reason="Sent twice.", by=cast.officer)


def test_the_trail_keeps_how_much_was_sent_and_not_the_rows(cast, sign_up):
    report_at(ReportStatus.WITH_LOCALITY, cast, sign_up=sign_up)
    event = AuditEvent.objects.get(event="report.submitted")
    assert event.content["after"]["content"] == {
        "referral_rows": 2,
        "referrals": 16,
        "activity_rows": 2,
        "reported_pence": 2_481_000,
        "challenged_pence": 360_000,
    }
