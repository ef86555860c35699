"""A real queue for tests: a Redis server and Celery workers, started as the product starts them."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import redis
from django.conf import settings
from django.db import connection

from pbc.celery import app
from pbc.launch import parts, private_server
from pbc.launch.parts import Part
from pbc.launch.places import ROOT
from pbc.launch.process_death import die_with_parent

SECONDS_TO_START = 60.0


def wait_until(ready: Callable[[], bool], *, what: str, seconds: float = SECONDS_TO_START) -> None:
    """Return as soon as ``ready()``; fail the test if that takes too long."""
    deadline = time.monotonic() + seconds
    pause = 0.01
    while not ready():
        assert time.monotonic() < deadline, f"{what}: not within {seconds:.0f} s"
        time.sleep(pause)
        pause = min(pause * 1.5, 0.25)


class Server:
    """One part of the product as a process of its own."""

    def __init__(self, part: Part, environment: dict[str, str], log: Path) -> None:
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                part.command,
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )

    def said(self) -> str:
        """What it has written so far."""
        return self.log.read_text(errors="replace")

    def kill(self) -> None:
        """End it and everything it forked at once, as a power cut would."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def check_alive(self) -> None:
        assert self.process.poll() is None, f"it ended by itself:\n{self.said()[-3000:]}"


def start_redis() -> Server | None:
    """The Redis server the settings name: one of our own, or none where one is given."""
    if os.environ.get("TEST_REDIS_URL"):
        redis.from_url(settings.REDIS_URL).flushdb()
        return None
    part = private_server.part(settings.PBC_VAR)
    server = Server(part, dict(os.environ), settings.PBC_VAR / "redis.log")
    socket = private_server.socket_path(settings.PBC_VAR)

    def answers() -> bool:
        server.check_alive()
        try:
            return socket.exists() and bool(redis.from_url(settings.REDIS_URL).ping())
        except redis.ConnectionError:  # the socket stands a moment before anybody listens on it
            return False

    wait_until(answers, what="Redis")
    return server


def start_worker() -> Server:
    """A Celery worker on this process's test database and queue; back when it takes tasks."""
    part = parts.worker()
    name = f"{os.getpid()}-{time.monotonic_ns()}@test"
    command = [*part.command, f"--hostname={name}"]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "pbc.settings",
        "DATABASE_URL": address_of_test_database(),
        "REDIS_URL": settings.REDIS_URL,
        "PBC_VAR": str(settings.PBC_VAR),
    }
    server = Server(Part(part.name, command), environment, settings.PBC_VAR / f"{name}.log")

    def answers() -> bool:
        server.check_alive()
        return bool(app.control.ping(destination=[name], timeout=0.5))

    wait_until(answers, what="the worker")
    return server


def address_of_test_database() -> str:
    """The address of the database the tests of this process write to."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["TEST_DATABASE_URL"])._replace(path=f"/{name}"))
