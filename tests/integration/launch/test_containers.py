"""What ``docker-compose.yml`` runs, run by hand: its own commands in production, as it orders them.

There is no container here, but the same entry commands, variables, health checks, PostgreSQL and
Redis; the database's owner migrates and the application's role serves.
"""

import json
import re
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pbc.launch.places import ROOT
from pbc.launch.process_death import die_with_parent
from tests.integration.launch.installations import environment, needs_postgresql, run
from tests.servers import wait_until

COMPOSE = (ROOT / "docker-compose.yml").read_text()
SERVICES = COMPOSE.partition("\nservices:\n")[2]


def service(name: str) -> str:
    """The text of one service."""
    found = re.search(rf"^  {name}:\n((?:    .*\n|\n|  #.*\n)+)", SERVICES, re.MULTILINE)
    assert found, name
    return found[1]


def command(name: str) -> list[str]:
    return json.loads(re.search(r"command: (\[.*\])", service(name))[1])


def health_check(name: str) -> list[str]:
    words = json.loads(re.search(r"test: (\[.*\])", service(name))[1])
    assert words[:2] == ["CMD", "./run"]
    return words[2:]


def test_every_service_is_there_with_a_health_check_and_named_volumes():
    for name in ("web", "worker", "beat", "postgres", "redis"):
        assert "healthcheck:" in service(name), name
    assert "database:/var/lib/postgresql/data" in service("postgres")
    assert "queue:/data" in service("redis")
    assert "files:/app/var" in COMPOSE


def test_no_secret_stands_in_the_file():
    for line in COMPOSE.splitlines():
        if re.search(r"(PASSWORD|PASSPHRASE|SECRET_KEY|ENCRYPTION_KEY|EMAIL_URL)\b.*:", line):
            assert "${" in line or "$$" in line, line
    given = re.findall(r"\$\{(PBC_[A-Z_]+):\?", COMPOSE)
    example = (ROOT / ".env.example").read_text()
    for name in given:
        assert f"\n{name}=\n" in example, name


def test_only_the_migration_signs_in_as_the_owner():
    assert "DATABASE_OWNER_URL" in service("migrate")
    for name in ("web", "worker", "beat"):
        assert "OWNER" not in service(name), name


def test_the_image_runs_as_nobody_special():
    image = (ROOT / "Dockerfile").read_text()
    assert re.search(r"^USER pbc$", image, re.MULTILINE)
    assert image.index("USER pbc") < image.index("ENTRYPOINT")


@pytest.fixture
def containers(deployment: dict[str, str]) -> Iterator[dict[str, subprocess.Popen[str]]]:
    """web, worker and beat started by their own commands, the owner's address withheld."""
    made = run("manage", "make_sealing_certificate", **deployment)
    assert made.returncode == 0, made.stderr
    migrated = run(*command("migrate"), **deployment)
    assert migrated.returncode == 0, migrated.stderr
    variables = {name: value for name, value in deployment.items() if "OWNER" not in name}
    running = {}
    for name in ("web", "worker", "beat"):
        with (Path(deployment["PBC_VAR"]) / f"{name}.log").open("w") as log:
            running[name] = subprocess.Popen(
                [str(ROOT / "run"), *command(name)],
                env=environment(**variables),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
    yield running
    for process in running.values():
        process.send_signal(signal.SIGTERM)
    for process in running.values():
        process.wait(timeout=60)


@needs_postgresql
def test_the_services_start_in_order_and_are_well(deployment, containers):
    for name in containers:
        words = health_check(name)

        def is_well(name: str = name, words: list[str] = words) -> bool:
            log = (Path(deployment["PBC_VAR"]) / f"{name}.log").read_text()
            assert containers[name].poll() is None, log
            return run(*words, **deployment).returncode == 0

        wait_until(is_well, what=f"{name} to be well")


@needs_postgresql
def test_a_service_refuses_a_database_nobody_has_migrated(deployment):
    made = run("manage", "make_sealing_certificate", **deployment)
    assert made.returncode == 0, made.stderr
    as_owner = {**deployment, "DATABASE_URL": deployment["DATABASE_OWNER_URL"]}
    refused = run("web", **as_owner)
    assert refused.returncode == 1
    assert "Run: ./run migrate" in refused.stderr
