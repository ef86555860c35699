"""A scheme file that the officer at home has uploaded and not loaded yet."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from les_schemes import loading
from les_schemes.actions import designing

CHECKS = loading.SHIPPED / "blood_pressure_checks_2025_26.toml"
FRAMEWORK = loading.SHIPPED / "governance_stand_in.txt"


def uploads() -> dict[str, SimpleUploadedFile]:
    """A scheme file and its framework document, as a browser sends them."""
    return {
        "file": SimpleUploadedFile(CHECKS.name, CHECKS.read_bytes()),
        "framework": SimpleUploadedFile(FRAMEWORK.name, FRAMEWORK.read_bytes()),
    }


def add_scheme_file(world: Any) -> None:
    """By the officer at home, for the own commissioner."""
    dacorum = world.cast.dacorum
    stored = designing.upload_scheme_file(
        commissioner=dacorum, by=world.people["officer"], **uploads()
    )
    world.put("uploaded scheme file", stored, stored.pk, dacorum.code)
