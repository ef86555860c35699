"""The parts of the running product and the command each is started by, everywhere the same."""

import os
from collections.abc import Sequence
from dataclasses import dataclass

from pbc.launch.places import ROOT, python

BEAT_SIGN_OF_LIFE = "beat-alive"


@dataclass(frozen=True)
class Part:
    """One long-running process: how it starts and which open sockets it inherits."""

    name: str
    command: Sequence[str]
    pass_fds: tuple[int, ...] = ()


def web(*binds: str, pass_fds: tuple[int, ...] = ()) -> Part:
    """The web server, listening at ``binds`` (``host:port`` or ``fd://number``)."""
    listening = [word for bind in binds for word in ("--bind", bind)]
    settings = ["--config", "python:pbc.launch.gunicorn_settings"]
    command = python("-m", "gunicorn", *settings, *listening, "pbc.wsgi:application")
    return Part("web", command, pass_fds)


def worker() -> Part:
    """The Celery worker."""
    return Part(
        "worker",
        _celery("worker", "--concurrency=2", "--without-gossip", "--without-mingle"),
    )


def beat() -> Part:
    """The clock of the queue: it says when the sweeper and the outbox are due.

    It remembers nothing over a restart: nothing it sends is rarer than once a minute.
    """
    return Part("beat", _celery("beat", "--scheduler=celery.beat:Scheduler", "--pidfile="))


def _celery(*words: str) -> list[str]:
    return python(
        *("-m", "celery", "--app=pbc.celery", f"--workdir={ROOT}", "--quiet"),
        *(*words, f"--loglevel={os.environ.get('PBC_LOG_LEVEL') or 'INFO'}"),
    )
