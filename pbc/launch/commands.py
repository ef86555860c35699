"""The commands of ``./run``."""

import contextlib
import fcntl
import http.client
import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from typing import IO, NoReturn

from pbc.launch import installation, parts, ports, preparation, private_server
from pbc.launch.parts import Part
from pbc.launch.places import (
    ROOT,
    LaunchError,
    is_production,
    make_var_dir,
    python,
    say,
    var_dir,
)
from pbc.launch.places import (
    manage as manage_command,
)
from pbc.launch.supervisor import Stopped, Supervisor

HELP = """\
./run                  prepare everything, then start web, worker and beat on http://localhost:8000
./run manage ARGS      run manage.py in the same environment
./run install          only make the Python environment
./run migrate          bring the database up to date, as its owner (DATABASE_OWNER_URL)
./run web              one part alone, in the foreground, as a container runs it
./run worker
./run beat
./run health PART      whether that part is well (exit status)

PORT            where to listen (8000)
DATABASE_URL    postgresql://…; without it, SQLite in var/
REDIS_URL       redis://…; without it, a private server in var/
PBC_VAR         the folder to write to (var)
PBC_ENV         'production' takes nothing for granted
"""

# These read no table: a database that is not there, or behind, need not stop them.
NEEDS_NO_DATABASE = {
    "calculate",
    "check",
    "diffsettings",
    "help",
    "makemigrations",
    "migrate",
}
SECONDS_TO_START = 120.0
ALIVE_WITHIN_SECONDS = 180.0


def show_help(arguments: list[str]) -> int:
    print(HELP, end="")
    return 0


def install(arguments: list[str]) -> int:
    """Make the Python environment and install the Debian packages, as an image build does."""
    installation.install()
    installation.install_weasyprint_libraries()
    return 0


def run() -> int:
    """Everything, until Ctrl-C."""
    os.umask(0o077)
    ports.wanted_port()
    installation.install()
    installation.install_weasyprint_libraries()
    make_var_dir()
    with _only_one_here() as lock:
        return _run_all(lock)


def manage(arguments: list[str]) -> NoReturn:
    """``manage.py`` in place of this process: its input, output and exit status are its own."""
    os.umask(0o077)
    installation.install()
    if not (is_production() or not arguments or NEEDS_NO_DATABASE & {arguments[0]}):
        preparation.prepare(demonstration=False)
    command = manage_command(*arguments)
    os.execve(command[0], command, _environment())


def migrate(arguments: list[str]) -> int:
    os.umask(0o077)
    installation.install()
    make_var_dir()
    preparation.check_settings()
    preparation.migrate()
    return 0


def web(arguments: list[str]) -> NoReturn:
    _make_ready(static=True)
    host = os.environ.get("HOST") or "0.0.0.0"  # noqa: S104 (a container is reached from outside)
    _become(parts.web(f"{host}:{ports.wanted_port()}"))


def worker(arguments: list[str]) -> NoReturn:
    _make_ready()
    _become(parts.worker())


def beat(arguments: list[str]) -> NoReturn:
    _make_ready()
    (var_dir() / parts.BEAT_SIGN_OF_LIFE).unlink(missing_ok=True)
    _become(parts.beat())


def health(arguments: list[str]) -> int:
    """Whether one part is well, for a container's health check."""
    checks = {"web": _web_is_well, "worker": _worker_is_well, "beat": _beat_is_well}
    name = arguments[0] if arguments else "web"
    if name not in checks:
        raise LaunchError(f"There is no part {name!r}: web, worker or beat.")
    return 0 if checks[name]() else 1


def _run_all(lock: IO[str]) -> int:
    preparation.prepare(demonstration=True)
    port, sockets = ports.listen()
    address = os.environ.get("PBC_SITE_URL") or f"http://localhost:{port}"
    _note_address(lock, address)
    environment = {**_environment(), "PBC_SITE_URL": address}
    numbers = tuple(listener.fileno() for listener in sockets)
    supervisor = Supervisor()
    try:
        if not os.environ.get("REDIS_URL"):
            supervisor.start(private_server.part(var_dir()), environment)
            waiting_for = private_server.socket_path(var_dir())
            supervisor.wait_until(waiting_for.exists, seconds=20, what="The private Redis server")
        web_part = parts.web(*(f"fd://{number}" for number in numbers), pass_fds=numbers)
        for part in (web_part, parts.worker(), parts.beat()):
            supervisor.start(part, environment)
        for listener in sockets:
            listener.close()
        sign_ins = supervisor.ask(manage_command("demo_sign_ins"), environment)
        supervisor.wait_until(
            lambda: _answers(port), seconds=SECONDS_TO_START, what="The web server"
        )
        say(f"PBC Administration is at {address}")
        if not is_production():
            say(sign_ins.communicate()[0].rstrip())
        say(f"Logs are in {supervisor.logs}. Ctrl-C stops everything.")
        supervisor.watch()
    except Stopped:
        say("Stopping…")
        return 0
    except LaunchError as problem:
        say(str(problem))
        return 1
    finally:
        supervisor.stop()
        say("Stopped.")


@contextlib.contextmanager
def _only_one_here() -> Iterator[IO[str]]:
    """Refuse a second start on the same ``var/``; the kernel drops the lock with the process."""
    with (var_dir() / "running.json").open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            where = _noted_address() or "this folder"
            raise LaunchError(
                f"PBC Administration is already running at {where} (data in {var_dir()})."
            ) from problem
        yield handle


def _note_address(lock: IO[str], address: str) -> None:
    lock.seek(0)
    lock.truncate()
    json.dump({"address": address, "process": os.getpid()}, lock)
    lock.flush()


def _noted_address() -> str:
    try:
        return json.loads((var_dir() / "running.json").read_text())["address"]
    except (FileNotFoundError, ValueError, KeyError):
        return ""


def _environment() -> dict[str, str]:
    """The environment of every process we start."""
    return {"PYTHONUNBUFFERED": "1", **os.environ, "PBC_VAR": str(var_dir())}


def _make_ready(*, static: bool = False) -> None:
    os.umask(0o077)
    installation.install()
    preparation.prepare(demonstration=False, static=static)


def _become(part: Part) -> NoReturn:
    os.chdir(ROOT)
    os.execve(part.command[0], list(part.command), _environment())


def _answers(port: int) -> bool:
    return _get("localhost", port, {}) == 200


def _get(host: str, port: int, headers: dict[str, str]) -> int:
    connection = http.client.HTTPConnection(host, port, timeout=1)
    try:
        connection.request("GET", "/healthz", headers=headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def _web_is_well() -> bool:
    allowed = (os.environ.get("PBC_HOSTS") or "localhost").split(",")[0]
    return _get("127.0.0.1", ports.wanted_port(), {"Host": allowed.lstrip(".")}) == 200


def _worker_is_well() -> bool:
    command = python(
        *("-m", "celery", "--app=pbc.celery", f"--workdir={ROOT}", "inspect", "ping"),
        *("--timeout=5", f"--destination=celery@{socket.gethostname()}"),
    )
    return subprocess.run(command, env=_environment(), capture_output=True).returncode == 0


def _beat_is_well() -> bool:
    """Beat leaves a sign each time it has sent the sweep, which is every minute."""
    try:
        written = (var_dir() / parts.BEAT_SIGN_OF_LIFE).stat().st_mtime
    except FileNotFoundError:
        return False
    return time.time() - written < ALIVE_WITHIN_SECONDS
