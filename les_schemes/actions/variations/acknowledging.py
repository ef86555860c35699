"""Whom a variation touches acknowledges it: re-acknowledged, not signed up or paid again."""

import uuid
from dataclasses import dataclass

from django.utils import timezone

from les_schemes import permissions, variation_documents, variation_telling, variations
from les_schemes.models import Acknowledgement, NamedGP, SignUp, Variation
from les_schemes.own_name import is_own_name
from les_schemes.sheet import locked
from les_schemes.workflow import VARIATION
from localities.models import Person
from pbc import audit, clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow
from pbc.roles import Role


@dataclass(frozen=True)
class Signed:
    """How it was signed on the page: the typed name, the SHA-256 of the text that was shown, and
    the network address."""

    typed_name: str
    shown_sha256: str
    address: str | None = None


@action
def acknowledge(
    *,
    variation: Variation,
    sign_up: SignUp,
    named: NamedGP | None,
    signed: Signed,
    by: Actor,
) -> Acknowledgement:
    """A GP acknowledges for himself or herself alone (``named``), or a manager for the practice."""
    sign_up = locked(sign_up)
    permissions.check_can_acknowledge(by, sign_up, named)
    step = VARIATION.step(variation.status, "acknowledge")
    if not any(
        (one.sign_up.pk, one.named_gp and one.named_gp.pk) == (sign_up.pk, named and named.pk)
        for one in variations.asked(variation)
    ):
        raise NotNow("This variation does not touch you: nothing is asked of you.")
    if variation.acknowledgements.filter(sign_up=sign_up, named_gp=named).exists():
        raise NotNow("This is acknowledged already.")
    person = Person.objects.get(pk=by.person_id)  # type: ignore[misc]
    shown = variations.shown_to(variation, sign_up, named)
    _check(signed, shown.sha256, person)
    acknowledgement = Acknowledgement(
        id=uuid.uuid4(),
        variation=variation,
        sign_up=sign_up,
        named_gp=named,
        person=person,
        name_as_signed=" ".join(signed.typed_name.split())[:200],
        shown=shown.kept(),
        address=signed.address,
        signed_at=clock.now(),
        real_at=timezone.now(),
    )
    acknowledgement.document = variation_documents.seal(acknowledgement, by=by)
    acknowledgement.save(force_insert=True)
    personal = {"name_as_signed": acknowledgement.name_as_signed}
    if acknowledgement.address:
        personal["address"] = acknowledgement.address
    audit.record(
        event=step.event,
        by=by,
        subject=sign_up,
        chain=sign_up.commissioner.audit_chain,
        after={
            "variation": str(variation.pk),
            "acknowledgement": str(acknowledgement.pk),
            "for_the_practice": named is None,
            "shown_sha256": shown.sha256,
            "document_sha256": acknowledgement.document.sha256,
        },
        personal=personal,
    )
    return acknowledgement


@action
def remind(*, variation: Variation, by: Actor) -> int:
    """Remind whom it touches and who has not acknowledged it; each once a day.

    Returns how many were reminded.
    """
    permissions.check_can_chase(by, variation.varied)
    step = VARIATION.step(variation.status, "remind")
    own = by.organisations(Role.COMMISSIONER)
    waiting = [one for one in variations.asked(variation, own) if one.acknowledgement is None]
    if not waiting:
        raise NotNow("Nobody is left to remind: everyone it touches has acknowledged it.")
    told = variation_telling.remind(variation, waiting, clock.today())
    audit.record(
        event=step.event,
        by=by,
        subject=variation,
        chain=variation.varied.commissioner.audit_chain,
        after={"reminded": len(waiting)},
    )
    return told


def _check(signed: Signed, shown_sha256: str, person: Person) -> None:
    if signed.shown_sha256 != shown_sha256:
        raise BadInput(
            {"shown": "The page has changed since you opened it. Read it again, then sign."}
        )
    if not is_own_name(signed.typed_name, given=person.given_name, family=person.family_name):
        raise BadInput(
            {
                "typed_name": f"Type your own name, {person.name}. You are signed in as that "
                "person and sign for nobody else."
            }
        )
