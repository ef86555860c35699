"""Secrets at rest: second-factor seeds are kept encrypted (ASVS 5.0, 11.2 and 13.3)."""

import base64
import hashlib

from cryptography.fernet import Fernet
from django.conf import settings


def _cipher() -> Fernet:
    key = hashlib.sha256(b"second factor\0" + settings.ENCRYPTION_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def encrypt(text: str) -> str:
    """Encrypted with ``settings.ENCRYPTION_KEY``, authenticated, as text."""
    return _cipher().encrypt(text.encode()).decode("ascii")


def decrypt(encrypted: str) -> str:
    """Counterpart of :func:`encrypt`; raises ``cryptography.fernet.InvalidToken`` if altered."""
    return _cipher().decrypt(encrypted.encode("ascii")).decode()
