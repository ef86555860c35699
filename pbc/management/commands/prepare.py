from argparse import ArgumentParser

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import OperationalError

from pbc.documents import certificates


class Command(BaseCommand):
    help = "Make this installation ready to start: called by ./run, which knows when it is needed."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--migrate", action="store_true", help="bring the tables up to date")
        parser.add_argument("--grant", action="store_true", help="let the application role in")
        parser.add_argument("--check-migrations", action="store_true", help="refuse if behind")
        parser.add_argument("--keys", action="store_true", help="make or require the seal's key")
        parser.add_argument("--static", action="store_true", help="collect the static files")
        parser.add_argument("--demonstration", action="store_true", help="fill an empty database")

    def handle(self, **options: object) -> None:
        try:
            self.prepare(options)
        except OperationalError as problem:
            raise CommandError(f"The database cannot be used: {str(problem).strip()}") from problem

    def prepare(self, options: dict[str, object]) -> None:
        if options["keys"]:
            self.require_certificate()
        if options["migrate"]:
            call_command("migrate", interactive=False, verbosity=0)
        if options["grant"]:
            call_command("grant_application_role")
        if options["check_migrations"]:
            self.refuse_if_behind()
        if options["static"]:
            call_command("collectstatic", interactive=False, verbosity=0)
        if options["demonstration"] and "demo" in get_commands() and self.is_empty():
            self.stderr.write("Loading the demonstration county…")
            call_command("demo")

    def require_certificate(self) -> None:
        try:
            certificates.ensure_certificate()
        except ImproperlyConfigured as problem:
            raise CommandError(str(problem)) from problem

    def refuse_if_behind(self) -> None:
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        if waiting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
            names = ", ".join(f"{migration.app_label}.{migration.name}" for migration, _ in waiting)
            raise CommandError(f"Migrations are waiting: {names}. Run: ./run migrate")

    def is_empty(self) -> bool:
        return not settings.PBC_IS_PRODUCTION and not get_user_model().objects.exists()
