import uuid

import pytest

from pbc.actor import SYSTEM, Actor
from pbc.permissions import allowed, refuse_interest, require, why_not
from pbc.refusals import NotPermitted
from pbc.roles import Role


class Somebody:
    """An actor who is auditor of organisation 7 and has an interest in 9."""

    person_id = uuid.UUID(int=1)
    name = "Somebody"
    is_authenticated = True

    def organisations(self, *roles: Role) -> frozenset[int]:
        return frozenset({7}) if Role.AUDITOR in roles else frozenset()

    def holds(self, *roles: Role, in_organisation: int | None = None) -> bool:
        held = self.organisations(*roles)
        return bool(held) if in_organisation is None else in_organisation in held

    def has_interest_in(self, organisation_id: int) -> bool:
        return organisation_id == 9

    def refreshed(self) -> "Somebody":
        return self


def check_can_read(actor: Actor, organisation: int) -> None:
    require(actor, Role.AUDITOR, in_organisation=organisation, to="read this")


can_read = allowed(check_can_read)


def test_the_pair_agrees_and_the_refusal_can_be_read() -> None:
    assert can_read(Somebody(), 7)
    assert not can_read(Somebody(), 8)
    assert why_not(check_can_read, Somebody(), 7) is None
    assert (
        why_not(check_can_read, Somebody(), 8)
        == "Only a person who is Auditor there may read this."
    )


def test_the_system_holds_no_role() -> None:
    assert not can_read(SYSTEM, 7)
    assert not SYSTEM.has_interest_in(7)
    assert SYSTEM.refreshed() is SYSTEM


def test_an_interest_is_refused_with_what_to_do() -> None:
    refuse_interest(Somebody(), 7, "approve")
    with pytest.raises(NotPermitted, match="Ask a colleague"):
        refuse_interest(Somebody(), 9, "approve")
