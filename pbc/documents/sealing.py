"""Sealing a PDF (PAdES B-B) and telling whether a PDF is one of ours, unaltered.

The stored SHA-256 decides first: a signature alone misses changes inside its own ``/Contents``.
The signature is checked after it, so that a row slipped into the register by hand is found out.
Nothing here touches the network, and a PDF we do not know is searched, never parsed.
"""

import asyncio
import hashlib
import io
import re
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any, TypeVar
from uuid import UUID

from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.extensions import DeveloperExtension
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import (
    InvisSigSettings,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
)
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from pbc.documents import certificates

FIELD_NAME = "Seal"
FIELD_LABEL = "Electronic seal: shows whether this document has been changed since it was made"
MARKER_PREFIX = "pbc-document-"

_MARKER = re.compile(rb"pbc-document-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
_STREAM = re.compile(rb"stream\r?\n")
_LARGEST_INFLATED = 16_000_000
_LARGEST_STREAM = 1_000_000
_MOST_STREAMS = 5_000

T = TypeVar("T")


class _Pdf17Writer(IncrementalPdfFileWriter):
    """Adds the seal without calling the file PDF 2.0, on which PDF/UA-1 is not defined.

    pyHanko would do so to declare the elliptic curve; viewers of PDF 1.7 know it without.
    """

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        super().ensure_output_version(min(version, (1, 7)))

    def register_extension(self, ext: DeveloperExtension) -> None:
        if ext.base_version == "/1.7":
            super().register_extension(ext)


class State(Enum):
    """What a person who uploads a PDF is told."""

    INTACT = "intact"
    ALTERED = "altered"
    NOT_OURS = "not_ours"


@dataclass(frozen=True)
class Verdict:
    """What examining a PDF found. ``document`` is what the register holds, if intact."""

    state: State
    reason: str
    sha256: str
    document: Any = None
    claimed_reference: UUID | None = None
    signer: str = ""
    signed_at: datetime | None = None
    fingerprint: str = ""


@dataclass(frozen=True)
class _Seal:
    signer: str
    signed_at: datetime | None
    fingerprint: str
    fault: str


def marker(reference: UUID) -> str:
    """The keyword by which a copy of a sealed document is recognised, whatever was done to it."""
    return f"{MARKER_PREFIX}{reference}"


def seal(pdf: bytes, *, reason: str, name: str, location: str = "") -> bytes:
    """The same PDF with an invisible certifying signature that allows no change after it.

    ``reason``, ``name`` (who seals) and ``location`` can be read in a PDF viewer's signature panel.
    """
    key = certificates.sealing_key()
    signer = SimpleSigner.load_pkcs12_data(key.archive, other_certs=[], passphrase=key.passphrase)
    writer = _Pdf17Writer(io.BytesIO(pdf))
    metadata = PdfSignatureMetadata(
        field_name=FIELD_NAME,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        reason=reason,
        name=name,
        location=location or None,
    )
    field = SigFieldSpec(
        FIELD_NAME,
        readable_field_name=FIELD_LABEL,
        # PDF/UA wants a widget either hidden or tagged; this one shows nothing.
        invis_sig_settings=InvisSigSettings(
            set_print_flag=False, set_hidden_flag=True, box_out_of_bounds=True
        ),
    )
    pdf_signer = PdfSigner(metadata, signer, new_field_spec=field)
    sealed = _outside_any_loop(lambda: pdf_signer.sign_pdf(writer, bytes_reserved=8192))
    return sealed.getvalue()


def examine(pdf: bytes, *, known: Callable[[str], Any | None]) -> Verdict:
    """Intact, altered, or not ours.

    ``known`` answers what the register of sealed documents holds for a SHA-256, or None. Intact
    means: byte for byte a document of the register, and its seal is whole and made by a
    certificate of this installation. Altered means that it bears our reference or our certificate
    but is not that. Anything else is not ours.
    """
    sha256 = hashlib.sha256(pdf).hexdigest()
    document = known(sha256)
    if document is not None:
        return _examine_known(pdf, sha256, document)
    reference, bears_certificate = _marks(pdf)
    if reference is None and not bears_certificate:
        return Verdict(
            State.NOT_OURS,
            "It bears neither a document reference nor a seal of this service.",
            sha256,
        )
    return Verdict(
        State.ALTERED,
        "It bears a reference or a seal of this service, but it is not byte for byte a document "
        "that this service sealed.",
        sha256,
        claimed_reference=reference,
    )


def _examine_known(pdf: bytes, sha256: str, document: Any) -> Verdict:
    found = _outside_any_loop(lambda: _read_seal(pdf))
    verdict = Verdict(
        State.ALTERED,
        f"It is in the register, but its seal does not hold: {found.fault}.",
        sha256,
        signer=found.signer,
        signed_at=found.signed_at,
        fingerprint=found.fingerprint,
    )
    if found.fault:
        return verdict
    return replace(
        verdict,
        state=State.INTACT,
        reason="It is byte for byte the document that was sealed, and the seal holds.",
        document=document,
    )


def _read_seal(pdf: bytes) -> _Seal:
    try:
        signatures = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        if len(signatures) != 1:
            return _Seal("", None, "", f"there are {len(signatures)} signatures instead of one")
        signature = signatures[0]
        trusted = [
            asn1_x509.Certificate.load(held.public_bytes(serialization.Encoding.DER))
            for held in certificates.ours()
        ]
        status = validate_pdf_signature(
            signature,
            ValidationContext(
                trust_roots=trusted,
                allow_fetching=False,
                revocation_mode="soft-fail",
                # A certificate that has since expired was good when it sealed.
                moment=signature.self_reported_timestamp,
            ),
        )
    except Exception as error:
        # A damaged file trips the parser in any of many ways: all mean that no seal can be read.
        return _Seal("", None, "", f"it cannot be read ({type(error).__name__})")
    if not status.bottom_line:
        fault = f"the signature is not good ({status.summary()})"
    elif status.coverage != SignatureCoverageLevel.ENTIRE_FILE:
        fault = "it does not cover the whole file"
    else:
        fault = ""
    certificate = status.signing_cert
    return _Seal(
        str(certificate.subject.native.get("common_name", "")),
        signature.self_reported_timestamp,
        certificate.sha256.hex(),
        fault,
    )


def _marks(pdf: bytes) -> tuple[UUID | None, bool]:
    """The reference a PDF claims and whether it carries a certificate of ours.

    Plain search, in the bytes and in what their streams inflate to, within fixed bounds: what a
    stranger uploads is not worth the risk of parsing.
    """
    carries = False
    keys = [
        held.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        for held in certificates.ours()
    ]
    for content in searchable(pdf):
        # Writers may double every character (UTF-16) or escape the hyphen in a PDF string.
        lowered = content.replace(b"\0", b"").replace(b"\\055", b"-").lower()
        found = _MARKER.search(lowered)
        if found:
            return UUID(found[1].decode()), carries
        carries = carries or any(key.hex().encode() in lowered for key in keys)
    return None, carries


def searchable(pdf: bytes) -> Iterator[bytes]:
    """The bytes of a PDF, then what each of its streams inflates to, within fixed bounds."""
    yield pdf
    left = _LARGEST_INFLATED
    for number, match in enumerate(_STREAM.finditer(pdf)):
        if number >= _MOST_STREAMS or left <= 0:
            return
        try:
            inflated = zlib.decompressobj().decompress(
                pdf[match.end() : match.end() + _LARGEST_STREAM],
                min(left, _LARGEST_STREAM),
            )
        except zlib.error:
            continue
        left -= len(inflated)
        yield inflated


def _outside_any_loop(work: Callable[[], T]) -> T:
    """Run pyHanko's synchronous calls, which start an event loop of their own, where one runs."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return work()
    with ThreadPoolExecutor(max_workers=1) as executor:
        return executor.submit(work).result()
