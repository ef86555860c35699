from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PbcConfig(AppConfig):
    name = "pbc"
    verbose_name = "The hall: what every room shares"

    def ready(self) -> None:
        from pbc import (  # noqa: F401
            audit_verification,
            celery,
            checks,
            database_guards,
            navigation_entries,
        )
        from pbc.database_guards import hall  # noqa: F401

        celery.load_tasks()
        post_migrate.connect(database_guards.install_after_migrate, dispatch_uid="database_guards")
