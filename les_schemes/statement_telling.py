"""What people are told of year-end statements (NOT-07): to whom, when, in which words."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from django.urls import reverse

from accounts.models import RoleHolding, User
from les_schemes.models import SignUp, StatementQuery, StatementTerms, YearEndStatement
from les_schemes.rules.wording import on_day
from les_schemes.statuses import StatementStatus
from les_schemes.telling import holders
from localities.models import Commissioner
from pbc import clock, outbox
from pbc.models import Message
from pbc.money import pounds
from pbc.outbox import Letter
from pbc.roles import Role


def ask(
    terms: StatementTerms,
    statements: list[YearEndStatement],
    hours: Mapping[uuid.UUID, str],
) -> None:
    """Each GP is asked once, with the link to the one page; the managers hear of it too."""
    addresses = _addresses(statements)
    outbox.send_many(
        Letter(
            person_id=statement.person.pk,
            email=addresses[statement.person.pk],
            kind="statement.asked",
            subject=f"Your year-end statement: {terms.version}, {statement.sign_up.provider}",
            body=(
                f"You signed up to {terms.version} for {statement.sign_up.provider}. Say by "
                f"{on_day(terms.due_on)} how much time you gave in the year; "
                f"{hours[statement.pk]} are asked for. It is one page. The link opens it; you "
                "sign in as yourself before you sign."
            ),
            path=reverse("les_schemes:statement-give", args=[statement.pk]),
            key=f"statement:{statement.pk}",
        )
        for statement in statements
    )
    _tell_managers(terms, {statement.sign_up for statement in statements})


def _tell_managers(terms: StatementTerms, sign_ups: set[SignUp]) -> None:
    """Told once for a sheet, though a GP who signs later is asked later."""
    letters = {
        f"statements:{sign_up.pk}:{holding.user.person_id}": (sign_up, holding.user)
        for sign_up, holding in _managers(sign_ups)
    }
    told = set(Message.objects.filter(key__in=letters).values_list("key", flat=True))
    outbox.send_many(
        Letter(
            person_id=user.person_id,
            email=user.email,
            kind="statement.gps_asked",
            subject=f"Your GPs are asked for their year-end statements: {terms.version}",
            body=(
                f"Each GP of {sign_up.provider} who signed is asked for a statement by "
                f"{on_day(terms.due_on)}. You can see who has given it, and remind the rest."
            ),
            path=reverse("les_schemes:sign-up-statements", args=[sign_up.pk]),
            key=key,
        )
        for key, (sign_up, user) in letters.items()
        if key not in told
    )


def _managers(sign_ups: set[SignUp]) -> Iterator[tuple[SignUp, RoleHolding]]:
    """Each sheet with each manager of its practice today."""
    held_by = {sign_up.pk: sign_up.holder.pk for sign_up in sign_ups}
    holdings = (
        RoleHolding.objects.on(clock.today())
        .of(Role.PRACTICE_MANAGER)
        .filter(organisation__in=set(held_by.values()), user__is_active=True)
        .select_related("user")
    )
    by_holder: dict[int, list[RoleHolding]] = {}
    for holding in holdings:
        by_holder.setdefault(holding.organisation_id, []).append(holding)
    for sign_up in sign_ups:
        for holding in by_holder.get(held_by[sign_up.pk], []):
            yield sign_up, holding


def ask_again(statement: YearEndStatement, reason: str) -> None:
    _tell_gp(
        statement,
        "asked_again",
        subject=f"Your year-end statement is asked for after all: {statement.sign_up.version}",
        body=f"{statement.sign_up.commissioner} says why: {reason}",
    )


def remind_of_day(
    terms: StatementTerms,
    statements: list[YearEndStatement],
    *,
    ends: date,
    days_before: int,
) -> int:
    """Told once for each of the days before an end. Returns how many were told now."""
    in_grace = ends != terms.due_on
    keys = {
        statement.pk: f"statement-due:{statement.pk}:{ends}:{days_before}"
        for statement in statements
    }
    told = set(Message.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    left = [statement for statement in statements if keys[statement.pk] not in told]
    addresses = _addresses(left)
    late = f"It was due on {on_day(terms.due_on)}. " if in_grace else ""
    then = (
        "After that it is missing, and the Governance Committee decides what follows."
        if in_grace
        else ""
    )
    return outbox.send_many(
        Letter(
            person_id=statement.person.pk,
            email=addresses[statement.person.pk],
            kind="statement.due",
            subject=f"Your year-end statement is {'late' if in_grace else 'due'}: {terms.version}",
            body=(
                f"{late}Give your statement for {statement.sign_up.provider} by {on_day(ends)}. "
                f"{then}"
            ).strip(),
            path=reverse("les_schemes:statement-give", args=[statement.pk]),
            key=keys[statement.pk],
        )
        for statement in left
    )


def remind_by_hand(statement: YearEndStatement, today: date) -> bool:
    """A reminder, once a day at most; whether it was sent now."""
    key = f"remind-of-statement:{statement.pk}:{today.isoformat()}"
    if Message.objects.filter(key=key).exists():
        return False
    _tell_gp(
        statement,
        "reminder",
        subject=f"Your year-end statement is missing: {statement.sign_up.version}",
        body=(
            f"You are asked to say how much time you gave for {statement.sign_up.provider}. It "
            f"was due by {on_day(statement.terms.due_on)}."
            if statement.terms.due_on < today
            else f"You are asked to say how much time you gave for {statement.sign_up.provider}, "
            f"by {on_day(statement.terms.due_on)}."
        ),
        key=key,
    )
    return True


def tell_of_query(query: StatementQuery) -> None:
    _tell_gp(
        query.statement,
        "queried",
        subject=f"Query on your year-end statement: {query.statement.sign_up.version}",
        body=(
            f"{query.statement.sign_up.commissioner} asks: {query.reason}\n\nAnswer by "
            f"{on_day(query.answer_by)}, by giving the statement again."
        ),
        key=f"statement-query:{query.pk}",
    )


def tell_of_exemption(statement: YearEndStatement) -> None:
    _tell_gp(
        statement,
        "exempted",
        subject=f"No year-end statement is needed from you: {statement.sign_up.version}",
        body=f"{statement.get_exemption_display()}: {statement.exemption_reason}",
    )


def tell_of_missing(terms: StatementTerms, commissioner: Commissioner, number: int) -> None:
    """The officers: statements are missing, and what to do with them."""
    for user in holders(Role.COMMISSIONER, [commissioner.pk]):
        outbox.send(
            to=user.as_recipient,
            kind="statement.missing",
            subject=f"{number} year-end statements are missing: {terms.version}",
            body=(
                f"Their grace ended on {on_day(terms.grace_ends_on)}. Exempt GPs who left or were "
                "sick, and refer the rest to the Governance Committee. Nothing is recovered "
                "without its decision."
            ),
            path=reverse("les_schemes:scheme-statements", args=[terms.version_id]),
            key=f"statements-missing:{terms.version_id}:{terms.grace_ends_on}:{user.person_id}",
        )


def tell_of_referral(statement: YearEndStatement) -> None:
    _tell_gp(
        statement,
        "referred",
        subject=f"Your missing statement is before the Committee: {statement.sign_up.version}",
        body=(
            "The Governance Committee decides what follows. You can still give the statement "
            "until it does; it is then taken back from there."
        ),
    )


def tell_of_decision(statement: YearEndStatement) -> None:
    waived = statement.status == StatementStatus.WAIVED
    decision = statement.decision
    what = (
        "The missing statement is waived."
        if waived
        else f"{pounds(statement.recovery_pence or 0)} paid to {statement.sign_up.provider} is to "
        "be recovered. Nothing is taken back before the practice has been told how."
    )
    _tell_gp(
        statement,
        "decided",
        subject=f"Decided on your missing year-end statement: {statement.sign_up.version}",
        body=f"{what}\n\nThe Committee's reasons: {decision.reasons if decision else ''}",
        key=f"statement-decided:{statement.pk}:{statement.decision_id}",
    )


def _tell_gp(
    statement: YearEndStatement, event: str, *, subject: str, body: str, key: str = ""
) -> None:
    person = statement.person
    user = User.objects.filter(person=person, is_active=True).first()
    outbox.send(
        to=user.as_recipient if user else person,
        kind=f"statement.{event}",
        subject=subject,
        body=body,
        path=statement.get_absolute_url(),
        key=key or None,
    )


def _addresses(statements: Iterable[YearEndStatement]) -> dict[uuid.UUID, str]:
    """The address each GP signs in with; that on record for one who has no sign-in yet."""
    people = {statement.person.pk: statement.person.email for statement in statements}
    users = User.objects.filter(person__in=people, is_active=True)
    return {**people, **dict(users.values_list("person_id", "email"))}
