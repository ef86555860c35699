"""``./check``: everything that can be said of the code without running it."""

import os
import re
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from pbc.launch import installation
from pbc.launch.places import PYTHON, ROOT, manage, python, say, shown

RAISED_TO = "5.2"
LOCKS = {
    "requirements.in": "requirements.txt",
    "requirements-test.in": "requirements-test.txt",
}


def check(arguments: list[str]) -> int:
    """Run every check, then say which failed. Arguments name the ones to run alone."""
    installation.install(installation.TEST_LOCK)
    with tempfile.TemporaryDirectory(prefix="pbc-check-") as var:
        environment = {**os.environ, "PBC_VAR": var}
        for name in ("PBC_ENV", "DATABASE_URL", "REDIS_URL"):
            environment.pop(name, None)
        chosen = {
            name: run for name, run in _checks().items() if not arguments or name in arguments
        }
        failed = [name for name, run in chosen.items() if not _passes(name, run, environment)]
    if failed:
        say(f"./check: {len(failed)} of {len(chosen)} failed: {', '.join(failed)}")
        return 1
    say(f"./check: all {len(chosen)} passed")
    return 0


Check = Callable[[dict[str, str]], bool]


def _checks() -> dict[str, Check]:
    templates = _tracked("templates/*.html")
    sources = [name for name in _tracked("*.py") if "/migrations/" not in name]
    return {
        "format": _command(python("-m", "ruff", "format", "--check", ".")),
        "lint": _command(python("-m", "ruff", "check", ".")),
        "templates": _command(
            [_tool("djade"), "--check", f"--target-version={RAISED_TO}", *templates]
        ),
        "template-indent": _command(python("-m", "djhtml", "--check", "--tabwidth=2", *templates)),
        "upgrade": _command(
            python(
                "-m",
                "django_upgrade",
                "--check",
                f"--target-version={RAISED_TO}",
                *sources,
            )
        ),
        "types": _command(python("-m", "mypy")),
        "imports": _command([_tool("lint-imports")]),
        "migrations": _command(manage("makemigrations", "--check", "--dry-run")),
        "django": _command(manage("check", "--fail-level", "WARNING")),
        "locks": locks_are_in_step,
    }


def _tool(name: str) -> str:
    return str(PYTHON.parent / name)


def _passes(name: str, run: Check, environment: dict[str, str]) -> bool:
    say(f"=== {name} ===")
    return run(environment)


def _command(command: list[str]) -> Check:
    def run(environment: dict[str, str]) -> bool:
        say(shown(command)[:200])
        return subprocess.run(command, cwd=ROOT, env=environment).returncode == 0

    return run


def _tracked(pattern: str) -> list[str]:
    """The files of a pattern that git knows or would take up."""
    listed = subprocess.run(
        [
            "git",
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
            "--",
            pattern,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    return [name for name in listed.stdout.splitlines() if (ROOT / name).exists()]


def locks_are_in_step(environment: dict[str, str]) -> bool:
    """Whether each lock pins everything its ``.in`` file asks for, each with its hashes."""
    well = True
    pinned_to_run = _pins(ROOT / "requirements.txt")
    for source, lock in LOCKS.items():
        pins = _pins(ROOT / lock)
        for name in sorted(_names(ROOT / source) - pins.keys()):
            say(f"{source} asks for {name}, which {lock} does not pin.")
            well = False
        for name in sorted(name for name, version in pins.items() if not version):
            say(f"{lock} pins {name} without a hash.")
            well = False
    tested = _pins(ROOT / "requirements-test.txt")
    for name, version in pinned_to_run.items():
        if tested.get(name) != version:
            say(f"{name} is pinned differently in requirements.txt and requirements-test.txt.")
            well = False
    return well


def _pins(lock: Path) -> dict[str, str]:
    """Pinned version of each package; an empty version where no hash follows."""
    pins = {}
    for line in lock.read_text().replace("\\\n", " ").splitlines():
        if found := re.match(r"([\w.-]+)(?:\[[^\]]*\])?==(\S+)", line):
            pins[_normal(found[1])] = found[2] if "--hash=" in line else ""
    return pins


def _names(source: Path) -> set[str]:
    lines = (line.split("#")[0].strip() for line in source.read_text().splitlines())
    wanted = (line for line in lines if line and not line.startswith("-"))
    return {_normal(re.split(r"[\[<>=!~; ]", line)[0]) for line in wanted}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
