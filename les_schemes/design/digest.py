"""What stands for everything that decides what a scheme version pays, and to whom."""

import hashlib
import json

from les_schemes.definitions import definition_of
from les_schemes.models import SchemeVersion
from les_schemes.rules.definition import document


def seen(version: SchemeVersion) -> str:
    """What stands for the version as somebody read it: what it pays, and when it last changed."""
    changed = version.changed_at.isoformat() if version.changed_at else ""
    return hashlib.sha256(f"{digest_of(version)} {changed}".encode()).hexdigest()


def digest_of(version: SchemeVersion) -> str:
    """SHA-256, in hexadecimal, of the version's terms, readings, objectives and who may provide it.

    What was looked at and accepted holds only for the digest it was worked out from.
    """
    decides = {
        "scheme": document(definition_of(version)),
        "who_may_provide": version.who_may_provide,
        "requires_registered_list": version.requires_registered_list,
    }
    written = json.dumps(decides, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(written.encode()).hexdigest()
