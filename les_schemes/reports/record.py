"""What has happened to a month's report, for its page."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from les_schemes.models import MonthlyReport, ReportRevision, ReportUpload
from les_schemes.record import Event
from les_schemes.reports.months import Slot
from les_schemes.reports.statuses import ReportStatus
from localities.models import Person


def events(report: MonthlyReport) -> list[Event]:
    """Newest first."""
    revisions = list(report.revisions.all())
    files = list(report.uploads.select_related("file"))
    found: list[tuple[datetime | None, str, uuid.UUID | None, str, str]] = [
        (report.created_at, "Begun", report.created_by, "", ""),
        (
            report.locality_accepted_at,
            "Passed on for the locality by the commissioner"
            if report.locality_passed_because
            else f"Accepted for {report.locality}",
            report.locality_accepted_by,
            report.locality_passed_because,
            "",
        ),
        (
            report.accepted_at,
            "Accepted late" if report.is_late else "Accepted",
            report.accepted_by,
            "",
            "",
        ),
        (report.excused_at, "Excused", report.excused_by, report.excused_because, ""),
        (report.voided_at, "Made void", report.voided_by, report.voided_because, ""),
    ]
    for upload in files:
        faults = len(upload.faults)
        note = f"{faults} fault{'' if faults == 1 else 's'} found" if faults else "No fault found"
        found.append(
            (
                upload.uploaded_at,
                f"File uploaded: {upload.file.original_name}",
                upload.uploaded_by,
                note,
                upload.get_absolute_url(),
            )
        )
    for revision in revisions:
        which = f" (revision {revision.number})" if revision.number > 1 else ""
        if revision.submitted_at is not None:
            found.append(
                (
                    revision.submitted_at,
                    f"Submitted{which}",
                    revision.submitted_by,
                    revision.note,
                    address_of(revision),
                )
            )
        if revision.returned_at is not None:
            party = revision.get_returned_from_display()
            found.append(
                (
                    revision.returned_at,
                    f"Sent back by the {party[:1].lower()}{party[1:]}"
                    if revision.returned_from == "commissioner"
                    else f"Sent back by the {party}",
                    revision.returned_by,
                    revision.returned_because,
                    "",
                )
            )
    names = _names({who for _, _, who, _, _ in found})
    happened = [
        Event(when, what, names.get(who, "") if who else "", note, href)
        for when, what, who, note, href in found
        if when is not None
    ]
    return sorted(happened, key=lambda event: event.when, reverse=True)


def address_of(revision: ReportRevision) -> str:
    report = revision.report
    return reverse(
        "les_schemes:report-revision",
        args=[report.version_id, report.provider.code, f"{report.month:%Y-%m}", revision.number],
    )


def earlier_revisions(report: MonthlyReport) -> list[ReportRevision]:
    """What was submitted before and sent back."""
    return list(report.revisions.filter(returned_at__isnull=False))


def uploads(report: MonthlyReport) -> "QuerySet[ReportUpload]":
    return report.uploads.select_related("file")


@dataclass(frozen=True)
class Voided:
    """A void report of the same month."""

    report: MonthlyReport
    who: str


def voided(slot: Slot) -> list[Voided]:
    """Reports of the month that were made void, with their reasons."""
    found = list(
        MonthlyReport.objects.filter(
            version=slot.sign_up.version_id,
            provider=slot.sign_up.provider_id,
            month=slot.month,
            status=ReportStatus.VOID,
        ).order_by("voided_at")
    )
    names = _names({report.voided_by for report in found})
    return [Voided(report, names.get(report.voided_by, "")) for report in found]


def names_of(revision: ReportRevision) -> dict[str, str]:
    """Who submitted a revision, and who sent it back."""
    who = {"submitted": revision.submitted_by, "returned": revision.returned_by}
    names = _names(set(who.values()))
    return {role: names[pk] for role, pk in who.items() if pk in names}


def _names(ids: set[Any]) -> dict[Any, str]:
    people = Person.objects.filter(pk__in=[pk for pk in ids if pk is not None])
    return {person.pk: person.name for person in people}
