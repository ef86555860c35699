"""Kinds and states of organisations, posts and imports."""

from django.db import models


class OrganisationKind(models.TextChoices):
    COMMISSIONER = "commissioner", "Commissioning organisation"
    LOCALITY = "locality", "Locality"
    PRACTICE = "practice", "Practice"
    PROVIDER = "provider", "Other provider"


class CommissionerType(models.TextChoices):
    PCG = "pcg", "Primary Care Group"
    PCT = "pct", "Primary Care Trust"
    CARE_TRUST = "care_trust", "Care Trust"
    CCG = "ccg", "Clinical Commissioning Group"
    ICB = "icb", "Integrated Care Board"
    AREA_TEAM = "area_team", "Area team"
    HEALTH_BOARD = "health_board", "Local Health Board"
    UNKNOWN = "unknown", "Not known yet"


class ContractType(models.TextChoices):
    GMS = "gms", "GMS"
    PMS = "pms", "PMS"
    PCTMS = "pctms", "PCTMS"
    APMS = "apms", "APMS"
    UNKNOWN = "unknown", "Not known"


class LegalForm(models.TextChoices):
    INFORMAL = "informal", "Informal group"
    PARTNERSHIP = "partnership", "Partnership"
    COMPANY = "company", "Limited company"


class ProviderType(models.TextChoices):
    """What kind of body a provider is that is no practice (ACT-20, ACT-27)."""

    PHARMACY = "pharmacy", "Community pharmacy"
    INDEPENDENT = "independent", "Independent provider"
    VOLUNTARY = "voluntary", "Voluntary organisation"
    NHS_TRUST = "nhs_trust", "NHS trust"
    COMMUNITY = "community", "NHS community services"
    LOCAL_AUTHORITY = "local_authority", "Local authority"
    OTHER = "other", "Other provider"


class OdsStatus(models.TextChoices):
    """Field 13 of the ODS practice file."""

    ACTIVE = "A", "Active"
    CLOSED = "C", "Closed"
    DORMANT = "D", "Dormant"
    PROPOSED = "P", "Proposed"


class SuccessionKind(models.TextChoices):
    MERGED = "merged", "Merged into"
    SPLIT = "split", "Split into"
    REPLACED = "replaced", "Replaced by"


class Capacity(models.TextChoices):
    PARTNER = "partner", "Partner"
    SALARIED = "salaried", "Salaried GP"
    RETAINER = "retainer", "Retainer"
    LOCUM = "locum", "Locum"
    REGISTRAR = "registrar", "Registrar"


# Whose signature the sheet asks for (readings.md AMB-05).
ELIGIBLE_CAPACITIES = (Capacity.PARTNER, Capacity.SALARIED)


class OfficerPosition(models.TextChoices):
    CHAIR = "chair", "Executive Chair"
    DIRECTOR = "director", "Director"
    COMPANY_SECRETARY = "company_secretary", "Company Secretary"
    EXECUTIVE_MEMBER = "executive_member", "Executive Committee member"
    CLINICAL_LEAD = "clinical_lead", "Clinical Lead"
    MANAGERIAL_LEAD = "managerial_lead", "Managerial Lead"
    FINANCE = "finance", "Finance"


class ImportKind(models.TextChoices):
    PRACTICES = "practices", "ODS practices (epraccur)"
    COMMISSIONERS = "commissioners", "ODS commissioners (eccg)"
    MEMBERSHIPS = "memberships", "ODS memberships (epcmem)"
    LIST_SIZES = "list_sizes", "Patients registered at a GP practice"
    PAYMENTS = "payments", "NHS Payments to General Practice"


class ImportStatus(models.TextChoices):
    UPLOADED = "uploaded", "Being checked"
    CHECKED = "checked", "To be confirmed"
    CONFIRMED = "confirmed", "Being written"
    WRITTEN = "written", "Written"
    UNREADABLE = "unreadable", "Could not be read"
    ABANDONED = "abandoned", "Abandoned"


class FindingProblem(models.TextChoices):
    """What can be wrong with a line of an imported file."""

    MALFORMED = "malformed", "Malformed row"
    ENCODING = "encoding", "Encoding oddity"
    MISSING = "missing", "Missing value"
    TOO_LONG = "too_long", "Too long or too large"
    DUPLICATE = "duplicate", "Duplicate"
    UNKNOWN_CODE = "unknown_code", "Unknown code"
    CODE_TAKEN = "code_taken", "Code held by something else"
    IMPOSSIBLE_DATE = "impossible_date", "Impossible date"
    NEGATIVE = "negative", "Negative number"
    NOT_WHOLE = "not_whole", "Not a whole number"
    OVERLAP = "overlap", "Overlapping membership"
    NOT_YOURS = "not_yours", "Practice of another commissioner"
    UNUSUAL = "unusual", "Unusual"
