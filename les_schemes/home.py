"""What of sign-ups waits on a person, for the home page."""

import uuid
from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Count, Min, Q
from django.urls import reverse

from les_schemes import progress, worth
from les_schemes.models import NamedGP, OfferInvitation, SchemeDesigner, SchemeVersion, SignUp
from les_schemes.offered import others_offered, practices_offered
from les_schemes.procurement.statuses import InvitationAnswer
from les_schemes.sheet import not_on_sheet, under_way, why_not_required
from les_schemes.statuses import IN_FORCE, LIVE, NOT_OPENED, SchemeStatus, SignUpStatus
from les_schemes.workflow import SIGN_UP
from localities.models import Organisation
from pbc import clock, waiting
from pbc.actor import Actor
from pbc.roles import MANAGES_A_PROVIDER, Role
from pbc.waiting import WaitingItem


@waiting.register
def sign_ups_waiting_on(actor: Actor) -> Iterator[WaitingItem]:
    """A manager's sheets, a GP's signatures, an officer's reviews."""
    if actor.person_id is not None:
        yield from _signatures_of(actor, actor.person_id)
    managed = actor.organisations(*MANAGES_A_PROVIDER)
    if managed:
        yield from _not_begun(managed)
        yield from _with_the_practice(actor, managed)
    reviewed = actor.organisations(Role.COMMISSIONER)
    if reviewed:
        yield from _drafts(actor, reviewed)
        yield from _reviews(reviewed)


def _signatures_of(actor: Actor, person_id: uuid.UUID) -> Iterator[WaitingItem]:
    lines = (
        NamedGP.objects.filter(
            post__person_id=person_id,
            sign_up__status__in={*LIVE, *IN_FORCE} - {SignUpStatus.DRAFT},
            post__practice__in=actor.organisations(Role.GP),
            required=True,
            asked_at__isnull=False,
            signature__isnull=True,
            declined_at__isnull=True,
        )
        .select_related("sign_up__version__scheme", "sign_up__provider")
        .order_by("asked_at")
    )
    for line in lines:
        yield WaitingItem(
            title=f"Sign {line.sign_up.version}",
            url=reverse("les_schemes:sign-up-sign", args=[line.sign_up_id]),
            since=_day(line.asked_at),
            due=line.sign_up.version.last_day,
            explanation="Read the terms and sign for yourself.",
            organisation=line.sign_up.provider.name,
        )


def _not_begun(managed: frozenset[int]) -> Iterator[WaitingItem]:
    """Open schemes that a provider has no sheet for, and what one is worth."""
    today = clock.today()
    for version in SchemeVersion.objects.open().select_related("scheme"):
        if version.financial_year.last_day < today:
            continue
        declined = OfferInvitation.objects.filter(version=version, answer=InvitationAnswer.DECLINES)
        others = others_offered(version).exclude(pk__in=declined.values("provider"))
        for offered_to in (practices_offered(version), others):
            for provider in offered_to.filter(pk__in=managed):
                if under_way(version, provider) is None:
                    yield _invitation(version, provider)


def _invitation(version: SchemeVersion, practice: Organisation) -> WaitingItem:
    value = worth.if_signed_now(version, practice)
    by = f"{version.last_day:%-d %B %Y}"
    return WaitingItem(
        title=f"Sign up to {version} by {by}",
        url=reverse("les_schemes:sign-up-start", args=[version.pk, practice.code]),
        since=_day(version.opened_at),
        due=version.last_day,
        worth_pence=value.total_pence if value else None,
        explanation=f"Worth {value.in_short}." if value else "",
        organisation=practice.name,
    )


def _with_the_practice(actor: Actor, managed: frozenset[int]) -> Iterator[WaitingItem]:
    sheets = (
        SignUp.objects.held_by(managed)
        .filter(status__in=[*progress.WITH_UNSIGNED, SignUpStatus.DRAFT])
        .select_related("version__scheme", "version__commissioner", "provider", "commissioner")
    )
    for sign_up in sheets:
        for item in (_sheet(sign_up), _new_gps(sign_up)):
            if item is not None:
                yield item


def _sheet(sign_up: SignUp) -> WaitingItem | None:
    """What a sheet asks of its practice: an answer, signatures, or to be gone on with."""
    signatures = progress.of(sign_up)
    waits = progress.waits_on(sign_up, signatures)
    value = worth.of_sign_up(sign_up)
    missing = len(signatures.unsigned)
    version = sign_up.version
    title, explanation, due = "", "", version.last_day
    if sign_up.status == SignUpStatus.QUERIED:
        query = sign_up.queries.get(answered_at__isnull=True)
        title, explanation, due = f"Query to answer on {version}", query.reason, query.cure_by
    elif sign_up.status in (SignUpStatus.DRAFT, SignUpStatus.SIGNING) and not signatures.waiting:
        title = f"Go on with the sign-up to {version}"
        explanation = f"{signatures.in_short}. Sign for the practice and return the sheet."
        if not sign_up.is_of_practice:
            explanation = "The sheet is begun. Sign it and return it."
        elif sign_up.status == SignUpStatus.DRAFT:
            explanation = "The sheet is begun. Ask the GPs to sign."
    elif missing:
        title = f"{missing} GP{'' if missing == 1 else 's'} not signed: {version}"
        explanation = f"{signatures.in_short}, waiting on {signatures.waiting_names}."
    if not title:
        return None
    return WaitingItem(
        title=title,
        url=sign_up.get_absolute_url(),
        since=waits[1] if waits else None,
        due=None if sign_up.is_in_force else due,
        worth_pence=value.total_pence + value.waiting_pence if value else None,
        explanation=explanation,
        organisation=sign_up.holder.name,
    )


def _new_gps(sign_up: SignUp) -> WaitingItem | None:
    """GPs who joined since acceptance are to be asked to sign (EXC-06)."""
    if not SIGN_UP.allows(sign_up.status, "name_new_gps") or not sign_up.is_of_practice:
        return None
    joined = [post for post in not_on_sheet(sign_up) if not why_not_required(post)]
    if not joined:
        return None
    return WaitingItem(
        title=f"Ask new GPs to sign {sign_up.version}",
        url=reverse("les_schemes:sign-up-name-new-gps", args=[sign_up.pk]),
        since=min(post.starts for post in joined),
        count=len(joined),
        explanation=f"{progress.listed([str(post.person) for post in joined])} joined since "
        "acceptance. The payment stays as it is.",
        organisation=sign_up.holder.name,
    )


# What an officer is asked to do with a version that is not open, and why.
_TO_DO = {
    SchemeStatus.DRAFT: (
        "Consult on {version}",
        "It is a draft: log what was said, and record the consultation as done.",
    ),
    SchemeStatus.CONSULTED: (
        "Approve {version}",
        "It was consulted on, and you took no part in its design: read it, then approve it.",
    ),
    SchemeStatus.APPROVED: (
        "Open {version} for sign-up",
        "It is approved: open it. Practices cannot sign up before.",
    ),
}


def _drafts(actor: Actor, commissioners: frozenset[int]) -> Iterator[WaitingItem]:
    """Schemes that are not open yet, and what the officer may do with each."""
    drafts = SchemeVersion.objects.filter(
        commissioner__in=commissioners, status__in=NOT_OPENED
    ).exclude(
        status=SchemeStatus.CONSULTED,
        pk__in=SchemeDesigner.objects.filter(Q(person=actor.person_id)).values("version"),
    )
    for version in drafts.select_related("scheme", "commissioner"):
        title, explanation = _TO_DO[SchemeStatus(version.status)]
        yield WaitingItem(
            title=title.format(version=version),
            url=version.get_absolute_url(),
            due=version.last_day,
            explanation=explanation,
            organisation=version.commissioner.name,
        )


def _reviews(commissioners: frozenset[int]) -> Iterator[WaitingItem]:
    waiting_now = (
        SignUp.objects.filter(commissioner__in=commissioners, status=SignUpStatus.SUBMITTED)
        .values("commissioner__name")
        .annotate(count=Count("pk"), oldest=Min("submitted_at"))
        .order_by("commissioner__name")
    )
    for group in waiting_now:
        number = group["count"]
        yield WaitingItem(
            title="Sheet awaits review" if number == 1 else "Sheets await review",
            url=reverse("les_schemes:sign-ups"),
            since=_day(group["oldest"]),
            count=number,
            explanation=f"The oldest since {_day(group['oldest']):%-d %B %Y}.",
            organisation=group["commissioner__name"],
        )


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(clock.LONDON).date() if moment else None
