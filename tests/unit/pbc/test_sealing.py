import asyncio
import hashlib
import io
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdf
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import render_to_string
from pytest_django import Settings

from pbc.documents import certificates, engine, sealing
from pbc.documents.sealing import State
from tests import pdf_ua

REFERENCE = UUID("3b1f5c1e-8a55-4f63-9f0f-0d7e0f8b2c11")


@pytest.fixture(autouse=True)
def certificate(settings: Settings, tmp_path: Path) -> Path:
    settings.SEALING_CERTIFICATE = str(tmp_path / "keys" / "sealing.p12")
    settings.SEALING_PASSPHRASE = "a passphrase of this test"
    return Path(settings.SEALING_CERTIFICATE)


def plain() -> bytes:
    return engine.write_pdf(
        render_to_string(
            "documents/base.html",
            {
                "title": "Agreement of Alder House Surgery",
                "language": "en-GB",
                "publisher": "Oakshire Primary Care Trust",
                "reference": REFERENCE,
                "marker": sealing.marker(REFERENCE),
                "verify_url": "http://localhost:8000/verify/",
                "rendered_body": "Eight thousand two hundred and five patients.",
            },
        )
    )


def sealed() -> bytes:
    return sealing.seal(plain(), reason="Agreement", name="Oakshire PCT", location="Oakshire")


def register_of(*documents: bytes) -> Callable[[str], Any]:
    return {hashlib.sha256(item).hexdigest(): "the agreement" for item in documents}.get


def fooled(sha256: str) -> str:
    """A register into which every hash has been slipped."""
    return "the agreement"


def test_a_sealed_document_is_intact() -> None:
    pdf = sealed()
    verdict = sealing.examine(pdf, known=register_of(pdf))
    assert verdict.state is State.INTACT
    assert verdict.document == "the agreement"
    assert verdict.signer == "Practice Based Commissioning document seal"
    assert verdict.signed_at is not None
    held = certificates.sealing_key().certificate
    assert verdict.fingerprint == certificates.fingerprint(held)


def test_a_sealed_document_still_breaks_no_clause_of_pdf_ua_that_our_reader_knows() -> None:
    assert pdf_ua.faults(sealed()) == []


def test_the_seal_is_a_pades_signature_over_the_whole_file_that_allows_no_change() -> None:
    pdf = sealed()
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    (field,) = root["/AcroForm"]["/Fields"]
    field = field.get_object()
    assert field["/TU"] == sealing.FIELD_LABEL
    assert field["/F"] & pdf_ua.HIDDEN
    signature = field["/V"]
    assert signature["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature["/Reason"] == "Agreement"
    assert signature["/Name"] == "Oakshire PCT"
    start, first, second, rest = signature["/ByteRange"]
    assert (start, second + rest) == (0, len(pdf))
    assert pdf[first : first + 1] == b"<"
    assert pdf[second - 1 : second] == b">"
    assert root["/Perms"]["/DocMDP"]["/Reference"][0].get_object()["/TransformParams"]["/P"] == 1


def test_the_sealed_document_begins_with_every_byte_of_the_plain_one() -> None:
    before = plain()
    after = sealing.seal(before, reason="Agreement", name="Oakshire PCT")
    assert after.startswith(before)


def test_sealing_works_while_an_event_loop_runs() -> None:
    async def seal_and_examine() -> State:
        pdf = sealed()
        return sealing.examine(pdf, known=register_of(pdf)).state

    # In a thread of its own: another test of this process may have a loop running in this one.
    with ThreadPoolExecutor(max_workers=1) as threads:
        assert threads.submit(lambda: asyncio.run(seal_and_examine())).result() is State.INTACT


def test_no_changed_byte_passes_for_intact(soak: bool) -> None:
    pdf = sealed()
    known = register_of(pdf)
    chance = random.Random(20070416)
    for place in range(len(pdf)):
        for bit in range(8) if soak else [chance.randrange(8)]:
            changed = bytearray(pdf)
            changed[place] ^= 1 << bit
            verdict = sealing.examine(bytes(changed), known=known)
            assert verdict.state is State.ALTERED, f"byte {place}: {verdict.state}"
            assert verdict.document is None


def test_the_signature_alone_misses_what_the_stored_hash_finds() -> None:
    """Why the stored SHA-256 decides first: the padding of the signature is signed by nobody."""
    pdf = sealed()
    changed = bytearray(pdf)
    padding = pdf.rindex(b"0" * 50)
    changed[padding] = ord("1")
    assert sealing.examine(bytes(changed), known=fooled).state is State.INTACT
    assert sealing.examine(bytes(changed), known=register_of(pdf)).state is State.ALTERED


def test_a_forged_row_in_the_register_is_found_by_the_signature(soak: bool) -> None:
    pdf = sealed()
    signature_starts = pdf.rindex(b"/Contents <")
    chance = random.Random(11)
    for place in chance.sample(range(signature_starts), 5000 if soak else 60):
        changed = bytearray(pdf)
        changed[place] ^= 1 << chance.randrange(8)
        verdict = sealing.examine(bytes(changed), known=fooled)
        assert verdict.state is State.ALTERED, f"byte {place}"
        assert "seal does not hold" in verdict.reason


@pytest.mark.parametrize(
    "change",
    [
        lambda pdf: pdf[:-1],
        lambda pdf: pdf[: len(pdf) // 2],
        lambda pdf: pdf + b"\n",
        lambda pdf: b" " + pdf,
        lambda pdf: pdf + pdf,
        lambda pdf: pdf.replace(b"\n", b"\r\n"),
        lambda pdf: plain(),
    ],
    ids=[
        "cut by a byte",
        "cut in half",
        "a line more",
        "a space before",
        "twice",
        "as text",
        "bare",
    ],
)
def test_a_document_cut_extended_or_stripped_of_its_seal_is_altered(
    change: Callable[[bytes], bytes],
) -> None:
    pdf = sealed()
    verdict = sealing.examine(change(pdf), known=register_of(pdf))
    assert verdict.state is State.ALTERED
    assert verdict.claimed_reference == REFERENCE


def test_a_document_saved_again_by_another_program_is_altered() -> None:
    pdf = sealed()
    again = io.BytesIO()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    writer.compress_identical_objects()
    writer.write(again)
    verdict = sealing.examine(again.getvalue(), known=register_of(pdf))
    assert verdict.state is State.ALTERED


def test_a_document_that_carries_our_certificate_without_our_reference_is_altered() -> None:
    other = engine.write_pdf("<html lang='en'><title>Other</title><p>Other</p></html>")
    pdf = sealing.seal(other, reason="Other", name="Oakshire PCT")
    verdict = sealing.examine(pdf, known=register_of())
    assert verdict.state is State.ALTERED
    assert verdict.claimed_reference is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7\n%%EOF",
        b"not a PDF at all",
        b"stream\n" * 50_000,
        bytes(range(256)) * 100,
    ],
    ids=["empty", "bare", "text", "many streams", "noise"],
)
def test_what_never_was_ours_is_not_ours(content: bytes) -> None:
    assert sealing.examine(content, known=register_of()).state is State.NOT_OURS


def test_another_installation_s_sealed_document_is_not_ours(
    settings: Settings, tmp_path: Path
) -> None:
    page = engine.write_pdf("<html lang='en'><title>Other</title><p>Other</p></html>")
    pdf = sealing.seal(page, reason="Other", name="Elsewhere")
    settings.SEALING_CERTIFICATE = str(tmp_path / "elsewhere" / "sealing.p12")
    assert sealing.examine(pdf, known=register_of()).state is State.NOT_OURS
    verdict = sealing.examine(pdf, known=fooled)
    assert verdict.state is State.ALTERED
    assert "seal does not hold" in verdict.reason


def test_a_small_file_that_inflates_without_end_is_searched_only_so_far() -> None:
    bomb = io.BytesIO()
    writer = pypdf.PdfWriter()
    page = writer.add_blank_page(100, 100)
    stream = pypdf.generic.DecodedStreamObject()
    stream.set_data(b"\0" * 200_000_000)
    page[pypdf.generic.NameObject("/Contents")] = writer._add_object(stream.flate_encode(9))
    writer.write(bomb)
    parts = list(sealing.searchable(bomb.getvalue()))
    assert sum(map(len, parts)) < 3_000_000
    assert sealing.examine(bomb.getvalue(), known=register_of()).state is State.NOT_OURS


def test_the_certificate_is_made_once_on_an_elliptic_curve_for_the_owner_s_eyes(
    certificate: Path, settings: Settings
) -> None:
    certificates.ensure_certificate()
    first = certificate.read_bytes()
    certificates.ensure_certificate()
    assert certificate.read_bytes() == first
    assert certificate.stat().st_mode & 0o777 == 0o600
    assert certificate.parent.stat().st_mode & 0o777 == 0o700
    assert [item.name for item in certificate.parent.iterdir()] == ["sealing.p12"]
    key = load_pkcs12(first, settings.SEALING_PASSPHRASE.encode()).key
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    assert key.curve.name == "secp256r1"


def test_of_two_processes_that_make_a_certificate_the_first_wins(certificate: Path) -> None:
    certificates.make_certificate(certificate)
    first = certificate.read_bytes()
    certificates.make_certificate(certificate)
    assert certificate.read_bytes() == first


def test_production_never_makes_a_certificate_of_its_own(
    certificate: Path, settings: Settings
) -> None:
    settings.PBC_IS_PRODUCTION = True
    with pytest.raises(ImproperlyConfigured, match="does not exist"):
        certificates.ensure_certificate()
    assert not certificate.exists()


def test_a_wrong_passphrase_is_said_so(settings: Settings) -> None:
    certificates.ensure_certificate()
    settings.SEALING_PASSPHRASE = "another"
    with pytest.raises(ImproperlyConfigured, match="does not open"):
        certificates.sealing_key()


def test_documents_sealed_before_a_new_certificate_stay_intact(certificate: Path) -> None:
    before = sealed()
    kept = certificates.retire_certificate(certificate)
    assert b"PRIVATE" not in kept.read_bytes()
    after = sealed()
    known = register_of(before, after)
    assert sealing.examine(before, known=known).state is State.INTACT
    assert sealing.examine(after, known=known).state is State.INTACT
    assert len(certificates.ours()) == 2
