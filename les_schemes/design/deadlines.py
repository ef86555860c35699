"""The last day to sign up to a version, as its designer may set it."""

from datetime import date

from pbc.financial_year import FinancialYear
from pbc.refusals import BadInput


def check_deadline(last_day: date, financial_year: FinancialYear) -> None:
    """In the year, or in the year before it: a scheme may close to sign-up before it begins."""
    earliest = financial_year.first_day.replace(year=financial_year.starts_in - 1)
    if not earliest <= last_day <= financial_year.last_day:
        raise BadInput({"last_day": f"Enter a day up to the end of the year {financial_year}"})
