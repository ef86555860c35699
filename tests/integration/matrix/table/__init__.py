"""The matrix: every address of the product, a row for each object it is tried with."""

from tests.integration.matrix.rows import Row
from tests.integration.matrix.table import (
    accounts,
    applications,
    claims,
    costing,
    designing,
    examples,
    governance_decisions,
    governance_meetings,
    hall,
    les_schemes,
    localities,
    payments,
    procurement,
    readings,
    reports,
    sign_in,
    statements,
    variations,
)

ROWS: list[Row] = [
    *hall.ROWS,
    *sign_in.ROWS,
    *accounts.ROWS,
    *governance_decisions.ROWS,
    *governance_meetings.ROWS,
    *localities.ROWS,
    *les_schemes.ROWS,
    *designing.ROWS,
    *costing.ROWS,
    *examples.ROWS,
    *statements.ROWS,
    *variations.ROWS,
    *reports.ROWS,
    *claims.ROWS,
    *applications.ROWS,
    *payments.ROWS,
    *procurement.ROWS,
    *readings.ROWS,
]
