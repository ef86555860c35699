"""What the process is told from outside, and what it says when it is told too little."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from pbc.environment import CONSOLE, SMTP, Environment


@pytest.fixture
def demonstration(tmp_path):
    return Environment({"PBC_VAR": str(tmp_path)})


def production(**variables: str) -> Environment:
    return Environment({"PBC_ENV": "production", **variables})


def test_a_key_is_made_once_and_kept_for_the_owner_alone(demonstration, tmp_path):
    key = demonstration.key("PBC_SECRET_KEY")
    path = tmp_path / "keys" / "pbc_secret_key"
    assert len(key) >= 50
    assert demonstration.key("PBC_SECRET_KEY") == key == path.read_text()
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_two_keys_differ(demonstration):
    assert demonstration.key("PBC_SECRET_KEY") != demonstration.key("PBC_ENCRYPTION_KEY")


def test_a_key_given_is_taken_and_none_is_made(tmp_path):
    environment = Environment({"PBC_VAR": str(tmp_path), "PBC_SECRET_KEY": "given"})
    assert environment.key("PBC_SECRET_KEY") == "given"
    assert not (tmp_path / "keys").exists()


def test_production_names_everything_missing_at_once(tmp_path):
    environment = production(PBC_VAR=str(tmp_path))
    environment.key("PBC_SECRET_KEY")
    environment.get("PBC_HOSTS", default="localhost")
    environment.database_url("DATABASE_URL", default="sqlite:///x")
    with pytest.raises(ImproperlyConfigured) as complaint:
        environment.complain()
    for name in ("PBC_SECRET_KEY", "PBC_HOSTS", "DATABASE_URL"):
        assert name in str(complaint.value)
    assert not (tmp_path / "keys").exists()


def test_an_empty_variable_is_a_missing_one():
    environment = production(PBC_HOSTS="")
    environment.get("PBC_HOSTS")
    assert environment.missing == ["PBC_HOSTS"]


def test_a_demonstration_lacks_nothing(demonstration):
    assert demonstration.get("PBC_HOSTS", default="localhost") == "localhost"
    assert demonstration.email("PBC_EMAIL_URL")["backend"] == CONSOLE
    demonstration.complain()


@pytest.mark.parametrize(
    ("url", "port", "starttls", "tls"),
    [
        ("smtp://mail.example.org", 25, False, False),
        ("smtp+tls://mail.example.org", 587, True, False),
        ("smtps://mail.example.org", 465, False, True),
        ("smtp+tls://mail.example.org:2525", 2525, True, False),
    ],
)
def test_how_mail_leaves(url, port, starttls, tls):
    mail = production(PBC_EMAIL_URL=url).email("PBC_EMAIL_URL")
    assert (mail["backend"], mail["host"]) == (SMTP, "mail.example.org")
    assert (mail["port"], mail["starttls"], mail["tls"]) == (port, starttls, tls)


def test_the_password_of_the_mail_server_may_hold_any_sign():
    mail = production(PBC_EMAIL_URL="smtp://post%40x:p%2Fw@h").email("PBC_EMAIL_URL")
    assert (mail["user"], mail["password"]) == ("post@x", "p/w")


def test_another_way_for_mail_is_refused():
    environment = production(PBC_EMAIL_URL="http://mail")
    environment.email("PBC_EMAIL_URL")
    with pytest.raises(ImproperlyConfigured, match="must begin with smtp://"):
        environment.complain()


def test_production_takes_postgresql_only():
    environment = production(DATABASE_URL="sqlite:///x")
    environment.database_url("DATABASE_URL")
    with pytest.raises(ImproperlyConfigured, match="must be a postgresql:// address"):
        environment.complain()


def test_another_word_for_the_kind_is_refused():
    with pytest.raises(ImproperlyConfigured, match="PBC_ENV is 'prod'"):
        Environment({"PBC_ENV": "prod"})


@pytest.mark.parametrize(("word", "yes"), [("yes", True), ("1", True), ("no", False), ("", False)])
def test_a_flag(word, yes):
    assert Environment({"PBC_BEHIND_PROXY": word}).flag("PBC_BEHIND_PROXY") is yes
