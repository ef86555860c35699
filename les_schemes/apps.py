from django.apps import AppConfig


class LesSchemesConfig(AppConfig):
    name = "les_schemes"
    verbose_name = "What is offered and agreed"

    def ready(self) -> None:
        from les_schemes import database_guards, home, navigation, readers  # noqa: F401
