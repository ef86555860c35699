"""Work runs out again from what they stored: the same pence, or the lines that differ."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from payments import calculations, naming
from payments.models import Run
from pbc.money import pounds


class Command(BaseCommand):
    help = (
        "Works a run out again from its stored facts and inputs. Exits 1 and names the lines that "
        "do not come to the same pence."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("run", nargs="?", help="its identifier, or CODE/NUMBER, as H-WEST/1")
        which.add_argument("--all", action="store_true", help="every run that was prepared")

    def handle(self, *args: Any, **options: Any) -> None:
        runs = (
            Run.objects.exclude(prepared_at=None).select_related("commissioner")
            if options["all"]
            else [naming.run_named(options["run"])]
        )
        differing = 0
        for run in runs:
            differing += self._recompute(run)
        if differing:
            which = "1 line does" if differing == 1 else f"{differing} lines do"
            raise CommandError(f"{which} not come to the same pence.")

    def _recompute(self, run: Run) -> int:
        differing = set()
        for difference in calculations.differences(run):
            differing.add(difference.line)
            self.stdout.write(f"{naming.name_of(run)}: {difference}")
        if not differing:
            totals = run.lines.totals()
            self.stdout.write(
                f"{naming.name_of(run)}: {run.lines.count()} lines come to the same pence, "
                f"{pounds(totals['due'])} due"
            )
        return len(differing)
