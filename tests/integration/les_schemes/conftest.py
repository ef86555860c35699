import pytest

from tests import cast as the_cast


@pytest.fixture
def cast(db: None) -> the_cast.Cast:
    return the_cast.gather()
