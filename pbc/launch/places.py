"""Where things are, and how the launcher speaks."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"


class LaunchError(Exception):
    """Something a person has to put right; the message says what and how."""


def var_dir() -> Path:
    """The one folder the running product writes to (``PBC_VAR`` moves it)."""
    return Path(os.environ.get("PBC_VAR") or ROOT / "var").absolute()


def make_var_dir() -> Path:
    """``var_dir()``, made if need be, readable by its owner only: it holds keys and data."""
    folder = var_dir()
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True)
    return folder


def is_production() -> bool:
    return os.environ.get("PBC_ENV") == "production"


def is_root() -> bool:
    return os.geteuid() == 0


def say(message: str = "") -> None:
    """Tell the person at the terminal something, on standard error."""
    print(message, file=sys.stderr, flush=True)


def python(*arguments: str) -> list[str]:
    """A command line for the project's own Python."""
    return [str(PYTHON), *arguments]


def manage(*arguments: str) -> list[str]:
    """A command line for ``manage.py``."""
    return python(str(ROOT / "manage.py"), *arguments)


def shown(command: Sequence[str]) -> str:
    """A command line as a person would type it."""
    return " ".join(command).replace(str(ROOT) + "/", "")
