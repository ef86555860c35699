from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Who may sign in"

    def ready(self) -> None:
        from accounts import (  # noqa: F401
            database_guards,
            home,
            lock_out,
            navigation,
            passwords,
            reading_the_trail,
            second_factor,
            sessions,
        )
        from accounts.models import User
        from pbc import actor

        actor.register_loader(
            lambda person_id: User.objects.select_related("person").get(person_id=person_id)
        )
