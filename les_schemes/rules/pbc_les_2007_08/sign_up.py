"""Where a practice's sign-up stands: whether it counts, whether it was on time, which months."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from les_schemes.rules.facts import SignUpFacts
from les_schemes.rules.pbc_les_2007_08 import year
from les_schemes.rules.wording import count, on_day


@dataclass(frozen=True)
class Standing:
    """A sign-up, if there is one, as it stands on the day of the sum."""

    sign_up: SignUpFacts | None
    as_at: date
    deadline: date
    late_sign_up: str

    @property
    def counts(self) -> bool:
        """A sign-up counts once it is accepted."""
        return self.sign_up is not None and self.sign_up.accepted <= self.as_at

    @property
    def on_time(self) -> bool:
        """Whether it counts and was received by the deadline; no reading makes a late one so."""
        return (
            self.sign_up is not None
            and self.sign_up.accepted <= self.as_at
            and self.sign_up.received <= self.deadline
        )

    @cached_property
    def months(self) -> int:
        """The months of the year that the practice earns, from 0 to 12."""
        if self.sign_up is None or not self.counts:
            return 0
        if self.on_time or self.late_sign_up == "full":
            return year.MONTHS
        if self.late_sign_up == "none":
            return 0
        return year.months_of_year_left(self.sign_up.accepted)

    @cached_property
    def sentence(self) -> str:
        """When the sign-up was received and accepted, and what follows."""
        if self.sign_up is None:
            return "The practice has not signed up."
        if not self.counts:
            return (
                f"The sign-up was accepted on {on_day(self.sign_up.accepted)}, after the day of "
                f"this sum, {on_day(self.as_at)}, and does not count yet."
            )
        punctuality = "on time" if self.on_time else "late"
        return (
            f"The sign-up was {punctuality}, received {on_day(self.sign_up.received)} "
            f"(the deadline was {on_day(self.deadline)}) "
            f"and accepted {on_day(self.sign_up.accepted)}: {self._consequence()}."
        )

    def _consequence(self) -> str:
        if self.on_time:
            return f"all {year.MONTHS} months count"
        if self.late_sign_up == "full":
            return f"a late sign-up is paid in full, so all {year.MONTHS} months count"
        if self.late_sign_up == "none":
            return "a late sign-up earns nothing this year"
        months = count(self.months, "whole month")
        return f"{months} of {year.MONTHS} left after the month of acceptance"
