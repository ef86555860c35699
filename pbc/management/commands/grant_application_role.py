from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from pbc import application_role
from pbc.refusals import Refusal


class Command(BaseCommand):
    help = (
        "As the owner of the tables (PBC_DATABASE_ROLE=owner), let the role of DATABASE_URL read "
        "and write rows: never drop, truncate or disable a trigger. PostgreSQL only."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--url",
            default=settings.APPLICATION_DATABASE_URL,
            help="the application's database address (DATABASE_URL)",
        )

    def handle(self, *, url: str, **options: object) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("SQLite knows no roles; this command is for PostgreSQL.")
        try:
            role = application_role.role_of(url)
            with transaction.atomic():
                application_role.grant(connection, role)
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stderr.write(f"{role.name} may read and write rows, and nothing else.")
