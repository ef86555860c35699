"""Scheme files: what a scheme says and pays, in one file of text (TOML) that people can edit.

``read`` takes one from a folder, ``opened`` a ZIP of one and its framework document; both refuse
it with every fault named by its place. ``planned`` says what ``load`` would make of it, a scheme
version of a commissioner. ``packed`` writes a version as such a ZIP.
"""

from pathlib import Path

from les_schemes.loading import archive
from les_schemes.loading.archive import LARGEST, LARGEST_FRAMEWORK
from les_schemes.loading.faults import UnreadableScheme
from les_schemes.loading.keeping import FRAMEWORK_KIND, Loaded, Planned, load, planned
from les_schemes.loading.scheme_file import SchemeFile, opened, read
from les_schemes.loading.writing import packed, written

SHIPPED = Path(__file__).resolve().parents[1] / "schemes"

__all__ = [
    "FRAMEWORK_KIND",
    "LARGEST",
    "LARGEST_FRAMEWORK",
    "SHIPPED",
    "Loaded",
    "Planned",
    "SchemeFile",
    "UnreadableScheme",
    "archive",
    "load",
    "opened",
    "packed",
    "planned",
    "read",
    "written",
]
