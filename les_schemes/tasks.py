"""The queue's entry points for schemes and sign-ups."""

from celery import shared_task

from les_schemes.actions import reminders
from pbc import clock
from pbc.actor import SYSTEM


@shared_task(name="les_schemes.send_reminders")
def send_reminders() -> int:
    with clock.read_once():
        return reminders.send_due(by=SYSTEM)
