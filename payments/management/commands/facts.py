"""The facts of a run as a document of the calculation contract, for ``manage.py calculate -``."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from payments import naming


class Command(BaseCommand):
    help = (
        "Prints the facts that a run was worked out from. A run of several schemes gives the list "
        "of their facts; --scheme gives one alone. Pipe it into: manage.py calculate -"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("run", help="its identifier, or CODE/NUMBER, as H-WEST/1")
        parser.add_argument("--scheme", help="the code of one scheme, as pbc-les-2007-08")

    def handle(self, *args: Any, **options: Any) -> None:
        run = naming.run_named(options["run"])
        calculations = run.calculations.order_by("pk")
        if options["scheme"]:
            calculations = calculations.filter(
                Q(version__rules=options["scheme"]) | Q(version__scheme__code=options["scheme"])
            )
        documents = [calculation.facts for calculation in calculations]
        if not documents:
            raise CommandError(f"{naming.name_of(run)} holds no calculation of that kind.")
        content = documents[0] if len(documents) == 1 else documents
        self.stdout.write(json.dumps(content, indent=1, ensure_ascii=False))
