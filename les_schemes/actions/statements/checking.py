"""The commissioner checks statements: a drawn sample by eye, what is unusual always (SM-03)."""

from les_schemes import permissions, statement_telling, statements
from les_schemes.models import SchemeVersion, StatementQuery, YearEndStatement
from les_schemes.statement_record import close_query, locked, recorded, take_back_matter
from les_schemes.statuses import Exemption, StatementStatus
from les_schemes.workflow import STATEMENT
from pbc import clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.financial_year import add_working_days
from pbc.refusals import BadInput, NotNow
from pbc.roles import Role

WORKING_DAYS_TO_ANSWER = 10


@action
def accept(*, statement: YearEndStatement, by: Actor) -> YearEndStatement:
    """An officer has looked at a statement and accepts it."""
    statement = locked(statement)
    permissions.check_can_check_statement(by, statement)
    return _accepted(statement, by, looked_at=True)


@action
def accept_unsampled(*, version: SchemeVersion, by: Actor) -> int:
    """Accept what was given, is not in the sample and has nothing unusual. Returns how many.

    Statements of practices in which the officer has an interest or a role are left to others.
    """
    terms = statements.terms_of(version)
    if terms is None:
        raise NotNow(f"{version} asks for no statements.")
    permissions.check_can_see_statements_of(by, version)
    given = (
        YearEndStatement.objects.of(version)
        .filter(
            status=StatementStatus.GIVEN,
            named_gp__sign_up__commissioner__in=by.organisations(Role.COMMISSIONER),
        )
        .select_for_update(of=("self",))
        .with_all()
        .with_last_declaration()
        .with_elsewhere()
    )
    accepted = 0
    for statement in given:
        if statements.is_sampled(statement, terms.sample_percent) or statements.unusual(statement):
            continue
        if permissions.can_check_statement(by, statement):
            _accepted(statement, by, looked_at=False)
            accepted += 1
    if not accepted:
        raise NotNow("There is none left that may be accepted without a look.")
    return accepted


@action
def query(*, statement: YearEndStatement, reason: str, by: Actor) -> StatementQuery:
    """Ask the GP about a statement; the GP answers by giving it again."""
    statement = locked(statement)
    permissions.check_can_check_statement(by, statement)
    step = STATEMENT.step(statement.status, "query")
    if not reason.strip():
        raise BadInput({"reason": "Say what the GP has to put right"})
    now = clock.now()
    raised = StatementQuery(
        statement=statement,
        reason=reason.strip(),
        raised_at=now,
        answer_by=add_working_days(now.date(), WORKING_DAYS_TO_ANSWER),
    )
    raised.raised_by = by.person_id  # type: ignore[assignment]
    raised.save(force_insert=True)
    before = statement.status
    statement.status = step.to
    statement.save(update_fields=["status"])
    recorded(
        statement,
        step,
        by=by,
        before=before,
        after={"answer_by": raised.answer_by},
        reason=raised.reason,
    )
    statement_telling.tell_of_query(raised)
    return raised


@action
def exempt(
    *, statement: YearEndStatement, exemption: Exemption, reason: str, by: Actor
) -> YearEndStatement:
    """Free a GP from the statement: left, sick, or employed by the PCT, with the reason."""
    statement = locked(statement)
    permissions.check_can_check_statement(by, statement)
    step = STATEMENT.step(statement.status, "exempt")
    if not reason.strip():
        raise BadInput({"reason": "Say since when, or what shows it"})
    take_back_matter(statement, reason=f"Exempt: {reason.strip()}", by=by)
    close_query(statement)
    before = statement.status
    statement.status = step.to
    statement.exemption = exemption
    statement.exemption_reason = reason.strip()[:300]
    statement.exempted_at = clock.now()
    statement.exempted_by = by.person_id
    statement.save(
        update_fields=["status", "exemption", "exemption_reason", "exempted_at", "exempted_by"]
    )
    recorded(
        statement,
        step,
        by=by,
        before=before,
        after={"exemption": exemption},
        reason=statement.exemption_reason,
    )
    statement_telling.tell_of_exemption(statement)
    return statement


@action
def ask_again(*, statement: YearEndStatement, reason: str, by: Actor) -> YearEndStatement:
    """Take an exemption back: the GP owes the statement after all."""
    statement = locked(statement)
    permissions.check_can_check_statement(by, statement)
    step = STATEMENT.step(statement.status, "ask_again")
    if not reason.strip():
        raise BadInput({"reason": "Say why the statement is owed after all"})
    before = statement.status
    statement.status = step.to
    statement.exemption = statement.exemption_reason = ""
    statement.exempted_at = statement.exempted_by = None
    statement.save(
        update_fields=["status", "exemption", "exemption_reason", "exempted_at", "exempted_by"]
    )
    recorded(statement, step, by=by, before=before, reason=reason.strip())
    statement_telling.ask_again(statement, reason.strip())
    return statement


def _accepted(statement: YearEndStatement, by: Actor, *, looked_at: bool) -> YearEndStatement:
    step = STATEMENT.step(statement.status, "accept")
    before = statement.status
    statement.status = step.to
    statement.accepted_at = clock.now()
    statement.accepted_by = by.person_id
    statement.save(update_fields=["status", "accepted_at", "accepted_by"])
    recorded(statement, step, by=by, before=before, after={"looked_at": looked_at})
    return statement
