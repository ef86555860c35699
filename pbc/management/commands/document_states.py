"""``manage.py document_states``: writes docs/states.md from the transition tables."""

from typing import Any

from django.core.management.base import BaseCommand

from pbc import states


class Command(BaseCommand):
    help = "Writes docs/states.md from the transition tables of all apps."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        states.DOCUMENT.write_text(states.document())
        self.stdout.write(f"Wrote {states.DOCUMENT.name}")
