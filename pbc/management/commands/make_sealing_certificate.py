from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pbc.documents import certificates


class Command(BaseCommand):
    help = (
        "Make the certificate that documents are sealed with (EC P-256, self-made: it proves that "
        "nothing was changed, not who sealed). With --replace the present one is kept for checking "
        "older documents, without its key."
    )

    # One of them asks for the certificate that this command makes.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organisation", default="", help="named in the certificate")
        parser.add_argument("--replace", action="store_true", help="retire the present one first")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.SEALING_CERTIFICATE)
        if path.exists():
            if not options["replace"]:
                raise CommandError(f"{path} exists. Use --replace to retire it and make another.")
            kept = certificates.retire_certificate(path)
            self.stdout.write(f"The former certificate is kept as {kept}.")
        certificates.make_certificate(path, organisation=options["organisation"])
        held = certificates.sealing_key().certificate
        self.stdout.write(f"Made {path}, SHA-256 fingerprint {certificates.fingerprint(held)}.")
