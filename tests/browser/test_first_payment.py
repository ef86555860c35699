"""From nothing to a penny: strangers bring in the nation's files, sign, and one payment is made.

Everyone works in a browser of their own, against a live server and a real worker. On the way a
file is broken, a session ends, a sheet is queried, a worker is killed. Nothing in it is for one
database only: the suite runs it on whichever it runs on.
"""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.browser.first_payment.files import DATA, bring_in_the_nation
from tests.browser.first_payment.installation import begin
from tests.browser.first_payment.payments import (
    OWN_RUN,
    check_from_the_command_line,
    due,
    pay_the_month_after,
    prepare_with_a_dying_worker,
    read_the_statements,
)
from tests.browser.first_payment.people import name_people, name_practices
from tests.browser.first_payment.sheets import (
    accept,
    nominate_the_payee,
    open_the_scheme,
    query_and_cure,
    sign_up,
    verify_the_agreement,
)
from tests.browser.first_payment.stranger import Stranger
from tests.browser.steps import approve_the_run, move_the_date
from tests.cast import stand_on
from tests.servers import Server

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not here"),
]

# Every amount is worked out by hand from the lists of the file and the terms of the scheme.
FIRST_PAYMENT = {
    # Objective 1: £1.00 a patient. All three of three GPs have signed, and both of two; of
    # E82022 four of five have, and until the fifth does it is paid nothing.
    ("E82001", "capitation"): 19_515_00,
    ("E82009", "capitation"): 12_407_00,
    # Objective 2: £0.50 a patient is credited to the locality's fund:
    # £9,757.50 + £6,203.50 + £8,296.00 = £24,257.00.
    ("DACCOM", "information_fund"): 9_757_50 + 6_203_50 + 8_296_00,
    # Objective 3, level 1: a session a week of £300.00, 52 weeks, a twelfth of it for April.
    ("DACCOM", "gp_sessions"): 300_00 * 52 // 12,
}
SECOND_PAYMENT = {
    # Paid in full in April, so nothing is due.
    ("E82001", "capitation"): 0,
    ("E82009", "capitation"): 0,
    ("DACCOM", "information_fund"): 0,
    # The fifth of five GPs has signed: £1.00 a patient.
    ("E82022", "capitation"): 16_592_00,
    # Two twelfths, £2,600.00, less the £1,300.00 paid in April.
    ("DACCOM", "gp_sessions"): 1_300_00,
}


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


def test_a_strangers_first_payment_comes_to_the_penny(
    somebody: Callable[[str], Stranger], start_worker: Callable[[], Server]
) -> None:
    stand_on(date(2007, 4, 16))
    worker = start_worker()
    administrator = begin(somebody)
    bring_in_the_nation(administrator)
    trust = name_people(administrator, somebody)
    surgeries = name_practices(administrator, somebody)
    open_the_scheme(trust.officer)
    for surgery in surgeries:
        sign_up(surgery)
    first = surgeries[0]
    query_and_cure(trust.officer, first)
    for surgery in surgeries:
        accept(trust.officer, surgery)
    verify_the_agreement(first)
    nominate_the_payee(trust.officer, first)
    move_the_date(trust.administrator, 27, 4, 2007)
    run = prepare_with_a_dying_worker(trust.preparer, worker, start_worker)
    approve_the_run(trust.preparer, trust.approver, run, "£33,222.00", why_not=OWN_RUN)
    assert due(run) == FIRST_PAYMENT
    read_the_statements(trust, surgeries, run)
    check_from_the_command_line(run)
    run = pay_the_month_after(trust, surgeries[2])
    assert due(run) == SECOND_PAYMENT
    check_from_the_command_line(run)
