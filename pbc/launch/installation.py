"""The Python environment and the Debian packages, made or mended only where something lacks."""

import ctypes
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pbc.launch.places import PYTHON, ROOT, VENV, LaunchError, is_root, say
from pbc.launch.process_death import die_with_parent

RUN_LOCK = "requirements.txt"
TEST_LOCK = "requirements-test.txt"

# The shared libraries WeasyPrint loads, by the Debian package each comes in.
WEASYPRINT_LIBRARIES = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def install(lock_name: str = RUN_LOCK) -> None:
    """Make ``.venv`` hold exactly what the lock names; nothing is done when it already does."""
    with _only_one():
        if not _environment_works():
            _make_environment()
        if not _is_installed(lock_name):
            say(f"Installing {lock_name} into .venv (this takes a minute or two)…")
            run_to_stderr(
                [
                    *(str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input"),
                    *("--disable-pip-version-check", "--require-hashes"),
                    *("-r", str(ROOT / lock_name)),
                ],
                "The Python packages could not be installed.",
            )
            _record_installed(lock_name)


def install_weasyprint_libraries() -> None:
    """Install the libraries the PDF pages need when root; else say which line installs them."""
    missing = [package for package, library in WEASYPRINT_LIBRARIES.items() if not _loads(library)]
    if missing and not install_debian_packages(missing):
        say("PDF documents cannot be made until these Debian packages are installed:")
        say(f"    sudo apt-get install -y {' '.join(missing)}")


def find_browser() -> str | None:
    """The Chromium that browser tests drive."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


def install_browser() -> None:
    """Install Debian's Chromium when root; else say that the browser tests will be skipped."""
    if find_browser() is None and not install_debian_packages(["chromium"]):
        say("Browser tests will be skipped: no Chromium here. To run them:")
        say("    sudo apt-get install -y chromium")


def install_debian_packages(packages: Sequence[str]) -> bool:
    """Whether the packages are installed now. Only root installs; nobody is asked anything."""
    if not is_root() or shutil.which("apt-get") is None:
        return False
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    say(f"Installing Debian packages: {' '.join(command)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for attempt in (command, ["apt-get", "update"], command):
        finished = subprocess.run(
            attempt,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        if attempt is command and finished.returncode == 0:
            return True
    say(finished.stderr.strip())
    return False


def run_to_stderr(
    command: Sequence[str], complaint: str, environment: dict[str, str] | None = None
) -> None:
    """Run a command with its chatter on standard error; raise ``LaunchError`` if it fails."""
    finished = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,
        preexec_fn=die_with_parent,
    )
    if finished.returncode:
        raise LaunchError(complaint)


@contextmanager
def _only_one() -> Iterator[None]:
    """Hold other ``./run`` and ``./test`` off while ``.venv`` changes."""
    try:
        handle = (ROOT / ".venv.lock").open("w")
    except OSError:
        yield  # A read-only installation: nothing can change under us.
        return
    with handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _environment_works() -> bool:
    if Path(sys.executable) == PYTHON:
        return True
    if not PYTHON.exists():
        return False
    program = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    finished = subprocess.run([str(PYTHON), "-c", program], capture_output=True)
    return finished.returncode == 0


def _make_environment() -> None:
    base = getattr(sys, "_base_executable", sys.executable)
    if not _has_ensurepip(base) and not install_debian_packages(["python3-venv"]):
        raise LaunchError(
            "This Python cannot make virtual environments. On Debian 12 run:\n"
            "    sudo apt-get install -y python3-venv"
        )
    say("Making the Python environment in .venv…")
    run_to_stderr(
        [base, "-m", "venv", "--clear", str(VENV)],
        "The Python environment could not be made.",
    )


def _has_ensurepip(python: str) -> bool:
    return subprocess.run([python, "-c", "import ensurepip"], capture_output=True).returncode == 0


def _stamp() -> Path:
    return VENV / "installed.json"


def _digest(lock_name: str) -> str:
    return hashlib.sha256((ROOT / lock_name).read_bytes()).hexdigest()


def _installed() -> dict[str, str]:
    try:
        return json.loads(_stamp().read_text())
    except (FileNotFoundError, ValueError):
        return {}


def _is_installed(lock_name: str) -> bool:
    return _installed().get(lock_name) == _digest(lock_name)


def _record_installed(lock_name: str) -> None:
    # The test lock is the product's lock and more, at the same versions.
    names = {RUN_LOCK, lock_name}
    _stamp().write_text(json.dumps({name: _digest(name) for name in sorted(names)}, indent=1))


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
