"""The sealed documents of a sign-up: the agreement, and supplements for later signatures (DOC-01).

Each is made once, in the transaction of the action that calls for it; where it cannot be made, that
action is refused and nothing is done.
"""

import uuid
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from les_schemes import definitions, objectives_table, offered, terms_shown, worth
from les_schemes.checks import EFFECT_OF_MISSING
from les_schemes.models import Agreement, ShownTerms, Signature, SignUp
from les_schemes.rules.wording import on_day
from les_schemes.sheet import named_gps, unsigned
from les_schemes.statuses import AgreementKind
from localities.models import Person
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
        title=f"Agreement of {sign_up.provider} to join {sign_up.version}",
        signatures=_all_signatures(sign_up),
        by=by,
        context=_sheet(sign_up, by),
    )


def issue_supplement(*, sign_up: SignUp, signature: Signature, by: Actor) -> Agreement:
    """Seal a signature given after acceptance."""
    agreement = sign_up.agreements.select_related("document").get(kind=AgreementKind.AGREEMENT)
    return _issue(
        sign_up,
        kind=AgreementKind.SUPPLEMENT,
        template=SUPPLEMENT_TEMPLATE,
        title=f"Supplement to the agreement of {sign_up.provider} to join {sign_up.version}",
        signatures=[signature],
        by=by,
        context={
            "sign_up": sign_up,
            "version": sign_up.version,
            "texts": sign_up.version.texts_in_force,
            "agreement": agreement,
            "signature": signature,
            "joined_later": signature.named_gp is not None and signature.named_gp.joined_later,
            "accepted_on": date_format(timezone.localtime(sign_up.accepted_at), "j F Y"),
        },
    )


def _all_signatures(sign_up: SignUp) -> list[Signature]:
    """Whoever signed for the practice first, then its GPs as they signed."""
    signatures = sign_up.signatures.select_related("person", "drawing", "shown", "sheet__file")
    return sorted(signatures, key=lambda signature: signature.named_gp_id is not None)


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
            "evidence_in_place": True,
            "shown": _shown(signatures),
            "papers": _papers(signatures),
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


def _shown(signatures: list[Signature]) -> list[ShownTerms]:
    """The texts that were shown to those who signed, each once, in full."""
    return list({signature.shown_id: signature.shown for signature in signatures}.values())


def _sheet(sign_up: SignUp, by: Actor) -> dict[str, Any]:
    version = sign_up.version
    named = named_gps(sign_up)
    return {
        "sign_up": sign_up,
        "version": version,
        "texts": version.texts_in_force,
        "subtitle": f"Accepted by {sign_up.commissioner} on "
        f"{date_format(timezone.localtime(sign_up.accepted_at), 'j F Y')}",
        "accepted_by": by.name,
        "named_gps": named,
        "unsigned": unsigned(named),
        "effect_of_missing": EFFECT_OF_MISSING[definitions.gp_signatures(version)],
        "provider_type": sign_up.provider.get_provider_type_display(),
        "without_list": [] if sign_up.is_of_practice else offered.needing_a_list(version),
        "practice_signature": sign_up.signatures.filter(named_gp__isnull=True).first(),
        "term_pairs": terms_shown.term_pairs(version),
        "reading_pairs": terms_shown.reading_pairs(version),
        "objectives": objectives_table.rows(version, own=[sign_up.provider]),
        "worth": worth.of_sign_up(sign_up),
    }


def _evidence(sign_up: SignUp, signature: Signature) -> documents.Evidence:
    return documents.Evidence(
        who=signature.person.name,
        what=f"Signed as “{signature.name_as_signed}”: the undertaking of {sign_up.version}",
        when=signature.signed_when,
        capacity=signature.get_capacity_display(),
        organisation=f"{sign_up.provider.name} ({sign_up.provider.code})",
        method=_method(signature),
        shown_sha256=signature.shown_id,
    )


def _method(signature: Signature) -> str:
    """How it was signed; of paper, the day it came and who compared its scan."""
    sheet = signature.sheet
    if sheet is None:
        return signature.get_method_display()
    return (
        f"On paper, received {on_day(sheet.received_on)}; scan checked by "
        f"{_name(sheet.verified_by)}"
    )


def _papers(signatures: list[Signature]) -> list[dict[str, Any]]:
    """The sheets on paper behind the signatures: what came when, and who handled it."""
    sheets = {signature.sheet_id: signature.sheet for signature in signatures if signature.sheet}
    return [
        {
            "sheet": sheet,
            "uploaded_by": _name(sheet.uploaded_by),
            "verified_by": _name(sheet.verified_by),
        }
        for sheet in sheets.values()
    ]


def _name(person_id: uuid.UUID | None) -> str:
    """Of whoever handled a sheet."""
    return str(Person.objects.get(pk=person_id)) if person_id else ""
