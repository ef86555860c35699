"""Where a provider's sign-up stands: whether it counts, was on time, and which months it earns.

Months are named by their place in the financial year, from 0 for April. A sign-up earns the
unbroken run of months from ``first_place`` on; one that was withdrawn keeps those that had begun
by then (readings.md AMB-69), and a provider that opened within the year has only the whole months
from then on (AMB-70).
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from les_schemes.rules.facts import SignUpFacts
from les_schemes.rules.wording import count, on_day
from les_schemes.rules.year import MONTHS, Year, month_number


@dataclass(frozen=True)
class Standing:
    """A sign-up, if there is one, as it stands on the day of the sum.

    ``ended`` is the first day on which the provider no longer takes part, whether it withdrew or
    closed without a successor.
    """

    sign_up: SignUpFacts | None
    as_at: date
    year: Year
    deadline: date
    late_sign_up: str
    withdrawal: str
    opened: date | None
    ended: date | None

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

    @property
    def may_earn(self) -> bool:
        """Whether what is done under it is paid at all, be it late."""
        return self.counts and (self.on_time or self.late_sign_up != "none")

    @property
    def has_left(self) -> bool:
        """Whether the provider withdrew or closed within the year, by the day of the sum."""
        return (
            self.ended is not None and self.ended <= self.as_at and self.ended < self.year.day_after
        )

    @cached_property
    def months_signed_up(self) -> int:
        """The months of the year that the sign-up covers, whatever came of it: from 0 to 12."""
        if self.sign_up is None or not self.counts:
            return 0
        if self.on_time or self.late_sign_up == "full":
            return self._most_months
        if self.late_sign_up == "none":
            return 0
        return min(self._months_after_acceptance(self.sign_up), self._most_months)

    def _months_after_acceptance(self, sign_up: SignUpFacts) -> int:
        """The whole months of the year from the first of the month after acceptance."""
        begun = month_number(sign_up.accepted) + 1 - self.year.first_month
        return MONTHS - max(0, min(begun, MONTHS))

    @property
    def _most_months(self) -> int:
        """Twelve, or the whole months since the provider opened."""
        return MONTHS if self.opened is None else MONTHS - self.year.place(self.opened)

    @property
    def first_place(self) -> int:
        """The place of the first month that it earns."""
        return MONTHS - self.months_signed_up

    @property
    def end_place(self) -> int:
        """The place of the first month that had not begun when the provider left; else 12."""
        if self.ended is None or not self.has_left:
            return MONTHS
        return self.year.place(self.ended)

    @property
    def reports_end_place(self) -> int:
        """The place of the month in which the provider left, which nobody reports; else 12."""
        if self.ended is None or not self.has_left:
            return MONTHS
        return month_number(self.ended) - self.year.first_month

    @property
    def months_left_over(self) -> int:
        """The whole months from the day the provider left to the end of the year."""
        return MONTHS - max(self.first_place, self.end_place)

    @cached_property
    def months(self) -> int:
        """The months that it earns by the readings: from 0 to 12."""
        if self.withdrawal == "recover_remaining":
            return self.months_served
        return self.months_signed_up

    @property
    def months_served(self) -> int:
        """The months signed up for that had begun before the provider left."""
        return self.months_signed_up - self.months_left_over

    @property
    def keeps_what_was_paid(self) -> bool:
        """Whether what was paid for the months after leaving stays, though nothing new is paid."""
        return self.counts and self.has_left and self.withdrawal != "recover_remaining"

    @property
    def is_reviewed(self) -> bool:
        """Whether the Committee is to look at what was paid for the months after leaving."""
        return self.counts and self.has_left and self.withdrawal == "stop_and_review"

    def kept(self, whole_pence: int, served_pence: int, paid_pence: int) -> int:
        """What of a sum for the whole year is earned by one that left, by the reading.

        For the months after leaving at most what was paid already (AMB-69).
        """
        if not self.keeps_what_was_paid:
            return served_pence
        return max(served_pence, min(whole_pence, paid_pence))

    @cached_property
    def sentence(self) -> str:
        """When the sign-up was received and accepted, and what follows."""
        if self.sign_up is None:
            return "There is no sign-up."
        if not self.counts:
            return (
                f"The sign-up was accepted on {on_day(self.sign_up.accepted)}, after the day of "
                f"this sum, {on_day(self.as_at)}, and does not count yet."
            )
        punctuality = "on time" if self.on_time else "late"
        return (
            f"The sign-up was {punctuality}, received {on_day(self.sign_up.received)} "
            f"(the deadline was {on_day(self.deadline)}) "
            f"and accepted {on_day(self.sign_up.accepted)}: {self._consequence(self.sign_up)}."
            f"{self._opening()}{self._leaving()}"
        )

    def _consequence(self, sign_up: SignUpFacts) -> str:
        if self.on_time:
            return f"all {MONTHS} months count"
        if self.late_sign_up == "full":
            return f"a late sign-up is paid in full, so all {MONTHS} months count"
        if self.late_sign_up == "none":
            return "a late sign-up earns nothing this year"
        months = count(self._months_after_acceptance(sign_up), "whole month")
        return f"{months} of {MONTHS} left after the month of acceptance"

    def _opening(self) -> str:
        if self.opened is None or self._most_months == MONTHS:
            return ""
        return f" It opened on {on_day(self.opened)}, so at most {self._most_months} count."

    def _leaving(self) -> str:
        if self.ended is None or not self.has_left:
            return ""
        months = count(self.months_left_over, "whole month")
        consequence = {
            "stop_and_review": "nothing new is paid for them, and what was paid is reviewed",
            "recover_remaining": "they are not earned",
            "keep": "nothing new is paid for them, and what was paid is kept",
        }[self.withdrawal]
        return (
            f" It no longer takes part from {on_day(self.ended)} on, with {months} of the year to "
            f"come: {consequence}."
        )
