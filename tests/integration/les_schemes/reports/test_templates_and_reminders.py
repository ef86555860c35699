"""Templates agreed by the PCT and the locality leads (O2-07); reminders of what is due (NOT-06)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from les_schemes.actions import report_templates, reports
from les_schemes.models import MonthlyReport, PatientDataRefusal, ReportTemplate
from les_schemes.reports import held
from les_schemes.reports.columns import Standard
from les_schemes.reports.statuses import ReportStatus, TemplateStatus
from les_schemes.statuses import SignUpStatus
from localities.models import Locality
from pbc.actor import SYSTEM
from pbc.models import Message
from pbc.refusals import BadInput, NotNow, NotPermitted
from pbc.roles import Role
from tests import cast as the_cast
from tests import factories
from tests.cast import FIRST_DAY, RECORDED, stand_on
from tests.reports import APRIL, IN_MAY, MAY, entered, on, report_at, signed_up


def proposed(cast, version) -> ReportTemplate:
    return report_templates.propose(
        version=version, standard=Standard(), standards_in_words="Counts.", by=cast.officer
    )


@pytest.fixture
def version(cast):
    return factories.sign_up_at(SignUpStatus.ACCEPTED, cast).version


@pytest.fixture
def hemel_lead(cast, version):
    """A second locality with a member and a lead, and so a second voice."""
    hemel = Locality.objects.create(
        code="LHEM",
        name="Hemel Locality",
        legal_form="informal",
        opened=FIRST_DAY,
        commissioner=cast.dacorum,
        recorded_at=RECORDED,
    )
    factories.sign_up_at(
        SignUpStatus.ACCEPTED, cast, practice=cast.highfield, version=version, locality=hemel
    )
    return the_cast.a_person("Freya", "Holt", role=Role.LOCALITY_LEAD, at=hemel)


def test_a_template_is_used_once_every_locality_asked_has_agreed(cast, version, hemel_lead):
    template = proposed(cast, version)
    assert set(
        Message.objects.values_list("email", flat=True).filter(kind="report_template.proposed")
    ) == {cast.lead.email, hemel_lead.email}
    template = report_templates.agree(template=template, by=cast.lead)
    assert template.status == TemplateStatus.PROPOSED
    assert held.template_for(version, APRIL) is None
    with pytest.raises(NotNow, match="has agreed already"):
        report_templates.agree(template=template, by=cast.lead)
    template = report_templates.agree(template=template, by=hemel_lead)
    assert template.status == TemplateStatus.AGREED
    assert held.template_for(version, APRIL) == template


def test_the_first_applies_from_april_and_a_later_one_from_the_month_after(cast, version):
    """AMB-44: frozen at April; changes next month with joint approval."""
    stand_on(IN_MAY)
    first = report_templates.agree(template=proposed(cast, version), by=cast.lead)
    assert first.applies_from == APRIL
    stand_on(date(2007, 7, 2))
    second = report_templates.agree(template=proposed(cast, version), by=cast.lead)
    assert second.applies_from == date(2007, 8, 1)
    assert held.template_for(version, date(2007, 7, 1)) == first
    assert held.template_for(version, date(2007, 8, 1)) == second


def test_a_lead_may_refuse_with_what_has_to_change(cast, version):
    template = proposed(cast, version)
    with pytest.raises(BadInput, match="Say what has to change"):
        report_templates.refuse(template=template, reason=" ", by=cast.lead)
    template = report_templates.refuse(template=template, reason="Add A&E.", by=cast.lead)
    assert template.status == TemplateStatus.REFUSED
    assert (
        "Add A&E."
        in Message.objects.get(kind="report_template.settled", email=cast.officer.email).body
    )
    with pytest.raises(NotNow):
        report_templates.agree(template=template, by=cast.lead)
    assert proposed(cast, version).number == 2


def test_one_template_is_proposed_at_a_time_and_may_be_withdrawn(cast, version):
    template = proposed(cast, version)
    with pytest.raises(NotNow, match="proposed already"):
        proposed(cast, version)
    with pytest.raises(NotPermitted):
        report_templates.withdraw(template=template, reason="A slip", by=cast.lead)
    report_templates.withdraw(template=template, reason="A slip", by=cast.officer)
    assert proposed(cast, version).number == 2


def test_only_an_officer_of_the_lead_commissioner_proposes(cast, version):
    for who in (cast.watford_officer, cast.lead, cast.riverside_manager, cast.auditor):
        with pytest.raises(NotPermitted):
            report_templates.propose(
                version=version, standard=Standard(), standards_in_words="", by=who
            )


def test_without_a_locality_lead_nobody_could_agree_and_none_is_proposed(cast):
    version = factories.open_version(cast)
    with pytest.raises(NotNow, match="No locality with members in this scheme has a lead"):
        proposed(cast, version)


# Reminders


def told(kind: str) -> list[tuple[str, str]]:
    found = Message.objects.filter(kind=kind).order_by("subject")
    return list(found.values_list("email", "subject"))


def test_managers_are_reminded_before_and_after_the_day_and_never_twice(cast):
    signed_up(cast)
    manager = cast.riverside_manager.email
    # April's report is due on 31 May 2007; it can be made from 1 May on.
    for day, number in (
        (date(2007, 4, 30), 0),
        (date(2007, 5, 16), 0),
        (date(2007, 5, 17), 1),
        (date(2007, 5, 18), 0),
        (date(2007, 5, 28), 1),
        (date(2007, 5, 31), 1),
    ):
        stand_on(day)
        assert reports.send_due(by=SYSTEM) == number, day
        assert reports.send_due(by=SYSTEM) == 0
    assert told("report.due") == [(manager, "Report of April 2007 is due by 31 May 2007")] * 3
    stand_on(date(2007, 6, 1))
    assert reports.send_due(by=SYSTEM) == 1
    assert told("report.overdue") == [(manager, "Report of April 2007 is overdue")]


def test_a_day_on_which_nothing_ran_is_made_good_once(cast):
    signed_up(cast)
    stand_on(date(2007, 6, 2))
    assert reports.send_due(by=SYSTEM) == 1
    stand_on(date(2007, 6, 12))
    # April again, ten days late; May's is due on 29 June.
    assert reports.send_due(by=SYSTEM) == 1


def test_who_has_submitted_or_is_excused_is_left_in_peace(cast):
    sign_up = signed_up(cast)
    stand_on(IN_MAY)
    report_at(ReportStatus.WITH_LOCALITY, cast, sign_up=sign_up)
    stand_on(date(2007, 6, 1))
    reports.excuse(sign_up=sign_up, month=MAY, reason="No data.", by=cast.officer)
    stand_on(date(2007, 6, 29))
    assert reports.send_due(by=SYSTEM) == 0


def test_reminders_are_the_systems_own(cast):
    with pytest.raises(NotPermitted):
        reports.send_due(by=cast.officer)


# What the database itself refuses


def refused(change) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        change()


def test_what_was_submitted_or_accepted_does_not_change_whoever_asks(cast):
    sign_up = signed_up(cast)
    with on(IN_MAY):
        report = report_at(ReportStatus.ACCEPTED, cast, sign_up=sign_up)
    revision = report.revisions.get()
    refused(lambda: revision.referrals.update(count=99))
    refused(lambda: revision.activity.all().delete())
    refused(lambda: report.revisions.update(no_referrals=True))
    refused(lambda: MonthlyReport.objects.update(month=MAY))
    refused(lambda: MonthlyReport.objects.update(accepted_by=cast.auditor.person_id))
    refused(lambda: MonthlyReport.objects.all().delete())


def test_the_database_wants_two_persons_to_accept(cast):
    sign_up = signed_up(cast)
    with on(IN_MAY):
        report = report_at(ReportStatus.WITH_COMMISSIONER, cast, sign_up=sign_up)
    for field in ("submitted_by", "locality_accepted_by"):
        same = getattr(report, field)
        refused(
            lambda same=same: MonthlyReport.objects.update(
                status="accepted", accepted_at=report.submitted_at, accepted_by=same
            )
        )


def test_a_refusal_and_a_proposed_template_stay_as_they_are(cast):
    sign_up = signed_up(cast)
    reports.record_patient_data(
        sign_up=sign_up, month=APRIL, places=["a"], by_file=False, by=cast.riverside_manager
    )
    refused(lambda: PatientDataRefusal.objects.update(places=[]))
    refused(lambda: ReportTemplate.objects.update(standards_in_words="Other"))
    with pytest.raises(NotPermitted):
        reports.record_patient_data(
            sign_up=sign_up, month=APRIL, places=["a"], by_file=False, by=cast.watford_officer
        )


def test_one_live_report_a_month_whoever_asks(cast):
    sign_up = signed_up(cast)
    with on(IN_MAY):
        entered(sign_up, APRIL, cast.riverside_manager)
        report = MonthlyReport.objects.get()
        report.pk = None
        report._state.adding = True
        refused(lambda: report.save(force_insert=True))
