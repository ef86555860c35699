"""All parts under one process: started together, watched, and stopped together."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import IO, NoReturn

from pbc.launch.parts import Part
from pbc.launch.places import ROOT, LaunchError, var_dir
from pbc.launch.process_death import adopt_orphans, children, die_with_parent

# A worker in the middle of a task may finish it; one killed later does it again, without harm.
SECONDS_TO_STOP = 10.0
LARGEST_LOG = 10_000_000


class PartDied(LaunchError):
    """A part ended by itself."""


class Stopped(Exception):
    """Someone asked for the end: Ctrl-C, a signal, or the terminal closed."""


class Supervisor:
    """Starts parts, each in a session of its own, and leaves none behind.

    Ctrl-C therefore reaches only the supervisor, which stops the parts in order: the first started
    is stopped last. Every part is also killed by the kernel if the supervisor itself is killed.
    """

    def __init__(self) -> None:
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.logs = var_dir() / "log"
        self.logs.mkdir(parents=True, exist_ok=True)
        self.endings = {signal.SIGINT, signal.SIGTERM}
        # nohup means to outlive the terminal.
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
            self.endings.add(signal.SIGHUP)
        # Blocked, a signal waits until asked for: none can fall between two statements.
        self.awaited = self.endings | {signal.SIGCHLD}
        self.former_mask = signal.pthread_sigmask(signal.SIG_BLOCK, self.awaited)
        adopt_orphans()

    def start(self, part: Part, environment: dict[str, str]) -> None:
        """Start one part, its output going to its log."""
        with self._log(part.name) as log:
            self.running[part.name] = subprocess.Popen(
                part.command,
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=part.pass_fds,
                start_new_session=True,
                preexec_fn=self._before_the_program(),
            )

    def ask(self, command: Sequence[str], environment: dict[str, str]) -> subprocess.Popen[str]:
        """Start a short command whose answer is read later; its own troubles go to a log."""
        with self._log("launch") as log:
            return subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
                preexec_fn=self._before_the_program(),
            )

    def wait_until(self, ready: Callable[[], bool], *, seconds: float, what: str) -> None:
        """Watch the parts until ``ready()``; ``LaunchError`` if that takes too long."""
        deadline = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > deadline:
                raise LaunchError(f"{what} did not answer in {seconds:.0f} seconds.")
            self._watch(0.05)

    def watch(self) -> NoReturn:
        """Watch the parts until one dies (``PartDied``) or the end is asked for (``Stopped``)."""
        while True:
            self._watch(60.0)

    def stop(self) -> None:
        """Stop everything: politely, then by force; a second Ctrl-C goes to force at once."""
        names = list(self.running)
        self._end(names[1:])
        self._end(names[:1])
        for process_id in children():
            _kill(process_id)
        _reap()

    def log_path(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def last_lines(self, name: str, count: int = 15) -> Sequence[str]:
        """What a part said last."""
        return self.log_path(name).read_text(errors="replace").splitlines()[-count:]

    def _before_the_program(self) -> Callable[[], None]:
        supervisor = os.getpid()

        def between_fork_and_exec() -> None:
            signal.pthread_sigmask(signal.SIG_SETMASK, self.former_mask)
            die_with_parent(supervisor)

        return between_fork_and_exec

    def _watch(self, seconds: float) -> None:
        received = signal.sigtimedwait(self.awaited, seconds)
        if received is not None and received.si_signo in self.endings:
            raise Stopped
        for name, process in self.running.items():
            if process.poll() is not None:
                raise PartDied(
                    f"{name} ended by itself ({_how(process.returncode)}), so everything stops. "
                    f"Its log is {self.log_path(name)}; it ends:\n"
                    + "\n".join(f"    {line}" for line in self.last_lines(name))
                )

    def _end(self, names: Iterable[str]) -> None:
        processes = [self.running[name] for name in names]
        for process in processes:
            if process.poll() is None:
                process.terminate()
        deadline = time.monotonic() + SECONDS_TO_STOP
        while any(process.poll() is None for process in processes):
            received = signal.sigtimedwait(self.awaited, 0.2)
            impatient = received is not None and received.si_signo in self.endings
            if impatient or time.monotonic() > deadline:
                break
        for process in processes:
            # The session's whole group: what a part has forked goes with it.
            _kill(-process.pid)
            process.wait()

    def _log(self, name: str) -> IO[bytes]:
        path = self.log_path(name)
        if path.exists() and path.stat().st_size > LARGEST_LOG:
            path.replace(path.with_suffix(".log.1"))
        return path.open("ab")


def _kill(process_id: int) -> None:
    try:
        os.kill(process_id, signal.SIGKILL)
    except ProcessLookupError:
        return


def _reap() -> None:
    """Collect what was killed, and kill what that in turn left to us."""
    while True:
        for process_id in children():
            _kill(process_id)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def _how(status: int) -> str:
    return f"killed by {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"
