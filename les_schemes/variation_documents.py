"""The sealed document of an acknowledged variation: a supplement to the agreement."""

from les_schemes.models import Acknowledgement
from pbc import documents
from pbc.actor import Actor
from pbc.models import SealedDocument

TEMPLATE = "les_schemes/documents/acknowledgement.html"
KIND = "variation acknowledged"


def seal(acknowledgement: Acknowledgement, *, by: Actor) -> SealedDocument:
    """In the transaction of the action; about the sign-up, so that who sees that may read it."""
    variation, sign_up = acknowledgement.variation, acknowledgement.sign_up
    named = acknowledgement.named_gp
    provider = sign_up.provider
    return documents.issue(
        template=TEMPLATE,
        context={
            "acknowledgement": acknowledgement,
            "variation": variation,
            "sign_up": sign_up,
            "agreement": sign_up.agreements.select_related("document").first(),
            "evidence_in_place": True,
            "shown": [acknowledgement.shown],
        },
        title=f"{variation}, acknowledged for {provider}"[:200],
        kind=KIND,
        subject=sign_up,
        chain=sign_up.commissioner.audit_chain,
        evidence=[
            documents.Evidence(
                who=acknowledgement.person.name,
                what=f"Acknowledged as “{acknowledgement.name_as_signed}”: the variation of "
                f"{variation.varied}",
                when=acknowledgement.signed_when,
                capacity="GP" if named is not None else "Practice Manager",
                organisation=f"{provider.name} ({provider.code})",
                method="Typed name, signed in",
                shown_sha256=acknowledgement.shown_id,
            )
        ],
        by=by,
        publisher=sign_up.commissioner.name,
    )
