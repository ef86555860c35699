"""The cast, a scheme and a Committee that the tests of applications share."""

import pytest

from les_schemes.models import SchemeVersion
from les_schemes.statuses import SignUpStatus
from localities.models import ListSize
from pbc import clock
from tests import cast as casting
from tests.cast import FIRST_DAY, Cast
from tests.committee import Sitting, sitting
from tests.factories import open_version, sign_up_at


@pytest.fixture
def cast(db: None) -> Cast:
    return casting.gather()


@pytest.fixture
def version(cast: Cast) -> SchemeVersion:
    """DacCom with one signed-up practice of 100,000 patients, so that the sums can be read."""
    version = open_version(cast)
    held = ListSize.objects.held().get(practice=cast.riverside, as_at=FIRST_DAY)
    ListSize.objects.filter(pk=held.pk).update(superseded_at=clock.now())
    ListSize.objects.create(
        practice=cast.riverside,
        as_at=held.as_at,
        registered=100_000,
        source="test",
        recorded_at=clock.now(),
        supersedes=held,
    )
    sign_up_at(SignUpStatus.ACCEPTED, cast, practice=cast.riverside)
    return version


@pytest.fixture
def committee(cast: Cast) -> Sitting:
    return sitting(cast)
