"""States of schemes and sign-ups, and how a signature is made."""

from django.db import models

from pbc.nhsuk import colours


class SchemeStatus(models.TextChoices):
    """SM-01, as stored; what the dates make of an open version is its ``SchemePhase``."""

    DRAFT = "draft", "Draft"
    CONSULTED = "consulted", "Consulted on"
    APPROVED = "approved", "Approved"
    OPEN = "open", "Open for sign-up"
    RECONCILED = "reconciled", "Reconciled"
    WITHDRAWN = "withdrawn", "Withdrawn"
    VARIATION = "variation", "In force as a variation"


class SchemePhase(models.TextChoices):
    """How far a version has come, in one word: its status, and once open what its dates say."""

    DRAFT = "draft", "Draft"
    CONSULTED = "consulted", "Consulted on"
    APPROVED = "approved", "Approved"
    OPEN = "open", "Open for sign-up"
    CLOSED = "closed_to_sign_up", "Closed to sign-up"
    LIVE = "live", "Live"
    YEAR_END = "year_end", "Year end"
    RECONCILED = "reconciled", "Reconciled"
    WITHDRAWN = "withdrawn", "Withdrawn"
    VARIATION = "variation", "In force as a variation"


# Its terms may still be changed.
BEING_DESIGNED = (SchemeStatus.DRAFT, SchemeStatus.CONSULTED)
# Nobody was invited to it yet: it is its commissioner's own business.
NOT_OPENED = (*BEING_DESIGNED, SchemeStatus.APPROVED)
# Practices signed up to it and were paid by it.
OFFERED = (SchemeStatus.OPEN, SchemeStatus.RECONCILED)


class SignUpStatus(models.TextChoices):
    DRAFT = "draft", "Being prepared"
    SIGNING = "signing", "Being signed"
    SUBMITTED = "submitted", "Submitted"
    QUERIED = "queried", "Queried"
    ACCEPTED = "accepted", "Accepted"
    REFUSED = "refused", "Refused"
    WITHDRAWN = "withdrawn", "Withdrawn"
    WITHDRAWING = "withdrawing", "Withdrawing"
    TRANSFERRED = "transferred", "Held by its successor"


# A practice has at most one sign-up of these to a scheme version.
LIVE = (
    SignUpStatus.DRAFT,
    SignUpStatus.SIGNING,
    SignUpStatus.SUBMITTED,
    SignUpStatus.QUERIED,
    SignUpStatus.ACCEPTED,
    SignUpStatus.WITHDRAWING,
)
# Accepted and binding still: to its last day, or under the practice that took its place.
IN_FORCE = (SignUpStatus.ACCEPTED, SignUpStatus.WITHDRAWING, SignUpStatus.TRANSFERRED)
# Over when the scheme itself is withdrawn.
ENDS_WITH_ITS_SCHEME = (*LIVE, SignUpStatus.TRANSFERRED)
WITH_THE_PRACTICE = (SignUpStatus.DRAFT, SignUpStatus.SIGNING, SignUpStatus.QUERIED)
RECEIVED = (SignUpStatus.SUBMITTED, SignUpStatus.QUERIED, *IN_FORCE)


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
    SIGNATORY = "signatory", "Authorised signatory"


# Of a practice its manager or its PBC lead signs (ACT-02); of another provider whoever may.
SIGNS_FOR_A_PRACTICE = (SigningCapacity.PRACTICE_MANAGER, SigningCapacity.PBC_LEAD)


class SigningMethod(models.TextChoices):
    TYPED = "typed", "Typed name, signed in"
    DRAWN = "drawn", "Drawn by hand, signed in"
    SHEET = "sheet", "On paper, scan checked"


class AgreementKind(models.TextChoices):
    AGREEMENT = "agreement", "Agreement"
    SUPPLEMENT = "supplement", "Supplement: a later signature"


class StatementStatus(models.TextChoices):
    """SM-03. Before the window opens there is no statement."""

    ASKED = "asked", "Asked for"
    GIVEN = "given", "To be checked"
    QUERIED = "queried", "Queried"
    ACCEPTED = "accepted", "Accepted"
    EXEMPT = "exempt", "Exempt"
    MISSING = "missing", "Missing"
    REFERRED = "referred", "Before the Committee"
    WAIVED = "waived", "Waived"
    RECOVERY = "recovery", "Recovery decided"


# With the GP: asked for, asked again, or past its grace and not before the Committee yet.
STATEMENTS_TO_GIVE = (StatementStatus.ASKED, StatementStatus.QUERIED, StatementStatus.MISSING)

# Given or not, something of them is still to be decided.
STATEMENTS_BEING_SETTLED = (*STATEMENTS_TO_GIVE, StatementStatus.GIVEN, StatementStatus.REFERRED)


class VariationStatus(models.TextChoices):
    WAITING = "waiting", "Before the Committee"
    IN_FORCE = "in_force", "In force"
    DECLINED = "declined", "Declined"


class Touches(models.TextChoices):
    """Whom a clause that is worded otherwise touches: who acknowledges it (NOT-15)."""

    EACH_GP = "each_gp", "Each GP who signed"
    PRACTICE = "practice", "Whoever speaks for the practice"
    NOBODY = "nobody", "Nobody: it is only told"


class Exemption(models.TextChoices):
    LEFT = "left", "Left the practice"
    SICK = "sick", "Sick leave"
    PCT_EMPLOYED = "pct_employed", "Employed by the PCT"


class HoursTest(models.TextChoices):
    """How the hours of a statement are measured (readings.md AMB-10)."""

    ANNUAL_EQUIVALENT = "annual_equivalent", "In all, for the months in post"
    EACH_MONTH = "each_month", "In every single month in post"
    WHOLE_TIME_EQUIVALENT = "whole_time_equivalent", "In all, by the part of whole time worked"


colours.register(
    {
        SignUpStatus.WITHDRAWING: "orange",
        SignUpStatus.TRANSFERRED: "aqua-green",
        SchemeStatus.CONSULTED: "blue",
        SchemeStatus.RECONCILED: "grey",
        SchemePhase.CLOSED: "yellow",
        SchemePhase.LIVE: "green",
        SchemePhase.YEAR_END: "purple",
        StatementStatus.ASKED: "yellow",
        StatementStatus.GIVEN: "blue",
        StatementStatus.MISSING: "red",
        StatementStatus.REFERRED: "purple",
        StatementStatus.RECOVERY: "red",
        StatementStatus.EXEMPT: "grey",
        StatementStatus.WAIVED: "grey",
    }
)
