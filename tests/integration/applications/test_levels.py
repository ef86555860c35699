"""A locality asks for a level, the Committee decides, and the next run pays it (SM-05, TV-35)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from applications import levels
from applications.actions import levels as actions
from applications.models import LevelApplication, LevelAward
from applications.statuses import LevelApplicationStatus
from governance.actions import conditions, decisions, items, matters, meetings
from governance.models import Matter
from governance.statuses import Outcome
from les_schemes.models import SchemeVersion
from payments import facts
from payments.calculations import work_out
from pbc import clock
from pbc.models import Message
from pbc.refusals import BadInput, NotNow, NotPermitted
from tests.cast import Cast, sign_in, stand_on
from tests.committee import Sitting
from tests.integration.applications.asking import a_scheme, reviewed, with_criteria

pytestmark = pytest.mark.django_db

JUNE_28 = date(2007, 6, 28)
JULY_31 = date(2007, 7, 31)
MARCH_31 = date(2008, 3, 31)


def objective_3(cast: Cast, version: SchemeVersion, as_at: date) -> dict[str, int]:
    """What a run would work out for DacCom under objective 3, in pence by component."""
    worked_out = work_out(
        facts.gather(commissioner=cast.dacorum, version=version, as_at=as_at, known_at=clock.now())
    )
    return {
        line.component: line.entitlement_pence
        for line in worked_out.lines
        if line.payee == cast.daccom.code and line.objective == 3
    }


def held_reasons(cast: Cast, version: SchemeVersion, as_at: date) -> set[str]:
    worked_out = work_out(
        facts.gather(commissioner=cast.dacorum, version=version, as_at=as_at, known_at=clock.now())
    )
    return {
        reason
        for line, reason in zip(worked_out.lines, worked_out.held, strict=True)
        if line.payee == cast.daccom.code and line.objective == 3
    }


def test_a_level_agreed_on_28_june_pays_from_july(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    """WE-07: three months of £15,600 a year, nine of £62,400: 3,900 + 46,800 = £50,700."""
    stand_on(JUNE_28)
    item = committee.hear(reviewed(cast, version))
    decision = committee.rule(item, Outcome.AGREED)
    award = LevelAward.objects.get()
    assert (award.level, award.decided_on, award.decision) == (2, JUNE_28, decision)
    stand_on(MARCH_31)
    paid = objective_3(cast, version, MARCH_31)
    sessions = 3 * 1 * 300 * 52 * 100 // 12 + 9 * 3 * 300 * 52 * 100 // 12
    staff = 9 * 10 * 30 * 52 * 100 // 12
    assert paid == {"gp_sessions": sessions, "practice_staff": staff}
    assert sessions + staff == 5_070_000


def test_the_committee_sees_what_it_is_worth_before_it_decides(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    stand_on(JUNE_28)
    matter = reviewed(cast, version)
    decision = committee.rule(committee.hear(matter), Outcome.AGREED)
    effect = {row["what"][:28]: row for row in decision.money_effect}
    before = sum(row["before_pence"] for row in effect.values())
    after = sum(row["after_pence"] for row in effect.values())
    assert (before, after) == (1_560_000, 5_070_000)


@pytest.mark.parametrize(
    ("reading", "part_year", "effective", "pays_from"),
    [
        ("first_of_next_month", "whole_months", date(2007, 7, 1), date(2007, 7, 1)),
        ("decision_date", "whole_months", date(2007, 6, 12), date(2007, 7, 1)),
        ("decision_date", "days", date(2007, 6, 12), date(2007, 6, 12)),
        ("start_of_year", "whole_months", date(2007, 4, 1), date(2007, 4, 1)),
    ],
)
def test_a_decision_keeps_from_when_it_takes_effect_and_pays(
    cast: Cast,
    committee: Sitting,
    reading: str,
    part_year: str,
    effective: date,
    pays_from: date,
) -> None:
    """SM-05, EXC-11: from the scheme's readings, never typed (AMB-24)."""
    version = a_scheme(cast, level_effective=reading, part_year=part_year)
    stand_on(date(2007, 6, 12))
    decision = committee.rule(committee.hear(reviewed(cast, version)), Outcome.AGREED)
    assert (decision.effective, decision.pays_from) == (effective, pays_from)


def test_a_refusal_takes_effect_and_pays_from_no_day(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    decision = committee.rule(committee.hear(reviewed(cast, version)), Outcome.DECLINED)
    assert (decision.effective, decision.pays_from, decision.money_effect) == (None, None, [])


def test_a_level_decided_in_march_pays_nothing_in_the_year(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    stand_on(date(2008, 3, 27))
    decision = committee.rule(committee.hear(reviewed(cast, version)), Outcome.AGREED)
    assert decision.pays_from == date(2008, 4, 1)
    assert decision.changes_no_amount


def test_no_level_changes_without_a_decision(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    """TV-35."""
    matter = reviewed(cast, version)
    assert levels.standing(version, cast.daccom).level == 1
    application = LevelApplication.objects.get(pk=matter.subject_id)
    with pytest.raises(IntegrityError), transaction.atomic():
        LevelAward.objects.create(
            version=version,
            locality=cast.daccom,
            application=application,
            decision=None,  # type: ignore[misc]
            level=2,
            decided_on=JUNE_28,
            recorded_at=clock.now(),
        )


def test_a_condition_holds_objective_3_until_it_is_found_met(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    stand_on(JUNE_28)
    item = committee.hear(reviewed(cast, version))
    asked = committee.condition("Show the accounts", due=JULY_31)
    decision = committee.rule(item, Outcome.AGREED_WITH_CONDITIONS, conditions=[asked])
    stand_on(JULY_31)
    assert held_reasons(cast, version, JULY_31) == {
        "It waits until a condition of the Committee's decision is met: Show the accounts"
    }
    conditions.discharge(condition=decision.conditions.get(), note="Seen.", by=cast.officer)
    assert held_reasons(cast, version, JULY_31) == {""}


def test_a_lower_level_takes_effect_only_forwards(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    """AMB-26: April to June at level 1, July to September at 2, from October at 1 again."""
    stand_on(JUNE_28)
    committee.rule(committee.hear(reviewed(cast, version)), Outcome.AGREED)
    stand_on(date(2007, 9, 27))
    application = actions.propose_lower(
        version=version, locality=cast.daccom, level=1, case="Meetings ceased.", by=cast.officer
    )
    matter = Matter.objects.get(subject_id=str(application.pk))
    committee.rule(committee.hear(matter), Outcome.AGREED)
    assert levels.standing(version, cast.daccom).level == 1
    stand_on(MARCH_31)
    paid = objective_3(cast, version, MARCH_31)
    assert sum(paid.values()) == 9 * 130_000 + 3 * 520_000


def test_a_declined_application_ends_and_a_deferred_one_takes_more_evidence(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    matter = reviewed(cast, version)
    committee.rule(committee.hear(matter), Outcome.DEFERRED)
    application = LevelApplication.objects.get()
    assert application.status == LevelApplicationStatus.DEFERRED
    assert actions.submit(application=application, by=cast.lead).status == "submitted"
    assert not LevelAward.objects.exists()


def test_a_deferred_level_comes_back_once_more_is_shown_and_read(
    cast: Cast, version: SchemeVersion, committee: Sitting, client: Client
) -> None:
    """SM-05: deferred, shown more, reviewed again, heard again by the same matter, awarded."""
    stand_on(JUNE_28)
    matter = reviewed(cast, version)
    july = committee.meeting_on(date(2007, 7, 26))
    item = committee.hear(matter)
    committee.rule(item, Outcome.DEFERRED)
    application = LevelApplication.objects.get()
    page = sign_in(client, cast.lead).get(application.get_absolute_url()).content.decode()
    assert "The evidence shows it." in page, "the reasons of the deferral"
    assert "once you have added evidence" in page
    assert "The next meeting is on 26 July 2007" in page
    assert "papers are due by" in page
    [told] = Message.objects.filter(person_id=cast.lead.person_id, kind="matter.deferred")
    assert "once you have added evidence" in told.body
    meetings.close(meeting=item.meeting, by=cast.secretary)
    with pytest.raises(NotNow, match="asked for more evidence"):
        matters.put_on_agenda(matter=matter, meeting=july, by=cast.secretary)
    application = actions.submit(application=application, by=cast.lead)
    with pytest.raises(NotNow, match="An officer has to review"):
        matters.put_on_agenda(matter=matter, meeting=july, by=cast.secretary)
    again = actions.review(
        application=application,
        findings={
            row.criterion_id: actions.Finding(met=True) for row in application.evidence.all()
        },
        notes="Now all is shown.",
        recommends=True,
        by=cast.officer,
    )
    assert again == matter
    stand_on(date(2007, 7, 26))
    heard_again = matters.put_on_agenda(matter=matter, meeting=july, by=cast.secretary)
    committee.open(july)
    items.open_item(item=heard_again, by=cast.secretary)
    committee.rule(heard_again, Outcome.AGREED)
    assert levels.standing(version, cast.daccom).level == 2


def test_a_lower_level_that_is_deferred_waits_for_the_committee_and_not_for_the_lead(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    stand_on(JUNE_28)
    committee.rule(committee.hear(reviewed(cast, version)), Outcome.AGREED)
    stand_on(date(2007, 9, 27))
    application = actions.propose_lower(
        version=version, locality=cast.daccom, level=1, case="Meetings ceased.", by=cast.officer
    )
    matter = Matter.objects.get(subject_id=str(application.pk))
    committee.rule(committee.hear(matter), Outcome.DEFERRED)
    application.refresh_from_db()
    assert application.status == LevelApplicationStatus.ON_AGENDA
    with pytest.raises(NotNow):
        actions.submit(application=application, by=cast.lead)


def test_every_criterion_needs_something_to_show(cast: Cast, version: SchemeVersion) -> None:
    with_criteria(cast, version)
    application = actions.start(version=version, locality=cast.daccom, level=2, by=cast.lead)
    first = levels.criteria(version, 2)[0]
    actions.give_evidence(
        application=application,
        case="We are ready.",
        evidence={first.pk: actions.Shown("Minutes.")},
        by=cast.lead,
    )
    with pytest.raises(NotNow, match="Nothing is shown for 2"):
        actions.submit(application=application, by=cast.lead)


def test_what_cannot_be_asked_for_is_refused_in_words(cast: Cast, version: SchemeVersion) -> None:
    with pytest.raises(NotNow, match="criteria of level 2 are not entered yet"):
        actions.start(version=version, locality=cast.daccom, level=2, by=cast.lead)
    with_criteria(cast, version)
    with pytest.raises(BadInput, match="Choose a level above 1"):
        actions.start(version=version, locality=cast.daccom, level=1, by=cast.lead)
    actions.start(version=version, locality=cast.daccom, level=2, by=cast.lead)
    with pytest.raises(NotNow, match="under way already"):
        actions.start(version=version, locality=cast.daccom, level=3, by=cast.lead)
    with pytest.raises(BadInput, match="Choose a level below 1"):
        actions.propose_lower(
            version=version, locality=cast.daccom, level=2, case="No", by=cast.officer
        )


def test_only_a_lead_applies_and_only_an_officer_reviews(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    with_criteria(cast, version)
    for stranger in (cast.officer, cast.riverside_manager, cast.okafor, cast.auditor):
        with pytest.raises(NotPermitted):
            actions.start(version=version, locality=cast.daccom, level=2, by=stranger)
    for stranger in (cast.lead, cast.member, cast.watford_officer):
        with pytest.raises(NotPermitted):
            actions.set_criteria(version=version, level=2, texts=["x"], by=stranger)


def test_a_withdrawn_application_takes_its_matter_with_it(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    matter = reviewed(cast, version)
    application = LevelApplication.objects.get()
    actions.withdraw(application=application, reason="Too early", by=cast.lead)
    matter.refresh_from_db()
    assert matter.status == "withdrawn"


def test_a_level_is_awarded_by_the_decision_that_agreed_it_only(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    matter = reviewed(cast, version)
    application = LevelApplication.objects.get()
    note = matters.propose(
        committee=committee.committee,
        kind="note",
        subject_type="note",
        subject_id="1",
        title="A note",
        summary="To know.",
        concerned=[],
        by=committee.secretary,
    )
    chair = committee.members["chair"]
    agreed = decisions.Ruling(Outcome.AGREED, "To be known.")
    elsewhere = decisions.chairs_action(matter=note, ruling=agreed, by=chair)
    declined = committee.rule(committee.hear(matter), Outcome.DECLINED)
    LevelApplication.objects.filter(pk=application.pk).update(
        status=LevelApplicationStatus.ON_AGENDA, ended_at=None
    )
    for decision in (elsewhere, declined):
        with pytest.raises(NotNow, match="TV-35"):
            actions.award(application=application, decision=decision, by=committee.secretary)
    assert not LevelAward.objects.exists()
