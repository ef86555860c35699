"""The register of readings: what is in force, who chose it, when, why and by which decision."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse

from les_schemes.models import ReadingChange, ReadingChoice, SchemeVersion
from les_schemes.readings import changes
from les_schemes.readings.slots import Slot, slots
from localities.models import Person
from pbc.clock import LONDON
from pbc.models import AuditEvent

LOADED = "scheme.loaded"
FROM_FILE = "As the scheme file says"
THE_SYSTEM = "The system"
BY_DEFAULT = "The usual reading, with which the design began"


@dataclass(frozen=True)
class Entry:
    """A line of the register."""

    version: SchemeVersion
    slot: Slot
    who: str
    since: datetime | None
    why: str
    choice: ReadingChoice | None = None

    @property
    def question(self) -> str:
        return self.slot.reading.question

    @property
    def since_day(self) -> date | None:
        return None if self.since is None else self.since.astimezone(LONDON).date()

    @property
    def scheme(self) -> str:
        return f"{self.version}, version {self.version.number}"

    @property
    def decision(self) -> str:
        """The minute by which it was decided; nothing where it was chosen before opening."""
        if self.choice is None or self.choice.decision is None:
            return ""
        return changes.in_words(self.choice.decision)

    @property
    def decision_url(self) -> str:
        if self.choice is None or self.choice.decision is None:
            return ""
        return self.choice.decision.get_absolute_url()

    @property
    def others(self) -> str:
        return "; ".join(self.slot.others.values())

    @property
    def scheme_url(self) -> str:
        """What every other choice of the scheme's readings would come to."""
        return reverse("les_schemes:readings-of-scheme", args=[self.version.pk])

    @property
    def url(self) -> str:
        return reverse(
            "les_schemes:reading",
            args=[self.version.pk, self.slot.objective, self.slot.reading.name],
        )


def entries(versions: Iterable[SchemeVersion]) -> list[Entry]:
    """A line for each reading of the versions, in a fixed number of queries."""
    versions = list(versions)
    return list(_entries(versions))


@dataclass(frozen=True)
class Chosen:
    """A choice that was made of a reading: in words, by whom, when, why, by which decision."""

    words: str
    who: str
    since: datetime
    why: str
    decision: str = ""
    url: str = ""


def history(version: SchemeVersion, slot: Slot) -> list[Chosen]:
    """Every choice made of one reading, the latest first; the last is its origin."""
    choices = sorted(
        version.reading_choices.filter(
            objective=slot.objective, reading=slot.reading.name
        ).select_related("change", "decision__matter__committee", "decision__corrects"),
        key=lambda choice: (_rank(choice), choice.chosen_at),
        reverse=True,
    )
    loaded = _loaded([version]).get(str(version.pk))
    names = names_of(
        [*(choice.chosen_by for choice in choices), loaded.actor_id if loaded else None]
    )
    found = [
        Chosen(
            slot.reading.choices.get(choice.choice, choice.choice),
            "The Committee" if choice.decision else names[choice.chosen_by],
            choice.chosen_at,
            choice.why,
            changes.in_words(choice.decision) if choice.decision else "",
            choice.change.get_absolute_url() if choice.change else "",
        )
        for choice in choices
    ]
    begun = choices[-1].before if choices else slot.choice
    if loaded is not None and begun in slot.reading.choices:
        found.append(
            Chosen(slot.reading.choices[begun], names[loaded.actor_id], loaded.at, FROM_FILE)
        )
    return found


def pending_change(version: SchemeVersion) -> ReadingChange | None:
    """The change of a reading that waits for the Committee."""
    waits = changes.pending(version)
    return None if waits is None else ReadingChange.objects.get(pk=waits.subject_id)


def _entries(versions: list[SchemeVersion]) -> Iterator[Entry]:
    held = slots(versions)
    chosen = _chosen(versions)
    loaded = _loaded(versions)
    people = {choice.chosen_by for choice in chosen.values()}
    people |= {event.actor_id for event in loaded.values()}
    names = names_of(people)
    for version in versions:
        event = loaded.get(str(version.pk))
        for slot in held[version.pk]:
            choice = chosen.get((version.pk, *slot.key))
            if choice is not None and choice.choice == slot.choice:
                yield Entry(
                    version,
                    slot,
                    "The Committee" if choice.decision else names[choice.chosen_by],
                    choice.chosen_at,
                    choice.why,
                    choice,
                )
            elif event is not None:
                yield Entry(version, slot, names[event.actor_id], event.at, FROM_FILE)
            else:
                yield Entry(version, slot, "", version.opened_at, BY_DEFAULT)


def _chosen(versions: list[SchemeVersion]) -> dict[tuple[UUID, int, str], ReadingChoice]:
    """The latest choice of each, a decided one after all others."""
    found: dict[tuple[UUID, int, str], ReadingChoice] = {}
    choices = ReadingChoice.objects.filter(version__in=[version.pk for version in versions])
    for choice in choices.select_related(
        "decision__matter__committee", "decision__corrects"
    ).order_by("chosen_at"):
        key = (choice.version_id, choice.objective, choice.reading)
        before = found.get(key)
        if before is None or _rank(choice) >= _rank(before):
            found[key] = choice
    return found


def _rank(choice: ReadingChoice) -> int:
    return choice.decision.number if choice.decision is not None else 0


def _loaded(versions: list[SchemeVersion]) -> dict[str, AuditEvent]:
    """When each version was loaded from its file last."""
    events = AuditEvent.objects.filter(
        event=LOADED,
        subject_type=SchemeVersion._meta.label,
        subject_id__in=[str(version.pk) for version in versions],
    )
    return {event.subject_id: event for event in events.order_by("chain", "number")}


def names_of(people: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """The names behind ids of people, in one query; without one it was the system."""
    found = Person.objects.filter(pk__in=[person for person in people if person is not None])
    return {None: THE_SYSTEM, **{person.pk: person.name for person in found}}
