"""With ``PBC_ENV=production`` nothing starts on anything taken for granted."""

import pytest

from tests.integration.launch.installations import once, run

pytestmark = once

NEEDED = {
    "PBC_SITE_URL": "https://pbc.example.org",
    "PBC_HOSTS": "pbc.example.org",
    "PBC_SECRET_KEY": "k" * 60 + "0123456789",
    "PBC_ENCRYPTION_KEY": "e" * 60 + "0123456789",
    "PBC_SEALING_CERTIFICATE": "/nowhere/sealing.p12",
    "PBC_SEALING_PASSPHRASE": "p" * 60,
    "PBC_EMAIL_URL": "smtp+tls://user:password@mail.example.org:587",
    "PBC_EMAIL_FROM": "pbc@example.org",
    "DATABASE_URL": "postgresql://pbc_application:password@localhost:1/pbc",
    "REDIS_URL": "redis://localhost:1/0",
}
STARTS = [(), ("web",), ("worker",), ("beat",), ("migrate",), ("manage", "check")]


@pytest.mark.parametrize("command", STARTS, ids=lambda words: " ".join(words) or "run")
def test_it_names_everything_that_is_missing(command, tmp_path):
    var = tmp_path / "var"
    refused = run(*command, PBC_ENV="production", PBC_VAR=str(var))
    assert refused.returncode != 0
    for name in NEEDED:
        assert name in refused.stderr, name
    assert not (var / "keys").exists()
    assert not (var / "pbc.sqlite3").exists()


@pytest.mark.parametrize("missing", NEEDED)
def test_one_missing_is_named_alone(missing, tmp_path):
    given = {name: value for name, value in NEEDED.items() if name != missing}
    refused = run("web", PBC_ENV="production", PBC_VAR=str(tmp_path), **given)
    assert refused.returncode != 0
    complaint = refused.stderr.strip().splitlines()[-1]
    assert [name for name in NEEDED if name in complaint] == [missing]


def test_sqlite_is_refused(tmp_path):
    given = {**NEEDED, "DATABASE_URL": "sqlite:///file.sqlite3"}
    refused = run("web", PBC_ENV="production", PBC_VAR=str(tmp_path), **given)
    assert refused.returncode != 0
    assert "DATABASE_URL must be a postgresql:// address" in refused.stderr


def test_a_sealing_certificate_that_is_not_there_is_not_made(tmp_path):
    refused = run("web", PBC_ENV="production", PBC_VAR=str(tmp_path), **NEEDED)
    assert refused.returncode != 0
    assert "/nowhere/sealing.p12" in refused.stderr


def test_a_word_for_the_environment_that_is_none_is_refused(tmp_path):
    refused = run("web", PBC_ENV="prod", PBC_VAR=str(tmp_path))
    assert refused.returncode != 0
    assert "PBC_ENV is 'prod'" in refused.stderr


def test_djangos_own_deployment_check_finds_nothing(tmp_path):
    certificate = str(tmp_path / "sealing.p12")
    given = {
        **NEEDED,
        "PBC_ENV": "production",
        "PBC_VAR": str(tmp_path),
        "PBC_SEALING_CERTIFICATE": certificate,
    }
    made = run("manage", "make_sealing_certificate", **given)
    assert made.returncode == 0, made.stderr
    checked = run("manage", "check", "--deploy", "--fail-level=INFO", **given)
    assert checked.returncode == 0, checked.stderr
