from django.apps import AppConfig


class GovernanceConfig(AppConfig):
    name = "governance"
    verbose_name = "Who decides"

    def ready(self) -> None:
        from governance import (  # noqa: F401
            database_guards,
            home,
            home_decisions,
            navigation,
            own_kinds,
            readers,
        )
