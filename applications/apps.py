from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
    verbose_name = "What is asked for"

    def ready(self) -> None:
        from applications import database_guards, kinds  # noqa: F401
