"""What the database refuses of who there is: overlaps, and the loss of history."""

from localities.models import (
    CommissionerMembership,
    ListSize,
    LocalityMembership,
    Organisation,
    Post,
    ProviderListing,
    Succession,
)
from pbc import database_guards

database_guards.no_overlap(CommissionerMembership, same=("practice_id",))
database_guards.no_overlap(LocalityMembership, same=("practice_id",))
database_guards.no_overlap(ProviderListing, same=("provider_id", "commissioner_id"))
database_guards.no_overlap(Post, same=("person_id", "practice_id"))
database_guards.never_deleted(Organisation)
database_guards.never_deleted(ProviderListing)
database_guards.never_deleted(ListSize)
database_guards.never_deleted(Succession)
database_guards.refused(
    ListSize,
    name="figure_kept",
    operations=["UPDATE"],
    columns=("practice_id", "as_at", "registered", "weighted", "source", "recorded_at"),
    when="",
    message="a list size is superseded, never overwritten",
)
