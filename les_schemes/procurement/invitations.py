"""What becomes of an invitation to provide: the provider is told, and it answers."""

from les_schemes.models import OfferInvitation, SchemeVersion
from les_schemes.procurement import telling
from les_schemes.procurement.statuses import InvitationAnswer
from localities.models import Organisation
from pbc import audit, clock
from pbc.actor import Actor


def tell_the_invited(version: SchemeVersion) -> None:
    """On opening: whoever was invited while it was a draft hears of it now."""
    waiting = OfferInvitation.objects.filter(version=version, told_at__isnull=True)
    for invitation in waiting.select_related("provider", "version__scheme"):
        tell(invitation)


def tell(invitation: OfferInvitation) -> None:
    invitation.told_at = clock.now()
    invitation.save(update_fields=["told_at"])
    telling.tell_of_offer(invitation)


def note_sign_up(version: SchemeVersion, provider: Organisation, *, by: Actor) -> None:
    """Who begins a sign-up has answered the invitation, if it got one."""
    invitation = OfferInvitation.objects.filter(version=version, provider=provider.pk).first()
    if invitation is not None and invitation.answer != InvitationAnswer.WILL_SIGN_UP:
        note_answer(invitation, InvitationAnswer.WILL_SIGN_UP, note="Began its sign-up", by=by)


def note_answer(
    invitation: OfferInvitation, answer: InvitationAnswer, *, note: str, by: Actor
) -> None:
    """Keep an answer, with its time and person."""
    before = invitation.answer
    invitation.answer = answer
    invitation.answer_note = note.strip()[:300]
    invitation.answered_at = clock.now()
    invitation.answered_by = by.person_id
    invitation.save(update_fields=["answer", "answer_note", "answered_at", "answered_by"])
    recorded(invitation, "scheme.invitation_answered", by, {"before": before, "answer": answer})


def recorded(invitation: OfferInvitation, event: str, by: Actor, after: dict[str, str]) -> None:
    """Write an event of the invitation into the trail of its scheme."""
    audit.record(
        event=event,
        by=by,
        subject=invitation.version,
        chain=invitation.version.commissioner.audit_chain,
        after={"invitation": str(invitation.pk), **after},
        reason=invitation.answer_note,
    )
