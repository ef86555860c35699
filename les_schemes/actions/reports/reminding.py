"""Reminders of reports that fall due or are overdue (NOT-06)."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from les_schemes import permissions
from les_schemes.models import SchemeVersion, SignUp
from les_schemes.reports import months, telling
from les_schemes.reports.months import Slot
from les_schemes.statuses import IN_FORCE
from pbc import clock
from pbc.actions import action
from pbc.actor import Actor

# Days before the day a report is due, and after it. A day on which nothing ran is made good.
BEFORE = (14, 3, 0)
AFTER = (1, 10)


@action
def send_due(*, by: Actor) -> int:
    """Remind the practices whose report of a month is due or overdue; twice sends nothing more.

    Returns how many messages were queued.
    """
    permissions.check_can_remind_of_reports(by)
    today = clock.today()
    sent = 0
    for version in SchemeVersion.objects.open().select_related("scheme"):
        if not months.asks_for_reports(version):
            continue
        stages = {
            month: stage
            for month in months.of_year(version.financial_year)
            if (stage := _stage_of((months.due_on(month) - today).days)) is not None
            and today >= months.following(month)
        }
        if stages:
            sent += _remind(version, stages)
    return sent


def _stage_of(days_left: int) -> str | None:
    """Which reminder stands on a day so many days before the due date; None where none does."""
    if days_left >= 0:
        due = [days for days in BEFORE if days_left <= days]
        return f"before-{min(due)}" if due else None
    late = [days for days in AFTER if -days_left >= days]
    return f"after-{max(late)}" if -days_left <= max(AFTER) + 7 else None


def _remind(version: SchemeVersion, stages: Mapping[date, str]) -> int:
    sign_ups = SignUp.objects.filter(version=version, status__in=IN_FORCE).select_related(
        "version__scheme", "provider"
    )
    waiting: dict[str, list[Slot]] = defaultdict(list)
    for slots in months.slots_of(list(sign_ups)).values():
        for slot in slots:
            if slot.month in stages and slot.waits_on_practice:
                waiting[stages[slot.month]].append(slot)
    return sum(telling.remind(slots, stage=stage) for stage, slots in waiting.items())
