"""A component worked out for one payee: its inputs, what they come to, and why.

A component is a frozen dataclass of the facts, terms and readings that entered it, so that what
is kept of a line can be worked out again and explained. Each class is one version of one rule:
when a rule changes, a new class takes the next version and the old one stays, registered beside
it, for the lines that were worked out by it.
"""

from abc import ABC, abstractmethod
from typing import Any, ClassVar, TypeVar

from les_schemes.rules import stored


class Component(ABC):
    """The base of all rules; ``rule`` and ``version`` name one."""

    __slots__ = ()

    rule: ClassVar[str]
    version: ClassVar[int] = 1

    @property
    @abstractmethod
    def entitlement_pence(self) -> int:
        """What the payee has earned, in whole pence, before anything paid is taken off."""

    @property
    def after_leaving_pence(self) -> int:
        """What of the entitlement is for months after the payee left, for review (AMB-69)."""
        return 0

    @abstractmethod
    def working(self) -> list[str]:
        """Sentences that name every number of the sum, in plain English."""

    def to_data(self) -> dict[str, Any]:
        """The inputs as JSON-able data, with the rule and its version."""
        return {"rule": self.rule, "version": self.version, **stored.fields_to_data(self)}

    @staticmethod
    def from_data(data: dict[str, Any]) -> "Component":
        """The component, of whatever rule, that ``to_data`` wrote; raises ``UnknownRule``."""
        return component_from_data(data)


ComponentType = TypeVar("ComponentType", bound=type[Component])

_RULES: dict[tuple[str, int], type[Component]] = {}


class UnknownRule(LookupError):
    """Kept inputs that name a rule, or a version of it, which is not there."""


def rule(component: ComponentType) -> ComponentType:
    """A class decorator: makes a rule known by its name and version."""
    key = (component.rule, component.version)
    if _RULES.setdefault(key, component) is not component:
        raise ValueError(f"There are two rules {key[0]} of version {key[1]}.")
    return component


def component_from_data(data: dict[str, Any]) -> Component:
    """The component that ``to_data`` wrote; raises ``UnknownRule``."""
    key = (data["rule"], data["version"])
    if key not in _RULES:
        raise UnknownRule(f"There is no version {key[1]} of the rule {key[0]}.")
    component: Component = stored.fields_from_data(_RULES[key], data)
    return component


def work_out(data: dict[str, Any]) -> int:
    """The entitlement in whole pence, worked out again from kept inputs."""
    return component_from_data(data).entitlement_pence


def explain(data: dict[str, Any]) -> list[str]:
    """The working of kept inputs, in plain English."""
    return component_from_data(data).working()
