"""What providers are told of a scheme offered to them."""

from django.urls import reverse

from les_schemes.models import OfferInvitation
from les_schemes.rules.wording import on_day
from les_schemes.telling import holders
from pbc import outbox
from pbc.roles import Role


def tell_of_offer(invitation: OfferInvitation) -> None:
    """Those who act for a provider hear that an open scheme is offered to it (R4-003)."""
    version, provider = invitation.version, invitation.provider
    deadline = on_day(version.last_day)
    for user in holders(Role.PROVIDER_MANAGER, [provider.pk]):
        outbox.send(
            to=user.as_recipient,
            kind="scheme.offer",
            subject=f"{version} is open to {provider}: sign up by {deadline}",
            body=(
                f"{version.commissioner} invites {provider} to provide {version}. Read what it "
                f"asks and pays, say whether you mean to sign up, and return the signed sheet by "
                f"{deadline}."
            ),
            path=reverse("les_schemes:scheme", args=[version.pk]),
            key=f"offer:{invitation.pk}:{user.person_id}",
        )
