"""Another officer compares the entries with the scan: verifies the sheet, or rejects it."""

from collections.abc import Collection

from django.utils import timezone

from les_schemes import agreements, blank_sheet, permissions, telling, telling_of_sheets
from les_schemes.actions import sign_ups
from les_schemes.models import NamedGP, ReturnedSheet, Signature, SignUp
from les_schemes.returned_sheets import (
    NOT_RETURNED,
    OPEN_TO_ENTRIES,
    check_locality_shown,
    lines,
    missing_from,
    posts_on,
    without_title,
)
from les_schemes.rules.wording import on_day
from les_schemes.sheet import locked, named_gps, recorded, unsigned, why_not_required
from les_schemes.statuses import IN_FORCE, SigningCapacity, SigningMethod, SignUpStatus
from les_schemes.workflow import SHEET, SIGN_UP
from localities.models import Person
from pbc import audit, clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput
from pbc.workflow import Transition


@action
def verify(*, sheet: ReturnedSheet, agreed: Collection[str], by: Actor) -> ReturnedSheet:
    """Another person found every entry on the scan: its signatures count from now on.

    ``agreed`` are the keys of the lines compared, which have to be all. A sheet not returned
    before is then submitted, received on the day it arrived; one that cures a query keeps the
    time first received if it came by the query's last day (AMB-03); a signature that comes after
    acceptance is sealed as a supplement.
    """
    sign_up = locked(sheet.sign_up)
    sheet = _locked_sheet(sheet, sign_up)
    permissions.check_can_verify_sheet(by, sheet)
    step = SHEET.step(sheet.status, "verify")
    onward = SIGN_UP.step(sign_up.status, "return_on_paper")
    _check_agreed(sheet, agreed)
    check_locality_shown(sign_up, sheet)
    sheet.verified_at = clock.now()
    sheet.verified_by = by.person_id
    sheet.practice_person = sheet.practice_person or _recorded_person(sheet.practice_signatory)
    sheet.save(update_fields=["verified_at", "verified_by", "practice_person"])
    audit.record(
        event=step.event,
        by=by,
        subject=sheet,
        chain=sign_up.commissioner.audit_chain,
        after={"status": step.to, "agreed": sorted(agreed)},
    )
    _take_entries(sign_up, sheet)
    signatures = _take_signatures(sign_up, sheet)
    _return(sign_up, sheet, onward, signatures, by)
    _ask_unsigned(sign_up)
    telling_of_sheets.tell_of_verification(sheet, unsigned(named_gps(sign_up)))
    return sheet


@action
def reject(*, sheet: ReturnedSheet, reason: str, by: Actor) -> ReturnedSheet:
    """The scan is not what was entered, or not the sheet: nothing of it counts."""
    sign_up = locked(sheet.sign_up)
    sheet = _locked_sheet(sheet, sign_up)
    permissions.check_can_reject_sheet(by, sheet)
    step = SHEET.step(sheet.status, "reject")
    if not reason.strip():
        raise BadInput({"reason": "Say why the sheet is rejected: the practice is told it"})
    sheet.rejected_at = clock.now()
    sheet.rejected_by = by.person_id
    sheet.rejection_reason = reason.strip()
    sheet.save(update_fields=["rejected_at", "rejected_by", "rejection_reason"])
    audit.record(
        event=step.event,
        by=by,
        subject=sheet,
        chain=sign_up.commissioner.audit_chain,
        after={"status": step.to},
        reason=sheet.rejection_reason,
    )
    telling_of_sheets.tell_of_rejection(sheet)
    return sheet


def _locked_sheet(sheet: ReturnedSheet, sign_up: SignUp) -> ReturnedSheet:
    sheet = ReturnedSheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    sheet.sign_up = sign_up
    return sheet


def _check_agreed(sheet: ReturnedSheet, agreed: Collection[str]) -> None:
    missing = [line for line in lines(sheet) if line.key not in agreed]
    if missing:
        labels = ", ".join(f"{line.label.lower()}: {line.value}" for line in missing)
        raise BadInput(
            {
                "agreed": "Tick every line that agrees with the scan. If one does not, reject the "
                f"sheet. Not ticked: {labels}"
            }
        )


def _recorded_person(name: str) -> Person | None:
    """Who signed for the practice and is not known yet becomes known now, by name alone."""
    if not name:
        return None
    words = without_title(name)
    first = name.split(maxsplit=1)[0]
    title = first if first not in words else ""
    return Person.objects.create(
        title=title[:20], given_name=" ".join(words[:-1])[:80], family_name=words[-1][:80]
    )


def _take_entries(sign_up: SignUp, sheet: ReturnedSheet) -> None:
    """What the paper says goes onto a sign-up that is with the practice still."""
    if sign_up.status not in OPEN_TO_ENTRIES:
        return
    if sheet.says_locality:
        sign_up.locality = sheet.locality
        sign_up.alone = sheet.alone
    if sheet.contact_number:
        sign_up.contact_number = sheet.contact_number
    signatory = sheet.practice_person.pk if sheet.practice_person else None
    if sign_up.is_of_practice and sign_up.gps_confirmed_at is None:
        sign_up.gps_confirmed_at, sign_up.gps_confirmed_by = sheet.signed_at, signatory
    if sign_up.undertaking_accepted_at is None:
        sign_up.undertaking_accepted_at = sheet.signed_at
        sign_up.undertaking_accepted_by = signatory
    if sign_up.status in NOT_RETURNED:
        sign_up.channel = sheet.channel
        _name_gps_of_the_day(sign_up, sheet)


def _name_gps_of_the_day(sign_up: SignUp, sheet: ReturnedSheet) -> None:
    """The GPs on the sheet are those in post on the day it was received, and whoever signed."""
    posts = {post.person_id: post for post in posts_on(sign_up.provider, sheet.received_on)}
    for named in named_gps(sign_up):
        person_id = named.post.person_id
        if hasattr(named, "signature") or posts.get(person_id) == named.post:
            posts.pop(person_id, None)
        else:
            named.delete()
    for post in posts.values():
        reason = why_not_required(post)
        NamedGP.objects.create(
            sign_up=sign_up, post=post, required=not reason, why_not_required=reason
        )


def _take_signatures(sign_up: SignUp, sheet: ReturnedSheet) -> list[Signature]:
    """The signatures on the paper that were not given before in another way."""
    shown = blank_sheet.words(sign_up.version).kept()
    common = {
        "sign_up": sign_up,
        "method": SigningMethod.SHEET,
        "sheet": sheet,
        "shown": shown,
        "signed_at": sheet.signed_at,
        "real_at": timezone.now(),
    }
    taken = []
    # A person is named once, also where the paper was signed in an earlier post.
    held = {named.post.person_id: named for named in named_gps(sign_up)}
    for post in sheet.signed_posts.select_related("person"):
        named = held.get(post.person_id) or NamedGP.objects.create(
            sign_up=sign_up,
            post=post,
            required=True,
            joined_later=sign_up.is_in_force,
        )
        if hasattr(named, "signature"):
            continue
        NamedGP.objects.filter(pk=named.pk).update(declined_at=None, declined_by=None)
        taken.append(
            Signature.objects.create(
                named_gp=named,
                person=post.person,
                capacity=SigningCapacity.GP,
                name_as_signed=post.person.name,
                **common,
            )
        )
    is_signed = sign_up.signatures.filter(named_gp__isnull=True).exists()
    if sheet.practice_person is not None and not is_signed:
        taken.append(
            Signature.objects.create(
                person=sheet.practice_person,
                capacity=sheet.practice_capacity,
                name_as_signed=sheet.practice_signatory,
                **common,
            )
        )
    return taken


def _return(
    sign_up: SignUp,
    sheet: ReturnedSheet,
    step: Transition,
    signatures: list[Signature],
    by: Actor,
) -> None:
    """Submit what was not returned, cure what was queried, seal what came after acceptance."""
    before = {"status": sign_up.status, "received_at": sign_up.received_at}
    was = SignUpStatus(sign_up.status)
    missing = missing_from(sign_up)
    status = step.to
    if was in NOT_RETURNED:
        sign_up.received_at = sheet.received_at
    elif was == SignUpStatus.QUERIED:
        if missing:
            status = was
        else:
            _answer_query(sign_up, sheet)
    if was in OPEN_TO_ENTRIES and status == SignUpStatus.SUBMITTED:
        sign_up.submitted_at = clock.now()
        sign_up.submitted_by = sheet.uploaded_by
    sign_up.status = status
    sign_up.save()
    recorded(
        sign_up,
        step,
        by=by,
        before=before,
        after={
            "status": status,
            "received_at": sign_up.received_at,
            "late": sign_up.is_late,
            "channel": sign_up.channel,
            "sheet": str(sheet.pk),
            "signatures": [str(signature.pk) for signature in signatures],
        },
        personal={
            f"name_as_signed {signature.pk}": signature.name_as_signed for signature in signatures
        },
    )
    if was in NOT_RETURNED and missing:
        sign_ups.query(sign_up=sign_up, reason=_incomplete(sheet, missing), by=by)
    if was in IN_FORCE:
        _seal_later_signatures(sign_up, signatures, by)


def _incomplete(sheet: ReturnedSheet, missing: list[str]) -> str:
    return (
        f"The sheet received on {on_day(sheet.received_on)} is not complete. It lacks "
        f"{'; '.join(missing)}."
    )


def _answer_query(sign_up: SignUp, sheet: ReturnedSheet) -> None:
    query = sign_up.queries.select_for_update().get(answered_at__isnull=True)
    query.answer = f"Completed on paper: sheet received on {on_day(sheet.received_on)}."
    query.answered_at = clock.now()
    query.answered_by = sheet.uploaded_by
    query.save(update_fields=["answer", "answered_at", "answered_by"])
    if not query.is_cured_in_time(sheet.received_on):
        sign_up.received_at = sheet.received_at


def _seal_later_signatures(sign_up: SignUp, signatures: list[Signature], by: Actor) -> None:
    for signature in signatures:
        agreements.issue_supplement(sign_up=sign_up, signature=signature, by=by)
    for named in filter(None, (signature.named_gp for signature in signatures)):
        telling.tell_of_late_signature(named)


def _ask_unsigned(sign_up: SignUp) -> None:
    """A GP who is not on the paper may still sign on the page (NOT-02)."""
    now = clock.now()
    for named in named_gps(sign_up):
        if not named.required or named.asked_at is not None or hasattr(named, "signature"):
            continue
        NamedGP.objects.filter(pk=named.pk).update(asked_at=now)
        named.sign_up = sign_up
        telling.ask_gp_to_sign(named)
