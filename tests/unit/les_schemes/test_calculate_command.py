"""``manage.py calculate``: one document on standard output, or every fault on standard error."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.unit.les_schemes.documents import des, des_practice, les, practice

ROOT = Path(__file__).parents[3]


class Ended:
    """How a call of the command ended."""

    def __init__(self, *args):
        self.out, self.error = io.StringIO(), io.StringIO()
        self.status = 0
        try:
            call_command("calculate", *args, stdout=self.out, stderr=self.error)
        except SystemExit as end:
            self.status = end.code

    @property
    def document(self):
        assert (self.status, self.error.getvalue()) == (0, "")
        return json.loads(self.out.getvalue())

    @property
    def complaints(self):
        assert (self.status, self.out.getvalue()) == (2, "")
        return self.error.getvalue().splitlines()


@pytest.fixture
def calculate(tmp_path):
    """Calls the command on a document, or on a text, in a file."""

    def call(document):
        path = tmp_path / "facts.json"
        text = document if isinstance(document, str) else json.dumps(document)
        path.write_bytes(text.encode())
        return Ended(str(path))

    return call


def test_facts_get_their_result(calculate):
    document = calculate(les(practice())).document
    assert document["totals"] == {"payments_due": "23600.00", "allocations_due": "4000.00"}
    assert document["lines"][0]["working"][-1] == "8,000 patients × £1.00 = £8,000.00."


def test_a_list_of_facts_gets_the_list_of_results(calculate):
    results = calculate([les(practice()), des(des_practice())]).document
    assert [result["scheme"] for result in results] == [
        "pbc-les-2007-08",
        "towards-pbc-des-2006-07",
    ]
    assert calculate([]).document == []


def test_every_fault_is_a_line_on_standard_error(calculate):
    document = les(practice(list_size=-1), practice(locality="XYZ"))
    assert calculate(document).complaints == [
        "practices[0].list_size: must not be below 0, and is -1",
        "practices[1].code: 'E82001' stands before",
        "practices[1].locality: 'XYZ' is not among the localities",
    ]


def test_one_fault_refuses_a_whole_list(calculate):
    complaints = calculate([les(practice()), les(practice(list_size=None))]).complaints
    assert complaints == ["[1].practices[0].list_size: must be a whole number, not null"]


def test_what_is_not_json_is_refused(calculate):
    (complaint,) = calculate("{").complaints
    assert complaint.startswith("$: is not JSON: ")


def test_a_file_that_is_not_there_is_named(tmp_path):
    path = str(tmp_path / "nowhere.json")
    assert Ended(path).complaints == [f"{path} cannot be read: No such file or directory"]


def test_a_folder_is_no_file(tmp_path):
    assert Ended(str(tmp_path)).complaints == [f"{tmp_path} cannot be read: Is a directory"]


def test_a_dash_reads_standard_input(monkeypatch):
    text = json.dumps(les(practice())).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    assert Ended("-").document["contract"] == 1


def test_at_a_terminal_the_document_is_indented(tmp_path):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    path = tmp_path / "facts.json"
    path.write_text(json.dumps(les()))
    terminal = Terminal()
    call_command("calculate", str(path), stdout=terminal)
    assert terminal.getvalue().startswith('{\n  "contract": 1,\n')


def test_a_terminal_that_knows_only_ascii_is_written_to_in_ascii(tmp_path):
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(les(practice())))
    terminal = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    call_command("calculate", str(path), stdout=terminal)
    terminal.seek(0)
    assert "\\u00a3" in terminal.read()


def run(document, **environment):
    """The command in a process of its own, as a person starts it."""
    return subprocess.run(
        [sys.executable, "manage.py", "calculate", "-"],
        cwd=ROOT,
        input=json.dumps(document).encode(),
        capture_output=True,
        env={"PATH": "/usr/bin:/bin", "PBC_VAR": environment.pop("var"), **environment},
        check=False,
    )


def test_it_runs_by_itself_without_a_database_on_a_narrow_terminal(tmp_path):
    environment = {
        "var": str(tmp_path),
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing",
        "PYTHONIOENCODING": "ascii",
    }
    finished = run(les(practice(code="\ud83d")), **environment)
    assert (finished.returncode, finished.stderr) == (0, b"")
    assert json.loads(finished.stdout)["lines"][0]["payee"] == "\ud83d"


def test_it_refuses_by_itself(tmp_path):
    finished = run(les(practice(code="\ud83d", list_size=-1)), var=str(tmp_path))
    assert (finished.returncode, finished.stdout) == (2, b"")
    assert finished.stderr == b"practices[0].list_size: must not be below 0, and is -1\n"
