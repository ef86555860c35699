"""Settings of the test suite: the product's own, in a folder of their own, nothing from outside.

``TEST_DATABASE_URL`` names a PostgreSQL server to run on; without it the suite runs on SQLite.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

VAR = tempfile.mkdtemp(prefix="pbc-test-")
MAKER = os.getpid()


def remove_var() -> None:
    if os.getpid() == MAKER:
        shutil.rmtree(VAR, ignore_errors=True)


atexit.register(remove_var)

for name in list(os.environ):
    if name.startswith("PBC_") and name != "PBC_SOAK":
        del os.environ[name]
for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
    os.environ.pop(name, None)
os.environ["PBC_VAR"] = VAR
if os.environ.get("TEST_DATABASE_URL"):
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
if os.environ.get("TEST_REDIS_URL"):
    # Each process of the suite has a numbered database of its own, as it has tables of its own.
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) + 1
    address = urlsplit(os.environ["TEST_REDIS_URL"])
    os.environ["REDIS_URL"] = urlunsplit(address._replace(path=f"/{number}"))

from pbc.settings import *  # noqa: E402, F403
from pbc.settings import DATABASES, LOGGING, STATIC_ROOT, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads, live servers and workers then have connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(VAR) / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
# Connections are closed with the thread or request that opened them, or no test database goes.
DATABASES["default"]["CONN_MAX_AGE"] = 0

IS_POSTGRESQL = DATABASES["default"]["ENGINE"].endswith("postgresql")

# Cheap on purpose; the product's own hasher has a test of its own.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT.mkdir(parents=True)
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LOGGING["root"]["level"] = "WARNING"
