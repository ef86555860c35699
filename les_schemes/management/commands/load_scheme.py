"""``manage.py load_scheme FILE --commissioner CODE [--partner CODE …]``"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from les_schemes import loading
from localities.models import Commissioner
from pbc.actor import SYSTEM
from pbc.refusals import Refusal


class Command(BaseCommand):
    help = "Makes a scheme file a draft scheme version of a commissioner; twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="The scheme file (TOML)")
        parser.add_argument("--commissioner", required=True, help="Code of who leads the scheme")
        parser.add_argument(
            "--partner", action="append", default=[], help="Code of who shares it; repeatable"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        codes = [options["commissioner"], *options["partner"]]
        found = {
            commissioner.code: commissioner
            for commissioner in Commissioner.objects.filter(code__in=codes)
        }
        if unknown := [code for code in codes if code not in found]:
            raise CommandError(f"There is no commissioner {', '.join(unknown)}.")
        try:
            loaded = loading.load(
                loading.read(options["file"]),
                commissioner=found[options["commissioner"]],
                partners=[found[code] for code in options["partner"]],
                by=SYSTEM,
            )
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        verb = "Loaded" if loaded.changed else "Unchanged:"
        version = loaded.version
        self.stdout.write(
            f"{verb} {version}, version {version.number}, {version.get_status_display().lower()} "
            f"({version.pk})"
        )
        for sentence in loaded.left_out:
            self.stdout.write(sentence)
