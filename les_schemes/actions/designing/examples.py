"""The worked examples of a version that is being designed: added, changed, taken out (SM-01)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max

from les_schemes.definitions import definition_of
from les_schemes.design import drafts
from les_schemes.examples.written import MOST_EXAMPLES, digest, told
from les_schemes.models import SchemeVersion, WorkedExample
from les_schemes.rules import Faults, check
from les_schemes.rules.worked_examples import read_expected, read_facts
from pbc import clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput, NotNow


@dataclass(frozen=True)
class ExampleWritten:
    """An example as its author writes it; an empty ``expected`` is still to be worked out."""

    title: str
    note: str
    facts: Mapping[str, Any]
    expected: Mapping[str, Any]


@action
def add_example(*, version: SchemeVersion, written: ExampleWritten, by: Actor) -> WorkedExample:
    """Put an example behind those there are."""
    held = drafts.locked_from_anywhere(version, by)
    if held.examples.count() >= MOST_EXAMPLES:
        raise NotNow(f"A scheme has at most {MOST_EXAMPLES} worked examples.")
    last = held.examples.aggregate(last=Max("number"))["last"] or 0
    example = WorkedExample(version=held, number=last + 1)
    _write(example, written, by)
    drafts.record(held, by, "scheme.example_added", told(example))
    return example


@action
def change_example(
    *, example: WorkedExample, written: ExampleWritten, seen: str, by: Actor, why: str = ""
) -> WorkedExample:
    """Write an example anew. ``seen`` is the digest of what the author had before them.

    Amounts that came out otherwise are not made to agree without a word: ``why`` says what was
    wrong in them, and stays with the example.
    """
    version = drafts.locked_from_anywhere(example.version, by)
    held = WorkedExample.objects.select_for_update().get(pk=example.pk)
    if digest(held) != seen:
        raise NotNow(
            "Someone else changed this example while you worked on it. Open it in another "
            "window, take over what is new there, and save again."
        )
    if _is_made_to_agree(held, version, written):
        if not why:
            raise BadInput(
                {
                    "why": "Your amounts now agree with what the page showed you. Say what was "
                    "wrong in your own sum, or change the terms of the objective instead"
                }
            )
        held.corrected_because = why
    before = told(held)
    _write(held, written, by)
    drafts.record(version, by, "scheme.example_changed", told(held), before)
    return held


@action
def remove_example(*, example: WorkedExample, by: Actor) -> SchemeVersion:
    """Take an example out; the audit trail keeps it."""
    version = drafts.locked_from_anywhere(example.version, by)
    held = WorkedExample.objects.select_for_update().get(pk=example.pk)
    gone = told(held)
    held.delete()
    drafts.record(version, by, "scheme.example_removed", {}, gone)
    return version


def _is_made_to_agree(held: WorkedExample, version: SchemeVersion, written: ExampleWritten) -> bool:
    """Whether amounts that differed on the same facts come to agree by being typed anew."""
    if not held.expected or held.expected == written.expected or held.facts != written.facts:
        return False
    definition = definition_of(version)
    before = check(definition, held.facts, held.expected)
    return (
        bool(before.lines)
        and not before.passed
        and check(definition, written.facts, written.expected).passed
    )


def _write(example: WorkedExample, written: ExampleWritten, by: Actor) -> None:
    """As written, if its documents can be read under the version's own definition."""
    definition = definition_of(example.version)
    try:
        read_facts(definition, written.facts)
    except Faults as refused:
        raise BadInput({"facts": "; ".join(map(str, refused.faults))}) from None
    if written.expected:
        try:
            read_expected(definition, written.expected)
        except Faults as refused:
            raise BadInput({"expected": "; ".join(map(str, refused.faults))}) from None
    example.title = written.title
    example.note = written.note
    example.facts = dict(written.facts)
    example.expected = dict(written.expected)
    example.changed_at = clock.now()
    example.changed_by = by.person_id
    example.save()
