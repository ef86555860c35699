"""A scheme as the rules know it: its year, its terms and readings, and its objectives in order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any

from les_schemes.rules.kind import Kind, Payable
from les_schemes.rules.tables import DAY, Reading, Term, reading, readings_of, term, terms_of
from les_schemes.rules.year import Year


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeTerms:
    """The terms that belong to no single objective."""

    sign_up_deadline: date = term(DAY, "Last day for a sign-up to be received")


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeReadings:
    """The choices that belong to no single objective, each by the name of the choice made."""

    late_sign_up: str = reading(
        "What does a practice earn whose sign-up was received after the deadline?",
        whole_months_after_acceptance="The whole months left after the month of acceptance",
        full="The whole year",
        none="Nothing this year",
    )
    withdrawal: str = reading(
        "What becomes of the year's payments when a practice withdraws?",
        stop_and_review="Nothing new is paid; the Committee reviews the months that remain",
        recover_remaining="The months that remain are not earned, and are recovered",
        keep="Nothing new is paid; what was earned is kept",
    )
    locality_move: str = reading(
        "What moves with a practice that changes its locality within the year?",
        information_follows=(
            "The rest of the information fund; the population at the next 1 April, savings by "
            "the locality at the year's end"
        ),
        stays="Nothing until the next 1 April",
        by_months=(
            "Population and information fund by months, savings by the locality at the year's end"
        ),
    )


@dataclass(frozen=True)
class Objective:
    """One objective of a scheme: a kind of rule with its terms and readings.

    ``title`` and ``clause``, where its source says so, may be empty: the kind's own stand in.
    """

    number: int
    kind: Kind
    terms: Any
    readings: Any
    title: str = ""
    clause: str = ""

    @property
    def shown_title(self) -> str:
        return self.title or self.kind.title

    @cached_property
    def payables(self) -> dict[str, Payable]:
        """What it pays, by the component's name."""
        payables = self.kind.payables(self.number, self.clause)
        return {payable.component: payable for payable in payables}

    @property
    def sentence(self) -> str:
        """What it will pay, in plain English."""
        return self.kind.sentence(self.terms, self.readings)


@dataclass(frozen=True, kw_only=True)
class SchemeDefinition:
    """All that decides what a scheme pays; ``financial_year`` is the year it begins in."""

    code: str
    title: str
    financial_year: int
    terms: SchemeTerms
    readings: SchemeReadings
    objectives: tuple[Objective, ...]

    @cached_property
    def year(self) -> Year:
        return Year(self.financial_year)

    @cached_property
    def payables(self) -> dict[tuple[int, str], Payable]:
        """What the scheme pays, by objective and component."""
        return {
            (objective.number, component): payable
            for objective in self.objectives
            for component, payable in objective.payables.items()
        }

    @cached_property
    def named_payees(self) -> frozenset[str]:
        """Payees besides the providers and localities given."""
        return frozenset(
            payee for objective in self.objectives for payee in objective.kind.named_payees
        )

    def objective(self, number: int) -> Objective:
        """The objective of a number; raises ``KeyError``."""
        return self._by_number[number]

    def of_kind(self, name: str) -> Iterator[Objective]:
        """The objectives of a kind, in order."""
        return (objective for objective in self.objectives if objective.kind.name == name)

    @cached_property
    def _by_number(self) -> Mapping[int, Objective]:
        return {objective.number: objective for objective in self.objectives}


def scheme_terms() -> tuple[Term, ...]:
    """The table of the terms that belong to no single objective."""
    return terms_of(SchemeTerms)


def scheme_readings() -> tuple[Reading, ...]:
    """The table of the readings that belong to no single objective."""
    return readings_of(SchemeReadings)


def document(definition: SchemeDefinition) -> dict[str, Any]:
    """The scheme as contract 2 writes it, with every term and reading."""
    return {
        "code": definition.code,
        "title": definition.title,
        "financial_year": definition.financial_year,
        "terms": written_terms(definition.terms),
        "readings": written_readings(definition.readings),
        "objectives": [
            {
                "number": objective.number,
                "kind": objective.kind.name,
                "title": objective.title,
                "clause": objective.clause,
                "terms": written_terms(objective.terms),
                "readings": written_readings(objective.readings),
            }
            for objective in definition.objectives
        ],
    }


def written_terms(terms: Any) -> dict[str, Any]:
    """Terms as a document writes them."""
    table = terms_of(terms.__class__)
    return {one.name: one.form.write(getattr(terms, one.name)) for one in table}


def written_readings(readings: Any) -> dict[str, str]:
    return {one.name: getattr(readings, one.name) for one in fields(readings)}
