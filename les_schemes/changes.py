"""What has changed of a practice since its sheet was accepted, and what follows for the year.

What follows is said in words, by the readings in force (AMB-06, AMB-66 to AMB-69); the sums are the
rules' and stand in the runs.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from les_schemes.definitions import definition_of
from les_schemes.models import NamedGP, SchemeVersion, SignUp
from les_schemes.sheet import not_on_sheet, why_not_required
from localities.models import LocalityMembership, Succession
from localities.statuses import SuccessionKind
from pbc import clock

# By the reading of the scheme.
EFFECT_OF_MOVE = {
    "information_follows": "Objective 3 stays with the former locality until the next 1 April; the "
    "months of objective 2 that remain follow the practice; savings count where it is at the "
    "year's end.",
    "stays": "Everything stays with the former locality until the next 1 April.",
    "by_months": "Objectives 2 and 3 are divided between the localities by months; savings count "
    "where it is at the year's end.",
}
EFFECT_OF_WITHDRAWAL = {
    "stop_and_review": "Nothing new is paid from that day. The months that remain of objective 1 "
    "are for review: nothing is taken back by itself.",
    "recover_remaining": "Nothing new is paid from that day, and the months that remain of "
    "objective 1 are recovered.",
    "keep": "Nothing new is paid from that day; what was earned is kept.",
}
EFFECT_OF_MERGER = (
    "The sign-up goes on with the practice's own list of 1 April. Nothing is paid twice or taken "
    "back, and nobody signs again."
)
EFFECT_OF_SPLIT = (
    "This practice keeps the sign-up for the year; the new practice signs up for itself."
)
EFFECT_OF_JOINING = "The GP is asked to sign; the payment stays as it is."
EFFECT_OF_LEAVING = {
    True: "The signature stays; the payment stays as it is.",
    False: "The sheet waits for this signature no longer.",
}


@dataclass(frozen=True)
class Change:
    """One change: its day, what it is, why if that is recorded, and what follows."""

    on: date
    what: str
    effect: str
    reason: str = ""


def since_acceptance(sign_up: SignUp) -> list[Change]:
    """Every change of an accepted sign-up, in order of their days; those to come are among them."""
    if sign_up.accepted_at is None:
        return []
    accepted = sign_up.accepted_at.astimezone(clock.LONDON).date()
    found = [
        *_of_gps(sign_up),
        *_moves(sign_up, accepted),
        *_successions(sign_up, accepted),
        *_notice(sign_up),
    ]
    return sorted(found, key=lambda change: change.on)


def effect_of_move(version: SchemeVersion) -> str:
    return EFFECT_OF_MOVE[definition_of(version).readings.locality_move]


def effect_of_withdrawal(version: SchemeVersion) -> str:
    return EFFECT_OF_WITHDRAWAL[definition_of(version).readings.withdrawal]


def _of_gps(sign_up: SignUp) -> Iterator[Change]:
    today = clock.today()
    lines = (
        NamedGP.objects.filter(sign_up=sign_up)
        .with_presence(today)
        .select_related("post__person", "signature")
    )
    line: Any
    for line in lines:
        person, has_signed = line.post.person, hasattr(line, "signature")
        if line.joined_later:
            effect = EFFECT_OF_JOINING if line.required else f"Not asked: {line.why_not_required}."
            yield Change(line.post.starts, f"{person} joined", effect)
        if not line.is_present and line.post.ends is not None and line.required:
            last = line.post.ends - timedelta(days=1)
            yield Change(last, f"{person} left", EFFECT_OF_LEAVING[has_signed])
    for post in not_on_sheet(sign_up):
        reason = why_not_required(post)
        effect = f"Not asked to sign: {reason}." if reason else EFFECT_OF_JOINING
        yield Change(post.starts, f"{post.person} joined", effect)


def _moves(sign_up: SignUp, accepted: date) -> Iterator[Change]:
    memberships = (
        LocalityMembership.objects.filter(practice=sign_up.holder.pk, starts__gt=accepted)
        .select_related("locality")
        .order_by("starts")
    )
    for membership in memberships:
        yield Change(
            membership.starts,
            f"Moved to {membership.locality}",
            effect_of_move(sign_up.version),
            membership.reason,
        )
    left = LocalityMembership.objects.filter(
        practice=sign_up.holder.pk, ends__gt=accepted
    ).select_related("locality")
    starts = {membership.starts for membership in memberships}
    for membership in left:
        if membership.ends is not None and membership.ends not in starts:
            yield Change(
                membership.ends, f"Left {membership.locality}", effect_of_move(sign_up.version)
            )


def _successions(sign_up: SignUp, accepted: date) -> Iterator[Change]:
    of_practice = Succession.objects.filter(
        predecessor__in={sign_up.provider_id, sign_up.holder.pk}, on__gt=accepted
    ).select_related("predecessor", "successor")
    for succession in of_practice:
        is_split = succession.kind == SuccessionKind.SPLIT
        yield Change(
            succession.on,
            str(succession),
            EFFECT_OF_SPLIT if is_split else EFFECT_OF_MERGER,
            succession.reason,
        )


def _notice(sign_up: SignUp) -> Iterator[Change]:
    if sign_up.withdrawn_from is not None:
        yield Change(
            sign_up.withdrawn_from,
            "Withdraws from the scheme",
            effect_of_withdrawal(sign_up.version),
            sign_up.withdrawal_reason,
        )
