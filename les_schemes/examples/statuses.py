"""How a worked example comes out."""

from django.db import models

from pbc.nhsuk import colours


class ComesOut(models.TextChoices):
    TO_WORK_OUT = "to_work_out", "To be worked out"
    FAILS = "example_fails", "Differs"
    PASSES = "example_passes", "Agrees"


colours.register({ComesOut.TO_WORK_OUT: "yellow", ComesOut.FAILS: "red", ComesOut.PASSES: "green"})
