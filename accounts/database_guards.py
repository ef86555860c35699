"""What the database refuses of who may sign in."""

from accounts.models import Interest, Invitation, RoleHolding, User
from pbc import database_guards

database_guards.never_deleted(User)
database_guards.never_deleted(RoleHolding)
database_guards.never_deleted(Invitation)
database_guards.never_deleted(Interest)
