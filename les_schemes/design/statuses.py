"""Whom a commissioner asks about a scheme before offering it."""

from django.db import models


class Body(models.TextChoices):
    LMC = "lmc", "Local Medical Committee"
    PRACTICES = "practices", "Practices"
    LOCALITIES = "localities", "PBC Localities"
    PATIENTS = "patients", "Patients and the public"
    PEC = "pec", "Professional Executive Committee"
    PROVIDERS = "providers", "Other providers"
    OTHER = "other", "Someone else"
