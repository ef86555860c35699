"""What is said when the machine lacks something and we may not install it."""

import pytest

from pbc.launch import installation


@pytest.fixture
def ordinary_user(monkeypatch):
    monkeypatch.setattr(installation, "is_root", lambda: False)


def test_the_exact_line_for_missing_libraries_is_printed(ordinary_user, monkeypatch, capsys):
    libraries = {"libpango-1.0-0": "libnowhere-1.so.0", "libpangoft2-1.0-0": "libnowhere-2.so.0"}
    monkeypatch.setattr(installation, "WEASYPRINT_LIBRARIES", libraries)
    installation.install_weasyprint_libraries()
    said = capsys.readouterr().err
    assert "    sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0\n" in said


def test_nothing_is_said_when_every_library_is_there(ordinary_user, monkeypatch, capsys):
    monkeypatch.setattr(installation, "WEASYPRINT_LIBRARIES", {"libc6": "libc.so.6"})
    installation.install_weasyprint_libraries()
    assert capsys.readouterr().err == ""


def test_without_a_browser_the_reason_for_skipping_is_printed(ordinary_user, monkeypatch, capsys):
    monkeypatch.setattr(installation, "BROWSERS", ())
    installation.install_browser()
    said = capsys.readouterr().err
    assert "Browser tests will be skipped" in said
    assert "sudo apt-get install -y chromium" in said
