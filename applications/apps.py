from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "What is asked for"

    def ready(self) -> None:
        from applications import (  # noqa: F401
            database_guards,
            home,
            kinds,
            navigation,
            readers,
        )
