"""``./run``: everything starts with one command and nothing is left when it ends."""

import os
import shutil
import signal
import socket
import stat

import pytest

from tests.integration.launch.installations import once, run
from tests.servers import wait_until

pytestmark = once

PARTS = {"web": "gunicorn", "worker": " worker ", "beat": " beat ", "redis": "redis-server"}


def test_it_starts_everything_and_says_where(start):
    running = start().wait_until_started()
    assert f"http://localhost:{running.port}" in running.said()
    assert running.health() == {"database": "up", "queue": "up"}
    lines = running.processes().values()
    for word in PARTS.values():
        assert any(word in line for line in lines), word


def test_keys_are_made_for_the_owner_alone(start):
    running = start().wait_until_started()
    keys = running.var / "keys"
    assert {key.name for key in keys.iterdir()} >= {
        "pbc_secret_key",
        "pbc_encryption_key",
        "pbc_sealing_passphrase",
        "sealing.p12",
    }
    for path in keys.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700
    assert stat.S_IMODE(running.var.stat().st_mode) == 0o700


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stopping_it_leaves_no_process(start, ending):
    running = start().wait_until_started()
    running.signal(ending)
    assert running.end() == 0
    running.wait_until_nothing_is_left()


@pytest.mark.parametrize("part", PARTS)
def test_the_death_of_a_part_stops_all_of_it(start, part):
    running = start().wait_until_started()
    os.kill(running.process_of(PARTS[part]), signal.SIGKILL)
    assert running.end() == 1
    assert f"{part} ended by itself (killed by SIGKILL)" in running.said()
    assert str(running.var / "log" / f"{part}.log") in running.said()
    running.wait_until_nothing_is_left()


def test_killing_the_supervisor_itself_leaves_no_process(start):
    running = start().wait_until_started()
    running.signal(signal.SIGKILL)
    running.end()
    running.wait_until_nothing_is_left()


def test_ctrl_c_before_it_answers_leaves_no_process(start):
    running = start()
    wait_until(lambda: len(running.processes()) > 1, what="the first part")
    running.signal(signal.SIGINT)
    running.end()
    running.wait_until_nothing_is_left()


def test_a_taken_port_is_said_and_the_next_one_used(start):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        running = start(port=port).wait_until_started()
        assert f"Port {port} is taken." in running.said()
        used = next(
            word.rpartition(":")[2]
            for word in running.said().split()
            if word.startswith("http://localhost:")
        )
        assert int(used) > port
        assert running.health(int(used))["database"] == "up"


def test_a_second_start_on_the_same_data_is_refused(start):
    running = start().wait_until_started()
    second = run(PBC_VAR=str(running.var))
    assert second.returncode == 1
    assert f"already running at http://localhost:{running.port}" in second.stderr
    assert running.health()["database"] == "up"


@pytest.mark.parametrize("port", ["http", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(start, port):
    running = start(port=port)
    assert running.end() == 1
    assert f"PORT is '{port}'" in running.said()


def test_an_unknown_command_is_named(tmp_path):
    refused = run("strat", PBC_VAR=str(tmp_path))
    assert refused.returncode == 1
    assert "no command 'strat'" in refused.stderr


def test_help_lists_the_commands():
    shown = run("help")
    assert shown.returncode == 0
    assert "./run manage ARGS" in shown.stdout


def test_without_a_redis_on_the_machine_it_starts_the_one_it_brings(start, tmp_path):
    # All that ./run needs of the machine once .venv stands.
    for name in ("dirname", "sh"):
        (tmp_path / name).symlink_to(shutil.which(name))
    running = start(PATH=str(tmp_path)).wait_until_started()
    assert "valkey-server" in running.processes()[running.process_of("valkey-server")]
    assert running.health()["queue"] == "up"
