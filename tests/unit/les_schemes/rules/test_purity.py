"""The rules stand on the standard library alone."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[4]

IMPORT = """
import sys
import les_schemes.rules
ours = ("les_schemes", "pbc")
foreign = {
    name.partition(".")[0] for name in sys.modules
} - set(sys.stdlib_module_names) - {"__main__", *ours}
print(*sorted(name for name in foreign if not name.startswith("_")))
print(*sorted(name for name in sys.modules if name.split(".")[0] in ours))
"""


def test_the_rules_import_nothing_of_django_nor_of_anyone_else():
    run = subprocess.run(
        [sys.executable, "-S", "-c", IMPORT], cwd=ROOT, capture_output=True, text=True, check=True
    )
    foreign, ours = run.stdout.splitlines()
    assert foreign == ""
    assert all(
        name in {"les_schemes", "pbc", "pbc.money"} or name.startswith("les_schemes.rules")
        for name in ours.split()
    )
