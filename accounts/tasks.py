"""What is cleared away in the background."""

from celery import shared_task
from django.core.management import call_command


@shared_task(name="accounts.clear_sessions")
def clear_sessions() -> None:
    """Delete the rows of sessions that have ended; safe to run at any time, any number of times."""
    call_command("clearsessions")
