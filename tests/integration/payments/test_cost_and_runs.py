"""What the cost page said is what the runs pay (issue 4): to the penny, payee by payee.

The year that was assumed is then signed up to, claimed and paid, in three runs.
"""

from collections import Counter, defaultdict
from datetime import date
from fractions import Fraction

import pytest

from les_schemes import costing
from les_schemes.costing import Assumptions, ItemsAssumed
from les_schemes.reports.months import following
from payments.models import Line
from tests import cast as people
from tests.claims import signed_up
from tests.integration.payments.quarter import (
    ITEMS,
    a_pharmacy,
    approved,
    claimed,
    for_anyone,
)

pytestmark = pytest.mark.django_db

# After the claims of which month a run pays, and on which day.
RUNS = {
    date(2007, 6, 1): date(2007, 7, 31),
    date(2007, 9, 1): date(2007, 10, 31),
    date(2008, 3, 1): date(2008, 4, 30),
}
PRACTICES = ("riverside", "millbrook", "highfield", "northgate")


def test_runs_pay_what_the_cost_page_said() -> None:
    cast = people.gather()
    version = for_anyone(cast)
    pharmacy = a_pharmacy(cast, version)
    signed = {"FQQ01": pharmacy.sign_up}
    for name in PRACTICES:
        provider = cast.practices[name]
        signed[provider.code] = signed_up(cast, provider=provider, version=version)
    # Of a practice 5 items a month for every 1,000 patients; of the pharmacy 33½.
    assumptions = Assumptions(
        items={ITEMS: ItemsAssumed(per_1000_patients=Fraction(5), each=Fraction(67, 2))}
    )
    said = costing.work_out(version, assumptions)
    months: dict[date, list[tuple[str, int]]] = defaultdict(list)
    for one in costing.document(version, assumptions)["providers"]:
        for claim in one["claims"]:
            month = date.fromisoformat(f"{claim['month']}-01")
            months[month].append((one["code"], claim["count"]))

    paid: Counter[str] = Counter()
    for month in sorted(months):
        for code, count in months[month]:
            claimed(cast, signed[code], month, count, on=following(month).replace(day=10))
        if month in RUNS:
            _pay(cast, RUNS[month], paid)

    costs = {one.code: one.paid_pence for one in said.by_payee if one.paid_pence}
    assert dict(paid) == costs
    # 33 and 34 items in turn are 402 in the year, of which 400 are paid: 100 × £12.00 and
    # 300 × £9.50 are £4,050.00, with the block of £1,200.00 £5,250.00.
    assert costs["FQQ01"] == 5_250_00
    assert sum(paid.values()) == said.total_pence
    assert costs.keys() == signed.keys()


def _pay(cast: people.Cast, day: date, paid: Counter[str]) -> None:
    """The run of a day, and what it pays each payee."""
    run = approved(cast, day)
    for line in Line.objects.filter(run=run, held_reason="").select_related("payee"):
        paid[line.payee.code] += line.due_pence
