"""How far the statements of a scheme have come, as pictures and in short (O1-07)."""

from collections import Counter
from collections.abc import Iterable

from les_schemes.models import YearEndStatement
from les_schemes.statuses import StatementStatus
from pbc.charts import Bar, BarChart

LATE = "late"
GIVEN_ONCE = (StatementStatus.GIVEN, StatementStatus.QUERIED, StatementStatus.ACCEPTED)
STANDINGS = {
    StatementStatus.ACCEPTED.value: StatementStatus.ACCEPTED.label,
    StatementStatus.GIVEN.value: StatementStatus.GIVEN.label,
    StatementStatus.QUERIED.value: StatementStatus.QUERIED.label,
    StatementStatus.ASKED.value: StatementStatus.ASKED.label,
    LATE: "Late, within the grace",
    StatementStatus.MISSING.value: StatementStatus.MISSING.label,
    StatementStatus.REFERRED.value: StatementStatus.REFERRED.label,
    StatementStatus.WAIVED.value: StatementStatus.WAIVED.label,
    StatementStatus.RECOVERY.value: StatementStatus.RECOVERY.label,
    StatementStatus.EXEMPT.value: StatementStatus.EXEMPT.label,
}


def standing_of(statement: YearEndStatement) -> str:
    """Its status; ``late`` for one that is asked for, past its day and within its grace."""
    return LATE if statement.is_overdue else statement.status


def in_short(statements: Iterable[YearEndStatement]) -> str:
    """``3 of 5 given``: of those owed; whoever is exempt owes none."""
    owed = [one for one in statements if one.status != StatementStatus.EXEMPT]
    given = sum(one.status in GIVEN_ONCE for one in owed)
    return f"{given} of {len(owed)} given"


def chart_of_standings(statements: list[YearEndStatement]) -> BarChart:
    """Statements by where they stand, each of all."""
    counts = Counter(map(standing_of, statements))
    return BarChart(
        title="Statements",
        caption="By where they stand",
        label_heading="Standing",
        value_heading="GPs",
        bars=[
            Bar(label, counts[standing], of=len(statements))
            for standing, label in STANDINGS.items()
        ],
    )


def chart_of_localities(statements: list[YearEndStatement]) -> BarChart:
    """Given, of those owed, by the locality of the sheet."""
    owed: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for statement in statements:
        if statement.status == StatementStatus.EXEMPT:
            continue
        locality = statement.sign_up.locality_joined
        owed[locality] += 1
        given[locality] += statement.status in GIVEN_ONCE
    return BarChart(
        title="Given, by locality",
        caption="Of those owed",
        label_heading="Locality",
        value_heading="Given",
        bars=[Bar(locality, given[locality], of=owed[locality]) for locality in sorted(owed)],
        total=True,
    )
