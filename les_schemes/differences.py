"""What a version says, pays or asks otherwise than the one it follows, clause by clause."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from les_schemes import clauses
from les_schemes.clauses import Difference
from les_schemes.definitions import definition_of
from les_schemes.models import Objective, SchemeVersion, StatementTerms
from les_schemes.rules import Objective as Defined
from les_schemes.rules import SchemeDefinition
from les_schemes.rules.definition import scheme_readings, scheme_terms
from les_schemes.rules.tables import Reading, Term
from les_schemes.rules.wording import on_day


@dataclass(frozen=True)
class Part:
    """A heading, and what differs under it."""

    title: str
    differences: list[Difference]


# Objectives by their numbers in the earlier version and in the later, 0 where one has none.
Pairs = list[tuple[int, int]]


def between(before: SchemeVersion, after: SchemeVersion) -> list[Part]:
    """Only what differs; empty where the two say the same."""
    earlier, later = definition_of(before), definition_of(after)
    pairs = _paired(earlier, later)
    parts = [
        Part("Its year, its dates and who provides it", list(_facts(before, after))),
        Part("What it pays, and how it is read", list(_pays(earlier, later, pairs))),
        Part("How it is worded", list(_words(before, after, pairs))),
    ]
    return [part for part in parts if part.differences]


def _paired(earlier: SchemeDefinition, later: SchemeDefinition) -> Pairs:
    """Objectives of one kind go together: by title first, then in their order."""
    left = list(later.objectives)
    found: dict[int, int] = {}
    for is_same in (_same_title, _same_kind):
        for objective in earlier.objectives:
            match = next((one for one in left if is_same(objective, one)), None)
            if objective.number not in found and match is not None:
                found[objective.number] = match.number
                left.remove(match)
    both = [(one.number, found.get(one.number, 0)) for one in earlier.objectives]
    return both + [(0, one.number) for one in left]


def _same_title(one: Defined, other: Defined) -> bool:
    return _same_kind(one, other) and one.title == other.title


def _same_kind(one: Defined, other: Defined) -> bool:
    return one.kind.name == other.kind.name


def _facts(before: SchemeVersion, after: SchemeVersion) -> Iterator[Difference]:
    for title, said in _FACTS:
        yield from _where_other(title, said(before), said(after))


def _pays(earlier: SchemeDefinition, later: SchemeDefinition, pairs: Pairs) -> Iterator[Difference]:
    for old, new in pairs:
        if not old:
            added = later.objective(new)
            yield Difference("", f"{_named(added)}: added", "", added.sentence)
        elif not new:
            removed = earlier.objective(old)
            yield Difference("", f"{_named(removed)}: removed", removed.sentence, "")
        else:
            yield from _of_objective(earlier.objective(old), later.objective(new))
    # The deadline is among the dates already.
    terms = tuple(term for term in scheme_terms() if term.name != "sign_up_deadline")
    yield from _tables(earlier, later, terms, scheme_readings(), "")


def _of_objective(old: Defined, new: Defined) -> Iterator[Difference]:
    if old.number != new.number:
        yield Difference(
            "",
            f"{new.shown_title}: its place",
            f"Objective {old.number}",
            f"Objective {new.number}",
        )
    yield from _tables(old, new, new.kind.terms, new.kind.readings, f"Objective {new.number}: ")


def _tables(
    old: Defined | SchemeDefinition,
    new: Defined | SchemeDefinition,
    terms: tuple[Term, ...],
    readings: tuple[Reading, ...],
    prefix: str,
) -> Iterator[Difference]:
    for term in terms:
        values = [term.form.show(getattr(one.terms, term.name)) for one in (old, new)]
        yield from _where_other(f"{prefix}{term.label}", *values)
    for reading in readings:
        answers = [reading.choices[getattr(one.readings, reading.name)] for one in (old, new)]
        yield from _where_other(f"{prefix}{reading.question}", *answers)


def _words(before: SchemeVersion, after: SchemeVersion, pairs: Pairs) -> Iterator[Difference]:
    for found in clauses.differences(before, after):
        if not found.key.startswith("objective."):
            yield found
    old = {objective.number: objective for objective in before.objectives.all()}
    new = {objective.number: objective for objective in after.objectives.all()}
    for earlier, later in pairs:
        if earlier in old and later in new:
            title = f"Objective {later}, in words"
            yield from _where_other(title, _written(old[earlier]), _written(new[later]))


def _written(objective: Objective) -> str:
    """Without the award: of a designed scheme that is the sentence its terms make."""
    return clauses.words_of(objective, with_award=bool(objective.version.rules))


def _where_other(title: str, before: str, after: str) -> Iterator[Difference]:
    if before != after:
        yield Difference("", title, before, after)


def _named(objective: Defined) -> str:
    return f"Objective {objective.number}, {objective.shown_title}"


def _shared_by(version: SchemeVersion) -> str:
    shares = [str(share) for share in version.cost_shares.select_related("commissioner")]
    partners = [str(partner) for partner in version.partners.order_by("name")]
    return "\n".join(shares or [str(version.commissioner), *partners])


def _list_needed(version: SchemeVersion) -> str:
    return "Yes" if version.requires_registered_list else "No"


def _statement(version: SchemeVersion) -> str:
    held = StatementTerms.objects.filter(version=version).first()
    if held is None:
        return "Not asked for"
    return (
        f"From {on_day(held.opens_on)} to {on_day(held.due_on)}, {held.grace_days} days of grace, "
        f"{held.hours_a_month.normalize():f} hours a month, "
        f"{held.get_hours_test_display().lower()}, {held.sample_percent}% checked"
    )


_FACTS: tuple[tuple[str, Callable[[SchemeVersion], str]], ...] = (
    ("Financial year", lambda version: str(version.financial_year)),
    ("Last day to sign up", lambda version: on_day(version.last_day)),
    ("Days of notice to withdraw", lambda version: str(version.withdrawal_notice_days)),
    ("What it is", lambda version: version.kind_name),
    ("Who may provide it", lambda version: version.get_who_may_provide_display()),
    ("Does it need a registered list?", _list_needed),
    ("Who offers it, and bears its cost", _shared_by),
    ("Year-end statement", _statement),
)
