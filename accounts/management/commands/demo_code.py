from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from accounts import demonstration
from accounts.models import User
from pbc.refusals import Refusal


class Command(BaseCommand):
    help = "Print a demonstration person's current second-factor code (by e-mail address or name)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("person", nargs="+", help="an e-mail address, or part of a name")

    def handle(self, **options: list[str]) -> None:
        wanted = " ".join(options["person"]).strip()
        try:
            code = demonstration.current_code(self.find(wanted))
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal
        self.stdout.write(code)

    def find(self, wanted: str) -> User:
        users = User.objects.select_related("person")
        exact = users.filter(email=wanted.lower()).first()
        if exact is not None:
            return exact
        words = Q()
        for word in wanted.split():
            words &= (
                Q(person__given_name__icontains=word)
                | Q(person__family_name__icontains=word)
                | Q(person__title__icontains=word)
                | Q(email__istartswith=word)
            )
        found = list(users.filter(words)[:6])
        if len(found) == 1:
            return found[0]
        if not found:
            raise CommandError(f"Nobody here is called {wanted!r}.")
        names = ", ".join(f"{user.name} ({user.email})" for user in found)
        raise CommandError(f"{wanted!r} could be: {names}. Give the e-mail address.")
