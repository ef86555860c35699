"""The queue: ``celery --app=pbc.celery``. The ``Job`` and outbox rows are the truth about it."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_process_init
from django.utils.module_loading import autodiscover_modules

from pbc.launch.process_death import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pbc.settings")

app = Celery("pbc")
app.config_from_object("django.conf:settings", namespace="CELERY")


def load_tasks() -> None:
    """Import every app's ``tasks``: what they handle is known also where work is asked for."""
    autodiscover_modules("tasks")


@worker_process_init.connect
def leave_with_the_worker(**signal: Any) -> None:
    """A process of the pool does not outlive the worker, even one that was killed."""
    die_with_parent()
