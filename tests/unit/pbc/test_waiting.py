from datetime import date

import pytest

from pbc import waiting
from pbc.actor import SYSTEM
from pbc.waiting import Panel, WaitingItem


@pytest.fixture(autouse=True)
def empty_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_waiting", [])
    monkeypatch.setattr(waiting, "_panels", [])


def test_what_is_due_soonest_comes_first_and_then_what_waits_longest() -> None:
    later = WaitingItem("later", "/", due=date(2007, 5, 1))
    sooner = WaitingItem("sooner", "/", due=date(2007, 4, 30))
    new = WaitingItem("new", "/", since=date(2007, 4, 15))
    old = WaitingItem("old", "/", since=date(2007, 4, 1))
    waiting.register(lambda actor: [new, later])
    waiting.register(lambda actor: [old, sooner])
    assert waiting.items_for(SYSTEM) == [sooner, later, old, new]


def test_items_are_grouped_by_organisation_the_most_pressing_first() -> None:
    hill = WaitingItem("a", "/", organisation="Hill Road", due=date(2007, 5, 1))
    mill = WaitingItem("b", "/", organisation="Mill Lane", due=date(2007, 4, 30))
    also = WaitingItem("c", "/", organisation="Hill Road")
    waiting.register(lambda actor: [hill, mill, also])
    assert waiting.groups_for(SYSTEM) == [("Mill Lane", [mill]), ("Hill Road", [hill, also])]


def test_the_same_function_registered_twice_counts_once() -> None:
    def items(actor):
        return [WaitingItem("a", "/")]

    waiting.register(items)
    waiting.register(items)
    assert len(waiting.items_for(SYSTEM)) == 1


def test_panels_come_in_their_order_and_none_means_not_for_this_person() -> None:
    def nothing(actor):
        return None

    waiting.register_panel(lambda actor: Panel("last", "x.html", order=90))
    waiting.register_panel(nothing)
    waiting.register_panel(nothing)
    waiting.register_panel(lambda actor: Panel("first", "x.html", order=10))
    assert [panel.title for panel in waiting.panels_for(SYSTEM)] == ["first", "last"]
