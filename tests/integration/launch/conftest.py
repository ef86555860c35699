import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import pytest
from django.conf import settings

from tests.integration.launch.installations import Started, free_port


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation's folder, filled by the first start of the module."""
    return tmp_path_factory.mktemp("installation") / "var"


@pytest.fixture
def start(var: Path) -> Iterator[Callable[..., Started]]:
    """Starts ``./run`` there; what is left of it afterwards is ended."""
    begun: list[Started] = []

    def start_one(*, port: int | None = None, **variables: str) -> Started:
        begun.append(Started(var, port=port or free_port(), **variables))
        return begun[-1]

    yield start_one
    for each in begun:
        each.clear_up()


def as_role(url: str, role: str, password: str, database: str) -> str:
    address = urlsplit(url)
    host = address.hostname or "localhost"
    where = f"{host}:{address.port}" if address.port else host
    return urlunsplit(("postgresql", f"{role}:{password}@{where}", f"/{database}", "", ""))


@pytest.fixture
def database() -> Iterator[dict[str, str]]:
    """The addresses of an empty PostgreSQL database: its owner's, and the application's role's."""
    server = os.environ["TEST_DATABASE_URL"]
    name = f"pbc_test_{secrets.token_hex(5)}"
    owner, application = f"{name}_owner", f"{name}_application"
    password = secrets.token_hex(12)
    connection = psycopg2.connect(server)
    connection.autocommit = True
    cursor = connection.cursor()
    cursor.execute(f"CREATE ROLE {owner} LOGIN CREATEROLE PASSWORD '{password}'")
    cursor.execute(f"CREATE DATABASE {name} OWNER {owner} TEMPLATE template0 ENCODING 'UTF8'")
    yield {
        "DATABASE_URL": as_role(server, application, password, name),
        "DATABASE_OWNER_URL": as_role(server, owner, password, name),
    }
    cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    for role in (application, owner):
        cursor.execute(f"DROP ROLE IF EXISTS {role}")
    connection.close()


@pytest.fixture
def deployment(queue: None, database: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """The variables of a deployment with an empty database, an owner and a Redis of its own."""
    var = tmp_path / "var"
    var.mkdir(mode=0o700)
    return {
        **database,
        "PBC_ENV": "production",
        "PBC_VAR": str(var),
        "PBC_SITE_URL": "https://pbc.example.org",
        "PBC_HOSTS": "pbc.example.org",
        "PBC_SECRET_KEY": secrets.token_urlsafe(48),
        "PBC_ENCRYPTION_KEY": secrets.token_urlsafe(48),
        "PBC_SEALING_CERTIFICATE": str(var / "keys" / "sealing.p12"),
        "PBC_SEALING_PASSPHRASE": secrets.token_urlsafe(48),
        "PBC_EMAIL_URL": "smtp://localhost:1",
        "PBC_EMAIL_FROM": "pbc@example.org",
        "PORT": str(free_port()),
        "REDIS_URL": settings.REDIS_URL,
    }
