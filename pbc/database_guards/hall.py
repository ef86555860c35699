"""What the database refuses of the hall's own tables."""

from pbc import database_guards
from pbc.models import AuditChain, AuditEvent, SealedDocument, StoredFile

database_guards.append_only(AuditEvent)
database_guards.never_deleted(AuditChain)
database_guards.append_only(StoredFile)
database_guards.append_only(SealedDocument)
