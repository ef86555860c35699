"""Scheme files: taken out by those who offer the scheme, loaded by officers."""

from typing import Any

from les_schemes import loading
from tests.integration.matrix.rows import form, page
from tests.integration.matrix.scheme_files import uploads
from tests.integration.matrix.world import World


def _sent(world: World) -> dict[str, Any]:
    files = uploads()
    return {
        "commissioner": world.cast.dacorum.pk,
        "file": files["file"],
        "framework_file": files["framework"],
    }


def _seen(world: World) -> dict[str, Any]:
    """What stands for what the preview shows."""
    scheme_file = loading.read(loading.SHIPPED / "blood_pressure_checks_2025_26.toml")
    plan = loading.planned(scheme_file, commissioner=world.cast.dacorum, partners=[])
    return {"seen": plan.seen}


ROWS = [
    page("les_schemes:scheme-file-download", "scheme", may="officers auditors", rest=403),
    page(
        "les_schemes:scheme-file-download",
        "designed scheme",
        may="officer auditor",
        why="administrator",
    ),
    form(
        "les_schemes:scheme-file-upload",
        may="officers",
        rest=403,
        data=_sent,
        # An officer elsewhere loads nothing for this commissioner.
        odd={"POST far_officer": 422, "POST two_hats": 422},
    ),
    # Whoever uploaded a file, and nobody else, looks through it and loads it.
    form("les_schemes:scheme-file", "uploaded scheme file", may="officer", data=_seen),
]
