"""States of a month's report (SM-04) and of a report template (O2-07)."""

from django.db import models

from pbc.nhsuk import colours


class ReportStatus(models.TextChoices):
    DRAFT = "draft", "Being prepared"
    WITH_LOCALITY = "with_locality", "With the locality"
    WITH_COMMISSIONER = "with_commissioner", "With the commissioner"
    RETURNED = "returned", "Returned"
    ACCEPTED = "accepted", "Accepted"
    LATE_ACCEPTED = "late_accepted", "Accepted late"
    EXCUSED = "excused", "Excused"
    VOID = "void", "Void"


# What counts as reported, and so releases the month (AMB-39, AMB-40, AMB-46).
COUNTED = (ReportStatus.ACCEPTED, ReportStatus.LATE_ACCEPTED, ReportStatus.EXCUSED)
WITH_THE_PRACTICE = (ReportStatus.DRAFT, ReportStatus.RETURNED)
SUBMITTED = (ReportStatus.WITH_LOCALITY, ReportStatus.WITH_COMMISSIONER)


class MonthState(models.TextChoices):
    """Where a month stands of which nothing is held yet: follows from the day alone."""

    NOT_YET = "not_yet", "Not due yet"
    EXPECTED = "expected", "Expected"
    OVERDUE = "overdue", "Overdue"


class TemplateStatus(models.TextChoices):
    PROPOSED = "proposed", "Proposed"
    AGREED = "agreed", "Agreed"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Reviewer(models.TextChoices):
    """Which of the two who receive a report."""

    LOCALITY = "locality", "PBC Locality"
    COMMISSIONER = "commissioner", "Commissioner"


colours.register(
    {
        ReportStatus.WITH_LOCALITY: "blue",
        ReportStatus.LATE_ACCEPTED: "aqua-green",
        ReportStatus.EXCUSED: "purple",
        ReportStatus.VOID: "grey",
        MonthState.NOT_YET: "white",
        MonthState.EXPECTED: "yellow",
        TemplateStatus.PROPOSED: "yellow",
    }
)
