import pytest

from les_schemes.statuses import SignUpStatus
from tests.factories import sign_up_at


@pytest.mark.parametrize("status", SignUpStatus)
def test_a_sign_up_is_brought_to_each_status(cast, status):
    assert sign_up_at(status, cast).status == status
