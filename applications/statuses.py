"""States of applications."""

from django.db import models

from pbc.nhsuk import colours


class LevelApplicationStatus(models.TextChoices):
    """SM-05."""

    DRAFT = "draft", "Being prepared"
    SUBMITTED = "submitted", "Submitted"
    ON_AGENDA = "on_agenda", "Before the Committee"
    AGREED = "agreed", "Agreed"
    DEFERRED = "deferred", "Deferred: more evidence"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


# A locality has at most one application of these.
LIVE = (
    LevelApplicationStatus.DRAFT,
    LevelApplicationStatus.SUBMITTED,
    LevelApplicationStatus.ON_AGENDA,
    LevelApplicationStatus.DEFERRED,
)


class Direction(models.TextChoices):
    UP = "up", "To a higher level"
    DOWN = "down", "To a lower level"


colours.register({"on_agenda": "yellow", "deferred": "orange", "declined": "red"})
