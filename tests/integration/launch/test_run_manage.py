"""``./run manage``: the command's own output and exit status, and nothing else of ours."""

import json

from tests.integration.launch.installations import once, run

pytestmark = once


def test_standard_output_is_the_commands_own_even_on_a_new_installation(var):
    assert not var.exists()
    finished = run("manage", "shell", "--no-imports", "-c", "print('this alone')", PBC_VAR=str(var))
    assert finished.stdout == "this alone\n", finished.stderr
    assert "Preparing" in finished.stderr
    assert finished.returncode == 0


def test_standard_input_reaches_the_command(var):
    program = "import sys; print(sys.stdin.read().upper())"
    finished = run(
        "manage", "shell", "--no-imports", "-c", program, stdin="a word", PBC_VAR=str(var)
    )
    assert finished.stdout == "A WORD\n", finished.stderr


def test_the_exit_status_is_the_commands_own(var):
    program = "raise SystemExit(7)"
    finished = run("manage", "shell", "--no-imports", "-c", program, PBC_VAR=str(var))
    assert finished.returncode == 7


def test_a_file_is_found_from_where_the_person_stands(var, tmp_path, monkeypatch):
    (tmp_path / "near.json").write_text(json.dumps({"near": True}))
    monkeypatch.chdir(tmp_path)
    program = "print(open('near.json').read())"
    finished = run("manage", "shell", "--no-imports", "-c", program, PBC_VAR=str(var))
    assert json.loads(finished.stdout) == {"near": True}, finished.stderr


def test_calculate_needs_no_database(tmp_path):
    finished = run("manage", "calculate", "-", stdin="not facts", PBC_VAR=str(tmp_path / "var"))
    assert finished.returncode != 0
    assert "Preparing" not in finished.stderr
    assert not (tmp_path / "var" / "pbc.sqlite3").exists()
