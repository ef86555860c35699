"""A decision that was wrong is corrected: what was paid stays, the next run has the difference."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from applications import levels
from applications.actions import levels as level_actions
from applications.models import LevelApplication, LevelAward
from applications.statuses import LevelApplicationStatus
from governance.actions import items
from governance.actions import letters as letter_actions
from governance.models import Decision, Matter
from governance.statuses import Outcome
from les_schemes.actions import sign_ups
from les_schemes.models import SchemeVersion, SignUp
from les_schemes.statuses import SignUpStatus
from payments.actions import runs
from payments.models import Run
from pbc import documents
from pbc.refusals import BadInput
from tests.cast import Cast, sign_in, stand_on
from tests.cast import gather as gather_cast
from tests.committee import Sitting, sitting
from tests.factories import sign_up_at
from tests.integration.applications.asking import a_scheme, reviewed
from tests.integration.payments.county import do_jobs

pytestmark = pytest.mark.django_db

MAY_14, JUNE_28, JULY_31 = date(2007, 5, 14), date(2007, 6, 28), date(2007, 7, 31)
AUGUST_23, AUGUST_31 = date(2007, 8, 23), date(2007, 8, 31)


@pytest.fixture
def cast(db: None) -> Cast:
    return gather_cast()


@pytest.fixture
def version(cast: Cast) -> SchemeVersion:
    return a_scheme(cast)


@pytest.fixture
def committee(cast: Cast) -> Sitting:
    return sitting(cast)


def paid_on(cast: Cast, day: date) -> Run:
    """A run of a day, prepared and approved."""
    stand_on(day)
    run = runs.request(commissioner=cast.dacorum, pay_date=day, by=cast.preparer)
    do_jobs()
    run.refresh_from_db()
    return runs.approve(run=run, digest=run.digest, by=cast.approver)


def due(run: Run) -> dict[str, int]:
    """What a run pays under objective 3, in pence by component."""
    return {line.component: line.due_pence for line in run.lines.filter(objective=3)}


def decided(
    cast: Cast, version: SchemeVersion, committee: Sitting, outcome: Outcome, level: int = 2
) -> Decision:
    stand_on(JUNE_28)
    return committee.rule(committee.hear(reviewed(cast, version, level)), outcome)


def test_a_level_corrected_to_declined_is_taken_off_in_the_next_run(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    """TV-36. July paid 3 × £1,300 and £3,900 for sessions, £1,300 for staff; five months at
    level 1 are £6,500 and nothing: £1,300 off each."""
    wrong = decided(cast, version, committee, Outcome.AGREED)
    july = paid_on(cast, JULY_31)
    assert due(july) == {"gp_sessions": 780_000, "practice_staff": 130_000}
    before = {line.pk: line.due_pence for line in july.lines.all()}

    stand_on(AUGUST_23)
    right = committee.correct(wrong, Outcome.DECLINED)
    assert (right.corrects, right.effective, right.pays_from) == (wrong, None, None)
    assert [(row["before_pence"], row["after_pence"]) for row in right.money_effect] == [
        (3_900_000, 1_560_000),
        (1_170_000, 0),
    ]
    assert levels.standing(version, cast.daccom).level == 1
    application = LevelApplication.objects.get()
    assert application.status == LevelApplicationStatus.DECLINED
    assert LevelAward.objects.get().decision == wrong, "what was awarded stays in the record"

    august = paid_on(cast, AUGUST_31)
    assert due(august) == {"gp_sessions": -130_000, "practice_staff": -130_000}
    assert {line.pk: line.due_pence for line in july.lines.all()} == before


def test_a_refusal_corrected_to_agreed_counts_from_the_day_of_the_refusal(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    """Paid at level 1 for July; July and August at level 2 are £5,200 each: £3,900 more is due
    for July than was paid, and £5,200 for August."""
    wrong = decided(cast, version, committee, Outcome.DECLINED)
    july = paid_on(cast, JULY_31)
    assert sum(due(july).values()) == 4 * 130_000
    stand_on(AUGUST_23)
    right = committee.correct(wrong, Outcome.AGREED)
    assert (right.effective, right.pays_from) == (date(2007, 7, 1), date(2007, 7, 1))
    award = LevelAward.objects.get()
    assert (award.level, award.decided_on, award.decision) == (2, JUNE_28, right)
    assert sum(due(paid_on(cast, AUGUST_31)).values()) == 390_000 + 520_000


def test_a_correction_to_another_level_replaces_the_one_that_was_minuted(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    """Level 3 is £124,800 a year, level 2 £62,400, level 1 £15,600: of 9, 9 and 3 months."""
    wrong = decided(cast, version, committee, Outcome.AGREED, level=3)
    stand_on(AUGUST_23)
    right = committee.correct(wrong, Outcome.AGREED, answers={"level": 2})
    assert levels.standing(version, cast.daccom).level == 2
    assert sum(row["before_pence"] for row in right.money_effect) == 390_000 + 9 * 1_040_000
    assert sum(row["after_pence"] for row in right.money_effect) == 390_000 + 9 * 520_000
    assert right.effective == date(2007, 7, 1)
    with pytest.raises(BadInput, match="could have been agreed"):
        committee.correct(right, Outcome.AGREED, answers={"level": 1})


def test_a_correction_of_words_leaves_the_level_and_its_day(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    first = decided(cast, version, committee, Outcome.AGREED)
    stand_on(AUGUST_23)
    second = committee.correct(first, Outcome.AGREED)
    assert all(row["before_pence"] == row["after_pence"] for row in second.money_effect)
    [award] = LevelAward.objects.standing()
    assert (award.level, award.decided_on, award.decision) == (2, JUNE_28, second)
    third = committee.correct(second, Outcome.AGREED)
    [award] = LevelAward.objects.standing()
    assert (award.decided_on, award.decision) == (JUNE_28, third), "the day of the first"
    committee.correct(third, Outcome.DECLINED)
    assert not LevelAward.objects.standing().exists()


def test_the_letter_and_the_locality_name_what_was_corrected(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    wrong = decided(cast, version, committee, Outcome.AGREED, level=3)
    letter_actions.issue(decision=wrong, organisation=cast.daccom, by=cast.secretary)
    stand_on(AUGUST_23)
    right = committee.correct(wrong, Outcome.AGREED, answers={"level": 2})
    lead = sign_in(Client(), cast.lead)
    locality = lead.get(reverse("applications:level-locality", args=["LDAC"])).content.decode()
    assert "Decision 2 of 23 August 2007, which corrects decision 1" in locality
    assert "counts from its day, 28 June 2007" in locality
    application = lead.get(LevelApplication.objects.get().get_absolute_url()).content.decode()
    assert "no longer stands: corrected on 23 August 2007" in application
    letter = letter_actions.issue(decision=right, organisation=cast.daccom, by=cast.secretary)
    words = " ".join(str(documents.screen_body(letter.document)).split())
    assert "Decision 1 of 28 June 2007, which no longer stands" in words
    assert "1 July 2007" in words
    assert "−£46,800.00" in words


def test_a_lower_level_corrected_to_declined_gives_the_level_back(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    decided(cast, version, committee, Outcome.AGREED)
    stand_on(date(2007, 7, 26))
    application = level_actions.propose_lower(
        version=version, locality=cast.daccom, level=1, case="Meetings ceased.", by=cast.officer
    )
    lowered = committee.rule(
        committee.hear(Matter.objects.get(subject_id=str(application.pk))), Outcome.AGREED
    )
    assert levels.standing(version, cast.daccom).level == 1
    stand_on(AUGUST_23)
    committee.correct(lowered, Outcome.DECLINED)
    assert levels.standing(version, cast.daccom).level == 2


def test_the_page_says_from_when_a_correction_counts_and_what_it_changes(
    cast: Cast, version: SchemeVersion, committee: Sitting
) -> None:
    wrong = decided(cast, version, committee, Outcome.AGREED, level=3)
    address = reverse("governance:decision-correct", args=[wrong.pk])
    meeting = wrong.item.meeting  # type: ignore[union-attr]
    arising = meeting.items.get(section="4_matters_arising")
    items.open_item(item=arising, by=cast.secretary)
    secretary = sign_in(Client(), cast.secretary)
    page = secretary.get(address).content.decode()
    assert "A correction counts from 28 June 2007" in page
    assert "Show what it is worth" in page
    for outcome, total, level in (("declined", "−£81,900.00", "3"), ("agreed", "−£46,800.00", "2")):
        shown = secretary.post(
            address, {"show": "", "outcome": outcome, "answers-level": level}
        ).content.decode()
        assert total in shown, outcome
        assert Decision.objects.count() == 1
    assert "Choose what is decided" in secretary.post(address, {"show": ""}).content.decode()
    answers = {"outcome": "agreed", "answers-level": "2", "reasons": "Two.", "manner": "consensus"}
    assert secretary.post(address, answers).status_code == 302
    assert levels.standing(version, cast.daccom).level == 2


@pytest.fixture
def late(cast: Cast, version: SchemeVersion, committee: Sitting) -> SignUp:
    stand_on(MAY_14)
    return sign_up_at(SignUpStatus.SUBMITTED, cast, practice=cast.millbrook)


def ruled(cast: Cast, committee: Sitting, late: SignUp, outcome: Outcome) -> Decision:
    stand_on(JUNE_28)
    matter = sign_ups.put_before_committee(sign_up=late, account="The post.", by=cast.officer)
    return committee.rule(committee.hear(matter), outcome)


def test_a_late_sheet_kept_out_by_mistake_is_with_the_commissioner_again(
    cast: Cast, committee: Sitting, late: SignUp
) -> None:
    wrong = ruled(cast, committee, late, Outcome.DECLINED)
    late.refresh_from_db()
    assert late.status == SignUpStatus.REFUSED
    right = committee.correct(wrong, Outcome.AGREED)
    late.refresh_from_db()
    assert (late.status, late.refused_at, late.refusal_reason) == (
        SignUpStatus.SUBMITTED,
        None,
        "",
    )
    assert late.late_decision.endswith(f"decision {right.number}")
    assert sign_ups.accept(sign_up=late, by=cast.officer)


def test_a_late_sheet_let_in_by_mistake_is_kept_out_until_it_is_accepted(
    cast: Cast, committee: Sitting, late: SignUp
) -> None:
    wrong = ruled(cast, committee, late, Outcome.AGREED)
    right = committee.correct(wrong, Outcome.DECLINED)
    late.refresh_from_db()
    assert late.status == SignUpStatus.REFUSED
    committee.correct(right, Outcome.AGREED)
    late.refresh_from_db()
    sign_ups.accept(sign_up=late, by=cast.officer)
    last = Decision.objects.order_by("-number").first()
    with pytest.raises(BadInput, match="has its agreement sealed"):
        committee.correct(last, Outcome.DECLINED)
    page = sign_in(Client(), cast.secretary).get(
        reverse("governance:decision-correct", args=[last.pk])
    )
    shown = " ".join(page.content.decode().split())
    assert "It cannot be corrected to “declined”." in shown
    assert "The practice may withdraw from the scheme" in shown
    assert 'value="declined"' not in shown


def test_a_refusal_is_not_corrected_once_the_practice_has_begun_another_sheet(
    cast: Cast, committee: Sitting, version: SchemeVersion, late: SignUp
) -> None:
    wrong = ruled(cast, committee, late, Outcome.DECLINED)
    sign_ups.start(version=version, provider=cast.millbrook, by=cast.millbrook_manager)
    with pytest.raises(BadInput, match="has begun another sheet"):
        committee.correct(wrong, Outcome.AGREED)
