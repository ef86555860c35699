"""Bring keys, database, static files and demonstration data up to date, where something changed.

The work itself is ``manage.py prepare``. Starting Django only to learn that nothing is to be done
takes longer than everything else at a second start, so a stamp in ``var/`` remembers for which
migrations, static files and database it was last done.
"""

import hashlib
import json
import os
import subprocess
from pathlib import Path

from pbc.launch.installation import run_to_stderr
from pbc.launch.places import (
    PYTHON,
    ROOT,
    LaunchError,
    is_production,
    make_var_dir,
    manage,
    say,
    var_dir,
)

# The server numbers its databases and never gives a number twice.
ASK_FOR_NUMBER = """
import os, sys, psycopg2
try:
    cursor = psycopg2.connect(os.environ["DATABASE_URL"]).cursor()
except psycopg2.OperationalError as problem:
    sys.exit(str(problem))
cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
print(cursor.fetchone()[0])
"""
STAMP = "prepared.json"
WATCHED = (
    "*/migrations/*.py",
    "pbc/database_guards.py",
    "requirements.txt",
    "static/**/*",
)


def check_settings() -> None:
    """Raise ``LaunchError`` with Django's own complaint if the settings do not stand."""
    finished = subprocess.run(
        [str(PYTHON), "-c", "import pbc.settings"],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if finished.returncode:
        complaint = finished.stderr.strip().splitlines() or ["The settings cannot be read."]
        raise LaunchError(complaint[-1].removeprefix("django.core.exceptions.").strip())


def prepare(*, demonstration: bool, static: bool = True) -> None:
    """Make everything ready to start; ``demonstration`` also fills an empty database.

    In production nothing here writes to the database: ``./run migrate`` does that, on purpose and
    as the owner; what is not migrated is refused.
    """
    make_var_dir()
    if is_production():
        check_settings()
        steps = ["--keys", "--check-migrations", *(["--static"] if static else [])]
        run_to_stderr(manage("prepare", *steps), "PBC Administration does not start.")
        return
    former = _read_stamp()
    if former.get("for") == _fingerprint() and (former.get("demonstration") or not demonstration):
        return
    say("Preparing the database and static files…")
    migrate()
    steps = ["--keys", "--static", *(["--demonstration"] if demonstration else [])]
    run_to_stderr(manage("prepare", *steps), "The demonstration could not be prepared.")
    stamp = {
        "for": _fingerprint(),
        "demonstration": demonstration or former.get("demonstration"),
    }
    (var_dir() / STAMP).write_text(json.dumps(stamp, indent=1))


def migrate() -> None:
    """Bring the database's tables up to date, as their owner where one is named."""
    environment = dict(os.environ)
    steps = ["--migrate"]
    if environment.get("DATABASE_OWNER_URL"):
        environment["PBC_DATABASE_ROLE"] = "owner"
        steps.append("--grant")
    run_to_stderr(manage("prepare", *steps), "The database could not be migrated.", environment)


def _read_stamp() -> dict[str, object]:
    try:
        return json.loads((var_dir() / STAMP).read_text())
    except (FileNotFoundError, ValueError):
        return {}


def _fingerprint() -> str:
    """What the preparation depends on: anything of it changed, and it is done again."""
    digest = hashlib.sha256()
    for pattern in WATCHED:
        for path in sorted(ROOT.glob(pattern)):
            status = path.stat()
            digest.update(f"{path} {status.st_size} {status.st_mtime_ns}\n".encode())
    digest.update(_database_identity().encode())
    digest.update(str((var_dir() / "staticfiles" / "staticfiles.json").exists()).encode())
    return digest.hexdigest()


def _database_identity() -> str:
    """Which database it is, not only its address: one deleted and made again is another."""
    url = os.environ.get("DATABASE_URL", "")
    if url and not url.startswith("sqlite"):
        return f"{url} {_postgresql_number()}"
    path = Path(url.removeprefix("sqlite:///")) if url else var_dir() / "pbc.sqlite3"
    try:
        return f"{path} {path.stat().st_ino}"
    except FileNotFoundError:
        return f"{path} absent"


def _postgresql_number() -> str:
    # Before the first grant only the owner can sign in.
    url = os.environ.get("DATABASE_OWNER_URL") or os.environ["DATABASE_URL"]
    asked = subprocess.run(
        [str(PYTHON), "-c", ASK_FOR_NUMBER],
        env={**os.environ, "DATABASE_URL": url},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if asked.returncode:
        raise LaunchError(f"The database does not answer:\n{asked.stderr.strip()}")
    return asked.stdout.strip()
