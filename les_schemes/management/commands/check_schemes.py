"""``manage.py check_schemes [FILE …]``: whether every worked example of every scheme passes."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand

from les_schemes import loading
from les_schemes.examples import outcomes
from les_schemes.models import SchemeVersion

FAILED = 1
"""The exit status where an example fails, or a file cannot be read or proves nothing."""


class Checked(NamedTuple):
    """One line of what the command prints; ``why_not`` is empty where the example passes."""

    what: str
    why_not: str

    def __str__(self) -> str:
        return f"{self.what}: {self.why_not or 'passes'}"


class Command(BaseCommand):
    help = (
        "Works out every worked example of every scheme file that ships and of every scheme "
        "version held. Prints a line for each and how many pass; exits 1 if one fails, or if a "
        "file has none."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "files", nargs="*", type=Path, help="Scheme files instead of those that ship"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        checked = []
        files = options["files"] or sorted(loading.SHIPPED.glob("*.toml"))
        for one in (*_of_files(files), *_of_versions()):
            self.stdout.write(str(one))
            checked.append(one)
        failed = sum(bool(one.why_not) for one in checked)
        self.stdout.write(f"{len(checked) - failed} of {len(checked)} pass.")
        if failed:
            raise SystemExit(FAILED)


def _of_files(paths: Iterable[Path]) -> Iterator[Checked]:
    for path in paths:
        try:
            scheme_file = loading.read(path)
        except loading.UnreadableScheme as unreadable:
            yield from (Checked(path.name, fault) for fault in unreadable.faults)
            continue
        failing = scheme_file.failing
        for position, example in enumerate(scheme_file.examples):
            yield Checked(f"{path.name}, {example.title}", failing.get(position, ""))
        if not scheme_file.examples:
            yield Checked(path.name, "has no worked examples")


def _of_versions() -> Iterator[Checked]:
    """Those of a draft too; a version without examples has nothing to fail."""
    versions = SchemeVersion.objects.select_related("scheme", "commissioner")
    for version in versions.order_by("scheme__code", "financial_year_starts_in", "number"):
        for checked in outcomes.outcomes(version):
            name = f"{version}, version {version.number}, of {version.commissioner}"
            yield Checked(f"{name}, {checked.example.title}", checked.why_not)
