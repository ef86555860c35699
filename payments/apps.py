from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "payments"
    verbose_name = "What is paid"

    def ready(self) -> None:
        from payments import database_guards, navigation, passing, waiting  # noqa: F401
