"""The queue's entry points for schemes and sign-ups."""

from celery import shared_task

from les_schemes.actions import reminders, reports, sign_ups, statements
from pbc import clock
from pbc.actor import SYSTEM


@shared_task(name="les_schemes.send_reminders")
def send_reminders() -> int:
    with clock.read_once():
        return reminders.send_due(by=SYSTEM) + reports.send_due(by=SYSTEM)


@shared_task(name="les_schemes.keep_statements")
def keep_statements() -> int:
    """Ask for year-end statements from their day on, remind, and note what is missing."""
    with clock.read_once():
        asked = statements.ask_all(by=SYSTEM)
        return asked + statements.note_missing(by=SYSTEM) + statements.send_due(by=SYSTEM)


@shared_task(name="les_schemes.keep_sign_ups")
def keep_sign_ups() -> int:
    """Pass on what merged practices had signed, and end what was to end."""
    with clock.read_once():
        return sign_ups.transfer_due(by=SYSTEM) + sign_ups.end_due(by=SYSTEM)
