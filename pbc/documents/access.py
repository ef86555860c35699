"""Who may read a sealed document: the room that owns its subject says so here."""

from collections.abc import Callable

from pbc.actor import Actor
from pbc.models import SealedDocument

_subjects: dict[tuple[str, str], Callable[[Actor, str], bool]] = {}


def register_subject(
    subject_type: str, *, visible: Callable[[Actor, str], bool], kind: str = ""
) -> None:
    """Open documents about ``subject_type`` (such as ``les_schemes.signup``) to those allowed.

    ``visible(actor, subject_id)`` answers for one subject; until registered, nobody may read.
    With a ``kind`` it answers for documents of that kind alone, such as a redacted version.
    """
    _subjects[subject_type.lower(), kind] = visible


def may_read(actor: Actor, document: SealedDocument) -> bool:
    """Whether the actor may open this document."""
    about = document.subject_type
    visible = _subjects.get((about, document.kind)) or _subjects.get((about, ""))
    return visible is not None and visible(actor, document.subject_id)
