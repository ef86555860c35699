"""Officers check statements by a drawn sample, query, exempt; the Committee settles what is
missing, and nothing is recovered by itself (SM-03, AMB-12)."""

from datetime import date

import pytest

from governance.actions import matters
from governance.models import Decision, Matter
from governance.statuses import MatterStatus, Outcome
from les_schemes import statements
from les_schemes.actions import statements as actions
from les_schemes.models import StatementTerms, YearEndStatement
from les_schemes.statuses import Exemption, SchemeStatus, StatementStatus
from payments.models import Line
from pbc.actor import SYSTEM
from pbc.models import AuditEvent, Message
from pbc.refusals import BadInput, NotNow, NotPermitted
from tests.cast import stand_on
from tests.committee import sitting
from tests.factories import scheme_at
from tests.outcomes import outcome_of
from tests.year_end import AFTER_GRACE, asked, declared, give, of

ACCOUNT = "Reminded four times; no answer."
EVERYONE = (
    "riverside_manager",
    "okafor",
    "pugh",
    "lead",
    "officer",
    "watford_officer",
    "preparer",
    "secretary",
    "member",
    "lmc_observer",
    "auditor",
    "administrator",
)
GP, OFFICER = {"pugh"}, {"officer"}
A, G, Q, C, E, M, R, W, Y = StatementStatus
# action: who may, in which statuses it is done
TABLE = {
    "give": (GP, {A, Q, M, R}),
    "remind": ({"riverside_manager", "officer"}, {A, Q, M}),
    "accept": (OFFICER, {G}),
    "query": (OFFICER, {G}),
    "exempt": (OFFICER, {A, Q, M, R}),
    "ask_again": (OFFICER, {E}),
    # A query has until its day, and what waits for the Committee is not referred twice.
    "refer": (OFFICER, {M}),
}


def missing(cast) -> YearEndStatement:
    asked(cast)
    stand_on(AFTER_GRACE)
    actions.note_missing(by=SYSTEM)
    return of(cast.pugh)


def referred(cast) -> tuple[YearEndStatement, Matter]:
    statement = missing(cast)
    actions.refer(missing=[statement], account=ACCOUNT, by=cast.officer)
    return of(cast.pugh), Matter.objects.get()


def decided(cast, seats, matter: Matter, **answers: object) -> Decision:
    return seats.rule(seats.hear(matter), Outcome.AGREED, answers=answers)


def at(status: StatementStatus, cast) -> YearEndStatement:
    """Dr Pugh's statement at a status, by the actions that lead to it."""
    if status in (R, W, Y):
        seats = sitting(cast)
        _, matter = referred(cast)
        if status != R:
            what = {"what": "waive"} if status == W else {"what": "recover", "amount": 100}
            decided(cast, seats, matter, **what)
    elif status == M:
        sitting(cast)
        missing(cast)
    else:
        asked(cast)
        sitting(cast)
    if status in (G, Q, C):
        give(cast.pugh)
    if status == Q:
        actions.query(statement=of(cast.pugh), reason="Which forum?", by=cast.officer)
    if status == C:
        actions.accept(statement=of(cast.pugh), by=cast.officer)
    if status == E:
        exempted(cast)
    assert of(cast.pugh).status == status
    return of(cast.pugh)


def exempted(cast) -> YearEndStatement:
    return actions.exempt(
        statement=of(cast.pugh), exemption=Exemption.SICK, reason="Since June.", by=cast.officer
    )


def attempt(action: str, statement: YearEndStatement, cast, actor) -> None:
    if action == "remind":
        actions.remind(asked=[statement], by=actor)
    elif action == "refer":
        actions.refer(missing=[statement], account=ACCOUNT, by=actor)
    else:
        more = {
            "give": {"declared": declared(cast.pugh, statement)},
            "query": {"reason": "Which forum?"},
            "exempt": {"exemption": Exemption.SICK, "reason": "Since June."},
            "ask_again": {"reason": "Was not sick."},
        }.get(action, {})
        getattr(actions, action)(statement=statement, **more, by=actor)


@pytest.mark.parametrize("status", StatementStatus)
def test_each_action_is_done_by_whom_and_when_the_table_says_and_by_nobody_else(cast, status):
    statement = at(status, cast)
    wrong = []
    for action, (allowed, statuses) in TABLE.items():
        for name in EVERYONE:
            done = status in statuses
            expected = NotPermitted if name not in allowed else None if done else NotNow
            if action == "remind" and not done:
                # Whoever asks is told that nobody is left: nothing else is looked at.
                expected = NotNow
            found = outcome_of(
                lambda: attempt(action, statement, cast, cast.people[name]),  # noqa: B023
                traces,
            )
            if found is not expected:
                wrong.append(f"{action} by {name} while {status}: {found}, not {expected}")
    assert wrong == []


def traces() -> tuple[object, ...]:
    return (
        AuditEvent.objects.count(),
        Message.objects.count(),
        list(YearEndStatement.objects.order_by("pk").values()),
    )


def test_the_table_names_every_action_there_is():
    by_the_system = {"ask_all", "note_missing", "send_due"}
    tried_below = {"accept_unsampled", "settle", "set_terms"}
    assert set(TABLE) | by_the_system | tried_below == set(actions.__all__) - {
        "WORKING_DAYS_TO_ANSWER"
    }


def test_an_officer_with_an_interest_or_a_part_in_the_practice_checks_none_of_it(cast):
    asked(cast)
    give(cast.pugh)
    cast.officer.role_holdings.create(
        role="gp",
        organisation_id=cast.riverside.pk,
        starts=date(2007, 1, 1),
        granted_at=of(cast.pugh).asked_at,
    )

    with pytest.raises(NotPermitted, match="You hold a role at this practice"):
        actions.accept(statement=of(cast.pugh), by=cast.officer)


def test_what_is_unusual_or_drawn_is_looked_at_and_the_rest_accepted_at_once(cast):
    sign_up = asked(cast)
    give(cast.okafor)
    give(cast.lindqvist, hours=3, states_fewer=True)
    give(cast.pugh)
    percent = StatementTerms.objects.get().sample_percent
    drawn = {user for user in (cast.okafor, cast.pugh) if statements.is_sampled(of(user), percent)}

    if len(drawn) == 2:
        with pytest.raises(NotNow):
            actions.accept_unsampled(version=sign_up.version, by=cast.officer)
    else:
        accepted = actions.accept_unsampled(version=sign_up.version, by=cast.officer)
        assert accepted == 2 - len(drawn)
    for user in (cast.okafor, cast.pugh):
        expected = StatementStatus.GIVEN if user in drawn else StatementStatus.ACCEPTED
        assert of(user).status == expected
    assert of(cast.lindqvist).status == StatementStatus.GIVEN


def test_the_sample_is_drawn_from_the_number_and_comes_to_about_the_percent():
    drawn = [statements.is_sampled(YearEndStatement(), 10) for _ in range(2_000)]

    # 10 in 100 of 2,000 is 200; five standard deviations are 67.
    assert 133 <= sum(drawn) <= 267
    one = YearEndStatement()
    assert statements.is_sampled(one, 100)
    assert not statements.is_sampled(one, 0)
    assert statements.is_sampled(one, 50) == statements.is_sampled(one, 50)


def test_a_query_is_answered_by_giving_the_statement_again_and_both_are_kept(cast):
    asked(cast)
    first = give(cast.pugh, hours=100)
    raised = actions.query(statement=of(cast.pugh), reason="100 hours?", by=cast.officer)
    # Ten working days from Saturday 1 March 2008.
    assert raised.answer_by == date(2008, 3, 14)

    second = give(cast.pugh, hours=25)

    statement = of(cast.pugh)
    assert statement.status == StatementStatus.GIVEN
    assert list(statement.declarations.all()) == [first, second]
    assert not statement.queries.filter(answered_at=None).exists()
    found = YearEndStatement.objects.with_all().with_last_declaration().with_elsewhere()
    seen = found.get(pk=statement.pk)
    assert (seen.hours, seen.times_given) == (25, 2)
    assert statements.unusual(seen) == ["Given again after a query"]


def test_an_unanswered_query_goes_before_the_committee_only_after_its_day(cast):
    sitting(cast)
    statement = at_query(cast)
    stand_on(date(2008, 3, 14))
    with pytest.raises(NotNow, match="until 14 March 2008"):
        actions.refer(missing=[statement], account=ACCOUNT, by=cast.officer)

    stand_on(date(2008, 3, 15))
    actions.refer(missing=[statement], account=ACCOUNT, by=cast.officer)

    assert of(cast.pugh).status == StatementStatus.REFERRED
    assert not of(cast.pugh).queries.filter(answered_at=None).exists()


def at_query(cast) -> YearEndStatement:
    asked(cast)
    give(cast.pugh)
    actions.query(statement=of(cast.pugh), reason="Which forum?", by=cast.officer)
    return of(cast.pugh)


def test_an_exemption_needs_a_reason_and_can_be_taken_back(cast):
    asked(cast)
    with pytest.raises(BadInput):
        actions.exempt(
            statement=of(cast.pugh), exemption=Exemption.SICK, reason=" ", by=cast.officer
        )
    exempted(cast)
    told = Message.objects.get(kind="statement.exempted")
    assert (told.person_id, told.body) == (cast.pugh.person_id, "Sick leave: Since June.")

    actions.ask_again(statement=of(cast.pugh), reason="Was not sick.", by=cast.officer)

    statement = of(cast.pugh)
    assert (statement.status, statement.exemption, statement.exempted_at) == ("asked", "", None)


def test_what_is_missing_goes_before_the_committee_one_matter_each(cast):
    seats = sitting(cast)
    missing(cast)
    all_missing = YearEndStatement.objects.filter(status=StatementStatus.MISSING)

    assert actions.refer(missing=all_missing, account=ACCOUNT, by=cast.officer) == 3

    raised = Matter.objects.filter(committee=seats.committee, kind="missing_statement")
    assert {matter.title for matter in raised} == {
        f"Missing statement of Dr {name}, Riverside Surgery"
        for name in ("Ada Okafor", "Ben Lindqvist", "Carys Pugh")
    }
    with pytest.raises(NotNow, match="waits for the Committee already"):
        actions.refer(missing=all_missing.model.objects.all(), account=ACCOUNT, by=cast.officer)


def test_without_a_committee_on_record_nothing_is_referred(cast):
    statement = missing(cast)

    with pytest.raises(NotNow, match="No Committee"):
        actions.refer(missing=[statement], account=ACCOUNT, by=cast.officer)
    with pytest.raises(BadInput):
        actions.refer(missing=[statement], account=" ", by=cast.officer)
    with pytest.raises(BadInput):
        actions.refer(missing=[], account=ACCOUNT, by=cast.officer)


def test_given_after_all_the_statement_is_taken_back_from_the_committee(cast):
    sitting(cast)
    _, matter = referred(cast)

    give(cast.pugh)

    matter.refresh_from_db()
    assert matter.status == MatterStatus.WITHDRAWN
    assert matter.withdrawal_reason == "The GP has given the statement."
    assert of(cast.pugh).status == StatementStatus.GIVEN


def test_a_matter_that_was_withdrawn_may_be_put_before_the_committee_again(cast):
    seats = sitting(cast)
    statement, matter = referred(cast)
    matters.withdraw(matter=matter, reason="Next month.", by=seats.secretary)

    actions.refer(missing=[statement], account=ACCOUNT, by=cast.officer)

    assert Matter.objects.exclude(pk=matter.pk).get().status == MatterStatus.PROPOSED


def test_the_committee_waives_or_decides_to_recover_and_no_money_moves(cast):
    """AMB-12: never recovered by itself."""
    seats = sitting(cast)
    _, matter = referred(cast)

    decision = decided(cast, seats, matter, what="recover", amount=68_375)

    statement = of(cast.pugh)
    assert (statement.status, statement.recovery_pence) == (StatementStatus.RECOVERY, 68_375)
    assert statement.decision == decision
    # 8,205 × £1.00 = £8,205.00; a twelfth, £683.75, is to be recovered: £7,521.25.
    (effect,) = decision.money_effect
    assert (effect["before_pence"], effect["after_pence"]) == (820_500, 752_125)
    assert not Line.objects.exists()
    told = Message.objects.get(kind="statement.decided")
    assert "£683.75 paid to Riverside Surgery is to be recovered" in told.body


def test_a_waiver_leaves_everything_as_it_is(cast):
    seats = sitting(cast)
    _, matter = referred(cast)

    decided(cast, seats, matter, what="waive")

    statement = of(cast.pugh)
    assert (statement.status, statement.recovery_pence) == (StatementStatus.WAIVED, None)
    with pytest.raises(NotNow):
        give(cast.pugh)


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"what": "ignore"},
        {"what": "recover"},
        {"what": "recover", "amount": -1},
        # More than objective 1 pays the practice, £8,205.00.
        {"what": "recover", "amount": 820_501},
    ],
)
def test_a_decision_says_what_follows_and_recovers_no_more_than_was_paid(cast, answers):
    seats = sitting(cast)
    _, matter = referred(cast)

    with pytest.raises(BadInput):
        decided(cast, seats, matter, **answers)
    assert of(cast.pugh).status == StatementStatus.REFERRED


def test_terms_are_set_on_a_draft_by_its_commissioner(cast):
    version = scheme_at(SchemeStatus.DRAFT, cast)
    with pytest.raises(NotPermitted):
        actions.set_terms(version=version, terms=None, by=cast.watford_officer)

    assert actions.set_terms(version=version, terms=None, by=cast.officer) is None

    assert statements.terms_of(version) is None
