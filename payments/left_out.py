"""Who a run pays nothing, or not all, and why: in words, with whom it waits on and since when.

Nobody drops out of a run unseen: every practice of the commissioner either has its lines or
stands here. ``in_facts`` says whether it still counts (a practice that has not signed up counts
for its locality under some readings).
"""

from datetime import date, datetime
from typing import Any

from les_schemes.statuses import IN_FORCE, SignUpStatus
from localities.statuses import ContractType
from payments.statuses import LeftOut
from pbc.clock import LONDON
from pbc.money import from_contract


def why(
    *,
    member: Any,
    sign_up: Any,
    continues: bool,
    has_list: bool,
    knows_locality: bool,
    gp_signatures: str,
) -> dict[str, Any] | None:
    """Why a practice is left out, wholly or in part; None where it is paid all that it can be.

    ``continues`` is whether it goes on with the sign-up of a practice whose place it took, for
    which it needs no list of its own.
    """
    if not has_list and not continues:
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
            "No new payments; what was paid for the months that remain is for review.",
            sign_up=sign_up,
            since=sign_up.notice_given_at or sign_up.withdrawn_at,
            partly=True,
        )
    return _accepted(member, sign_up, gp_signatures)


def _not_accepted(member: Any, sign_up: Any) -> dict[str, Any]:
    """A sheet on its way, refused, or withdrawn."""
    kind, reason, since = {
        SignUpStatus.DRAFT: (
            LeftOut.NOT_SIGNED_UP,
            "Its sheet is being prepared by the practice.",
            sign_up.created_at,
        ),
        SignUpStatus.SIGNING: (
            LeftOut.BEING_SIGNED,
            f"Its sheet is being signed: {_signed(sign_up)}.",
            sign_up.signatures_requested_at,
        ),
        SignUpStatus.SUBMITTED: (
            LeftOut.SUBMITTED,
            "Its sheet came back and waits to be accepted by the commissioner.",
            sign_up.submitted_at,
        ),
        SignUpStatus.QUERIED: (
            LeftOut.QUERIED,
            "Its sheet was queried and waits for the practice's answer.",
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


def _accepted(member: Any, sign_up: Any, gp_signatures: str) -> dict[str, Any] | None:
    if member.contract_type == ContractType.PCTMS or not sign_up.eligible_gps:
        return _entry(
            member,
            LeftOut.NO_ELIGIBLE_GP,
            "No GP here has to sign: the commissioner employs its GPs, and objective 1 is not for "
            "them. The other objectives are paid.",
            sign_up=sign_up,
            partly=True,
        )
    if sign_up.signed_gps < sign_up.eligible_gps and gp_signatures != "any":
        consequence = {
            "all_required": "Nothing is paid under objective 1 until all have.",
            "pro_rata": "Objective 1 is paid in that proportion.",
        }[gp_signatures]
        return _entry(
            member,
            LeftOut.WAITING_FOR_GPS,
            f"{_signed(sign_up)}. {consequence}",
            sign_up=sign_up,
            since=sign_up.signatures_requested_at,
            partly=True,
        )
    return None


def strangers(sign_ups: list[Any]) -> list[dict[str, Any]]:
    """Practices accepted by this commissioner that it does not commission on the pay date."""
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
        "kind": "practice",
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
