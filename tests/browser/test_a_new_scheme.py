"""A scheme nobody programmed: designed, costed, tested, opened, signed, claimed and paid.

One commissioner who never saw a rule does it in the browser in one sitting, on the nation's files;
a practice and a pharmacy report a quarter, and a run pays them what the cost page said.
"""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.browser.first_payment.files import DATA, bring_in_the_nation
from tests.browser.first_payment.installation import begin
from tests.browser.first_payment.payments import due
from tests.browser.first_payment.stranger import Stranger
from tests.browser.new_scheme import designing
from tests.browser.new_scheme.delivering import (
    both_sign_up,
    check_from_the_command_line,
    claim_for_the_quarter,
    pay,
    read_the_statement,
)
from tests.browser.new_scheme.people import gather
from tests.browser.new_scheme.proving import prove
from tests.cast import stand_on
from tests.servers import Server

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not here"),
]

# A quarter of what the cost page said for the year: £10,128.00 for the practice, £3,360.00 for the
# pharmacy.
A_QUARTER = {
    ("E82009", "items"): 3 * 62 * 12_00,
    ("E82009", "block"): 300_00,
    ("FX123", "items"): 3 * 15 * 12_00,
    ("FX123", "block"): 300_00,
}
assert sum(A_QUARTER.values()) * 4 == 10_128_00 + 3_360_00


@pytest.fixture
def somebody(browser: Browser, live_server: LiveServer) -> Iterator[Callable[[str], Stranger]]:
    """``somebody("Ms Nora Whitlock")``: a person nobody here knows yet."""
    made: list[Stranger] = []

    def make(name: str) -> Stranger:
        made.append(Stranger(browser, live_server.url, name))
        return made[-1]

    yield make
    for visitor in made:
        visitor.context.close()


def test_a_new_scheme_pays_what_its_cost_page_said(
    somebody: Callable[[str], Stranger], start_worker: Callable[[], Server]
) -> None:
    stand_on(date(2007, 4, 16))
    start_worker()
    administrator = begin(somebody)
    bring_in_the_nation(administrator)
    cast = gather(administrator, somebody)
    designing.design(cast.designer)
    prove(cast)
    both_sign_up(cast)
    claim_for_the_quarter(cast)
    run = pay(cast)
    assert due(run) == A_QUARTER
    read_the_statement(cast)
    check_from_the_command_line(run)
