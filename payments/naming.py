"""How the command line names a run: by its identifier, or as CODE/NUMBER."""

import uuid

from django.core.management.base import CommandError

from payments.models import Run


def run_named(name: str) -> Run:
    """The run of a name, as ``H-WEST/1`` or a UUID; raises ``CommandError``."""
    runs = Run.objects.select_related("commissioner")
    code, slash, number = name.rpartition("/")
    try:
        if slash:
            return runs.get(commissioner__code=code, number=int(number))
        return runs.get(pk=uuid.UUID(name))
    except (ValueError, Run.DoesNotExist):
        raise CommandError(
            f"There is no run {name!r}. Name it by its identifier or as CODE/NUMBER, like H-WEST/1."
        )


def name_of(run: Run) -> str:
    """``H-WEST/1``."""
    return f"{run.commissioner.code}/{run.number}"
