"""A decision on a level that was wrong: from when its correction counts, and to which levels."""

from datetime import date

from django import forms

from applications import levels
from applications.models import LevelApplication, LevelAward
from governance.models import Decision, Matter
from governance.statuses import Outcome
from pbc import clock


def first_decided(decision: Decision) -> date:
    """The day of the decision that was corrected first; of one that corrects none, its own."""
    while decision.corrects is not None:
        decision = decision.corrects
    return decision.decided_at.astimezone(clock.LONDON).date()


def choices(matter: Matter, application: LevelApplication) -> list[int]:
    """The levels that can be agreed: as on the day of the first decision, if there was one."""
    first = matter.decisions.exclude(outcome=Outcome.DEFERRED).order_by("number").first()
    return levels.open_to(application, first_decided(first) if first is not None else clock.today())


def form(application: LevelApplication, decision: Decision) -> type[forms.Form]:
    """Asks for the level, where more than one could have been agreed on the day."""
    open_levels = levels.open_to(application, first_decided(decision))
    if len(open_levels) < 2:
        return forms.Form

    class LevelForm(forms.Form):
        level = forms.TypedChoiceField(
            label="Which level?",
            choices=[(level, f"Level {level}") for level in open_levels],
            coerce=int,
            widget=forms.RadioSelect,
            error_messages={"required": "Choose the level that is agreed"},
        )

    return LevelForm


def level_of(application: LevelApplication, decision: Decision) -> int:
    """The level that a decision agreed: the one sought, unless a correction says another."""
    level: int = decision.answers.get("level", application.level)
    return level


def in_words(award: LevelAward) -> str:
    """Which decision awarded a level, and when; of a correction also which it corrects."""
    decision = award.decision
    day = decision.decided_at.astimezone(clock.LONDON).date()
    words = f"Decision {decision.number} of {day:%-d %B %Y}"
    if decision.corrects is None:
        return words
    return (
        f"{words}, which corrects decision {decision.corrects.number} and counts from its day, "
        f"{award.decided_on:%-d %B %Y}"
    )
