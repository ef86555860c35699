from datetime import date

from django.db import models


class DemonstrationClock(models.Model):
    """The single row that says on which date the demonstration stands."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    stands_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="one_demonstration_clock")
        ]

    def __str__(self) -> str:
        return f"The demonstration stands on {self.stands_on:%-d %B %Y}"

    @classmethod
    def stored_date(cls) -> date | None:
        return cls.objects.values_list("stands_on", flat=True).first()
