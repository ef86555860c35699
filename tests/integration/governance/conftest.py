"""The Committee that the tests of governance share."""

import pytest

from tests import cast as the_cast
from tests.integration.governance import room as committee


@pytest.fixture
def cast(db: None) -> the_cast.Cast:
    return the_cast.gather()


@pytest.fixture
def room(cast: the_cast.Cast) -> committee.Room:
    return committee.a_room(cast)
