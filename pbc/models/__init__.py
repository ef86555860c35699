"""Tables of the hall, one module a concept."""

from pbc.models.audit import AuditChain, AuditEvent, AuditPersonalValue
from pbc.models.clock import DemonstrationClock
from pbc.models.files import SealedDocument, StoredFile
from pbc.models.jobs import Job
from pbc.models.outbox import Message

__all__ = [
    "AuditChain",
    "AuditEvent",
    "AuditPersonalValue",
    "DemonstrationClock",
    "Job",
    "Message",
    "SealedDocument",
    "StoredFile",
]
