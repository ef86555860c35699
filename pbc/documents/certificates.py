"""The certificate documents are sealed with: EC P-256, made here or supplied by the deployment.

A certificate we make ourselves proves integrity (nothing changed since), not identity (who we
are): pages that show a seal say so. Replaced certificates stay beside the current one, without
their keys, so that older documents still verify.
"""

import os
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

SUBJECT = "Practice Based Commissioning document seal"
# Sealed contracts are kept at least six years after their end (NFR-10); a seal outlives them.
VALID_FOR = timedelta(days=365 * 30)


@dataclass(frozen=True)
class SealingKey:
    """The opened PKCS#12 file: its bytes and passphrase for the signer, its certificate for us."""

    archive: bytes
    passphrase: bytes
    certificate: x509.Certificate


def ensure_certificate() -> Path:
    """The path of the sealing certificate, made on first use except in production."""
    path = Path(settings.SEALING_CERTIFICATE)
    if path.exists():
        return path
    if settings.PBC_IS_PRODUCTION:
        raise ImproperlyConfigured(
            f"The sealing certificate {path} does not exist. In production it is never made on "
            "its own: supply one, or run `manage.py make_sealing_certificate` once."
        )
    make_certificate(path)
    return path


def make_certificate(path: Path, *, organisation: str = "") -> None:
    """Write a new self-made certificate and key, readable by the owner only.

    Processes that start together may all come here: the first to finish wins and its file is
    never overwritten.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    names = [x509.NameAttribute(NameOID.COMMON_NAME, SUBJECT)]
    if organisation:
        names.append(x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation[:64]))
    subject = x509.Name(names)
    now = timezone.now()
    usage = dict.fromkeys(
        (
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + VALID_FOR)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=True, content_commitment=True, **usage),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    archive = pkcs12.serialize_key_and_certificates(
        SUBJECT.encode(),
        key,
        certificate,
        None,
        serialization.BestAvailableEncryption(settings.SEALING_PASSPHRASE.encode()),
    )
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, unfinished = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(archive)
        os.link(unfinished, path)
    except FileExistsError:
        return
    finally:
        Path(unfinished).unlink()


def retire_certificate(path: Path) -> Path:
    """Put the current certificate aside, without its key, and take the archive away."""
    certificate = _open(path, path.stat().st_mtime_ns).certificate
    kept = path.with_name(f"sealing-retired-{fingerprint(certificate)[:16]}.pem")
    kept.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    path.unlink()
    return kept


def sealing_key() -> SealingKey:
    """The key that seals now. Raises ImproperlyConfigured where it cannot be opened."""
    path = ensure_certificate()
    return _open(path, path.stat().st_mtime_ns)


def ours() -> list[x509.Certificate]:
    """Every certificate this installation has sealed with, the current one first."""
    path = ensure_certificate()
    return [sealing_key().certificate] + [
        x509.load_pem_x509_certificate(retired.read_bytes())
        for retired in sorted(path.parent.glob("sealing-retired-*.pem"))
    ]


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate, as hexadecimal digits."""
    return certificate.fingerprint(hashes.SHA256()).hex()


@lru_cache(maxsize=4)
def _open(path: Path, modified: int) -> SealingKey:
    passphrase = settings.SEALING_PASSPHRASE.encode()
    archive = path.read_bytes()
    try:
        held = pkcs12.load_pkcs12(archive, passphrase)
    except ValueError as error:
        raise ImproperlyConfigured(
            f"The sealing certificate {path} does not open with PBC_SEALING_PASSPHRASE."
        ) from error
    if held.key is None or held.cert is None:
        raise ImproperlyConfigured(
            f"The sealing certificate {path} holds no key or no certificate."
        )
    return SealingKey(archive, passphrase, held.cert.certificate)
