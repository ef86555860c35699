"""``./run`` as a person starts it: a process of its own on a folder of its own."""

import json
import os
import signal
import socket
import subprocess
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from pbc.launch.places import ROOT
from pbc.launch.process_death import die_with_parent
from tests.servers import wait_until

needs_postgresql = pytest.mark.skipif(
    not os.environ.get("TEST_DATABASE_URL"), reason="TEST_DATABASE_URL names no PostgreSQL server"
)
# These start installations of their own on SQLite; once is enough.
once = pytest.mark.skipif(
    bool(os.environ.get("TEST_DATABASE_URL")), reason="the same on both: run with the SQLite suite"
)
INHERITED = ("PATH", "HOME", "LANG", "TMPDIR", "PYENV_ROOT", "USER")
SECONDS_FOR_FIRST_START = 300.0


def _as_from_a_terminal() -> None:
    """Hear the hang-up, even where the suite runs under a program that had it ignored."""
    die_with_parent()
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def environment(**variables: str) -> dict[str, str]:
    """What a fresh shell would give, and the variables named."""
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    return {**inherited, **variables}


def run(*arguments: str, stdin: str = "", **variables: str) -> subprocess.CompletedProcess[str]:
    """``./run`` with arguments, to its end."""
    return subprocess.run(
        [str(ROOT / "run"), *arguments],
        env=environment(**variables),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=SECONDS_FOR_FIRST_START,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Started:
    """A ``./run`` under way."""

    def __init__(self, var: Path, *, port: int, **variables: str) -> None:
        self.var = var
        self.port = port
        self.said_to = var.with_name(f"{var.name}-{port}.txt")
        with self.said_to.open("w") as output:
            self.process = subprocess.Popen(
                [str(ROOT / "run")],
                env=environment(PBC_VAR=str(var), PORT=str(port), **variables),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_as_from_a_terminal,
            )

    def said(self) -> str:
        return self.said_to.read_text()

    def wait_for(self, words: str) -> None:
        """Until it has said so; an end before that fails the test."""

        def has_said() -> bool:
            assert words in self.said() or self.process.poll() is None, self.said()
            return words in self.said()

        wait_until(has_said, what=words, seconds=SECONDS_FOR_FIRST_START)

    def wait_until_started(self) -> "Started":
        self.wait_for("Ctrl-C stops everything")
        return self

    def health(self, port: int | None = None) -> dict[str, Any]:
        with urlopen(f"http://localhost:{port or self.port}/healthz", timeout=10) as response:
            return json.load(response)

    def processes(self) -> dict[int, str]:
        """Every process of this installation, with its command line.

        Their environment says so; Redis writes its title over that, but works in the folder.
        """
        marker = f"PBC_VAR={self.var}".encode()
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                variables = (folder / "environ").read_bytes().split(b"\0")
                words = (folder / "cmdline").read_bytes().split(b"\0")
                works_in = (folder / "cwd").readlink()
            except OSError:
                continue
            if (marker in variables or works_in == self.var) and words != [b""]:
                found[int(folder.name)] = b" ".join(words).decode()
        return found

    def process_of(self, word: str) -> int:
        """The oldest process with this word in its command line: the part, not what it forked."""
        return min(number for number, line in self.processes().items() if word in line)

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def end(self) -> int:
        """Its exit status, once it has ended."""
        return self.process.wait(timeout=60)

    def wait_until_nothing_is_left(self) -> None:
        wait_until(lambda: not self.processes(), what=f"the end of {self.processes()}", seconds=20)

    def clear_up(self) -> None:
        """Whatever the test left."""
        if self.process.poll() is None:
            self.signal(signal.SIGTERM)
            self.end()
        for number in self.processes():
            os.kill(number, signal.SIGKILL)
