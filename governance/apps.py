from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"
    verbose_name = "Who decides"

    def ready(self) -> None:
        from governance import database_guards, home, navigation, readers  # noqa: F401
