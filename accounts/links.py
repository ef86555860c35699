"""The link of an invitation: a random token, of which only the digest is stored."""

import hashlib
import secrets

from django.urls import reverse


def new_token() -> str:
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is stored of a token: it is random, so its plain digest cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


def path_of(token: str) -> str:
    return reverse("accounts:invitation-accept", args=[token])
