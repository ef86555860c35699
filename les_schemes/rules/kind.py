"""A kind of rule: one way in which an objective of a scheme can pay, with the terms it needs.

A scheme is a list of objectives, each of a kind. A kind says what it is called, what its terms and
readings are, which lines it makes for whom, and in one plain sentence what it will pay.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from les_schemes.rules.component import Component
from les_schemes.rules.tables import Reading, Term, readings_of, terms_of

if TYPE_CHECKING:
    from les_schemes.rules.definition import Objective
    from les_schemes.rules.roll import Roll

PAYMENT = "payment"
ALLOCATION = "allocation"


class Pays(NamedTuple):
    """One component that a kind pays: the name and kind of its lines, and who gets them.

    ``payees`` says in plain English to whom it goes; ``terms`` names those that enter its sum.
    """

    component: str
    kind: str
    title: str
    payees: str
    terms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Payable:
    """A component of one objective of a scheme; ``clause`` is where its source says so."""

    objective: int
    component: str
    kind: str
    title: str
    payees: str
    terms: tuple[str, ...]
    clause: str


class Entitlement(NamedTuple):
    """What a payee could earn under a component, with the sum that says how much it is."""

    payee: str
    component: str
    basis: Component


@dataclass(frozen=True, slots=True)
class NoTerms:
    """The terms of a kind that needs none."""


@dataclass(frozen=True, slots=True)
class NoReadings:
    """The readings of a kind whose source leaves nothing open."""


class Kind(ABC):
    """The base of all kinds; each has one instance, in ``kinds.KINDS``.

    ``source`` is where the kind comes from. Where ``needs_list`` is true it pays by registered
    patients, so only to those who hold a list (readings.md AMB-106).
    """

    name: ClassVar[str]
    title: ClassVar[str]
    description: ClassVar[str]
    source: ClassVar[str]
    needs_list: ClassVar[bool] = False
    pays: ClassVar[tuple[Pays, ...]]
    terms_type: ClassVar[type] = NoTerms
    readings_type: ClassVar[type] = NoReadings
    named_payees: ClassVar[tuple[str, ...]] = ()
    """Payees besides the providers and localities given."""
    pays_ahead: ClassVar[bool] = False
    """Whether it pays for months to come, which a provider may then leave (AMB-69)."""
    stands_once: ClassVar[bool] = False
    """Whether a scheme can have only one objective of the kind."""

    def __repr__(self) -> str:
        return f"<kind {self.name}>"

    @property
    def terms(self) -> tuple[Term, ...]:
        return terms_of(self.terms_type)

    @property
    def readings(self) -> tuple[Reading, ...]:
        return readings_of(self.readings_type)

    def payables(self, number: int, clause: str = "") -> tuple[Payable, ...]:
        """What an objective of this kind and of a number pays; ``clause`` is its own source."""
        return tuple(
            Payable(
                objective=number,
                component=one.component,
                kind=one.kind,
                title=one.title,
                payees=one.payees,
                terms=one.terms,
                clause=clause or self.source,
            )
            for one in self.pays
        )

    def disagreements(self, readings: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
        """Readings that cannot stand together: the name of each at fault, and what is wrong.

        A reading that could not be read comes as ``None`` and disagrees with nothing.
        """
        return iter(())

    @abstractmethod
    def sentence(self, terms: Any, readings: Any) -> str:
        """What an objective of these terms and readings will pay, in plain English."""

    @abstractmethod
    def entitlements(self, objective: "Objective", roll: "Roll") -> Iterator[Entitlement]:
        """Every payee with every component it could earn under, whatever that comes to."""
