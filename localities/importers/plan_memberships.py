"""Which memberships of a commissioner a file adds, ends or contradicts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from localities.importers.checking import in_words
from localities.importers.findings import MembershipRecord
from localities.importers.held import Held, HeldMembership
from localities.importers.plan import ChangedMembership, NewMembership, NewOrganisation, Plan
from localities.statuses import CommissionerType, OrganisationKind
from localities.statuses import FindingProblem as Problem

FOREVER = date.max


@dataclass(slots=True)
class _Span:
    """A membership while a practice's history is put together."""

    commissioner: str
    starts: date
    ends: date | None
    held: HeldMembership | None = None
    row: int = 0
    in_file: bool = False

    def meets(self, starts: date, ends: date | None) -> bool:
        return self.starts < (ends or FOREVER) and starts < (self.ends or FOREVER)

    @property
    def words(self) -> str:
        until = "on" if self.ends is None else f"until the day before {in_words(self.ends)}"
        where = f"row {self.row}" if self.held is None else "what is held"
        return f"{where}: {self.commissioner} from {in_words(self.starts)} {until}"


@dataclass(slots=True)
class Outcome:
    """What a record came to: old and new in words, or nothing where it was as held."""

    record: MembershipRecord
    is_new: bool = False
    values: tuple[tuple[str, str, str], ...] = ()
    refused: bool = False


def plan(
    records: Iterable[MembershipRecord],
    held: Held,
    into: Plan,
    *,
    column: str,
    practice_codes: frozenset[str] = frozenset(),
    is_history: bool = True,
) -> dict[int, Outcome]:
    """Fit memberships of known practices into what is held; the outcome of each by its row.

    A membership is known by its practice and first day: its end may change. One of the same
    commissioner that overlaps a single held one has its dates corrected. A later membership ends
    an open one that began before it. Any other overlap is refused and named. Commissioners
    nobody knows are made, provisional, for a later file to name; ``practice_codes`` are codes that
    the same file gives to practices, which no commissioner can have. A file that is no history, but
    gives today's commissioner alone, never shortens a held membership of it at its beginning.
    """
    by_practice: dict[str, list[MembershipRecord]] = {}
    outcomes: dict[int, Outcome] = {}
    for record in records:
        outcomes[record.row] = Outcome(record)
        if record.commissioner in practice_codes:
            kind = f"the practice {record.commissioner} of this file"
        else:
            kind = _what_else_it_is(record.commissioner, held)
        if kind:
            _refuse_commissioner(record, kind, into, outcomes[record.row], column)
        else:
            by_practice.setdefault(record.practice, []).append(record)
    for practice, wanted in by_practice.items():
        _fit(held.memberships.get(practice, []), wanted, into, outcomes, column, is_history)
    _make_commissioners(outcomes.values(), held, into)
    return outcomes


def _what_else_it_is(code: str, held: Held) -> str:
    known = held.organisations.get(code)
    if known is None or known.kind == OrganisationKind.COMMISSIONER:
        return ""
    return f"the {known.kind} {known.name}"


def _refuse_commissioner(
    record: MembershipRecord, kind: str, into: Plan, outcome: Outcome, column: str
) -> None:
    outcome.refused = True
    into.refuse(
        record,
        column,
        record.commissioner,
        Problem.CODE_TAKEN,
        f"{record.commissioner} is not a commissioner: it is {kind}.",
        "Correct the commissioner's code.",
    )


def _fit(
    held: list[HeldMembership],
    wanted: list[MembershipRecord],
    into: Plan,
    outcomes: dict[int, Outcome],
    column: str,
    is_history: bool,
) -> None:
    """Fit the rows of one practice, again and again until no further one fits.

    One row can make room for another, in whatever order they stand; and what does not fit now must
    not fit when the same file comes a second time.
    """
    spans = [_Span(item.commissioner, item.starts, item.ends, held=item) for item in held]
    latest = max(record.starts for record in wanted)
    starts = {span.starts for span in spans}
    pending = sorted(wanted, key=lambda record: record.starts not in starts)
    while True:
        left = [
            record
            for record in pending
            if not _fits(
                record,
                spans,
                outcomes[record.row],
                is_latest=record.starts == latest,
                is_history=is_history,
            )
        ]
        if len(left) == len(pending):
            break
        pending = left
    for record in pending:
        others = [span for span in spans if span.meets(record.starts, record.ends)]
        _refuse(record, others, into, outcomes[record.row], column)
    for span in spans:
        if span.held is None:
            into.new_memberships.append(
                NewMembership(wanted[0].practice, span.commissioner, span.starts, span.ends)
            )
        elif (span.held.starts, span.held.ends) != (span.starts, span.ends):
            into.changed_memberships.append(
                ChangedMembership(
                    span.held.id, span.starts, span.ends, span.held.starts, span.held.ends
                )
            )


def _fits(
    record: MembershipRecord,
    spans: list[_Span],
    outcome: Outcome,
    *,
    is_latest: bool,
    is_history: bool,
) -> bool:
    met = [span for span in spans if span.meets(record.starts, record.ends)]
    same_start = next((span for span in spans if span.starts == record.starts), None)
    if same_start is not None:
        return _ends_alike_or_changes(same_start, record, met, outcome)
    if len(met) == 1 and _is_the_same(met[0], record):
        starts = record.starts if is_history else min(met[0].starts, record.starts)
        _correct_dates(met[0], record, starts, outcome)
        return True
    return _is_inserted(record, spans, met, outcome, is_latest=is_latest)


def _ends_alike_or_changes(
    span: _Span, record: MembershipRecord, met: list[_Span], outcome: Outcome
) -> bool:
    """A membership that is held: its end may be another now, its commissioner may not."""
    if span.held is None or span.commissioner != record.commissioner:
        return False
    span.in_file = True
    if span.ends == record.ends:
        return True
    if any(other is not span for other in met):
        return False
    outcome.values = (
        (f"Last day in {record.commissioner}", _last_day(span.ends), _last_day(record.ends)),
    )
    span.ends = record.ends
    return True


def _is_inserted(
    record: MembershipRecord,
    spans: list[_Span],
    met: list[_Span],
    outcome: Outcome,
    *,
    is_latest: bool,
) -> bool:
    if not all(is_latest and _gives_way(span, record) for span in met):
        return False
    values = [("Commissioner", "", _membership_words(record))]
    for span in met:
        values.append(
            (f"Last day in {span.commissioner}", _last_day(span.ends), _last_day(record.starts))
        )
        span.ends = record.starts
    outcome.is_new = True
    outcome.values = tuple(values)
    spans.append(_Span(record.commissioner, record.starts, record.ends, row=record.row))
    return True


def _is_the_same(span: _Span, record: MembershipRecord) -> bool:
    """Whether a held membership, of which the file says nothing else, is this one mis-dated."""
    return span.held is not None and not span.in_file and span.commissioner == record.commissioner


def _correct_dates(span: _Span, record: MembershipRecord, starts: date, outcome: Outcome) -> None:
    name = record.commissioner
    outcome.values = tuple(
        (label, old, new)
        for label, old, new in (
            (f"First day in {name}", in_words(span.starts), in_words(starts)),
            (f"Last day in {name}", _last_day(span.ends), _last_day(record.ends)),
        )
        if old != new
    )
    span.starts, span.ends, span.in_file = starts, record.ends, True


def _gives_way(span: _Span, record: MembershipRecord) -> bool:
    """Whether a membership held without an end, of which the file says nothing, ends here."""
    return (
        span.held is not None
        and span.held.ends is None
        and not span.in_file
        and span.starts < record.starts
    )


def _refuse(
    record: MembershipRecord, others: list[_Span], into: Plan, outcome: Outcome, column: str
) -> None:
    outcome.refused = True
    into.refuse(
        record,
        column,
        f"{record.commissioner} from {in_words(record.starts)}",
        Problem.OVERLAP,
        "A practice belongs to one commissioner at a time. This overlaps "
        + "; ".join(other.words for other in others[:3])
        + ".",
        "Correct the dates, or end the other membership first.",
    )


def _make_commissioners(outcomes: Iterable[Outcome], held: Held, into: Plan) -> None:
    made = {
        outcome.record.commissioner
        for outcome in outcomes
        if not outcome.refused and outcome.record.commissioner not in held.organisations
    }
    for code in sorted(made):
        into.made_commissioners.append(code)
        into.new_organisations.append(
            NewOrganisation(
                code=code,
                kind=OrganisationKind.COMMISSIONER,
                name=f"Commissioner {code}",
                provisional=True,
                commissioner_type=CommissionerType.UNKNOWN,
            )
        )


def _membership_words(record: MembershipRecord) -> str:
    until = "" if record.ends is None else f", last day {_last_day(record.ends)}"
    return f"{record.commissioner} from {in_words(record.starts)}{until}"


def _last_day(ends: date | None) -> str:
    return "none" if ends is None else in_words(date.fromordinal(ends.toordinal() - 1))
