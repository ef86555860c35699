"""What a month's report releases: its twelfth of the practice's own part of the fund (AMB-39)."""

from dataclasses import dataclass
from fractions import Fraction

from les_schemes import worth
from les_schemes.definitions import definition_of
from les_schemes.models import SignUp
from les_schemes.reports.months import earned_of
from pbc.money import round_half_up


@dataclass(frozen=True)
class Release:
    """The practice's annual amount in pence, and over how many months it is released."""

    annual_pence: int
    months: int

    def after(self, counted: int) -> int:
        """What is released in all once so many months count: the parts add up to the whole."""
        return round_half_up(Fraction(self.annual_pence * min(counted, self.months), self.months))

    def of_one_more(self, counted: int) -> int:
        """What the next report releases where so many count already."""
        return self.after(counted + 1) - self.after(counted)


def of_sign_up(sign_up: SignUp) -> Release | None:
    """None without a list, or where months are not paid one by one."""
    definition = definition_of(sign_up.version)
    fund = next(definition.of_kind("information_fund"), None)
    months = len(earned_of(sign_up, definition))
    if fund is None or not months or fund.readings.information_release != "pro_rata_months":
        return None
    held = worth.list_held(sign_up.version, sign_up.provider)
    if held is None:
        return None
    annual = round_half_up(Fraction(fund.terms.rate * held.registered * months, 12))
    return Release(annual, months)
