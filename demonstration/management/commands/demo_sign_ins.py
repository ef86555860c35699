from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from demonstration import cast


class Command(BaseCommand):
    help = "Print one demonstration sign-in per role."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PBC_IS_PRODUCTION:
            raise CommandError("There is no demonstration in production.")
        if not User.objects.exists():
            raise CommandError("The database is empty: load it with ./run manage demo")
        self.stdout.write(f"Everybody's password: {cast.password()}")
        for person in cast.sign_ins():
            code = "  + code" if person.second_factor else ""
            self.stdout.write(
                f"  {person.role.label:<20} {person.email:<58} {person.name}, "
                f"{person.organisation}{code}"
            )
        self.stdout.write("A person's code: ./run manage demo_code EMAIL")
