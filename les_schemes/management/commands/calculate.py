"""``manage.py calculate FACTS.json``: what a scheme pays, from a file of facts alone."""

import argparse
import gc
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand

from les_schemes import rules

REFUSED = 2
"""The exit status for facts that cannot be read or have a fault."""


class Command(BaseCommand):
    """Prints one JSON document, or every fault on standard error.

    It needs no database, so that no check of the project has to run first.
    """

    help = "Work out what a scheme pays from a file of facts, by the calculation contract."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("facts", metavar="FACTS.json", help="a file, or - for standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with _no_collecting():
                document = _worked_out(rules.read(_content(options["facts"])))
        except OSError as error:
            self._refuse(f"{options['facts']} cannot be read: {error.strerror}")
        except rules.Faults as refused:
            self._refuse(str(refused))
        self._print(document)

    def _print(self, document: object) -> None:
        """One row for a program, indented for a person at a terminal."""
        indent = 2 if self.stdout.isatty() else None
        text = json.dumps(document, ensure_ascii=False, indent=indent)
        try:
            self.stdout.write(text)
        except UnicodeEncodeError:
            # The terminal's encoding, or half a surrogate pair in a code.
            self.stdout.write(json.dumps(document, indent=indent))

    def _refuse(self, message: str) -> NoReturn:
        self.stderr.write(message)
        raise SystemExit(REFUSED)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """A fifth of the time would go into looking for cycles, and the sums make none."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _content(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()


def _worked_out(document: object) -> object:
    """The result of one document of facts, or the list of those of a list."""
    if isinstance(document, list):
        return [_result(facts) for facts in rules.parse_each(document)]
    return _result(rules.parse(document))


def _result(facts: rules.Facts) -> dict[str, Any]:
    return rules.result_document(rules.calculate(facts))
