"""The list that counts for each practice, and the file that brought it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from les_schemes.models import SchemeVersion
from localities import list_sizes
from localities.models import Import, ListSize
from payments.facts.members import Members
from pbc.models import StoredFile


class Lists:
    """The lists that count for the year of a version, as known at a moment, in two queries."""

    def __init__(self, members: Members, version: SchemeVersion, known_at: datetime) -> None:
        self._held = list_sizes.for_financial_year(
            members.practices, version.financial_year, known_at
        )
        self._files = _files_of(self._held)

    def get(self, practice_id: int) -> ListSize | None:
        return self._held.get(practice_id)

    def provenance(self, held: ListSize) -> dict[str, Any]:
        file = None if held.imported_id is None else self._files[held.imported_id]
        return {
            "id": held.pk,
            "as_at": held.as_at.isoformat(),
            "source": held.source,
            "recorded_at": held.recorded_at.isoformat(),
            "reason": held.reason,
            "corrects": held.supersedes_id,
            "file": file.original_name if file is not None else "",
            "sha256": file.sha256 if file is not None else "",
        }


def lists(held: ListSize) -> list[dict[str, Any]]:
    """The contract's ``lists``."""
    return [{"as_at": held.as_at.isoformat(), "size": held.registered}]


def _files_of(held: dict[int, ListSize]) -> dict[UUID, StoredFile]:
    """The file that each import brought, by the import."""
    imports = {one.imported_id for one in held.values() if one.imported_id is not None}
    found = Import.objects.filter(pk__in=imports).select_related("file")
    return {brought.pk: brought.file for brought in found}
