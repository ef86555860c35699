"""The cast, a scheme and a Committee that the tests of applications share."""

import pytest

from les_schemes.models import SchemeVersion
from tests import cast as casting
from tests.cast import Cast
from tests.committee import Sitting, sitting
from tests.integration.applications.asking import a_scheme


@pytest.fixture
def cast(db: None) -> Cast:
    return casting.gather()


@pytest.fixture
def version(cast: Cast) -> SchemeVersion:
    return a_scheme(cast)


@pytest.fixture
def committee(cast: Cast) -> Sitting:
    return sitting(cast)
