from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts.models import User
from demonstration.cast import CastLoader
from demonstration.county import CountyLoader
from demonstration.story import Story
from localities.models import Organisation


class Command(BaseCommand):
    help = "Load the demonstration county into an empty database; a full one is refused."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PBC_IS_PRODUCTION:
            raise CommandError("There is no demonstration in production.")
        if Organisation.objects.exists() or User.objects.exists():
            raise CommandError(
                "The database is not empty, so nothing was loaded. To start afresh, point "
                "DATABASE_URL at an empty database, or stop ./run and delete var/."
            )
        with transaction.atomic():
            loader = CountyLoader()
            county = loader.load()
            self.stdout.write(
                f"{len(county.practices)} practices in {len(county.localities)} localities"
            )
            CastLoader(loader).load()
            self.stdout.write(f"{User.objects.count()} people who can sign in")
            story = Story(county)
            story.tell()
        for line in story.summary():
            self.stdout.write(line)
