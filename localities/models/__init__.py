"""Who there is, one module a concept."""

from localities.models.imports import Import, ImportFinding
from localities.models.list_sizes import ListSize
from localities.models.memberships import (
    CommissionerMembership,
    LocalityMembership,
    ProviderListing,
)
from localities.models.organisations import (
    Commissioner,
    Locality,
    Organisation,
    Practice,
    Provider,
    Succession,
)
from localities.models.people import LocalityOfficer, Person, Post

__all__ = [
    "Commissioner",
    "CommissionerMembership",
    "Import",
    "ImportFinding",
    "ListSize",
    "Locality",
    "LocalityMembership",
    "LocalityOfficer",
    "Organisation",
    "Person",
    "Post",
    "Practice",
    "Provider",
    "ProviderListing",
    "Succession",
]
