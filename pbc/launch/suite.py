"""``./test``: the whole suite, on SQLite always and on PostgreSQL where a server is named."""

import os
import subprocess
import urllib.parse

from pbc.launch import installation
from pbc.launch.places import ROOT, is_production, python, say

NO_TESTS_COLLECTED = 5


def test(arguments: list[str]) -> int:
    """Run the suite; arguments go to pytest. ``--soak`` runs the long proofs and only them."""
    installation.install(installation.TEST_LOCK)
    installation.install_weasyprint_libraries()
    installation.install_browser()
    soak = "--soak" in arguments
    chosen = [word for word in arguments if word != "--soak"]
    environment = _environment(soak=soak)
    command = python(
        *(
            "-m",
            "pytest",
            "-n",
            "auto",
            "--dist",
            "loadfile",
            *_allowed_hosts(environment),
        ),
        *("-m", "soak" if soak else "not soak", *chosen),
    )
    server = environment.pop("TEST_DATABASE_URL", "")
    results = {"SQLite": _run(command, "SQLite", environment)}
    if server:
        with_server = {**environment, "TEST_DATABASE_URL": server}
        results["PostgreSQL"] = _run(command, "PostgreSQL", with_server)
    else:
        say("PostgreSQL: not run, because TEST_DATABASE_URL names no server.")
    say("./test: " + ", ".join(f"{name} {_word(status)}" for name, status in results.items()))
    return max(results.values())


def _run(command: list[str], name: str, environment: dict[str, str]) -> int:
    say(f"=== {name} ===")
    return subprocess.run(command, cwd=ROOT, env=environment).returncode


def _word(status: int) -> str:
    return {0: "passed", NO_TESTS_COLLECTED: "found no tests"}.get(status, "FAILED")


def _environment(*, soak: bool) -> dict[str, str]:
    environment = dict(os.environ)
    if is_production():
        say("PBC_ENV=production is ignored: tests bring their own settings.")
    if soak:
        environment["PBC_SOAK"] = "1"
    return environment


def _allowed_hosts(environment: dict[str, str]) -> list[str]:
    """Tests open no socket but to this machine and to the servers the environment names."""
    named = ("TEST_REDIS_URL", "TEST_DATABASE_URL")
    hosts = {urllib.parse.urlsplit(environment.get(name, "")).hostname for name in named}
    return [f"--allow-hosts={','.join(['127.0.0.1', '::1', *sorted(filter(None, hosts))])}"]
