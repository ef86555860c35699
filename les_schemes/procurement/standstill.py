"""How long a notice stands before the decision is confirmed (CAL-16; SI 2023/1348, regulation 12).

The standstill begins on the day after the day of the notice, and whoever is aggrieved may make
representations until midnight at the end of the eighth working day after the day on which it
begins. A representation keeps it open until five working days after it was answered.
"""

from datetime import date, timedelta

from pbc.financial_year import add_working_days

WORKING_DAYS = 8
WORKING_DAYS_AFTER_ANSWER = 5


def begins(noticed_on: date) -> date:
    """The day after the day of the notice, working day or not."""
    return noticed_on + timedelta(days=1)


def last_day(noticed_on: date) -> date:
    """The last day of the standstill, if nobody makes representations."""
    return add_working_days(begins(noticed_on), WORKING_DAYS)


def last_day_after_answer(ends: date, answered_on: date) -> date:
    """The last day after a representation was answered; never earlier than it was."""
    return max(ends, add_working_days(answered_on, WORKING_DAYS_AFTER_ANSWER))
