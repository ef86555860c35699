"""What of monthly reports and templates waits on a person, for the home page."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse

from les_schemes.models import MonthlyReport, ReportTemplate, SignUp
from les_schemes.reports import months
from les_schemes.reports import worth as worth_of_reports
from les_schemes.reports.months import Slot
from les_schemes.reports.statuses import ReportStatus
from les_schemes.statuses import IN_FORCE
from pbc import clock, waiting
from pbc.actor import Actor
from pbc.roles import Role
from pbc.waiting import WaitingItem

# More months of one practice than this are told in one card.
_MOST_CARDS = 3


@waiting.register
def reports_waiting_on(actor: Actor) -> Iterator[WaitingItem]:
    """A manager's months, what a lead and an officer have to receive, a template to agree."""
    managed = actor.organisations(Role.PRACTICE_MANAGER)
    if managed:
        yield from _to_report(managed)
    if actor.holds(Role.LOCALITY_LEAD):
        yield from _to_receive(actor, "locality")
        yield from _templates(actor)
    if actor.holds(Role.COMMISSIONER):
        yield from _to_receive(actor, "commissioner")


def _to_report(managed: frozenset[int]) -> Iterator[WaitingItem]:
    sign_ups = months.reporting(
        SignUp.objects.filter(provider__in=managed, status__in=IN_FORCE).select_related(
            "version__scheme", "provider"
        )
    )
    for sign_up in sign_ups:
        slots = months.slots(sign_up)
        owed = [slot for slot in slots if slot.waits_on_practice]
        if not owed:
            continue
        release = worth_of_reports.of_sign_up(sign_up)
        counted = sum(slot.counts for slot in slots)
        if len(owed) > _MOST_CARDS:
            yield _together(sign_up, owed, counted, release)
            continue
        for place, slot in enumerate(owed):
            yield _month(slot, release.of_one_more(counted + place) if release else None)


def _month(slot: Slot, worth_pence: int | None) -> WaitingItem:
    explanation = "Enter or upload the referrals and the activity, or say that there were none."
    if slot.state == ReportStatus.RETURNED:
        explanation = "It was sent back: mend it and submit it again."
    elif slot.state == ReportStatus.DRAFT:
        explanation = "It is begun. Check it and submit it."
    if slot.is_overdue:
        explanation = f"Overdue. {explanation}"
    return WaitingItem(
        title=f"Report of {slot.name}",
        url=slot.get_absolute_url(),
        since=months.following(slot.month),
        due=slot.due_on,
        worth_pence=worth_pence,
        explanation=explanation,
        organisation=slot.sign_up.holder.name,
    )


def _together(
    sign_up: SignUp,
    owed: list[Slot],
    counted: int,
    release: worth_of_reports.Release | None,
) -> WaitingItem:
    overdue = sum(slot.is_overdue for slot in owed)
    return WaitingItem(
        title=f"Reports of {len(owed)} months",
        url=reverse(
            "les_schemes:report-practice", args=[sign_up.version_id, sign_up.provider.code]
        ),
        since=months.following(owed[0].month),
        due=owed[0].due_on,
        count=len(owed),
        worth_pence=release.after(counted + len(owed)) - release.after(counted)
        if release
        else None,
        explanation=f"From {owed[0].name} on; {overdue} overdue.",
        organisation=sign_up.holder.name,
    )


def _to_receive(actor: Actor, party: str) -> Iterator[WaitingItem]:
    """Submitted reports, one card for each locality or commissioner."""
    found = (
        MonthlyReport.objects.waiting_for_lead(actor)
        if party == "locality"
        else MonthlyReport.objects.waiting_for_officer(actor)
    )
    groups = (
        found.order_by()
        .values(f"{party}__name")
        .annotate(count=Count("pk"), oldest=Min("submitted_at"))
        .order_by(f"{party}__name")
    )
    for group in groups:
        number = group["count"]
        since = group["oldest"].astimezone(clock.LONDON).date()
        yield WaitingItem(
            title="Monthly report to receive" if number == 1 else "Monthly reports to receive",
            url=reverse("les_schemes:reports"),
            since=since,
            count=number,
            explanation=f"The oldest since {since:%-d %B %Y}. Accept each, or send it back.",
            organisation=group[f"{party}__name"],
        )


def _templates(actor: Actor) -> Iterator[WaitingItem]:
    for template in ReportTemplate.objects.to_agree_by(actor).select_related(
        "version__scheme", "version__commissioner"
    ):
        yield WaitingItem(
            title=f"Agree what is reported: {template.version}",
            url=template.get_absolute_url(),
            since=template.proposed_at.astimezone(clock.LONDON).date(),
            explanation="Practices can report once the leads of every locality asked have agreed.",
            organisation=template.version.commissioner.name,
        )
