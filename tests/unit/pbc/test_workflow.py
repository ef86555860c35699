import pytest

from pbc.refusals import NotNow
from pbc.workflow import Transition, Workflow

SHEET = Workflow(
    name="sign-up",
    labels={"draft": "Being prepared", "submitted": "Submitted"},
    transitions={("draft", "submit"): Transition("submitted", "practice manager", "submitted")},
)


def test_an_allowed_action_leads_to_its_status() -> None:
    assert SHEET.step("draft", "submit").to == "submitted"
    assert SHEET.allows("draft", "submit")
    assert SHEET.actions_from("draft") == ["submit"]


def test_any_other_action_is_refused_in_words_that_say_how_it_stands() -> None:
    with pytest.raises(NotNow, match=r"You cannot submit this sign-up now: it is submitted\."):
        SHEET.step("submitted", "submit")
    assert not SHEET.allows("submitted", "submit")
    assert SHEET.actions_from("submitted") == []
