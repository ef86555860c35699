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
            statements_waiting,
            told_beforehand,
            variations_waiting,
        )
        from les_schemes.claims import home as home_of_claims  # noqa: F401
        from les_schemes.readings import kind  # noqa: F401
        from les_schemes.reports import database_guards as guards_of_reports  # noqa: F401
        from les_schemes.reports import home as home_of_reports  # noqa: F401
        from les_schemes.reports import passing as passing_of_reports  # noqa: F401
        from les_schemes.reports import readers as readers_of_reports  # noqa: F401
