"""Issuing a sealed document: rendered, sealed and kept once, and never made again (DOC-01)."""

import base64
import uuid
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, NotRequired, TypedDict

from django.conf import settings
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString, mark_safe

from pbc import audit, files
from pbc.actor import Actor
from pbc.documents import qr, rendering
from pbc.models import SealedDocument

# pyHanko takes half a second to import, which every command would pay for at its start.
sealing: Any = SimpleLazyObject(lambda: import_module("pbc.documents.sealing"))

SCREEN_KIND = "sealed document, for the screen"
PDF_KIND = "sealed document"
_REQUIRED = {"who", "what", "when"}
_OPTIONAL = {"capacity", "organisation", "method", "shown_sha256"}


class Evidence(TypedDict):
    """One line of "who signed what, when"; every value is text ready to be read."""

    who: str
    what: str
    when: str
    capacity: NotRequired[str]
    organisation: NotRequired[str]
    method: NotRequired[str]
    shown_sha256: NotRequired[str]


def issue(
    *,
    template: str,
    context: Mapping[str, Any],
    title: str,
    kind: str,
    subject: models.Model,
    chain: str,
    evidence: Sequence[Evidence],
    by: Actor,
    publisher: str = rendering.PUBLISHER,
    given: Mapping[str, bytes] | None = None,
) -> SealedDocument:
    """Make, seal, keep and record a document about ``subject``, in the caller's transaction.

    ``template`` is a body template (see ``rendering``); it is rendered once, and the same wording
    goes into the PDF and is kept for the screen. The evidence is printed after it in both.
    ``given`` maps names to PNG or JPEG bytes shown as ``<img src="asset:NAME" alt="…">``. Raises
    DocumentsUnavailable where PDF files cannot be made; nothing is written then.
    """
    _check(evidence)
    given = given or {}
    reference = uuid.uuid4()
    verify_url = f"{settings.PBC_SITE_URL.rstrip('/')}/verify/"
    body = render_to_string(
        "documents/body.html",
        {**context, "title": title, "evidence": evidence, "document_body": template},
    )
    with transaction.atomic():
        screen_file = files.keep_made(
            content=_with_pictures(body, given).encode(),
            name=f"{title}.html",
            kind=SCREEN_KIND,
            by=by,
            file_type=files.FileType.HTML,
        )
        pdf = rendering.render_pdf(
            "documents/body.html",
            {
                "rendered_body": body,
                "subtitle": context.get("subtitle", ""),
                "reference": reference,
                "marker": sealing.marker(reference),
                "verify_url": verify_url,
                "qr": qr.drawing(verify_url),
                "body_sha256": screen_file.sha256,
            },
            title=title,
            publisher=publisher,
            given=given,
        )
        sealed = sealing.seal(
            pdf, reason=f"{title} ({reference})", name=publisher, location=settings.PBC_SITE_URL
        )
        pdf_file = files.keep_made(
            content=sealed,
            name=f"{title}.pdf",
            kind=PDF_KIND,
            by=by,
            file_type=files.FileType.PDF,
        )
        document = SealedDocument.objects.create(
            id=reference,
            file=pdf_file,
            screen_file=screen_file,
            title=title,
            kind=kind,
            sha256=pdf_file.sha256,
            sealed_at=timezone.now(),
            subject_type=subject._meta.label_lower,
            subject_id=str(subject.pk),
            facts={"publisher": publisher, "evidence": [dict(item) for item in evidence]},
        )
        audit.record(
            event="document.sealed",
            by=by,
            subject=subject,
            chain=chain,
            after={
                "document": str(reference),
                "kind": kind,
                "sha256": document.sha256,
                "screen_sha256": screen_file.sha256,
            },
        )
    return document


def examine(pdf: bytes) -> Any:
    """The ``sealing.Verdict`` on an uploaded PDF, against the register of sealed documents."""
    return sealing.examine(pdf, known=_in_register)


def pdf_of(document: SealedDocument) -> bytes:
    """The sealed bytes, as sealed; raises files.Tampered if they are not what was stored."""
    return files.open_verified(document.file)


def screen_body(document: SealedDocument) -> SafeString:
    """The document's wording for the screen, as it stood when it was sealed.

    Safe because it was escaped when rendered and its SHA-256 is checked before it is shown.
    """
    return mark_safe(files.open_verified(document.screen_file).decode())  # noqa: S308


def about(subject: models.Model) -> "models.QuerySet[SealedDocument]":
    """The sealed documents about one object, newest first."""
    return SealedDocument.objects.filter(
        subject_type=subject._meta.label_lower, subject_id=str(subject.pk)
    )


def _in_register(sha256: str) -> SealedDocument | None:
    return SealedDocument.objects.select_related("file").filter(sha256=sha256).first()


def _with_pictures(body: str, given: Mapping[str, bytes]) -> str:
    """The wording with its pictures inside, since a page cannot ask for ``asset:`` addresses."""
    for name, content in given.items():
        picture = files.recognise(content)
        if picture not in {files.FileType.PNG, files.FileType.JPEG}:
            raise ValueError(f"{name} is neither a PNG nor a JPEG picture.")
        encoded = base64.b64encode(content).decode()
        body = body.replace(f'"asset:{name}"', f'"data:{picture.content_type};base64,{encoded}"')
    return body


def _check(evidence: Sequence[Evidence]) -> None:
    for item in evidence:
        if not _REQUIRED <= item.keys() <= _REQUIRED | _OPTIONAL:
            raise ValueError(f"Evidence needs {sorted(_REQUIRED)}; given {sorted(item)}.")
        if not all(isinstance(value, str) for value in item.values()):
            raise ValueError("Every value of evidence is text.")
