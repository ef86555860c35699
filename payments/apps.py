from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "payments"
    verbose_name = "What is paid"

    def ready(self) -> None:
        from payments import (  # noqa: F401
            database_guards,
            disputes,
            navigation,
            passing,
            readings,
            waiting,
        )
