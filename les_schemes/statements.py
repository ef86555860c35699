"""What is asked of year-end statements: who owes one, for how many months and hours, and how far
the statements of a scheme have come (O1-02, O1-07, SM-03)."""

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet

from les_schemes.models import (
    NamedGP,
    SchemeVersion,
    SignUp,
    SignUpTransfer,
    StatementTerms,
    YearEndStatement,
)
from les_schemes.sheet import is_employed_by_the_pct, why_not_required
from les_schemes.statement_hours import Span, hours_asked, whole_months
from les_schemes.statuses import Exemption, HoursTest, StatementStatus
from localities.models import Post
from localities.statuses import ContractType
from pbc import clock


@dataclass(frozen=True)
class Asked:
    """What a statement asks for, by the posts recorded now."""

    months: int
    hours: Decimal


def terms_of(version: SchemeVersion) -> StatementTerms | None:
    """When and for how many hours GPs give a statement; None where the scheme asks for none."""
    return StatementTerms.objects.filter(version=version).first()


def in_their_window(today: date) -> list[StatementTerms]:
    """The terms of opened versions whose window has begun and whose grace has not ended."""
    begun = (
        StatementTerms.objects.asked_for()
        .filter(opens_on__lte=today)
        .select_related("version__scheme", "version__commissioner")
    )
    return [terms for terms in begun if today <= terms.grace_ends_on]


def past_their_grace(today: date) -> list[StatementTerms]:
    """The terms of opened versions whose grace has ended and which wait for statements still."""
    waiting = YearEndStatement.objects.filter(status=StatementStatus.ASKED)
    late = StatementTerms.objects.filter(
        due_on__lt=today,
        version__in=waiting.values("named_gp__sign_up__version"),
    ).select_related("version__scheme", "version__commissioner")
    return [terms for terms in late if terms.grace_ends_on < today]


def owed(version: SchemeVersion) -> QuerySet[NamedGP]:
    """The lines of accepted sheets whose GPs owe a statement and were not asked for it yet.

    Whoever signed undertook it. Those the PCT employs are among them, to be told why they do not.
    """
    employed = Q(post__employed_by_commissioner=True) | Q(
        post__practice__contract_type=ContractType.PCTMS
    )
    return (
        NamedGP.objects.filter(
            Q(signature__isnull=False) | employed,
            sign_up__version=version,
            sign_up__accepted_at__isnull=False,
            statement__isnull=True,
        )
        .select_related("post__person", "post__practice", "sign_up__version", "sign_up__provider")
        .order_by("sign_up__provider__name", "post__person__family_name")
    )


def posts_of(lines: Iterable[NamedGP]) -> dict[uuid.UUID, list[Post]]:
    """Every post of each line's GP at the practice of the sheet, and at the practices that hold
    the sheet after a merger, by the line: two queries."""
    lines = list(lines)
    practices = {line.sign_up_id: {line.sign_up.provider_id} for line in lines}
    passed_on = SignUpTransfer.objects.filter(sign_up__in=practices)
    for sign_up_id, successor_id in passed_on.values_list("sign_up", "successor"):
        practices[sign_up_id].add(successor_id)
    held: dict[tuple[object, int], list[Post]] = {}
    for post in (
        Post.objects.filter(
            person__in=[line.post.person_id for line in lines],
            practice__in=set().union(*practices.values()),
        )
        .select_related("practice", "person")
        .order_by("starts")
    ):
        held.setdefault((post.person_id, post.practice_id), []).append(post)
    return {
        line.pk: sorted(
            (
                post
                for practice in practices[line.sign_up_id]
                for post in held.get((line.post.person_id, practice), [])
            ),
            key=lambda post: post.starts,
        )
        for line in lines
    }


def asked_of(terms: StatementTerms, sign_up: SignUp, posts: Iterable[Post]) -> Asked:
    """Months in post and hours: only posts in which a GP has to sign count (AMB-05, AMB-07)."""
    counting = [post for post in posts if not why_not_required(post)]
    months = whole_months(
        [Span(post.starts, post.ends) for post in counting], *bound(sign_up, terms)
    )
    part = counting[-1].whole_time_equivalent if counting else None
    return Asked(
        months, hours_asked(HoursTest(terms.hours_test), terms.hours_a_month, months, part)
    )


def asked_by(statement: YearEndStatement) -> Asked:
    """What one statement asks for now."""
    posts = posts_of([statement.named_gp])[statement.named_gp_id]
    return asked_of(statement.terms, statement.sign_up, posts)


def bound(sign_up: SignUp, terms: StatementTerms) -> tuple[date, date]:
    """From when until before which day a sheet binds its GPs in the year.

    A sheet on time binds from 1 April, a late one from its acceptance; a withdrawn one no more
    from the day it was withdrawn.
    """
    year = terms.version.financial_year
    starts, end = year.first_day, year.last_day + timedelta(days=1)
    if sign_up.is_late and sign_up.accepted_at is not None:
        starts = max(starts, _day(sign_up.accepted_at))
    if sign_up.withdrawn_from is not None:
        end = min(end, sign_up.withdrawn_from)
    return starts, end


def exemption_on_record(
    line: NamedGP, posts: list[Post], day: date
) -> tuple[Exemption, str] | None:
    """Why the record itself frees a GP on the day the statements are asked for."""
    current = [post for post in posts if post.ends is None or post.ends > day]
    latest = current[-1] if current else posts[-1] if posts else line.post
    if is_employed_by_the_pct(latest):
        reason = why_not_required(latest)
        return Exemption.PCT_EMPLOYED, f"{reason[0].upper()}{reason[1:]}"
    if not current:
        last = latest.last_day
        return Exemption.LEFT, f"Left the practice on {last:%-d %B %Y}" if last else "Left"
    return None


def elsewhere(statement: YearEndStatement) -> list[YearEndStatement]:
    """The same GP's statements for other practices that signed up to the same scheme (EXC-04)."""
    version = statement.sign_up.version
    return list(
        YearEndStatement.objects.filter(
            named_gp__post__person=statement.person,
            named_gp__sign_up__version__scheme=version.scheme_id,
            named_gp__sign_up__version__financial_year_starts_in=version.financial_year_starts_in,
        )
        .exclude(pk=statement.pk)
        .select_related("named_gp__sign_up__provider", "named_gp__post__person")
        .with_last_declaration()
    )


def is_sampled(statement: YearEndStatement, percent: int) -> bool:
    """Whether an officer looks at a statement that has nothing unusual about it.

    Drawn from its identity: nobody chooses, the GP cannot know, and an auditor draws the same.
    """
    drawn = int.from_bytes(hashlib.sha256(statement.pk.bytes).digest()[:4], "big")
    return drawn % 100 < percent


def unusual(statement: YearEndStatement) -> list[str]:
    """What an officer should know of a given statement before accepting it.

    ``statement`` comes from ``with_last_declaration()`` and ``with_elsewhere()``.
    """
    found = []
    if statement.falls_short:  # type: ignore[attr-defined]
        found.append("Fewer hours than asked for")
    if statement.is_elsewhere:  # type: ignore[attr-defined]
        found.append("Also a GP of another practice")
    if statement.times_given > 1:  # type: ignore[attr-defined]
        found.append("Given again after a query")
    if _day(statement.signed_at) > statement.terms.grace_ends_on:  # type: ignore[attr-defined]
        found.append("Given after the grace")
    return found


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.LONDON).date()
