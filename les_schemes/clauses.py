"""A scheme version clause by clause, and what differs between two of them.

Wording only: what is paid is compared as definitions of the rules.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from les_schemes.definitions import definition_as_opened, definition_of
from les_schemes.models import Objective, SchemeVersion, StatementTerms
from les_schemes.statuses import Touches

_TITLES = {
    "full_title": "Full title",
    "sheet_title": "Title of the sheet",
    "expected_time": "Time expected of each GP",
    "statement_commitments": "Kinds of work of the year-end statement",
    "commitments": "Commitments",
    "funding": "To whom it does not apply",
    "notes_title": "Heading of the notes",
    "objectives": "Service aims and objectives",
    "totals": "What it comes to",
}
# As the source reads; PostgreSQL keeps no order of keys. Others follow by their names.
_ORDER = (
    "full_title",
    "title",
    "introduction",
    "area",
    "purpose",
    "national_context",
    "background",
    "proposal",
    "governance",
    "aims",
    "objectives",
    "liaison",
    "funding",
    "sheet_title",
    "undertaking",
    "commitments",
    "expected_time",
    "statement_commitments",
    "notes_title",
    "notes",
)
# What a GP signs for himself or herself, and what binds the practice; the rest binds nobody.
_EACH_GP = {
    "undertaking",
    "commitments",
    "expected_time",
    "governance",
    "framework",
    "statement_commitments",
    "funding",
}
_PRACTICE = {"proposal", "notes", "sheet_title", "return"}
# What a variation cannot change: it asks those who signed again, and pays nobody anew.
_FIXED = {
    "commissioner_id": "who leads it",
    "financial_year_starts_in": "its year",
    "sign_up_deadline": "its deadline",
    "withdrawal_notice_days": "the notice of withdrawal",
    "kind": "its kind",
    "who_may_provide": "who may provide it",
    "requires_registered_list": "whether it needs a registered list",
}


@dataclass(frozen=True)
class Clause:
    """One clause: a key that stays the same through all versions, its title, and its text."""

    key: str
    title: str
    text: str


@dataclass(frozen=True)
class Difference:
    """A clause that two versions word differently; empty where one of them has none."""

    key: str
    title: str
    before: str
    after: str

    @property
    def touches(self) -> Touches:
        """Whom such a clause binds, until an officer says otherwise."""
        name = self.key.split(".")[0]
        if name in _EACH_GP:
            return Touches.EACH_GP
        return Touches.PRACTICE if name in _PRACTICE or name == "objective" else Touches.NOBODY


def of(version: SchemeVersion) -> list[Clause]:
    """Every clause of a version, in the order in which it is read."""
    return list(_clauses(version))


def differences(before: SchemeVersion, after: SchemeVersion) -> list[Difference]:
    """What the later version words otherwise, in its order; what it leaves out comes last."""
    old = {clause.key: clause for clause in of(before)}
    new = {clause.key: clause for clause in of(after)}
    found = [
        Difference(key, clause.title, old[key].text if key in old else "", clause.text)
        for key, clause in new.items()
        if key not in old or old[key].text != clause.text
    ]
    gone = [
        Difference(key, clause.title, clause.text, "")
        for key, clause in old.items()
        if key not in new
    ]
    return found + gone


def beyond_wording(before: SchemeVersion, after: SchemeVersion) -> list[str]:
    """What differs and is no wording: amounts, readings, dates, whom it is for."""
    found = [
        words for name, words in _FIXED.items() if getattr(before, name) != getattr(after, name)
    ]
    if _partners(before) != _partners(after):
        found.append("who shares it")
    # How it is read is settled by its own version: as it was opened, or as was decided since.
    if definition_of(after) not in (definition_of(before), definition_as_opened(before)):
        found.append("what it pays, or how it is read")
    if _statement(before) != _statement(after):
        found.append("when the year-end statement is asked for, and for how many hours")
    return found


def words_of(objective: Objective, *, with_award: bool = True) -> str:
    """An objective as its table has it, a line for each paragraph."""
    words = [
        objective.title,
        objective.rationale,
        _text(objective.measure),
        _text(objective.award) if with_award else "",
        _text(objective.additional),
    ]
    return "\n".join(filter(None, words))


def _clauses(version: SchemeVersion) -> Iterator[Clause]:
    for key in sorted(version.texts, key=_place):
        yield Clause(key, _title(key), _text(version.texts[key]))
    for objective in version.objectives.all():
        number = objective.number
        yield Clause(f"objective.{number}", f"Objective {number}, in words", words_of(objective))
    framework = version.framework
    yield Clause(
        "framework", "Framework", f"{framework}\nSHA-256 of its file {framework.file.sha256}"
    )
    yield Clause(
        "return",
        "Where sheets go",
        f"{version.return_address}\n{version.return_email}",
    )


def _place(key: str) -> tuple[int, str]:
    return (_ORDER.index(key) if key in _ORDER else len(_ORDER), key)


def _title(key: str) -> str:
    words = key.replace("_", " ")
    return _TITLES.get(key, words[:1].upper() + words[1:])


def _text(value: Any) -> str:
    """A text of the source as lines: paragraphs, the entries of lists, tables under their names."""
    if isinstance(value, dict):
        return "\n".join(
            f"{_title(str(name))}: {_text(entry)}" if not isinstance(entry, list) else _text(entry)
            for name, entry in ((name, value[name]) for name in sorted(value, key=_place))
        )
    if isinstance(value, list):
        return "\n".join(_text(entry) for entry in value)
    return str(value)


def _partners(version: SchemeVersion) -> set[int]:
    return set(version.partners.values_list("pk", flat=True))


def _statement(version: SchemeVersion) -> dict[str, Any] | None:
    held = StatementTerms.objects.filter(version=version).values().first()
    return held and {
        name: value for name, value in held.items() if name not in ("id", "version_id")
    }
