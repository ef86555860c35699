"""A statement that nobody gave goes before the Committee, which waives it or decides to recover.

What it decides is recorded. Nothing is recovered by this: no amount changes (AMB-12).
"""

from collections.abc import Iterable

from governance.actions import matters
from governance.models import Decision
from les_schemes import permissions, statement_telling
from les_schemes.models import YearEndStatement
from les_schemes.statement_record import (
    KIND,
    SUBJECT,
    close_query,
    committee_of,
    locked,
    matter_pending,
    open_query,
    recorded,
)
from les_schemes.statuses import StatementStatus
from les_schemes.workflow import STATEMENT
from pbc import clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow

WAIVE = "waive"
RECOVER = "recover"


@action
def refer(*, missing: Iterable[YearEndStatement], account: str, by: Actor) -> int:
    """Put statements before the Committee, a matter each, with the officer's account of them.

    Returns how many were referred.
    """
    if not account.strip():
        raise BadInput({"account": "Say what was done to obtain the statements"})
    chosen = sorted(missing, key=lambda statement: statement.pk)
    if not chosen:
        raise BadInput({"statements": "Tick the statements to refer"})
    for statement in chosen:
        _refer(locked(statement), account.strip(), by)
    return len(chosen)


@action
def settle(*, statement: YearEndStatement, decision: Decision, by: Actor) -> YearEndStatement:
    """Record what the Committee decided: waived, or to be recovered and how much."""
    statement = locked(statement)
    is_waived = decision.answers["what"] == WAIVE
    step = STATEMENT.step(statement.status, "waive" if is_waived else "decide_recovery")
    before = statement.status
    statement.status = step.to
    statement.decision = decision
    statement.recovery_pence = None if is_waived else decision.answers["amount"]
    statement.save(update_fields=["status", "decision", "recovery_pence"])
    recorded(
        statement,
        step,
        by=by,
        before=before,
        after={"decision": str(decision.pk), "recovery_pence": statement.recovery_pence},
        reason=decision.reasons,
    )
    statement_telling.tell_of_decision(statement)
    return statement


def _refer(statement: YearEndStatement, account: str, by: Actor) -> None:
    permissions.check_can_check_statement(by, statement)
    step = STATEMENT.step(statement.status, "refer")
    committee = committee_of(statement)
    if committee is None:
        raise NotNow("No Committee is recorded for this commissioner.")
    _check_is_missed(statement)
    provider = statement.sign_up.provider
    matter = matters.propose(
        committee=committee,
        kind=KIND,
        subject_type=SUBJECT,
        subject_id=str(statement.pk),
        title=f"Missing statement of {statement.person}, {provider}"[:200],
        summary=account,
        concerned=[provider],
        people_concerned=[statement.person],
        by=by,
    )
    close_query(statement)
    before = statement.status
    statement.status = step.to
    statement.referred_at = clock.now()
    statement.referred_by = by.person_id
    statement.save(update_fields=["status", "referred_at", "referred_by"])
    recorded(
        statement, step, by=by, before=before, after={"matter": str(matter.pk)}, reason=account
    )
    statement_telling.tell_of_referral(statement)


def _check_is_missed(statement: YearEndStatement) -> None:
    if statement.status == StatementStatus.REFERRED and matter_pending(statement) is not None:
        raise NotNow(f"{statement} waits for the Committee already.")
    query = open_query(statement)
    if query is not None and clock.today() <= query.answer_by:
        raise NotNow(f"{statement.person} has until {query.answer_by:%-d %B %Y} to answer.")
