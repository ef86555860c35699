"""What of year-end statements waits on a person, for the home page."""

import uuid
from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Count, Min
from django.urls import reverse

from les_schemes import statement_progress
from les_schemes.models import SchemeVersion, SignUp, YearEndStatement
from les_schemes.statuses import STATEMENTS_TO_GIVE, StatementStatus
from pbc import clock, waiting
from pbc.actor import Actor
from pbc.roles import Role
from pbc.waiting import WaitingItem


@waiting.register
def statements_waiting_on(actor: Actor) -> Iterator[WaitingItem]:
    """A GP's own, a manager's GPs, what an officer has to check or refer."""
    if actor.person_id is not None:
        yield from _own(actor.person_id)
    managed = actor.organisations(Role.PRACTICE_MANAGER)
    if managed:
        yield from _of_practices(managed)
    checked = actor.organisations(Role.COMMISSIONER)
    if checked:
        yield from _of_commissioners(checked)


def _own(person_id: uuid.UUID) -> Iterator[WaitingItem]:
    owed = YearEndStatement.objects.filter(
        named_gp__post__person=person_id, status__in=STATEMENTS_TO_GIVE
    ).with_all()
    for statement in owed:
        terms, version = statement.terms, statement.sign_up.version
        title = f"Give your year-end statement: {version}"
        due, explanation = terms.due_on, "One page: how much time you gave, and your name."
        if statement.status == StatementStatus.QUERIED:
            query = statement.queries.get(answered_at__isnull=True)
            title = f"Query on your year-end statement: {version}"
            due, explanation = query.answer_by, query.reason
        elif terms.due_on < clock.today():
            explanation = (
                f"It was due on {terms.due_on:%-d %B %Y}. After {terms.grace_ends_on:%-d %B %Y} "
                "it goes before the Governance Committee."
            )
            due = terms.grace_ends_on
        yield WaitingItem(
            title=title,
            url=reverse("les_schemes:statement-give", args=[statement.pk]),
            since=_day(statement.asked_at),
            due=due,
            explanation=explanation,
            organisation=statement.sign_up.provider.name,
        )


def _of_practices(managed: frozenset[int]) -> Iterator[WaitingItem]:
    """Practices of which a statement is still to be given."""
    held = SignUp.objects.held_by(managed)
    of_practices = YearEndStatement.objects.filter(named_gp__sign_up__in=held.values("pk"))
    by_sign_up: dict[uuid.UUID, list[YearEndStatement]] = {}
    for statement in of_practices.with_all():
        by_sign_up.setdefault(statement.named_gp.sign_up_id, []).append(statement)
    for statements in by_sign_up.values():
        to_give = [one for one in statements if one.status in STATEMENTS_TO_GIVE]
        if not to_give:
            continue
        first = to_give[0]
        sign_up, terms = first.sign_up, first.terms
        names = ", ".join(str(one.person) for one in to_give)
        yield WaitingItem(
            title=f"Year-end statements to be given: {sign_up.version}",
            url=reverse("les_schemes:sign-up-statements", args=[sign_up.pk]),
            since=min(_day(one.asked_at) for one in to_give),
            due=terms.due_on if clock.today() <= terms.due_on else terms.grace_ends_on,
            count=len(to_give),
            explanation=f"{statement_progress.in_short(statements)}, waiting on {names}.",
            organisation=sign_up.holder.name,
        )


def _of_commissioners(checked: frozenset[int]) -> Iterator[WaitingItem]:
    groups = (
        YearEndStatement.objects.filter(
            named_gp__sign_up__commissioner__in=checked,
            status__in=[StatementStatus.GIVEN, StatementStatus.MISSING],
        )
        .values("named_gp__sign_up__version", "named_gp__sign_up__commissioner__name", "status")
        .annotate(
            count=Count("pk", distinct=True),
            given=Min("declarations__signed_at"),
            missing=Min("missing_at"),
        )
        .order_by("named_gp__sign_up__version", "status")
    )
    versions = SchemeVersion.objects.filter(
        pk__in=[group["named_gp__sign_up__version"] for group in groups]
    ).select_related("scheme")
    known = {version.pk: version for version in versions}
    for group in groups:
        version = known[group["named_gp__sign_up__version"]]
        is_missing = group["status"] == StatementStatus.MISSING
        action = "refer" if is_missing else "check"
        what = "Missing year-end statements" if is_missing else "Year-end statements to check"
        yield WaitingItem(
            title=f"{what}: {version}",
            url=reverse(f"les_schemes:scheme-statements-{action}", args=[version.pk]),
            since=_day(group["missing"] if is_missing else group["given"]),
            count=group["count"],
            explanation=(
                "Exempt whoever left or was sick; put the rest before the Committee."
                if is_missing
                else "Look at the sample and at what is unusual; accept the rest at once."
            ),
            organisation=group["named_gp__sign_up__commissioner__name"],
        )


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.LONDON).date()
