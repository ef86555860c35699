"""The sealed documents of a sign-up: the agreement, and supplements for later signatures (DOC-01).

Each is made once, in the transaction of the action that calls for it; where it cannot be made, that
action is refused and nothing is done.
"""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from les_schemes import objectives_table, terms_shown, worth
from les_schemes.models import Agreement, NamedGP, Signature, SignUp
from les_schemes.statuses import AgreementKind
from pbc import clock, documents, files
from pbc.actor import Actor

AGREEMENT_TEMPLATE = "les_schemes/documents/agreement.html"
SUPPLEMENT_TEMPLATE = "les_schemes/documents/supplement.html"


def issue_agreement(*, sign_up: SignUp, by: Actor) -> Agreement:
    """Seal the whole sheet, the terms in force and the evidence of every signature on it."""
    return _issue(
        sign_up,
        kind=AgreementKind.AGREEMENT,
        template=AGREEMENT_TEMPLATE,
        title=f"Agreement of {sign_up.practice} to join {sign_up.version}",
        signatures=list(sign_up.signatures.select_related("person", "drawing", "shown")),
        by=by,
        context=_sheet(sign_up),
    )


def issue_supplement(*, sign_up: SignUp, signature: Signature, by: Actor) -> Agreement:
    """Seal a signature given after acceptance."""
    agreement = sign_up.agreements.select_related("document").get(kind=AgreementKind.AGREEMENT)
    return _issue(
        sign_up,
        kind=AgreementKind.SUPPLEMENT,
        template=SUPPLEMENT_TEMPLATE,
        title=f"Supplement to the agreement of {sign_up.practice} to join {sign_up.version}",
        signatures=[signature],
        by=by,
        context={
            "sign_up": sign_up,
            "version": sign_up.version,
            "agreement": agreement,
            "signature": signature,
            "joined_later": signature.named_gp is not None and signature.named_gp.joined_later,
            "terms_lines": signature.shown.text.splitlines(),
        },
    )


def _issue(
    sign_up: SignUp,
    *,
    kind: AgreementKind,
    template: str,
    title: str,
    signatures: list[Signature],
    by: Actor,
    context: dict[str, Any],
) -> Agreement:
    drawings = {
        f"signature-{signature.pk}.png": files.open_verified(signature.drawing)
        for signature in signatures
        if signature.drawing
    }
    document = documents.issue(
        template=template,
        context={
            **context,
            "drawings": [
                {"name": f"signature-{signature.pk}.png", "signature": signature}
                for signature in signatures
                if signature.drawing
            ],
        },
        title=title[:200],
        kind=f"sign-up {kind}",
        subject=sign_up,
        chain=sign_up.commissioner.audit_chain,
        evidence=[_evidence(sign_up, signature) for signature in signatures],
        by=by,
        publisher=sign_up.commissioner.name,
        given=drawings,
    )
    return Agreement.objects.create(
        sign_up=sign_up, kind=kind, document=document, made_at=clock.now()
    )


def _sheet(sign_up: SignUp) -> dict[str, Any]:
    version = sign_up.version
    named = list(
        NamedGP.objects.filter(sign_up=sign_up).select_related("post__person", "signature")
    )
    return {
        "sign_up": sign_up,
        "version": version,
        "texts": version.texts,
        "subtitle": f"{version.financial_year.label}, accepted "
        f"{date_format(timezone.localtime(sign_up.accepted_at), 'j F Y, H:i')}",
        "named_gps": named,
        "practice_signature": sign_up.signatures.filter(named_gp__isnull=True).first(),
        "terms": (terms := terms_shown.terms_of(sign_up)),
        "terms_lines": terms.text.splitlines(),
        "term_pairs": terms_shown.term_pairs(version),
        "reading_pairs": terms_shown.reading_pairs(version),
        "objectives": objectives_table.rows(version),
        "worth": worth.of_sign_up(sign_up),
    }


def _evidence(sign_up: SignUp, signature: Signature) -> documents.Evidence:
    signed_at = timezone.localtime(signature.signed_at)
    return documents.Evidence(
        who=signature.person.name,
        what=f"Signed as “{signature.name_as_signed}”: the undertaking of {sign_up.version}",
        when=date_format(signed_at, "j F Y, H:i:s"),
        capacity=signature.get_capacity_display(),
        organisation=f"{sign_up.practice.name} ({sign_up.practice.code})",
        method=signature.get_method_display(),
        shown_sha256=signature.shown_id,
    )
