"""A GP gives the statement: for himself or herself alone, and it is sealed in the same moment."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils import timezone

from les_schemes import declarations, permissions, statements
from les_schemes.models import Declaration, DeclaredCategory, YearEndStatement
from les_schemes.own_name import is_own_name
from les_schemes.statement_hours import in_words
from les_schemes.statement_record import close_query, locked, recorded, take_back_matter
from les_schemes.statuses import HoursTest
from les_schemes.workflow import STATEMENT
from pbc import clock
from pbc.actions import action
from pbc.actor import Actor
from pbc.refusals import BadInput

HOURS_OF_THE_LONGEST_MONTH = 31 * 24


@dataclass(frozen=True)
class Declared:
    """What a GP filled in: hours in all, by their numbers the categories in which time was given
    (with hours, where stated), and how it was signed."""

    hours: Decimal
    typed_name: str
    shown_sha256: str
    categories: Mapping[int, Decimal | None] = field(default_factory=dict)
    in_every_month: bool | None = None
    states_fewer: bool = False
    note: str = ""
    address: str | None = None


@action
def give(*, statement: YearEndStatement, declared: Declared, by: Actor) -> Declaration:
    """Declare the hours given in the year, with a typed name; the PDF is sealed (DOC-05).

    Given while it is before the Committee, the statement is taken back from there.
    """
    statement = locked(statement)
    permissions.check_can_give_statement(by, statement)
    step = STATEMENT.step(statement.status, "give")
    asked = statements.asked_by(statement)
    _check(statement, declared, asked)
    shown = declarations.shown_to(statement, asked)
    if declared.shown_sha256 != shown.sha256:
        raise BadInput(
            {"shown": "The page has changed since you opened it. Read it again, then sign."}
        )
    before, was_due = statement.status, statement.terms.due_on
    declaration = Declaration(
        id=uuid.uuid4(),
        statement=statement,
        months_in_post=asked.months,
        hours_asked=asked.hours,
        hours=declared.hours,
        in_every_month=declared.in_every_month,
        note=declared.note.strip(),
        name_as_signed=" ".join(declared.typed_name.split())[:200],
        shown=shown.kept(),
        address=declared.address,
        signed_at=clock.now(),
        real_at=timezone.now(),
    )
    categories = [
        DeclaredCategory(declaration=declaration, number=number, hours=hours)
        for number, hours in sorted(declared.categories.items())
    ]
    declaration.document = declarations.seal(declaration, categories, by=by)
    declaration.save(force_insert=True)
    DeclaredCategory.objects.bulk_create(categories)
    take_back_matter(statement, reason="The GP has given the statement.", by=by)
    close_query(statement)
    statement.status = step.to
    statement.save(update_fields=["status"])
    personal = {"name_as_signed": declaration.name_as_signed}
    if declaration.address:
        personal["address"] = declaration.address
    recorded(
        statement,
        step,
        by=by,
        before=before,
        after={
            "declaration": str(declaration.pk),
            "hours": str(declaration.hours),
            "hours_asked": str(declaration.hours_asked),
            "after_its_day": declaration.signed_on > was_due,
            "shown_sha256": shown.sha256,
            "document_sha256": declaration.document.sha256,
        },
        personal=personal,
    )
    return declaration


def _check(statement: YearEndStatement, declared: Declared, asked: statements.Asked) -> None:
    person = statement.person
    errors = _faults_of_hours(statement, declared, asked)
    if statement.terms.hours_test == HoursTest.EACH_MONTH and declared.in_every_month is None:
        errors["in_every_month"] = "Say whether you gave the hours in every month"
    if not is_own_name(declared.typed_name, given=person.given_name, family=person.family_name):
        errors["typed_name"] = (
            f"Type your own name, {person.name}. You are signed in as that person and sign for "
            "nobody else."
        )
    if errors:
        raise BadInput(errors)


def _faults_of_hours(
    statement: YearEndStatement, declared: Declared, asked: statements.Asked
) -> dict[str, str]:
    texts = statement.sign_up.version.texts_in_force["statement_commitments"]
    if declared.hours < 0:
        return {"hours": "Enter the hours as a number, like 24"}
    if declared.hours > asked.months * HOURS_OF_THE_LONGEST_MONTH:
        return {"hours": f"{asked.months} months do not have that many hours. Correct the number"}
    if strange := set(declared.categories) - set(range(1, len(texts) + 1)):
        return {"categories": f"There is no category {min(strange)} on this statement"}
    if declared.hours and not declared.categories:
        return {"categories": "Tick each kind of work in which you gave time"}
    split = [hours for hours in declared.categories.values() if hours is not None]
    if any(hours < 0 for hours in split):
        return {"categories": "Enter the hours of a category as a number, like 4.5"}
    if sum(split) > declared.hours:
        return {
            "hours": f"The hours by category come to {in_words(Decimal(sum(split)))}, more than "
            f"the {in_words(declared.hours)} in all. Correct one or the other"
        }
    falls_short = declared.hours < asked.hours or declared.in_every_month is False
    if falls_short and not declared.states_fewer:
        return {
            "states_fewer": f"You state {in_words(declared.hours)}; {in_words(asked.hours)} are "
            "asked for. Correct the hours, or tick that you gave fewer"
        }
    return {}
