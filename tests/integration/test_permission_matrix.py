"""Every address by every role, object by object: who gets in, who is told why not, who sees none.

The rows stand in ``matrix/table``. An address without a row fails, and so does a row without an
address. The world is built once; each request is undone.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.integration.matrix.rows import Row, duplicates
from tests.integration.matrix.table import ROWS
from tests.integration.matrix.walking import Walk, plainly, standing
from tests.unit.test_conventions import patterns

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def walk(django_db_setup: None, django_db_blocker: Any) -> Iterator[Walk]:
    """The walk of a world that stands until the last test of this file."""
    with standing(django_db_blocker) as walk, plainly():
        yield walk


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    addresses = {name for name, _ in patterns()}
    written = {row.name for row in ROWS}
    assert sorted(addresses - written) == [], "without a row in tests/integration/matrix/table"
    assert sorted(written - addresses) == [], "without an address"
    assert duplicates(ROWS) == []


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_gets_what_is_declared(walk: Walk, row: Row, soak: bool) -> None:
    assert list(walk.faults(row, in_full=soak)) == []
