"""The county that the tests of payments share."""

from collections.abc import Iterator
from datetime import date

import pytest

from tests.integration.payments import county as making
from tests.integration.payments.county import County, standing_on

TODAY = date(2007, 4, 16)


@pytest.fixture
def today(db: None) -> Iterator[date]:
    """The clock stands on 16 April 2007, as the demonstration's does."""
    with standing_on(TODAY):
        yield TODAY


@pytest.fixture
def county(today: date) -> County:
    """Two practices of 8,000 and 8,205 patients in one locality, both signed up on time."""
    made = making.make_county()
    for practice in made.practices:
        making.sign_up(practice, made.version)
    return made
