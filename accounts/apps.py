from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Who may sign in"

    def ready(self) -> None:
        from accounts import database_guards, lock_out, second_factor, sessions  # noqa: F401
        from accounts.models import User
        from pbc import actor

        actor.register_loader(
            lambda person_id: User.objects.select_related("person").get(person_id=person_id)
        )
