"""``./check locks``: the locks pin what is asked for, with hashes, and agree."""

import pytest

from pbc.launch import checks

HASH = "    --hash=sha256:00"
ASKED = {"requirements.in": "Django>=5.2\n", "requirements-test.in": "-r requirements.in\npytest\n"}
LOCKED = {
    "requirements.txt": f"django==5.2.1 \\\n{HASH} \\\n{HASH}\n",
    "requirements-test.txt": f"django==5.2.1 \\\n{HASH}\npytest==9.0 \\\n{HASH}\n",
}


@pytest.fixture
def locks(tmp_path, monkeypatch):
    """Writes the four files, some of them changed, and says whether they are in step."""
    monkeypatch.setattr(checks, "ROOT", tmp_path)

    def in_step(**changed: str) -> bool:
        names = {name.replace("-", "_").replace(".", "_"): name for name in {**ASKED, **LOCKED}}
        texts = {**ASKED, **LOCKED, **{names[key]: text for key, text in changed.items()}}
        for name, text in texts.items():
            (tmp_path / name).write_text(text)
        return checks.locks_are_in_step({})

    return in_step


def test_locks_in_step_pass(locks):
    assert locks()


def test_a_package_asked_for_and_not_pinned_is_named(locks, capsys):
    assert not locks(requirements_in="Django>=5.2\nredis[hiredis]>5  # the queue\n")
    assert "requirements.in asks for redis" in capsys.readouterr().err


def test_a_pin_without_a_hash_is_named(locks, capsys):
    assert not locks(requirements_txt="django==5.2.1\n")
    assert "requirements.txt pins django without a hash" in capsys.readouterr().err


def test_two_versions_of_one_package_are_named(locks, capsys):
    assert not locks(requirements_txt=f"django==5.2.2 \\\n{HASH}\n")
    assert "django is pinned differently" in capsys.readouterr().err


def test_names_are_compared_as_packages_are_named(locks):
    assert locks(
        requirements_in="Argon2_cffi\nDjango\n",
        requirements_txt=f"argon2-cffi==1 \\\n{HASH}\ndjango==5.2.1 \\\n{HASH}\n",
        requirements_test_txt=(
            f"argon2-cffi==1 \\\n{HASH}\ndjango==5.2.1 \\\n{HASH}\npytest==9 \\\n{HASH}\n"
        ),
    )
