"""Who acts: the small protocol that permissions ask, so that lower rooms need not know accounts."""

import uuid
from collections.abc import Callable
from typing import Protocol

from pbc.roles import Role


class Actor(Protocol):
    """A person signed in, or the system. Rights are those held today, by the movable clock."""

    @property
    def person_id(self) -> uuid.UUID | None: ...

    @property
    def name(self) -> str: ...

    @property
    def is_authenticated(self) -> bool: ...

    def organisations(self, *roles: Role) -> frozenset[int]:
        """Ids of the organisations in which the actor holds any of the roles."""
        ...

    def holds(self, *roles: Role, in_organisation: int | None = None) -> bool:
        """Whether any of the roles is held: in that organisation, or anywhere if None."""
        ...

    def has_interest_in(self, organisation_id: int) -> bool:
        """Whether an active interest in the organisation is registered."""
        ...

    def refreshed(self) -> "Actor":
        """The same actor with rights read anew: a changed right counts at once."""
        ...


class SystemActor:
    """The system itself: a task nobody asked for. It holds no role and no interest."""

    person_id: uuid.UUID | None = None
    name = "the system"
    is_authenticated = True

    def organisations(self, *roles: Role) -> frozenset[int]:
        return frozenset()

    def holds(self, *roles: Role, in_organisation: int | None = None) -> bool:
        return False

    def has_interest_in(self, organisation_id: int) -> bool:
        return False

    def refreshed(self) -> "SystemActor":
        return self


SYSTEM = SystemActor()

_loaders: list[Callable[[uuid.UUID], Actor]] = []


def register_loader(loader: Callable[[uuid.UUID], Actor]) -> None:
    """Accounts tells here how a person's id becomes an actor again, for tasks."""
    _loaders[:] = [loader]


def load(person_id: uuid.UUID | None) -> Actor:
    """The actor behind a stored person id; the system for None."""
    if person_id is None:
        return SYSTEM
    return _loaders[0](person_id)
