"""Each person sees the entries meant for them, and which one they are in."""

from types import SimpleNamespace

import pytest
from django.urls import path

from pbc import navigation

urlpatterns = [
    path("", lambda request: None, name="start"),
    path("practices/", lambda request: None, name="practices"),
    path("practices/held/", lambda request: None, name="practices-held"),
    path("runs/", lambda request: None, name="runs"),
]


@pytest.fixture(autouse=True)
def entries(settings, monkeypatch):
    settings.ROOT_URLCONF = __name__
    monkeypatch.setattr(navigation, "_entries", {})
    monkeypatch.setattr(navigation, "_unread_counters", [])
    monkeypatch.setattr(navigation, "_placed", {})
    navigation.register("Runs", "runs", order=30, shown_to=lambda actor: actor.is_finance)
    navigation.register("Practices", "practices", order=20)
    navigation.register("Held", "practices-held", order=25)
    navigation.register("Home", "start", order=10)


def person(*, finance=False):
    return SimpleNamespace(is_authenticated=True, is_finance=finance)


def test_entries_come_in_order_to_whom_they_are_meant_for():
    shown = [entry["text"] for entry in navigation.entries_for(person(), "/")]
    assert shown == ["Home", "Practices", "Held"]
    shown = [entry["text"] for entry in navigation.entries_for(person(finance=True), "/")]
    assert shown == ["Home", "Practices", "Held", "Runs"]


@pytest.mark.parametrize(
    ("where", "current"),
    [
        ("/", ["Home"]),
        ("/practices/", ["Practices"]),
        ("/practices/E80001/", ["Practices"]),
        ("/practices/held/1/", ["Held"]),
        ("/elsewhere/", []),
    ],
)
def test_the_nearest_entry_around_the_page_is_current(where, current):
    entries = navigation.entries_for(person(), where)
    assert [entry["text"] for entry in entries if entry["current"]] == current


def test_unread_messages_are_counted_by_whoever_said_so():
    assert navigation.unread_by(person()) == 0
    navigation.count_unread(lambda actor: 3)
    assert navigation.unread_by(person()) == 3


def test_a_part_of_the_shell_leads_where_it_was_placed():
    assert navigation.shell_links() == {}
    navigation.place("messages", "practices")
    assert navigation.shell_links() == {"messages": "/practices/"}
