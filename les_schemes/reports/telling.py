"""What people are told of monthly reports (NOT-06) and of their templates."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from accounts.models import RoleHolding, User
from les_schemes.models import MonthlyReport, ReportTemplate
from les_schemes.models.monthly_returns import MonthlyReturn, Revision
from les_schemes.reports.months import Slot
from les_schemes.rules.wording import on_day
from les_schemes.telling import holders
from pbc import clock, outbox
from pbc.models import Message
from pbc.roles import MANAGES_A_PROVIDER, Role


def month_of(report: MonthlyReturn) -> str:
    return f"{report.month:%B %Y}"


def _tell(
    users: Iterable[User], *, kind: str, subject: str, body: str, path: str, key: str
) -> None:
    for user in users:
        outbox.send(
            to=user.as_recipient,
            kind=kind,
            subject=subject,
            body=body,
            path=path,
            key=f"{key}:{user.person_id}",
        )


def _managers(report: MonthlyReturn) -> list[User]:
    return [user for role in MANAGES_A_PROVIDER for user in holders(role, [report.holder.pk])]


def tell_of_submission(report: MonthlyReturn, revision: Revision) -> None:
    """Those who receive it next: the leads of the locality, or the commissioner's officers."""
    if report.locality_id is None:
        tell_commissioner(report, revision)
        return
    _tell(
        holders(Role.LOCALITY_LEAD, [report.locality_id]),
        kind=f"{report.noun}.submitted",
        subject=f"{report.provider} sent its {report.noun} of {month_of(report)}",
        body="Accept it for the locality, or send it back with what is to be mended.",
        path=report.get_absolute_url(),
        key=f"{report.noun}-submitted:{revision.pk}",
    )


def tell_commissioner(report: MonthlyReturn, revision: Revision) -> None:
    noun = report.noun
    _tell(
        holders(Role.COMMISSIONER, [report.commissioner_id]),
        kind=f"{noun}.received",
        subject=f"{noun.title()} of {report.provider} for {month_of(report)} waits for you",
        body="Accepted, its month is paid with the next payments.",
        path=report.get_absolute_url(),
        key=f"{noun}-received:{revision.pk}",
    )


def tell_of_acceptance(report: MonthlyReturn) -> None:
    _tell(
        _managers(report),
        kind=f"{report.noun}.accepted",
        subject=f"Your {report.noun} of {month_of(report)} is accepted",
        body="What it pays comes with the next payments.",
        path=report.get_absolute_url(),
        key=f"{report.noun}-accepted:{report.pk}",
    )


def tell_of_return(report: MonthlyReturn, revision: Revision) -> None:
    who = revision.get_returned_from_display()
    _tell(
        _managers(report),
        kind=f"{report.noun}.returned",
        subject=f"Your {report.noun} of {month_of(report)} was sent back",
        body=(
            f"{who}: {revision.returned_because}\n\nEverything you entered is there. Mend it and "
            "submit it again; what you sent before is kept beside it."
        ),
        path=report.get_absolute_url(),
        key=f"{report.noun}-returned:{revision.pk}",
    )


def tell_of_voiding(report: MonthlyReturn) -> None:
    noun = report.noun
    _tell(
        _managers(report),
        kind=f"{noun}.voided",
        subject=f"Your {noun} of {month_of(report)} was made void",
        body=(
            f"{report.voided_because}\n\nThe month no longer counts and may be sent again. What "
            "was paid for it is taken off the next payments."
        ),
        path=report.get_absolute_url(),
        key=f"{noun}-voided:{report.pk}",
    )


def tell_of_excuse(report: MonthlyReport) -> None:
    _tell(
        _managers(report),
        kind="report.excused",
        subject=f"You are excused from the report of {month_of(report)}",
        body=f"{report.excused_because}\n\nThe month counts as reported and is released.",
        path=report.get_absolute_url(),
        key=f"report-excused:{report.pk}",
    )


def tell_of_proposal(template: ReportTemplate) -> None:
    asked = template.agreements.values_list("locality", flat=True)
    _tell(
        holders(Role.LOCALITY_LEAD, asked),
        kind="report_template.proposed",
        subject=f"Please agree what practices report: {template.version}",
        body=(
            f"{template.version.commissioner} proposes a template of the monthly reports. It is "
            "used once the leads of every locality asked have agreed."
        ),
        path=template.get_absolute_url(),
        key=f"template-proposed:{template.pk}",
    )


def tell_of_settlement(template: ReportTemplate) -> None:
    """The officers hear that a template is agreed, or refused with its reason."""
    agreed = template.agreed_at is not None
    _tell(
        holders(Role.COMMISSIONER, [template.version.commissioner_id]),
        kind="report_template.settled",
        subject=f"{template}: {template.get_status_display().lower()}",
        body="Every locality asked has agreed. Practices can report."
        if agreed
        else template.reason,
        path=template.get_absolute_url(),
        key=f"template-settled:{template.pk}",
    )


def remind(slots: Collection[Slot], *, stage: str) -> int:
    """NOT-06: that reports fall due, or are overdue. Once a stage; returns how many were told."""
    managers: dict[int, list[User]] = defaultdict(list)
    holdings = (
        RoleHolding.objects.on(clock.today())
        .of(Role.PRACTICE_MANAGER)
        .filter(organisation__in={slot.sign_up.holder.pk for slot in slots}, user__is_active=True)
        .select_related("user__person")
    )
    for holding in holdings:
        managers[holding.organisation_id].append(holding.user)
    letters = {
        f"report-due:{slot.sign_up.pk}:{slot.key}:{stage}:{user.person_id}": (slot, user)
        for slot in slots
        for user in managers[slot.sign_up.holder.pk]
    }
    told = set(Message.objects.filter(key__in=letters).values_list("key", flat=True))
    new = {key: letter for key, letter in letters.items() if key not in told}
    for key, (slot, user) in new.items():
        subject = (
            f"Report of {slot.name} is overdue"
            if slot.is_overdue
            else f"Report of {slot.name} is due by {on_day(slot.due_on)}"
        )
        outbox.send(
            to=user.as_recipient,
            kind="report.overdue" if slot.is_overdue else "report.due",
            subject=subject,
            body=_reminder(slot),
            path=slot.get_absolute_url(),
            key=key,
        )
    return len(new)


def _reminder(slot: Slot) -> str:
    practice = slot.sign_up.provider
    if slot.is_overdue:
        return (
            f"The report of {practice} for {slot.name} was due on {on_day(slot.due_on)}. It is "
            "taken late, too: its month is released once it is accepted, if that is before the "
            "year is closed on 30 April."
        )
    return (
        f"Enter or upload the referrals and the activity of {practice} for {slot.name}, or say "
        f"that there were none, by {on_day(slot.due_on)}."
    )
