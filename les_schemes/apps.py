from django.apps import AppConfig


class LesSchemesConfig(AppConfig):
    name = "les_schemes"
    verbose_name = "What is offered and agreed"

    def ready(self) -> None:
        from les_schemes import (  # noqa: F401
            database_guards,
            home,
            kinds,
            navigation,
            passing,
            readers,
            sheets_waiting,
        )
