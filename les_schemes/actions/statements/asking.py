"""Statements are asked for when their window opens, reminded of, and noted as missing (O1-07)."""

from collections.abc import Iterable
from datetime import datetime

from les_schemes import permissions, statement_telling, statements
from les_schemes.models import NamedGP, StatementTerms, YearEndStatement
from les_schemes.statement_hours import in_words
from les_schemes.statuses import STATEMENTS_TO_GIVE, StatementStatus
from les_schemes.workflow import STATEMENT, STATEMENT_REMINDER_DAYS
from localities.models import Commissioner, Post
from pbc import audit, clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import NotNow


@action
def ask_all(*, by: Actor) -> int:
    """Ask every GP who owes a statement, of each scheme whose window stands open (NOT-07).

    A second call asks nobody twice; it asks who signed since. GPs whom the record frees (left,
    employed by the PCT) are noted as exempt. Returns how many statements were begun.
    """
    permissions.check_can_keep_statements(by)
    return sum(_ask(terms, by) for terms in statements.in_their_window(clock.today()))


@action
def note_missing(*, by: Actor) -> int:
    """Note what was not given within its grace; officers are told. Returns how many."""
    permissions.check_can_keep_statements(by)
    count = 0
    for terms in statements.past_their_grace(clock.today()):
        step = STATEMENT.step(StatementStatus.ASKED, "note_missing")
        late = list(
            YearEndStatement.objects.of(terms.version)
            .filter(status=StatementStatus.ASKED)
            .select_for_update(of=("self",))
            .with_all()
        )
        now = clock.now()
        for statement in late:
            statement.status = step.to
            statement.missing_at = now
        YearEndStatement.objects.bulk_update(late, ["status", "missing_at"])
        for commissioner, those in _by_commissioner(late).items():
            _recorded(terms, step.event, those, commissioner=commissioner, by=by)
            statement_telling.tell_of_missing(terms, commissioner, len(those))
        count += len(late)
    return count


@action
def send_due(*, by: Actor) -> int:
    """Remind who has not given a statement, on the days before it is due and its grace ends.

    A day on which nothing ran is made good the next time, once, with the latest reminder missed.
    Returns how many messages were queued.
    """
    permissions.check_can_keep_statements(by)
    today = clock.today()
    sent = 0
    for terms in statements.in_their_window(today):
        ends = terms.due_on if today <= terms.due_on else terms.grace_ends_on
        days_left = (ends - today).days
        due = [days for days in STATEMENT_REMINDER_DAYS if days_left <= days]
        waiting = YearEndStatement.objects.of(terms.version).filter(status=StatementStatus.ASKED)
        if due and (ends != terms.due_on or (ends - terms.opens_on).days > min(due)):
            sent += statement_telling.remind_of_day(
                terms, list(waiting.with_all()), ends=ends, days_before=min(due)
            )
    return sent


@action
def remind(*, asked: Iterable[YearEndStatement], by: Actor) -> int:
    """Remind GPs by hand, each once a day at most. Returns how many were reminded."""
    today = clock.today()
    chosen = list(
        YearEndStatement.objects.filter(pk__in=[statement.pk for statement in asked])
        .filter(status__in=STATEMENTS_TO_GIVE)
        .select_for_update(of=("self",))
        .with_all()
    )
    if not chosen:
        raise NotNow("Nobody is left to remind: every GP asked has given the statement.")
    told = 0
    for statement in chosen:
        permissions.check_can_remind(by, statement.sign_up)
        step = STATEMENT.step(statement.status, "remind")
        told += statement_telling.remind_by_hand(statement, today)
    for commissioner, those in _by_commissioner(chosen).items():
        _recorded(those[0].terms, step.event, those, commissioner=commissioner, by=by)
    return told


def _ask(terms: StatementTerms, by: Actor) -> int:
    StatementTerms.objects.select_for_update().get(pk=terms.pk)
    now = clock.now()
    lines = list(statements.owed(terms.version))
    posts = statements.posts_of(lines)
    begun = [
        statement
        for line in lines
        if (statement := _begun(terms, line, posts[line.pk], now)) is not None
    ]
    YearEndStatement.objects.bulk_create(begun)
    made = list(
        YearEndStatement.objects.filter(pk__in=[statement.pk for statement in begun]).with_all()
    )
    for commissioner, those in _by_commissioner(made).items():
        _recorded(terms, "statement.asked", those, commissioner=commissioner, by=by)
    asked = [statement for statement in made if statement.status == StatementStatus.ASKED]
    hours = {
        statement.pk: in_words(
            statements.asked_of(terms, statement.sign_up, posts[statement.named_gp_id]).hours
        )
        for statement in asked
    }
    statement_telling.ask(terms, asked, hours)
    return len(made)


def _begun(
    terms: StatementTerms, line: NamedGP, posts: list[Post], now: datetime
) -> YearEndStatement | None:
    """A statement for a line; None for a GP who was in post for no whole month."""
    exempt = statements.exemption_on_record(line, posts, now.date())
    if exempt is not None:
        exemption, reason = exempt
        return YearEndStatement(
            named_gp=line,
            asked_at=now,
            status=StatementStatus.EXEMPT,
            exemption=exemption,
            exemption_reason=reason,
            exempted_at=now,
        )
    if not statements.asked_of(terms, line.sign_up, posts).months:
        return None
    return YearEndStatement(named_gp=line, asked_at=now)


def _by_commissioner(
    those: list[YearEndStatement],
) -> dict[Commissioner, list[YearEndStatement]]:
    found: dict[Commissioner, list[YearEndStatement]] = {}
    for statement in those:
        found.setdefault(statement.sign_up.commissioner, []).append(statement)
    return found


def _recorded(
    terms: StatementTerms,
    event: str,
    those: list[YearEndStatement],
    *,
    commissioner: Commissioner,
    by: Actor,
) -> None:
    """One event for many statements of a commissioner, which names each."""
    audit.record(
        event=event,
        by=by,
        subject=terms.version,
        chain=commissioner.audit_chain,
        after={"statements": {str(statement.pk): statement.status for statement in those}},
    )
