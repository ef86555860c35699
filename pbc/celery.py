"""The queue: ``celery --app=pbc.celery``. The ``Job`` and outbox rows are the truth about it."""

import os
from typing import Any

from celery import Celery
from celery.signals import after_task_publish, beat_init, worker_process_init
from django.conf import settings
from django.utils.module_loading import autodiscover_modules

from pbc.launch import parts
from pbc.launch.process_death import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pbc.settings")

SENT_EVERY_MINUTE = "pbc.sweep"

app = Celery("pbc")
app.config_from_object("django.conf:settings", namespace="CELERY")


def load_tasks() -> None:
    """Import every app's ``tasks``: what they handle is known also where work is asked for."""
    autodiscover_modules("tasks")


@beat_init.connect
@after_task_publish.connect(sender=SENT_EVERY_MINUTE)
def show_that_beat_lives(**signal: Any) -> None:
    """Only beat sends the sweep: the age of this file is what its health check looks at."""
    (settings.PBC_VAR / parts.BEAT_SIGN_OF_LIFE).touch()


@worker_process_init.connect
def leave_with_the_worker(**signal: Any) -> None:
    """A process of the pool does not outlive the worker, even one that was killed."""
    die_with_parent()
