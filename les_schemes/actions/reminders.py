"""Reminders before the deadline: 21, 14, 7, 2 and 0 days (F-SIGN-17, NOT-03)."""

from les_schemes import permissions, telling
from les_schemes.models import SchemeVersion
from les_schemes.workflow import REMINDER_DAYS
from pbc import clock
from pbc.actions import action
from pbc.actor import Actor


@action
def send_due(*, by: Actor) -> int:
    """Send what is due today for every open scheme; twice sends nothing more.

    A day on which nothing ran is made good the next time, once, with the latest reminder that
    was missed. Returns how many messages were queued.
    """
    permissions.check_can_send_reminders(by)
    today = clock.today()
    sent = 0
    for version in SchemeVersion.objects.open().select_related("scheme", "commissioner"):
        days_left = (version.last_day - today).days
        due = [days for days in REMINDER_DAYS if 0 <= days_left <= days]
        opened = version.opened_at.astimezone(clock.LONDON).date() if version.opened_at else today
        if due and (version.last_day - opened).days >= min(due):
            sent += telling.remind_of_deadline(version, days_before=min(due), days_left=days_left)
    return sent
