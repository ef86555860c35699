"""An officer records what a sheet on paper says, with its scan."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import IO

from django.utils import timezone

from les_schemes import permissions, telling_of_sheets
from les_schemes.actions import sign_ups
from les_schemes.models import ReturnedSheet, SchemeVersion, SignUp
from les_schemes.returned_sheets import (
    FILE_KIND,
    LARGEST_SCAN,
    check_locality_shown,
    live_sign_up,
    localities_on,
    posts_on,
    without_title,
)
from les_schemes.rules.wording import on_day
from les_schemes.sheet import locked, why_not_required
from les_schemes.statuses import SIGNS_FOR_A_PRACTICE, Channel, SigningCapacity
from les_schemes.telephone import telephone_number
from les_schemes.workflow import SIGN_UP
from localities.models import Locality, Organisation, Person
from pbc import audit, clock, files
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow


@dataclass(frozen=True)
class Entries:
    """What stands on the paper; what it leaves empty is empty (EXC-24).

    ``signed_posts`` are the posts of the GPs who signed. ``practice_person`` is who signed for the
    practice where that person is known; else ``practice_signatory`` is the name in full.
    """

    channel: str
    received_on: date
    signed_on: date | None = None
    locality: Locality | None = None
    alone: bool = False
    contact_number: str = ""
    signed_posts: Collection[int] = ()
    practice_person: Person | None = None
    practice_signatory: str = ""
    practice_capacity: str = ""


@action
def upload(
    *,
    version: SchemeVersion,
    practice: Organisation,
    entries: Entries,
    scan: bytes | IO[bytes],
    file_name: str,
    by: Actor,
) -> ReturnedSheet:
    """Record what a sheet on paper says, with its scan; nothing counts before it is verified.

    A practice without a sign-up in hand gets one; the scan goes to the one it has.
    """
    practice = Organisation.objects.select_for_update().get(pk=practice.pk)
    sign_up = locked(_sign_up(version, practice, entries.channel, by))
    permissions.check_can_upload_sheet(by, practice, sign_up.commissioner_id)
    SIGN_UP.step(sign_up.status, "return_on_paper")
    if sign_up.sheets.waiting().exists():
        raise NotNow(
            f"A sheet of {practice} waits to be verified already. Verify or reject that one first."
        )
    sheet = _sheet(sign_up, entries, by)
    sheet.file = files.store(
        content=scan,
        name=file_name,
        kind=FILE_KIND,
        by=by,
        max_size=LARGEST_SCAN,
        field="scan",
    )
    _check_new(sheet)
    sheet.save(force_insert=True)
    sheet.signed_posts.set(entries.signed_posts)
    audit.record(
        event="returned_sheet.uploaded",
        by=by,
        subject=sheet,
        chain=sign_up.commissioner.audit_chain,
        after=_content(sheet),
        personal={"practice_signatory": sheet.practice_signatory},
    )
    telling_of_sheets.tell_of_upload(sheet)
    return sheet


def _sign_up(version: SchemeVersion, practice: Organisation, channel: str, by: Actor) -> SignUp:
    if channel not in {Channel.POST, Channel.EMAIL}:
        raise BadInput({"channel": "Choose whether the sheet came by post or by e-mail"})
    held = live_sign_up(version, practice)
    if held is not None:
        return held
    return sign_ups.start(version=version, provider=practice, channel=Channel(channel), by=by)


def _sheet(sign_up: SignUp, entries: Entries, by: Actor) -> ReturnedSheet:
    """The sheet with its entries checked; raises BadInput with everything wrong with them."""
    errors: dict[str, str] = {}
    _check_dates(sign_up.version, entries, errors)
    sheet = ReturnedSheet(
        sign_up=sign_up,
        channel=entries.channel,
        received_on=entries.received_on,
        signed_on=entries.signed_on,
        locality=entries.locality,
        alone=entries.alone,
        uploaded_at=clock.now(),
        uploaded_by=by.person_id,  # type: ignore[misc]  # who holds a role is a person
    )
    _check_locality(sign_up, entries, errors)
    if entries.contact_number.strip():
        try:
            sheet.contact_number = telephone_number(entries.contact_number)
        except BadInput as refusal:
            errors.update(refusal.errors)
    _check_gps(sign_up, entries, errors)
    _enter_practice_signature(sheet, entries, errors)
    if errors:
        raise BadInput(errors)
    check_locality_shown(sign_up, sheet)
    return sheet


def _check_dates(version: SchemeVersion, entries: Entries, errors: dict[str, str]) -> None:
    opened = timezone.localdate(version.opened_at) if version.opened_at else None
    if entries.received_on > clock.today():
        errors["received_on"] = "The date it was received must be today or in the past"
    elif opened and entries.received_on < opened:
        errors["received_on"] = (
            f"The date it was received must be on or after {on_day(opened)}, when sign-up opened"
        )
    if entries.signed_on is None:
        return
    if entries.signed_on > entries.received_on:
        errors["signed_on"] = (
            "The date on the sheet must be on or before the day it was received, "
            f"{on_day(entries.received_on)}"
        )
    elif opened and entries.signed_on < opened:
        errors["signed_on"] = (
            f"The date on the sheet must be on or after {on_day(opened)}, when sign-up opened"
        )


def _check_locality(sign_up: SignUp, entries: Entries, errors: dict[str, str]) -> None:
    if not sign_up.is_of_practice:
        if entries.alone or entries.locality is not None:
            errors["locality"] = "A provider that is no practice joins no PBC Locality"
        return
    if entries.alone and entries.locality is not None:
        errors["locality"] = "Choose one PBC Locality, or that the practice commissions alone"
    open_then = localities_on(sign_up.commissioner_id, entries.received_on)
    if entries.locality is not None and entries.locality not in open_then:
        errors["locality"] = "Choose a PBC Locality of the practice's commissioner, open that day"


def _check_gps(sign_up: SignUp, entries: Entries, errors: dict[str, str]) -> None:
    posts = {post.pk: post for post in posts_on(sign_up.provider, entries.received_on)}
    for pk in entries.signed_posts:
        post = posts.get(pk)
        if post is None:
            errors["signed_posts"] = (
                f"Choose GPs in post at {sign_up.provider} on {on_day(entries.received_on)}"
            )
        elif reason := why_not_required(post):
            errors["signed_posts"] = f"{post.person} does not sign: {reason}"


def _enter_practice_signature(
    sheet: ReturnedSheet, entries: Entries, errors: dict[str, str]
) -> None:
    person = entries.practice_person
    name = person.name if person else " ".join(entries.practice_signatory.split())
    of_practice = sheet.sign_up.is_of_practice
    if not name:
        if not entries.signed_posts:
            errors["signed_posts" if of_practice else "signatory"] = (
                "A sheet that nobody signed is not returned: send it back"
            )
        return
    if len(without_title(name)) < 2 or len(name) > 200:
        errors["practice_signatory"] = "Enter the name in full, like Morag Bell"
    capacities = SIGNS_FOR_A_PRACTICE if of_practice else (SigningCapacity.SIGNATORY,)
    if entries.practice_capacity not in capacities:
        errors["practice_capacity"] = "Choose the capacity in which the practice was signed for"
    sheet.practice_signatory = name
    sheet.practice_capacity = entries.practice_capacity
    sheet.practice_person = person


def _check_new(sheet: ReturnedSheet) -> None:
    """One scan is one sheet: the same file may not stand for two practices, or twice for one."""
    held = (
        ReturnedSheet.objects.filter(file__sha256=sheet.file.sha256, rejected_at__isnull=True)
        .select_related("sign_up__provider")
        .first()
    )
    if held is not None:
        same_commissioner = held.sign_up.commissioner_id == sheet.sign_up.commissioner_id
        whose = held.sign_up.provider if same_commissioner else "another practice"
        raise BadInput({"scan": f"This file is already held as the sheet of {whose}"})


def _content(sheet: ReturnedSheet) -> dict[str, object]:
    return {
        "sign_up": str(sheet.sign_up_id),
        "scan_sha256": sheet.file.sha256,
        "channel": sheet.channel,
        "received_on": sheet.received_on,
        "signed_on": sheet.signed_on,
        "locality": sheet.locality.code if sheet.locality else None,
        "alone": sheet.alone,
        "contact_number": sheet.contact_number,
        "signed_posts": sorted(sheet.signed_posts.values_list("pk", flat=True)),
        "practice_capacity": sheet.practice_capacity,
    }
