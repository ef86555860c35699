"""Write a plan, in a number of statements that does not grow with its rows."""

from datetime import datetime
from typing import Any

from localities.importers.findings import Finding
from localities.importers.plan import ChangedMembership, Plan
from localities.models import (
    CommissionerMembership,
    Import,
    ImportFinding,
    ListSize,
    Organisation,
)
from localities.statuses import OrganisationKind
from pbc import bulk
from pbc.refusals import NotNow

_ORGANISATION = (
    "code", "kind", "name", "address", "postcode", "telephone", "opened", "closed", "provisional",
    "commissioner_type", "contract_type", "ods_status",
)  # fmt: skip
_NEVER_IN_A_FILE = ("email", "contact_name", "provider_type", "legal_form", "company_number")
_CHANGED_ORGANISATION = (
    "name", "address", "postcode", "telephone", "opened", "closed", "provisional",
    "commissioner_type", "ods_status",
)  # fmt: skip


def write(plan: Plan, imported: Import, *, at: datetime) -> None:
    """Write all that a plan holds, in the caller's transaction.

    Raises NotNow, with nothing to be kept, where a row the plan changes is no longer as it was.
    """
    if plan.new_organisations:
        blank = ("",) * len(_NEVER_IN_A_FILE)
        bulk.insert_rows(
            Organisation,
            (*_ORGANISATION, *_NEVER_IN_A_FILE, "recorded_at"),
            ((*row, *blank, at) for row in plan.new_organisations),
        )
    if plan.changed_organisations:
        _update(Organisation, _CHANGED_ORGANISATION, plan.changed_organisations)
    if plan.changed_memberships:
        _update_memberships(plan.changed_memberships)
    if plan.new_memberships or plan.new_list_sizes:
        ids = dict(
            Organisation.objects.filter(
                kind__in=(OrganisationKind.PRACTICE, OrganisationKind.COMMISSIONER)
            ).values_list("code", "id")
        )
        _insert_memberships(plan, imported, ids, at)
        _insert_list_sizes(plan, imported, ids, at)


def keep_findings(findings: list[Finding], imported: Import) -> None:
    """Replace what is said about the rows of an import."""
    ImportFinding.objects.filter(imported=imported).delete()
    bulk.insert_rows(
        ImportFinding,
        (
            "imported_id", "row", "column", "value", "problem", "explanation", "remedy", "refused",
            "line",
        ),
        (
            (
                imported.pk, finding.row, finding.column[:200], finding.value, finding.problem,
                finding.explanation, finding.remedy, finding.refused, finding.line,
            )
            for finding in findings
        ),
    )  # fmt: skip


def _update_memberships(changes: list[ChangedMembership]) -> None:
    """Change dates by way of what old and new have in common.

    Where one membership ends later and the next begins later, neither order of the two updates
    keeps them apart; shrunk first and grown afterwards, no two overlap at any moment.
    """
    names = ("starts", "ends")
    _update(CommissionerMembership, names, [change.in_common for change in changes])
    _update(CommissionerMembership, names, [change.final for change in changes])


def _insert_memberships(plan: Plan, imported: Import, ids: dict[str, int], at: datetime) -> None:
    if not plan.new_memberships:
        return
    source = f"{imported.get_kind_display()}: {imported.file.original_name}"[:200]
    bulk.insert_rows(
        CommissionerMembership,
        ("practice_id", "commissioner_id", "starts", "ends", "source", "recorded_at"),
        (
            (ids[row.practice], ids[row.commissioner], row.starts, row.ends, source, at)
            for row in plan.new_memberships
        ),
    )


def _insert_list_sizes(plan: Plan, imported: Import, ids: dict[str, int], at: datetime) -> None:
    if not plan.new_list_sizes:
        return
    # The demonstration's day stands still while its hours go round: nothing is superseded before
    # it was recorded.
    moments = {
        row.supersedes: max(at, row.superseded_recorded_at or at)
        for row in plan.new_list_sizes
        if row.supersedes is not None
    }
    if moments:
        _update(ListSize, ("superseded_at",), list(moments.items()))
    bulk.insert_rows(
        ListSize,
        (
            "practice_id", "as_at", "registered", "weighted", "source", "imported_id", "reason",
            "recorded_at", "recorded_by", "supersedes_id",
        ),
        (
            (
                ids[row.practice], row.as_at, row.registered, row.weighted,
                f"{row.source} ({imported.file.original_name})"[:200], imported.pk, row.reason,
                moments.get(row.supersedes or 0, at), imported.confirmed_by, row.supersedes,
            )
            for row in plan.new_list_sizes
        ),
    )  # fmt: skip


def _update(model: Any, fields: tuple[str, ...], rows: list[Any]) -> None:
    if bulk.update_rows(model, fields, rows) != len(rows):
        raise NotNow("Something this import changes was changed by somebody else. Check it again.")
