from django.apps import AppConfig


class LocalitiesConfig(AppConfig):
    name = "localities"
    verbose_name = "Who there is"

    def ready(self) -> None:
        from localities import database_guards, files_of_imports, home, navigation  # noqa: F401
