"""Take a file in, check it, show what it would change, and write it once someone has confirmed.

Nothing is written before confirmation, and what is written is what was shown: the plan is made
again inside the writing transaction, and if it differs from the one that was confirmed the import
goes back to be looked at.
"""

import uuid
from collections.abc import Callable
from datetime import date
from typing import IO, Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from localities import jobs_of_imports
from localities.importers import planning, writing
from localities.importers.findings import Parsed, Unreadable
from localities.importers.plan import Plan
from localities.importers.planning import LastTime
from localities.models import Import, Practice
from localities.permissions import check_can_decide_on_import, check_can_import
from localities.statuses import ImportKind, ImportStatus
from localities.workflow import IMPORT
from pbc import actor as actors
from pbc import audit, clock, files
from pbc.actions import action
from pbc.actor import Actor, SystemActor
from pbc.refusals import NotNow
from pbc.roles import Role

FILE_KIND = "import"
LARGEST_FILE = 40 * files.MEGABYTE
CHANGED_SINCE = (
    "What is held has changed since you looked, so nothing was written. This is what the file "
    "would change now: look again, then confirm."
)
REFUSED_BY_DATABASE = (
    "The database refused a row, so nothing was written. This is what the file would change now."
)
Progress = Callable[[int, int, str], None]
"""Told how far the work is: steps done, steps in all, and what is being done."""


def _silent(done: int, total: int, message: str) -> None:
    return


@action
def upload(
    *, kind: str, content: bytes | IO[bytes], name: str, stated_date: date | None, by: Actor
) -> Import:
    """Keep a file and ask for it to be checked. Raises BadInput if it is no text file."""
    check_can_import(by, kind)
    stored = files.store(
        content=content,
        name=name,
        kind=FILE_KIND,
        by=by,
        max_size=LARGEST_FILE,
        allowed=files.TABLES,
    )
    imported = Import.objects.create(
        kind=ImportKind(kind),
        file=stored,
        stated_date=stated_date,
        uploaded_at=clock.now(),
        uploaded_by=by.person_id,
    )
    audit.record(
        event="import.uploaded",
        by=by,
        subject=imported,
        after={"kind": kind, "file": stored.original_name, "sha256": stored.sha256},
    )
    jobs_of_imports.ask_to_check(imported, by=by)
    return imported


def check(*, import_id: uuid.UUID, progress: Progress = _silent) -> Import:
    """Read the file and keep what it would change. Does nothing to an import already checked."""
    imported = Import.objects.select_related("file").get(pk=import_id)
    if not IMPORT.allows(imported.status, "check"):
        return imported
    progress(0, 3, "Reading the file")
    try:
        parsed = _parse(imported)
    except Unreadable as fault:
        return _give_up(imported, str(fault))
    progress(1, 3, f"Comparing {parsed.rows:,} rows with what is held")
    plan = _plan(imported, parsed)
    progress(2, 3, "Keeping what was found")
    with transaction.atomic():
        imported = _locked(import_id)
        if not IMPORT.allows(imported.status, "check"):
            return imported
        step = IMPORT.step(imported.status, "check")
        _keep_preview(imported, plan)
        imported.status = step.to
        imported.fault = ""
        imported.save(update_fields=["status", "preview", "fault"])
        _record(step.event, imported, after=_counts(plan))
    return imported


@action
def confirm(*, imported: Import, fingerprint: str, by: Actor) -> Import:
    """Ask for what was shown to be written; ``fingerprint`` is of the preview that was shown."""
    imported = _locked(imported.pk)
    check_can_decide_on_import(by, imported)
    step = IMPORT.step(imported.status, "confirm")
    if fingerprint != imported.preview.get("fingerprint"):
        raise NotNow(CHANGED_SINCE)
    if imported.preview.get("changes_nothing"):
        raise NotNow("This file would change nothing, so there is nothing to write.")
    imported.status = step.to
    imported.confirmed_at = clock.now()
    imported.confirmed_by = by.person_id
    imported.save(update_fields=["status", "confirmed_at", "confirmed_by"])
    audit.record(event=step.event, by=by, subject=imported, after={"fingerprint": fingerprint})
    jobs_of_imports.ask_to_write(imported, by=by)
    return imported


@action
def abandon(*, imported: Import, by: Actor) -> Import:
    """Put an import away that is not to be written."""
    imported = _locked(imported.pk)
    check_can_decide_on_import(by, imported)
    step = IMPORT.step(imported.status, "abandon")
    imported.status = step.to
    imported.save(update_fields=["status"])
    audit.record(event=step.event, by=by, subject=imported)
    return imported


@action
def check_again(*, imported: Import, by: Actor) -> Import:
    """Compare the file with what is held now; also the way on after a fault of the machine."""
    imported = _locked(imported.pk)
    check_can_decide_on_import(by, imported)
    step = IMPORT.step(imported.status, "check_again")
    job = jobs_of_imports.latest(imported)
    if imported.status != ImportStatus.CHECKED and job is not None and job.is_live:
        raise NotNow("This import is being worked on. Wait until that is done.")
    imported.status = step.to
    imported.confirmed_at = None
    imported.confirmed_by = None
    imported.save(update_fields=["status", "confirmed_at", "confirmed_by"])
    audit.record(event=step.event, by=by, subject=imported)
    jobs_of_imports.ask_to_check(imported, by=by)
    return imported


def write(*, import_id: uuid.UUID, progress: Progress = _silent) -> Import:
    """Write a confirmed import, all of it or nothing. Does nothing to one already written.

    Where what is held has changed since the preview, the import goes back to be looked at again.
    """
    imported = Import.objects.select_related("file").get(pk=import_id)
    if not IMPORT.allows(imported.status, "write"):
        return imported
    progress(0, 3, "Reading the file")
    parsed = _parse(imported)
    progress(1, 3, f"Writing what {parsed.rows:,} rows change")
    try:
        with transaction.atomic():
            return _write(import_id, parsed)
    except NotNow:
        return _send_back(import_id, parsed, CHANGED_SINCE)
    except IntegrityError as refusal:
        return _send_back(import_id, parsed, f"{REFUSED_BY_DATABASE} ({_first_line(refusal)})")


def preview(*, kind: str, data: bytes, stated_date: date | None, by: Actor) -> Plan:
    """What a file would change, with nothing kept at all. Raises Unreadable."""
    check_can_import(by, kind)
    parsed = planning.parse(kind, data, today=timezone.localdate(), stated=stated_date)
    return planning.plan(kind, parsed, only=_own_practices(kind, by), last_time=_last_time(kind))


def _write(import_id: uuid.UUID, parsed: Parsed) -> Import:
    # Whoever else is writing an import holds one of these rows: wait, then look afresh.
    list(
        Import.objects.select_for_update()
        .filter(status=ImportStatus.CONFIRMED)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    imported = _locked(import_id)
    if not IMPORT.allows(imported.status, "write"):
        return imported
    step = IMPORT.step(imported.status, "write")
    plan = _plan(imported, parsed)
    if plan.fingerprint != imported.preview["fingerprint"]:
        raise NotNow(CHANGED_SINCE)
    now = clock.now()
    writing.write(plan, imported, at=now)
    imported.status = step.to
    imported.written_at = now
    imported.result = {
        **_counts(plan),
        "totals": {total.label: total.this for total in plan.totals},
        "written": {
            "organisations": len(plan.new_organisations),
            "changed_organisations": len(plan.changed_organisations),
            "memberships": len(plan.new_memberships),
            "changed_memberships": len(plan.changed_memberships),
            "list_sizes": len(plan.new_list_sizes),
        },
    }
    imported.save(update_fields=["status", "written_at", "result"])
    _record(step.event, imported, after=imported.result)
    return imported


def _send_back(import_id: uuid.UUID, parsed: Parsed, notice: str) -> Import:
    plan = _plan(Import.objects.get(pk=import_id), parsed)
    with transaction.atomic():
        imported = _locked(import_id)
        if not IMPORT.allows(imported.status, "send_back"):
            return imported
        step = IMPORT.step(imported.status, "send_back")
        _keep_preview(imported, plan)
        imported.preview["notice"] = notice
        imported.status = step.to
        imported.confirmed_at = None
        imported.confirmed_by = None
        imported.save(update_fields=["status", "preview", "confirmed_at", "confirmed_by"])
        _record(step.event, imported, after=_counts(plan))
    return imported


def _give_up(imported: Import, fault: str) -> Import:
    with transaction.atomic():
        imported = _locked(imported.pk)
        step = IMPORT.step(imported.status, "give_up")
        imported.status = step.to
        imported.fault = fault
        imported.save(update_fields=["status", "fault"])
        _record(step.event, imported, after={"fault": fault})
    return imported


def _parse(imported: Import) -> Parsed:
    # An impossible date is judged by the real day, wherever the demonstration's clock stands.
    return planning.parse(
        imported.kind,
        files.open_verified(imported.file),
        today=timezone.localdate(),
        stated=imported.stated_date,
    )


def _plan(imported: Import, parsed: Parsed) -> Plan:
    uploader = actors.load(imported.uploaded_by)
    return planning.plan(
        imported.kind,
        parsed,
        only=_own_practices(imported.kind, uploader),
        last_time=_last_time(imported.kind),
    )


def _own_practices(kind: str, by: Actor) -> frozenset[str] | None:
    """The practices whose lists a person may write; None for all."""
    if kind not in planning.OF_LISTS or isinstance(by, SystemActor):
        return None
    if by.holds(Role.ADMINISTRATOR):
        return None
    own = Practice.objects.commissioned_by(by.organisations(Role.COMMISSIONER), clock.today())
    return frozenset(own.values_list("code", flat=True))


def _last_time(kind: str) -> LastTime | None:
    last = (
        Import.objects.filter(kind=kind, status=ImportStatus.WRITTEN)
        .order_by("-written_at")
        .first()
    )
    if last is None:
        return None
    return LastTime(
        last.result.get("totals", {}), f"{timezone.localtime(last.written_at):%-d %B %Y}"
    )


def _keep_preview(imported: Import, plan: Plan) -> None:
    imported.preview = plan.summary()
    writing.keep_findings(plan.findings, imported)


def _first_line(fault: Exception) -> str:
    return str(fault).strip().split("\n")[0][:200]


def _counts(plan: Plan) -> dict[str, Any]:
    return {
        "rows": plan.rows,
        "new": len(plan.new),
        "changed": len(plan.changed),
        "unchanged": plan.unchanged,
        "refused": plan.refused,
        "ignored": sum(plan.ignored.values()),
        "fingerprint": plan.fingerprint,
    }


def _locked(import_id: uuid.UUID) -> Import:
    return Import.objects.select_for_update().get(pk=import_id)


def _record(event: str, imported: Import, *, after: dict[str, Any]) -> None:
    by = actors.load(imported.confirmed_by or imported.uploaded_by)
    audit.record(event=event, by=by, subject=imported, after=after)
