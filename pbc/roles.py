"""The roles a person may hold in an organisation (requirements section L)."""

from django.db import models


class Role(models.TextChoices):
    GP = "gp", "GP"
    PRACTICE_MANAGER = "practice_manager", "Practice manager"
    PROVIDER_MANAGER = "provider_manager", "Provider manager"
    LOCALITY_LEAD = "locality_lead", "Locality lead"
    COMMISSIONER = "commissioner", "Commissioner"
    FINANCE_PREPARER = "finance_preparer", "Finance: prepares"
    FINANCE_APPROVER = "finance_approver", "Finance: approves"
    COMMITTEE_SECRETARY = "committee_secretary", "Committee secretary"
    COMMITTEE_MEMBER = "committee_member", "Committee member"
    LMC_OBSERVER = "lmc_observer", "LMC observer"
    AUDITOR = "auditor", "Auditor"
    ADMINISTRATOR = "administrator", "Administrator"


# Who accepts, approves or administers signs in with a second factor.
NEEDS_SECOND_FACTOR = frozenset(
    {
        Role.COMMISSIONER,
        Role.FINANCE_PREPARER,
        Role.FINANCE_APPROVER,
        Role.COMMITTEE_SECRETARY,
        Role.COMMITTEE_MEMBER,
        Role.ADMINISTRATOR,
    }
)

HELD_IN_A_PRACTICE = frozenset({Role.GP, Role.PRACTICE_MANAGER})
HELD_IN_A_LOCALITY = frozenset({Role.LOCALITY_LEAD})
HELD_IN_A_PROVIDER = frozenset({Role.PROVIDER_MANAGER})
HELD_IN_A_COMMISSIONER = (
    frozenset(Role) - HELD_IN_A_PRACTICE - HELD_IN_A_LOCALITY - HELD_IN_A_PROVIDER
)

# Who speaks for whoever provides a service: a practice, or a provider that is none.
MANAGES_A_PROVIDER = (Role.PRACTICE_MANAGER, Role.PROVIDER_MANAGER)

FINANCE = (Role.FINANCE_PREPARER, Role.FINANCE_APPROVER)
# Who reads every practice's money of their commissioner (section L, "See other practices' money").
READS_ALL_MONEY = (Role.COMMISSIONER, *FINANCE, Role.AUDITOR)
