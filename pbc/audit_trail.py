"""Reading the audit trail: who may read which chain, and events in words.

The hall keeps the trail but knows neither people nor organisations: ``accounts`` says which chains
an actor reads and how a person is called, and each app may say where its objects have a page.
"""

import re
import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format

from pbc.actor import Actor
from pbc.models import AuditEvent

LONGEST_HISTORY = 100
THE_SYSTEM = "The system"
UNKNOWN_PERSON = "Somebody no longer known"
_IS_DATE = re.compile(r"\d{4}-\d\d-\d\d(T.*)?$")

ReadableChains = Callable[[Actor], Mapping[str, str]]
Names = Callable[[Collection[uuid.UUID]], dict[uuid.UUID, str]]
Address = Callable[[str], str]

_chains: list[ReadableChains] = []
_names: list[Names] = []
_addresses: dict[str, Address] = {}


def readable_chains_from(function: ReadableChains) -> None:
    """Say which chains an actor reads, as name → words."""
    _chains[:] = [function]


def names_from(function: Names) -> None:
    """Say how the persons behind stored ids are called."""
    _names[:] = [function]


def page_of(model: type[models.Model], address: Address) -> None:
    """Say at which address an object of this model, by its stored id, has a page."""
    _addresses[model._meta.label] = address


def readable_chains(actor: Actor) -> dict[str, str]:
    """The chains this person reads."""
    return {name: words for function in _chains for name, words in function(actor).items()}


def events_visible_to(actor: Actor) -> QuerySet[AuditEvent]:
    """Every event of the chains that this person reads."""
    return AuditEvent.objects.filter(chain__in=list(readable_chains(actor)))


def names_of(person_ids: Collection[uuid.UUID | None]) -> dict[uuid.UUID | None, str]:
    """How the actors of events are called; the system for None."""
    wanted = {person_id for person_id in person_ids if person_id is not None}
    known = {id_: name for function in _names for id_, name in function(wanted).items()}
    called: dict[uuid.UUID | None, str] = {None: THE_SYSTEM}
    called.update((person_id, known.get(person_id, UNKNOWN_PERSON)) for person_id in wanted)
    return called


def words_for(event: str) -> str:
    """``sign_up.accepted`` as «Sign up: accepted»."""
    subject, _, verb = event.replace("_", " ").partition(".")
    words = f"{subject}: {verb}" if verb else subject
    return words[:1].upper() + words[1:]


def subject_words(event: AuditEvent) -> str:
    """The kind of object an event is about, in words."""
    model = event.subject_type.rpartition(".")[2]
    spaced = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in model)
    return spaced.strip().capitalize()


def subject_address(event: AuditEvent) -> str:
    """Where the object of an event has its page; empty where it has none."""
    address = _addresses.get(event.subject_type)
    return address(event.subject_id) if address else ""


@dataclass(frozen=True)
class Change:
    """One value before and after an event."""

    name: str
    before: Any
    after: Any


def changes_of(event: AuditEvent) -> list[Change]:
    """Before and after side by side, in the order of the names."""
    before, after = event.content.get("before", {}), event.content.get("after", {})
    return [
        Change(
            name.replace("_", " ").capitalize(), _words(before.get(name)), _words(after.get(name))
        )
        for name in sorted({*before, *after})
    ]


def _words(value: Any) -> Any:
    """A stored value as a person reads it: dates written out, lists with commas."""
    if isinstance(value, list):
        return ", ".join(str(_words(part)) for part in value) or "none"
    if isinstance(value, str) and _IS_DATE.match(value):
        if day := parse_date(value):
            return date_format(day, "j F Y")
        if moment := parse_datetime(value):
            return date_format(timezone.localtime(moment), "j F Y, H:i:s")
    return value


def _words_on_own_page(event: AuditEvent) -> str:
    """What was done, without naming the object whose page this is: «Accepted»."""
    kind, _, verb = event.event.partition(".")
    if not verb or kind != subject_words(event).lower().replace(" ", "_"):
        return words_for(event.event)
    return verb.replace("_", " ").capitalize()


def history_of(subject: models.Model, actor: Actor | None = None) -> list[dict[str, Any]]:
    """What was done to an object, newest first, as ``{% timeline %}`` shows it.

    Whoever may see the object may see its history; the link to the event is for its readers.
    """
    events = list(
        AuditEvent.objects.filter(
            subject_type=subject._meta.label, subject_id=str(subject.pk)
        ).order_by("-pk")[:LONGEST_HISTORY]
    )
    names = names_of({event.actor_id for event in events})
    readable = readable_chains(actor) if actor is not None else {}
    return [
        {
            "when": event.at,
            "what": _words_on_own_page(event),
            "who": names[event.actor_id],
            "note": event.content.get("reason", ""),
            "href": reverse("pbc:audit-event", args=[event.chain_id, event.number])
            if event.chain_id in readable
            else "",
        }
        for event in events
    ]
