"""Who a run pays nothing, or not all, and why: in words, with whom it waits on and since when.

Nobody drops out of a run unseen: every practice of the commissioner that a scheme is for, and
every other provider with a sheet, either has its lines or stands here. ``in_facts`` says whether
it still counts (a practice that has not signed up counts for its locality under some readings).
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from les_schemes.rules.wording import joined
from les_schemes.statuses import IN_FORCE, SignUpStatus
from localities.statuses import ContractType
from payments.facts.kinds import Asks
from payments.facts.members import Member
from payments.statuses import LeftOut
from pbc.clock import LONDON
from pbc.money import from_contract

AFTER_WITHDRAWAL = {
    "stop_and_review": ("No new payments; what was paid for the months that remain is for review."),
    "recover_remaining": "What was paid for the months that remain is recovered.",
    "keep": "No new payments; what was paid stays.",
}
UNSIGNED = {
    "all_required": "Nothing is paid under objective {} until all have.",
    "pro_rata": "Objective {} is paid in that proportion.",
}
"""What missing signatures do, by the reading; by any other they do nothing."""


def why(
    *,
    member: Member,
    sign_up: Any,
    continues: bool,
    has_list: bool,
    knows_locality: bool,
    asks: Asks,
) -> dict[str, Any] | None:
    """Why somebody is left out, wholly or in part; None where it is paid all that it can be.

    ``continues`` is whether it goes on with the sign-up of a practice whose place it took, for
    which it needs no list of its own. A provider that is no practice has neither list nor locality.
    """
    without_list = member.is_practice and not has_list and not continues
    if without_list and asks.needs_list:
        return _entry(
            member,
            LeftOut.NO_LIST,
            "No list size is held for 1 April, nor a later one. Import or enter it.",
            sign_up=sign_up,
            in_facts=False,
        )
    if not knows_locality:
        return _entry(
            member,
            LeftOut.LOCALITY,
            "Its locality is not one of this commissioner's on the pay date. Mend its membership.",
            sign_up=sign_up,
            in_facts=False,
        )
    if member.has_merged or (continues and sign_up is None):
        return None
    if sign_up is None:
        return _entry(member, LeftOut.NOT_SIGNED_UP, "It has not begun a sign-up sheet.")
    if not sign_up.counts:
        return _not_accepted(member, sign_up)
    if sign_up.has_withdrawn:
        return _entry(
            member,
            LeftOut.WITHDRAWN,
            f"It withdrew from {sign_up.withdrawn_from:%-d %B %Y} on, after it had been accepted. "
            f"{AFTER_WITHDRAWAL[asks.withdrawal]}",
            sign_up=sign_up,
            since=sign_up.notice_given_at or sign_up.withdrawn_at,
            partly=True,
        )
    if without_list and asks.by_patients:
        return _entry(
            member,
            LeftOut.NO_LIST,
            "No list size is held for 1 April, nor a later one. Import or enter it: "
            f"{_objectives(asks.by_patients)} by registered patients. The other objectives "
            "are paid.",
            sign_up=sign_up,
            partly=True,
        )
    return _signatures(member, sign_up, asks) if member.is_practice else None


def _objectives(numbers: Sequence[int]) -> str:
    """``objective 1 pays``, ``objectives 1 and 3 pay``."""
    if len(numbers) == 1:
        return f"objective {numbers[0]} pays"
    return f"objectives {joined([str(number) for number in numbers])} pay"


def _not_accepted(member: Member, sign_up: Any) -> dict[str, Any]:
    """A sheet on its way, refused, or withdrawn."""
    noun = "practice" if member.is_practice else "provider"
    kind, reason, since = {
        SignUpStatus.DRAFT: (
            LeftOut.NOT_SIGNED_UP,
            f"Its sheet is being prepared by the {noun}.",
            sign_up.created_at,
        ),
        SignUpStatus.SIGNING: (
            LeftOut.BEING_SIGNED,
            f"Its sheet is being signed: {_signed(sign_up)}."
            if member.is_practice
            else "Its sheet is signed and has not come back.",
            sign_up.signatures_requested_at,
        ),
        SignUpStatus.SUBMITTED: (
            LeftOut.SUBMITTED,
            "Its sheet came back and waits to be accepted by the commissioner.",
            sign_up.submitted_at,
        ),
        SignUpStatus.QUERIED: (
            LeftOut.QUERIED,
            f"Its sheet was queried and waits for the {noun}'s answer.",
            sign_up.submitted_at,
        ),
        **{
            accepted: (
                LeftOut.SUBMITTED,
                "Its sign-up is accepted only after the pay date.",
                sign_up.accepted_at,
            )
            for accepted in IN_FORCE
        },
        SignUpStatus.REFUSED: (
            LeftOut.REFUSED,
            f"Its sign-up was refused: {sign_up.refusal_reason}",
            sign_up.refused_at,
        ),
        SignUpStatus.WITHDRAWN: (
            LeftOut.WITHDRAWN,
            "It withdrew its sheet before it was accepted.",
            sign_up.withdrawn_at,
        ),
    }[SignUpStatus(sign_up.status)]
    return _entry(member, kind, reason, sign_up=sign_up, since=since)


def _signatures(member: Member, sign_up: Any, asks: Asks) -> dict[str, Any] | None:
    """Of an accepted practice: what of its GPs' signatures keeps back, by the scheme's readings."""
    if not asks.signed:
        return None
    if member.contract_type == ContractType.PCTMS or not sign_up.eligible_gps:
        named = joined([str(number) for number, _ in asks.signed])
        verb = "objective {} is" if len(asks.signed) == 1 else "objectives {} are"
        return _entry(
            member,
            LeftOut.NO_ELIGIBLE_GP,
            "No GP here has to sign: the commissioner employs its GPs, and "
            f"{verb.format(named)} not for them. The other objectives are paid.",
            sign_up=sign_up,
            partly=True,
        )
    consequences = [
        UNSIGNED[reading].format(number) for number, reading in asks.signed if reading in UNSIGNED
    ]
    if sign_up.signed_gps < sign_up.eligible_gps and consequences:
        return _entry(
            member,
            LeftOut.WAITING_FOR_GPS,
            f"{_signed(sign_up)}. {' '.join(consequences)}",
            sign_up=sign_up,
            since=sign_up.signatures_requested_at,
            partly=True,
        )
    return None


def strangers(sign_ups: list[Any]) -> list[dict[str, Any]]:
    """Practices that this commissioner accepted and does not commission on the pay date."""
    entries = {}
    for sign_up in sign_ups:
        entries[sign_up.provider_id] = _entry(
            sign_up.provider,
            LeftOut.NOT_COMMISSIONED,
            "It is closed or belongs to another commissioner on the pay date. What this "
            "commissioner paid stays; its own commissioner's run takes that off.",
            sign_up=sign_up,
            in_facts=False,
        )
    return list(entries.values())


def note_withdrawn(entries: list[dict[str, Any]], paid: list[dict[str, Any]]) -> None:
    """Set beside each practice that withdrew what it was paid before."""
    for entry in entries:
        if entry["why"] == LeftOut.WITHDRAWN:
            entry["paid_pence"] = sum(
                from_contract(amount["amount"])
                for amount in paid
                if amount["payee"] == entry["code"]
            )


def note_paid(entries: list[dict[str, Any]], outside: dict[str, list[dict[str, Any]]]) -> None:
    """Set beside each payee that is not in the facts what it was paid before."""
    known = {entry["code"]: entry for entry in entries}
    for code, rows in sorted(outside.items()):
        entry = known.get(code)
        if entry is None:
            entry = {
                "code": code,
                "name": rows[0]["payee__name"],
                "kind": rows[0]["payee__kind"],
                "why": LeftOut.NOT_COMMISSIONED,
                "reason": "It was paid before and is not of this commissioner on the pay date. "
                "What was paid stays.",
                "sign_up": None,
                "since": None,
                "in_facts": False,
                "partly": False,
                "list_size": None,
            }
            entries.append(entry)
        entry["paid_pence"] = sum(row["amount"] for row in rows)


def _entry(
    organisation: Any,
    kind: LeftOut,
    reason: str,
    *,
    sign_up: Any = None,
    since: datetime | None = None,
    in_facts: bool = True,
    partly: bool = False,
) -> dict[str, Any]:
    return {
        "code": organisation.code,
        "name": organisation.name,
        "kind": organisation.kind,
        "why": kind.value,
        "reason": reason,
        "sign_up": str(sign_up.pk) if sign_up is not None else None,
        "since": _day(since).isoformat() if since is not None else None,
        "in_facts": in_facts,
        "partly": partly,
        "list_size": None,
        "paid_pence": 0,
    }


def _signed(sign_up: Any) -> str:
    return f"{sign_up.signed_gps} of {sign_up.eligible_gps} GPs have signed"


def _day(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


def _written(moment: datetime) -> str:
    return f"{_day(moment):%-d %B %Y}"
