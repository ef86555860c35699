"""Say to whom a locality's payments go (ENT-07, AMB-30)."""

from localities.models import Locality, Organisation
from localities.permissions import chain_of, check_can_nominate_payee
from localities.statuses import LegalForm, OrganisationKind
from pbc import audit, clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput


@action
def nominate(*, locality: Locality, payee: Organisation, reason: str, by: Actor) -> Locality:
    """The payee is a member practice, or the locality itself where it is a body of its own."""
    locality = Locality.objects.select_for_update().get(pk=locality.pk)
    check_can_nominate_payee(by, locality)
    _check(locality, payee, reason)
    before = locality.payee.code if locality.payee is not None else None
    locality.payee = payee
    locality.save(update_fields=["payee"])
    audit.record(
        event="locality.payee_nominated",
        by=by,
        subject=locality,
        chain=chain_of(locality.commissioner),
        before={"payee": before},
        after={"payee": payee.code},
        reason=reason,
    )
    return locality


def _check(locality: Locality, payee: Organisation, reason: str) -> None:
    errors: dict[str, str] = {}
    if not reason.strip():
        errors["reason"] = "Say who decided this and why."
    if payee.pk == locality.pk:
        if locality.legal_form in ("", LegalForm.INFORMAL):
            errors["payee"] = (
                f"{locality} is an informal group, which cannot be paid. Choose a member practice."
            )
    elif payee.kind != OrganisationKind.PRACTICE or not (
        locality.member_practices.on(clock.today()).filter(practice_id=payee.pk).exists()
    ):
        errors["payee"] = f"{payee} is not a member practice of {locality}."
    if locality.payee_id == payee.pk:
        errors["payee"] = f"{payee} is the payee already."
    if errors:
        raise BadInput(errors)
