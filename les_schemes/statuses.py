"""States of schemes and sign-ups, and how a signature is made."""

from django.db import models


class SchemeStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    OPEN = "open", "Open for sign-up"
    WITHDRAWN = "withdrawn", "Withdrawn"


class SignUpStatus(models.TextChoices):
    DRAFT = "draft", "Being prepared"
    SIGNING = "signing", "Being signed"
    SUBMITTED = "submitted", "Submitted"
    QUERIED = "queried", "Queried"
    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"


# A practice has at most one sign-up of these to a scheme version.
LIVE = (
    SignUpStatus.DRAFT,
    SignUpStatus.SIGNING,
    SignUpStatus.SUBMITTED,
    SignUpStatus.QUERIED,
    SignUpStatus.ACCEPTED,
)
WITH_THE_PRACTICE = (SignUpStatus.DRAFT, SignUpStatus.SIGNING, SignUpStatus.QUERIED)
RECEIVED = (SignUpStatus.SUBMITTED, SignUpStatus.QUERIED, SignUpStatus.ACCEPTED)


class Channel(models.TextChoices):
    WEB = "web", "On the web"
    POST = "post", "By post"
    EMAIL = "email", "By e-mail"


class SheetStatus(models.TextChoices):
    """A sheet that came on paper, by whether another person has checked it."""

    WAITING = "waiting", "Waiting to be verified"
    VERIFIED = "verified", "Verified"
    REJECTED = "rejected", "Rejected"


class SigningCapacity(models.TextChoices):
    GP = "gp", "GP"
    PRACTICE_MANAGER = "practice_manager", "Practice Manager"
    PBC_LEAD = "pbc_lead", "Practice PBC Lead"


class SigningMethod(models.TextChoices):
    TYPED = "typed", "Typed name, signed in"
    DRAWN = "drawn", "Drawn by hand, signed in"
    SHEET = "sheet", "On paper, scan checked"


class AgreementKind(models.TextChoices):
    AGREEMENT = "agreement", "Agreement"
    SUPPLEMENT = "supplement", "Supplement: a later signature"
