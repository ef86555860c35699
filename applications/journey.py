"""The steps of applying for a level, as the task list shows them."""

from typing import Any

from django.urls import reverse

from applications import levels
from applications.models import LevelApplication
from pbc.nhsuk import task

COMPLETED = "Completed"


def tasks(application: LevelApplication) -> list[dict[str, Any]]:
    """The case, each criterion, then submit; what is done already is marked."""
    asked = levels.criteria(application.version, application.level)
    missing = levels.unanswered(application)
    steps = [
        task(
            "Say why the locality has reached this level",
            href=reverse("applications:level-case", args=[application.pk]),
            status=COMPLETED if application.case else "To do",
        )
    ]
    steps += [
        task(
            f"Evidence for criterion {criterion.number}",
            href=reverse("applications:level-give-evidence", args=[application.pk, criterion.pk]),
            status="To do" if criterion in missing else COMPLETED,
            hint=criterion.text,
        )
        for criterion in asked
    ]
    ready = bool(application.case) and not missing
    steps.append(
        task(
            "Check your answers and submit",
            href=reverse("applications:level-submit", args=[application.pk]) if ready else None,
            status="To do" if ready else "Cannot start yet",
            hint="" if ready else "First the case, and something to show for each criterion.",
        )
    )
    return steps
