"""What has happened to a sheet, for the timeline of its page."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from les_schemes.models import SignUp
from localities.models import Person


@dataclass(frozen=True)
class Event:
    """One thing that happened, as the timeline shows it."""

    when: datetime
    what: str
    who: str = ""
    note: str = ""
    href: str = ""


def events(sign_up: SignUp) -> list[Event]:
    """Newest first."""
    names = _names(sign_up)
    found: list[tuple[datetime | None, str, uuid.UUID | None, str, str]] = [
        (sign_up.created_at, "Sheet started", sign_up.created_by, "", ""),
        (
            sign_up.signatures_requested_at,
            "GPs asked to sign",
            sign_up.signatures_requested_by,
            "",
            "",
        ),
        (
            sign_up.accepted_at,
            "Accepted",
            sign_up.accepted_by,
            f"Late, let in by {sign_up.late_decision}" if sign_up.late_decision else "",
            "",
        ),
        (sign_up.refused_at, "Refused", sign_up.refused_by, sign_up.refusal_reason, ""),
        (
            sign_up.notice_given_at,
            f"Notice to withdraw from {sign_up.withdrawn_from:%-d %B %Y} on"
            if sign_up.withdrawn_from
            else "",
            sign_up.notice_given_by,
            sign_up.withdrawal_reason,
            "",
        ),
        (sign_up.withdrawn_at, "Withdrawn", sign_up.withdrawn_by, sign_up.withdrawal_reason, ""),
    ]
    for passed_on in sign_up.transfers.select_related("successor"):
        merged = f"Held by {passed_on.successor} from {passed_on.on:%-d %B %Y} on, after a merger"
        found.append(
            (passed_on.recorded_at, merged, None, "", passed_on.successor.get_absolute_url())
        )
    queries = list(sign_up.queries.all())
    if not queries or sign_up.submitted_at is None:
        found.append((sign_up.submitted_at, "Sheet returned", sign_up.submitted_by, "", ""))
    else:
        found.append((sign_up.received_at, "Sheet received", None, "", ""))
    for query in queries:
        found.append((query.raised_at, "Queried", query.raised_by, query.reason, ""))
        found.append((query.answered_at, "Query answered", query.answered_by, query.answer, ""))
    for sheet in sign_up.sheets.all():
        day = f"{sheet.received_on:%-d %B %Y}"
        uploaded = f"Paper sheet uploaded, received on {day}"
        found.append((sheet.uploaded_at, uploaded, sheet.uploaded_by, "", ""))
        found.append((sheet.verified_at, "Paper sheet verified", sheet.verified_by, "", ""))
        rejected = "Paper sheet rejected"
        found.append((sheet.rejected_at, rejected, sheet.rejected_by, sheet.rejection_reason, ""))
    for signature in sign_up.signatures.select_related("person"):
        found.append(
            (
                signature.signed_at,
                f"Signed as {signature.get_capacity_display()}",
                signature.person_id,
                signature.get_method_display(),
                reverse("les_schemes:sign-up-signature", args=[sign_up.pk, signature.pk]),
            )
        )
    for named in sign_up.named_gps.filter(declined_at__isnull=False).select_related("post__person"):
        found.append(
            (
                named.declined_at,
                f"{named.post.person} declines to sign",
                named.declined_by,
                named.decline_reason,
                "",
            )
        )
    happened = [
        Event(when, what, names.get(who, "") if who else "", note, href)
        for when, what, who, note, href in found
        if when is not None
    ]
    return sorted(happened, key=lambda event: event.when, reverse=True)


def _names(sign_up: SignUp) -> dict[uuid.UUID, str]:
    """The names of everyone the record mentions, in one query."""
    ids = {
        sign_up.created_by,
        sign_up.signatures_requested_by,
        sign_up.submitted_by,
        sign_up.accepted_by,
        sign_up.refused_by,
        sign_up.withdrawn_by,
        sign_up.notice_given_by,
        *sign_up.signatures.values_list("person_id", flat=True),
        *sign_up.named_gps.values_list("declined_by", flat=True),
    }
    for raised_by, answered_by in sign_up.queries.values_list("raised_by", "answered_by"):
        ids |= {raised_by, answered_by}
    for who in sign_up.sheets.values_list("uploaded_by", "verified_by", "rejected_by"):
        ids.update(who)
    people = Person.objects.filter(pk__in=[pk for pk in ids if pk is not None])
    return {person.pk: person.name for person in people}
