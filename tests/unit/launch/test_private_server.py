"""Where the private Redis server listens."""

from pathlib import Path

import pytest

from pbc.launch import private_server
from pbc.launch.places import LaunchError


def test_it_listens_in_the_folder_of_the_installation():
    assert private_server.socket_path(Path("/srv/pbc/var")) == Path("/srv/pbc/var/redis.sock")
    assert private_server.address(Path("/srv/pbc/var")) == "unix:///srv/pbc/var/redis.sock?db=0"


def test_a_path_too_long_for_a_socket_is_exchanged_for_a_short_one_of_its_own():
    deep, deeper = Path("/srv" + "/deep" * 30), Path("/srv" + "/deep" * 31)
    for var in (deep, deeper):
        assert len(str(private_server.socket_path(var))) <= private_server.LONGEST_SOCKET_PATH
    assert private_server.socket_path(deep) != private_server.socket_path(deeper)
    assert private_server.socket_path(deep) == private_server.socket_path(deep)


@pytest.mark.parametrize(
    ("url", "broker"),
    [
        ("redis://localhost:6379/3", "redis://localhost:6379/3"),
        ("rediss://:word@example.org/0", "rediss://:word@example.org/0"),
        ("unix:///var/redis.sock?db=2", "redis+socket:///var/redis.sock?virtual_host=2"),
        ("unix:///var/redis.sock", "redis+socket:///var/redis.sock?virtual_host=0"),
    ],
)
def test_celery_is_given_the_same_address_in_its_own_words(url, broker):
    assert private_server.as_broker(url) == broker


def test_the_environment_brings_a_server_where_the_machine_has_none(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert private_server.find_program().endswith("/valkey-server")


def test_with_no_server_at_all_it_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(private_server, "VENV", tmp_path)
    with pytest.raises(LaunchError, match="REDIS_URL"):
        private_server.find_program()
