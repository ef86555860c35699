"""The provider prepares its sheet: starts it; a practice confirms its GPs and its locality."""

from collections.abc import Collection

from les_schemes import offered, permissions
from les_schemes.models import NamedGP, SchemeVersion, SignUp
from les_schemes.procurement import invitations
from les_schemes.sheet import (
    joinable,
    locked,
    named_gps,
    of_a_practice,
    of_another_provider,
    posts_today,
    recorded,
    under_way,
    why_not_required,
)
from les_schemes.statuses import Channel, SchemeStatus
from les_schemes.telephone import telephone_number
from les_schemes.workflow import SIGN_UP
from localities.models import Locality, Organisation
from pbc import audit, clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow


@action
def start(
    *, version: SchemeVersion, provider: Organisation, by: Actor, channel: Channel = Channel.WEB
) -> SignUp:
    """Begin a provider's sheet; of a practice the GPs in post today are named on it (F-SIGN-10,
    F-SIGN-13). Who was invited to provide has answered by it (R4-003)."""
    provider = Organisation.objects.select_for_update().get(pk=provider.pk)
    # Locked, so that it is not withdrawn meanwhile.
    version = (
        SchemeVersion.objects.select_for_update(of=("self",))
        .select_related("scheme")
        .get(pk=version.pk)
    )
    commissioner = offered.commissioner_offering(version, provider)
    if commissioner is None:
        raise NotNow(offered.why_not(version, provider))
    sign_up = SignUp(
        version=version,
        provider=provider,
        commissioner=commissioner,
        channel=channel,
        created_at=clock.now(),
        created_by=by.person_id,
    )
    permissions.check_can_prepare(by, sign_up)
    if version.status != SchemeStatus.OPEN:
        raise NotNow(f"{version} is not open for sign-up.")
    if why_not := offered.why_not(version, provider):
        raise NotNow(why_not)
    if under_way(version, provider) is not None:
        raise NotNow(f"{provider} already has a sign-up to {version} in hand.")
    if sign_up.channel == Channel.WEB:
        sign_up.contact_number = provider.telephone
    sign_up.save(force_insert=True)
    if sign_up.is_of_practice:
        _name_gps(sign_up)
    audit.record(
        event="sign_up.started",
        by=by,
        subject=sign_up,
        chain=commissioner.audit_chain,
        after={"provider": provider.code, "version": str(version.pk), "channel": channel},
    )
    invitations.note_sign_up(version, provider, by=by)
    return sign_up


@action
def confirm_gps(*, sign_up: SignUp, by: Actor) -> SignUp:
    """The practice confirms that the GPs in post today are all its GPs (F-SIGN-13)."""
    sign_up = locked(sign_up)
    permissions.check_can_prepare(by, sign_up)
    of_a_practice(sign_up)
    step = SIGN_UP.step(sign_up.status, "confirm_gps")
    if not posts_today(sign_up.provider):
        raise NotNow(
            "No GP is recorded at this practice. Ask your commissioner to record its GPs first."
        )
    names = _name_gps(sign_up)
    sign_up.gps_confirmed_at = clock.now()
    sign_up.gps_confirmed_by = by.person_id
    sign_up.save(update_fields=["gps_confirmed_at", "gps_confirmed_by"])
    recorded(sign_up, step, by=by, after={"posts": sorted(names)})
    return sign_up


@action
def choose_locality(
    *,
    sign_up: SignUp,
    locality: Locality | None,
    alone: bool,
    contact_number: str,
    by: Actor,
) -> SignUp:
    """Say which PBC Locality the practice has joined, or that it commissions alone (AMB-08), and
    the contact number. Once someone has signed, the locality they were shown stays."""
    sign_up = locked(sign_up)
    permissions.check_can_prepare(by, sign_up)
    of_a_practice(sign_up)
    step = SIGN_UP.step(sign_up.status, "choose_locality")
    number = telephone_number(contact_number)
    before = {"locality": _code(sign_up.locality), "alone": sign_up.alone}
    _check_locality(sign_up, locality, alone)
    sign_up.locality = locality
    sign_up.alone = alone
    sign_up.contact_number = number
    sign_up.save(update_fields=["locality", "alone", "contact_number"])
    recorded(
        sign_up,
        step,
        by=by,
        before=before,
        after={"locality": _code(locality), "alone": alone, "contact_number": number},
    )
    return sign_up


@action
def give_contact_number(*, sign_up: SignUp, contact_number: str, by: Actor) -> SignUp:
    """Give the contact number of a provider that is no practice (F-SIGN-15)."""
    sign_up = locked(sign_up)
    permissions.check_can_prepare(by, sign_up)
    of_another_provider(sign_up)
    step = SIGN_UP.step(sign_up.status, "give_contact_number")
    before = {"contact_number": sign_up.contact_number}
    sign_up.contact_number = telephone_number(contact_number)
    sign_up.save(update_fields=["contact_number"])
    recorded(sign_up, step, by=by, before=before, after={"contact_number": sign_up.contact_number})
    return sign_up


@action
def accept_undertaking(*, sign_up: SignUp, commitments: Collection[int], by: Actor) -> SignUp:
    """Accept the undertaking, each of its commitments by its number (F-SIGN-03 to F-SIGN-09)."""
    sign_up = locked(sign_up)
    permissions.check_can_prepare(by, sign_up)
    step = SIGN_UP.step(sign_up.status, "accept_undertaking")
    all_of_them = range(1, len(sign_up.version.texts_in_force["commitments"]) + 1)
    if missing := sorted(set(all_of_them) - set(commitments)):
        numbers = ", ".join(str(number) for number in missing)
        raise BadInput(
            {"commitments": f"Tick every commitment to accept the undertaking: {numbers} missing"}
        )
    sign_up.undertaking_accepted_at = clock.now()
    sign_up.undertaking_accepted_by = by.person_id
    sign_up.save(update_fields=["undertaking_accepted_at", "undertaking_accepted_by"])
    recorded(sign_up, step, by=by, after={"commitments": list(all_of_them)})
    return sign_up


def _name_gps(sign_up: SignUp) -> list[int]:
    """Name those in post today; a GP no longer in post who has not signed comes off the sheet.

    Who signed and then took another post at the practice stays signed, in the new post.
    """
    posts = {post.person_id: post for post in posts_today(sign_up.provider)}
    for named in named_gps(sign_up):
        post = posts.pop(named.post.person_id, None)
        has_signed = hasattr(named, "signature")
        if post is not None:
            named.post = post
            if not has_signed:
                named.why_not_required = why_not_required(post)
                named.required = not named.why_not_required
            named.save(update_fields=["post", "required", "why_not_required"])
        elif not has_signed:
            named.delete()
    for post in posts.values():
        reason = why_not_required(post)
        NamedGP.objects.create(
            sign_up=sign_up, post=post, required=not reason, why_not_required=reason
        )
    return list(sign_up.named_gps.values_list("post_id", flat=True))


def _check_locality(sign_up: SignUp, locality: Locality | None, alone: bool) -> None:
    if alone == (locality is not None):
        raise BadInput(
            {"locality": "Choose the PBC Locality joined, or that the practice commissions alone"}
        )
    if locality is not None and not joinable(sign_up).filter(pk=locality.pk).exists():
        raise BadInput({"locality": "Choose an open PBC Locality of your commissioner"})
    changed = (locality and locality.pk, alone) != (sign_up.locality_id, sign_up.alone)
    # Who signed a paper that left the line empty was shown no locality.
    if changed and sign_up.has_chosen_locality and sign_up.signatures.exists():
        raise NotNow(
            f"The sheet is signed, and those who signed were shown “{sign_up.locality_joined}”. "
            "To join another, withdraw this sheet and start a new one."
        )


def _code(locality: Locality | None) -> str | None:
    return locality.code if locality else None
