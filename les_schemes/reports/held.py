"""What is held of a month: its locked report, its revision in hand, the template that applies."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model

from les_schemes.models import (
    ActivityRow,
    Claim,
    ClaimedItems,
    ClaimRevision,
    MonthlyReport,
    ReferralRow,
    ReportRevision,
    ReportTemplate,
    SchemeVersion,
    SignUp,
)
from les_schemes.models.monthly_returns import MonthlyReturn
from les_schemes.reports import months
from les_schemes.reports.columns import SECTIONS, Section
from les_schemes.reports.workflow import CLAIM, REPORT
from les_schemes.sheet import locked
from pbc import audit, clock
from pbc.actor import Actor
from pbc.refusals import NotNow
from pbc.workflow import Transition, Workflow

Returned = TypeVar("Returned", bound=MonthlyReturn)
ROWS: dict[str, type[Model]] = {"referrals": ReferralRow, "activity": ActivityRow}


def template_for(version: SchemeVersion, month: date) -> ReportTemplate | None:
    """The agreed template that applies to a month: the latest one in force by then (AMB-44)."""
    return (
        ReportTemplate.objects.agreed()
        .filter(version=version, applies_from__lte=month)
        .order_by("-applies_from", "-number")
        .first()
    )


def locked_month(sign_up: SignUp, month: date) -> tuple[SignUp, MonthlyReport | None]:
    """The sign-up and the live report of a month, locked until the transaction ends.

    The sign-up's lock stands for the month as long as no report of it is held.
    """
    sign_up = locked(sign_up)
    report = (
        MonthlyReport.objects.live()
        .select_for_update(of=("self",))
        .filter(version=sign_up.version_id, provider=sign_up.provider_id, month=month)
        .first()
    )
    return sign_up, report


def locked_report(report: Returned) -> Returned:
    """The report or claim as it is now, locked until the transaction ends."""
    found: Any = (
        type(report)
        ._default_manager.select_for_update(of=("self",))
        .select_related("version__scheme", "provider", "commissioner", "locality")
        .get(pk=report.pk)
    )
    return found


def flow_of(report: MonthlyReturn) -> Workflow:
    return CLAIM if isinstance(report, Claim) else REPORT


def new_report(sign_up: SignUp, month: date, by: Actor) -> MonthlyReport:
    """A report of a month the sign-up is to report; not saved yet."""
    if month not in months.expected_of(sign_up):
        raise NotNow(f"{sign_up.provider} has no report to make for {month:%B %Y}.")
    if clock.today() < month:
        raise NotNow(f"{month:%B %Y} has not begun.")
    return MonthlyReport(
        version=sign_up.version,
        provider=sign_up.provider,
        commissioner=sign_up.commissioner,
        locality=sign_up.locality,
        month=month,
        due_on=months.due_on(month),
        created_at=clock.now(),
        created_by=by.person_id,  # type: ignore[misc]  # who may do this is a person
    )


def in_hand(report: MonthlyReport) -> ReportRevision:
    """The revision that is being prepared; begun now if there is none."""
    held = report.revisions.filter(submitted_at__isnull=True).first()
    if held is not None:
        return held
    return ReportRevision.objects.create(
        report=report, number=report.revisions.count() + 1, begun_at=clock.now()
    )


def latest(report: MonthlyReport) -> ReportRevision | None:
    """The newest revision, with what is entered so far."""
    return report.revisions.order_by("number").last()


def last_submitted(report: MonthlyReturn) -> Any:
    """The newest revision that was submitted, of a report or a claim; None where none was."""
    revisions: Any = report.revisions  # type: ignore[attr-defined]  # of each kind its own
    return revisions.filter(submitted_at__isnull=False).order_by("number").last()


def put_rows(
    revision: ReportRevision, section: Section, values: Sequence[Mapping[str, Any]], *, none: bool
) -> None:
    """Replace the rows of a section in the revision in hand."""
    model = ROWS[section.key]
    revision.rows_of(section.key).delete()
    model._default_manager.bulk_create(
        model(revision=revision, number=number, **value)
        for number, value in enumerate(values, start=1)
    )
    field = f"no_{section.key}"
    setattr(revision, field, none)
    revision.save(update_fields=[field])


def values_of(revision: ReportRevision, section: Section) -> list[dict[str, Any]]:
    """The rows of a section as the checker makes them."""
    keys = [column.key for column in section.columns]
    return list(revision.rows_of(section.key).values(*keys))


def copy_for_mending(revision: ReportRevision | ClaimRevision) -> None:
    """The next revision, with everything of the one sent back."""
    values = {
        "number": revision.number + 1,
        "begun_at": clock.now(),
        "note": revision.note,
    }
    if isinstance(revision, ClaimRevision):
        mended = ClaimRevision.objects.create(claim=revision.claim, **values)
        put_items(mended, dict(revision.items.values_list("objective", "count")))
        return
    following = ReportRevision.objects.create(report=revision.report, **values)
    for section in SECTIONS.values():
        put_rows(
            following,
            section,
            values_of(revision, section),
            none=revision.is_nil(section.key),
        )


def put_items(revision: ClaimRevision, counts: Mapping[int, int]) -> None:
    """Replace what is claimed under each objective in the revision in hand."""
    revision.items.all().delete()
    ClaimedItems.objects.bulk_create(
        ClaimedItems(revision=revision, objective=objective, count=count)
        for objective, count in sorted(counts.items())
    )


def recorded(
    report: MonthlyReturn,
    step: Transition,
    *,
    by: Actor,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Write the event of a step into the commissioner's chain."""
    audit.record(
        event=step.event,
        by=by,
        subject=report,
        chain=report.commissioner.audit_chain,
        before=before,
        after={
            "status": step.to,
            "month": f"{report.month:%Y-%m}",
            "provider": report.provider.code,
            **(after or {}),
        },
        reason=reason,
    )
