from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from pbc import checks
from pbc.documents import certificates


@pytest.fixture(autouse=True)
def path(settings: Settings, tmp_path: Path) -> Path:
    settings.SEALING_CERTIFICATE = str(tmp_path / "keys" / "sealing.p12")
    return Path(settings.SEALING_CERTIFICATE)


def run(*arguments: str) -> str:
    said = StringIO()
    call_command("make_sealing_certificate", *arguments, stdout=said)
    return said.getvalue()


def test_it_makes_a_certificate_in_production_too_since_it_was_asked_to(
    path: Path, settings: Settings
) -> None:
    settings.PBC_IS_PRODUCTION = True
    said = run("--organisation", "Oakshire Primary Care Trust")
    held = certificates.sealing_key().certificate
    assert certificates.fingerprint(held) in said
    assert "Oakshire Primary Care Trust" in held.subject.rfc4514_string()
    assert path.stat().st_mode & 0o777 == 0o600


def test_it_does_not_overwrite_a_certificate(path: Path) -> None:
    run()
    before = path.read_bytes()
    with pytest.raises(CommandError, match="--replace"):
        run()
    assert path.read_bytes() == before


def test_production_does_not_start_without_a_certificate(settings: Settings) -> None:
    assert checks.sealing_certificate_is_there() == []
    settings.PBC_IS_PRODUCTION = True
    (error,) = checks.sealing_certificate_is_there()
    assert error.id == "pbc.E001"
    run()
    assert checks.sealing_certificate_is_there() == []


def test_replacing_keeps_the_former_certificate_without_its_key(path: Path) -> None:
    run()
    former = certificates.sealing_key().certificate
    run("--replace")
    assert certificates.sealing_key().certificate != former
    assert certificates.ours()[1] == former
    (kept,) = path.parent.glob("sealing-retired-*.pem")
    assert "PRIVATE" not in kept.read_text()
