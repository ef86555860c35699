"""What the actions on statements share: the locked row, its event, its way back from the
Committee."""

from typing import Any

from governance.actions import matters
from governance.models import Committee, Matter
from governance.statuses import PENDING
from les_schemes.models import StatementQuery, YearEndStatement
from pbc import audit, clock
from pbc.actor import Actor
from pbc.workflow import Transition

KIND = "missing_statement"
SUBJECT = "les_schemes.yearendstatement"


def locked(statement: YearEndStatement) -> YearEndStatement:
    """The statement as it is now, locked until the transaction ends."""
    return YearEndStatement.objects.select_for_update(of=("self",)).with_all().get(pk=statement.pk)


def recorded(
    statement: YearEndStatement,
    step: Transition,
    *,
    by: Actor,
    before: str,
    after: dict[str, Any] | None = None,
    reason: str = "",
    personal: dict[str, str] | None = None,
) -> None:
    """Write the event of a step into the commissioner's chain."""
    audit.record(
        event=step.event,
        by=by,
        subject=statement,
        chain=statement.sign_up.commissioner.audit_chain,
        before={"status": before},
        after={"status": step.to, **(after or {})},
        reason=reason,
        personal=personal,
    )


def committee_of(statement: YearEndStatement) -> Committee | None:
    return Committee.objects.filter(commissioner_id=statement.sign_up.commissioner_id).first()


def matter_pending(statement: YearEndStatement) -> Matter | None:
    """The matter that waits for the Committee, if the statement was referred."""
    return Matter.objects.filter(
        kind=KIND, subject_type=SUBJECT, subject_id=str(statement.pk), status__in=PENDING
    ).first()


def take_back_matter(statement: YearEndStatement, *, reason: str, by: Actor) -> None:
    """What was referred is no longer missing; refused while the Committee hears it."""
    matter = matter_pending(statement)
    if matter is not None:
        matters.withdraw(matter=matter, reason=reason, by=by, raised_by_the_thing=True)


def open_query(statement: YearEndStatement) -> StatementQuery | None:
    return statement.queries.filter(answered_at__isnull=True).first()


def close_query(statement: YearEndStatement) -> None:
    """Whatever was asked is settled by what was done now."""
    statement.queries.filter(answered_at__isnull=True).update(answered_at=clock.now())
