"""The Committee that the tests of governance share."""

from collections.abc import Iterator

import pytest

from governance import kinds
from tests import cast as the_cast
from tests.integration.governance import room as committee
from tests.integration.governance.workshop import Workshop


@pytest.fixture
def cast(db: None) -> the_cast.Cast:
    return the_cast.gather()


@pytest.fixture
def room(cast: the_cast.Cast) -> committee.Room:
    return committee.a_room(cast)


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    kind = Workshop()
    kind.carried_out = []
    kinds.register(kind)
    yield kind
    kinds._kinds.pop(kind.code)
