"""The sheet is signed: by each GP for himself or herself alone, and once for the practice."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from les_schemes import agreements, permissions, telling, terms_shown
from les_schemes.models import NamedGP, Signature, SignUp
from les_schemes.own_name import is_own_name
from les_schemes.sheet import (
    locked,
    named_gps,
    not_on_sheet,
    of_a_practice,
    of_another_provider,
    recorded,
    why_not_required,
)
from les_schemes.statuses import SigningCapacity, SigningMethod
from les_schemes.workflow import SIGN_UP
from localities.models import Person
from pbc import clock, files
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow

DRAWING_KIND = "drawn signature"
LARGEST_DRAWING = 500 * 1024


@dataclass(frozen=True)
class Given:
    """How a signature was given on the page: the typed name, a drawing of it (PNG) if there is
    one, the SHA-256 of the text that was shown, and the network address it came from."""

    typed_name: str
    shown_sha256: str
    drawing: bytes | None = None
    address: str | None = None


@action
def request_signatures(*, sign_up: SignUp, by: Actor) -> SignUp:
    """Ask each GP to sign who must and was not asked yet (NOT-02)."""
    sign_up = locked(sign_up)
    permissions.check_can_prepare(by, sign_up)
    of_a_practice(sign_up)
    step = SIGN_UP.step(sign_up.status, "request_signatures")
    _check_ready_to_sign(sign_up)
    now = clock.now()
    asked = [gp for gp in named_gps(sign_up) if gp.required and gp.asked_at is None]
    for named in asked:
        named.asked_at = now
        named.save(update_fields=["asked_at"])
        telling.ask_gp_to_sign(named)
    if sign_up.signatures_requested_at is None:
        sign_up.signatures_requested_at = now
        sign_up.signatures_requested_by = by.person_id
    before = {"status": sign_up.status}
    sign_up.status = step.to
    sign_up.save(update_fields=["status", "signatures_requested_at", "signatures_requested_by"])
    recorded(sign_up, step, by=by, before=before, after={"asked": [str(gp.pk) for gp in asked]})
    return sign_up


@action
def remind(*, sign_up: SignUp, by: Actor) -> int:
    """Remind the GPs who were asked and have neither signed nor declined; each once a day.

    Returns how many were reminded.
    """
    sign_up = locked(sign_up)
    permissions.check_can_remind(by, sign_up)
    step = SIGN_UP.step(sign_up.status, "remind")
    waiting = [
        gp
        for gp in named_gps(sign_up)
        if gp.required and gp.asked_at and not gp.declined_at and not hasattr(gp, "signature")
    ]
    for named in waiting:
        telling.remind_gp(named, clock.today())
    recorded(sign_up, step, by=by, after={"reminded": [str(gp.pk) for gp in waiting]})
    return len(waiting)


@action
def remind_all(*, named: Iterable[NamedGP], by: Actor) -> int:
    """Remind GPs of several sheets who were asked and have not signed; each once a day.

    Returns how many were reminded.
    """
    by_sheet: dict[SignUp, list[NamedGP]] = {}
    for line in named:
        by_sheet.setdefault(line.sign_up, []).append(line)
    if not by_sheet:
        raise NotNow("Nobody is left to remind: every GP who was asked has signed or declined.")
    reminded = 0
    for sheet, lines in by_sheet.items():
        sign_up = locked(sheet)
        permissions.check_can_remind(by, sign_up)
        step = SIGN_UP.step(sign_up.status, "remind")
        for line in lines:
            telling.remind_gp(line, clock.today())
        recorded(sign_up, step, by=by, after={"reminded": [str(line.pk) for line in lines]})
        reminded += len(lines)
    return reminded


@action
def sign_as_gp(*, named: NamedGP, given: Given, by: Actor) -> Signature:
    """A GP signs for himself or herself alone (ACT-01).

    After acceptance the signature is sealed as a supplement to the agreement.
    """
    sign_up = locked(named.sign_up)
    named = _named(sign_up, named)
    permissions.check_can_sign_as_gp(by, named)
    step = SIGN_UP.step(sign_up.status, "sign_as_gp")
    if hasattr(named, "signature"):
        raise NotNow("You have signed this sheet already.")
    if named.asked_at is None:
        raise NotNow("The practice has not asked for signatures yet.")
    signature = _signature(
        sign_up, person=named.post.person, capacity=SigningCapacity.GP, given=given, by=by
    )
    signature.named_gp = named
    signature.save(force_insert=True)
    if named.declined_at is not None:
        named.declined_at = named.declined_by = None
        named.save(update_fields=["declined_at", "declined_by"])
    recorded(sign_up, step, by=by, after=_evidence(signature), personal=_personal(signature))
    if sign_up.is_in_force:
        agreements.issue_supplement(sign_up=sign_up, signature=signature, by=by)
        telling.tell_of_late_signature(named)
    return signature


@action
def sign_for_practice(
    *, sign_up: SignUp, capacity: SigningCapacity, given: Given, by: Actor
) -> Signature:
    """The practice manager or the practice PBC lead signs, in exactly one capacity (ACT-02)."""
    sign_up = locked(sign_up)
    permissions.check_can_sign_for_practice(by, sign_up, capacity)
    of_a_practice(sign_up)
    step = SIGN_UP.step(sign_up.status, "sign_for_practice")
    _check_ready_to_sign(sign_up)
    if sign_up.signatures.filter(named_gp__isnull=True).exists():
        raise NotNow("The sheet is already signed for the practice.")
    signature = _signature(
        sign_up,
        person=Person.objects.get(pk=by.person_id),  # type: ignore[misc]
        capacity=SigningCapacity(capacity),
        given=given,
        by=by,
    )
    signature.save(force_insert=True)
    recorded(sign_up, step, by=by, after=_evidence(signature), personal=_personal(signature))
    return signature


@action
def sign_for_provider(*, sign_up: SignUp, given: Given, by: Actor) -> Signature:
    """One person signs for a provider that is no practice, as authorised to (AMB-106)."""
    sign_up = locked(sign_up)
    permissions.check_can_sign_for_practice(by, sign_up, SigningCapacity.SIGNATORY)
    of_another_provider(sign_up)
    step = SIGN_UP.step(sign_up.status, "sign_for_provider")
    _check_ready_to_sign(sign_up)
    if sign_up.signatures.exists():
        raise NotNow("The sheet is already signed for the provider.")
    signature = _signature(
        sign_up,
        person=Person.objects.get(pk=by.person_id),  # type: ignore[misc]
        capacity=SigningCapacity.SIGNATORY,
        given=given,
        by=by,
    )
    signature.save(force_insert=True)
    before = {"status": sign_up.status}
    sign_up.status = step.to
    sign_up.save(update_fields=["status"])
    recorded(
        sign_up,
        step,
        by=by,
        before=before,
        after=_evidence(signature),
        personal=_personal(signature),
    )
    return signature


@action
def decline(*, named: NamedGP, reason: str, by: Actor) -> NamedGP:
    """The practice records that a GP declines to sign (EXC-05); the GP may still sign later."""
    sign_up = locked(named.sign_up)
    named = _named(sign_up, named)
    permissions.check_can_prepare(by, sign_up)
    step = SIGN_UP.step(sign_up.status, "decline")
    if hasattr(named, "signature"):
        raise NotNow(f"{named.post.person} has signed.")
    if not named.required:
        raise NotNow(f"The signature of {named.post.person} is not asked for.")
    if named.declined_at is not None:
        raise NotNow(f"It is already recorded that {named.post.person} declines.")
    named.declined_at = clock.now()
    named.declined_by = by.person_id
    named.decline_reason = reason.strip()[:300]
    named.save(update_fields=["declined_at", "declined_by", "decline_reason"])
    recorded(sign_up, step, by=by, after={"named_gp": str(named.pk)}, reason=reason)
    return named


@action
def name_new_gps(*, sign_up: SignUp, by: Actor) -> list[NamedGP]:
    """Ask the GPs who joined since acceptance to sign; the payment stays (EXC-06, AMB-06)."""
    sign_up = locked(sign_up)
    permissions.check_can_remind(by, sign_up)
    of_a_practice(sign_up)
    step = SIGN_UP.step(sign_up.status, "name_new_gps")
    now = clock.now()
    added = []
    for post in not_on_sheet(sign_up):
        reason = why_not_required(post)
        named = NamedGP.objects.create(
            sign_up=sign_up,
            post=post,
            required=not reason,
            why_not_required=reason,
            joined_later=True,
            asked_at=None if reason else now,
        )
        added.append(named)
        if named.required:
            telling.ask_gp_to_sign(named)
    recorded(sign_up, step, by=by, after={"named": [str(gp.pk) for gp in added]})
    return added


def _named(sign_up: SignUp, named: NamedGP) -> NamedGP:
    found = sign_up.named_gps.select_related("post__person", "post__practice", "signature")
    named = found.get(pk=named.pk)
    named.sign_up = sign_up
    return named


def _check_ready_to_sign(sign_up: SignUp) -> None:
    """What is signed has to be on the sheet first."""
    if sign_up.is_of_practice and sign_up.gps_confirmed_at is None:
        raise NotNow("Confirm the practice's GPs first.")
    if not sign_up.has_chosen_locality:
        raise NotNow("Choose the PBC Locality and give the contact number first.")
    if not sign_up.contact_number:
        raise NotNow("Give the contact number first.")
    if sign_up.undertaking_accepted_at is None:
        raise NotNow("Read and accept the undertaking first.")


def _signature(
    sign_up: SignUp, *, person: Person, capacity: SigningCapacity, given: Given, by: Actor
) -> Signature:
    terms = terms_shown.terms_of(sign_up)
    if given.shown_sha256 != terms.sha256:
        raise BadInput(
            {"sheet": "The sheet has changed since you opened this page. Read it again, then sign."}
        )
    if not is_own_name(given.typed_name, given=person.given_name, family=person.family_name):
        raise BadInput(
            {
                "typed_name": f"Type your own name, {person.name}. You are signed in as that "
                "person and sign for nobody else."
            }
        )
    drawing = None
    if given.drawing is not None:
        drawing = files.store(
            content=given.drawing,
            name=f"signature of {person.name}.png",
            kind=DRAWING_KIND,
            by=by,
            max_size=LARGEST_DRAWING,
            allowed=[files.FileType.PNG],
            field="drawing",
        )
    return Signature(
        sign_up=sign_up,
        person=person,
        capacity=capacity,
        method=SigningMethod.DRAWN if drawing else SigningMethod.TYPED,
        name_as_signed=" ".join(given.typed_name.split())[:200],
        drawing=drawing,
        shown=terms.kept(),
        address=given.address,
        signed_at=clock.now(),
        real_at=timezone.now(),
    )


def _evidence(signature: Signature) -> dict[str, object]:
    return {
        "signature": str(signature.pk),
        "capacity": signature.capacity,
        "method": signature.method,
        "shown_sha256": signature.shown_id,
        "drawing_sha256": signature.drawing.sha256 if signature.drawing else None,
    }


def _personal(signature: Signature) -> dict[str, str]:
    values = {"name_as_signed": signature.name_as_signed}
    if signature.address:
        values["address"] = signature.address
    return values
