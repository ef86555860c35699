"""What the schemes call the things they pay, for people."""

from dataclasses import dataclass

from django.db.models import F

from les_schemes.models import SchemeVersion
from les_schemes.rules import Payable, SchemeDefinition, parse_definition
from payments.models import Line, Run


@dataclass(frozen=True)
class Wording:
    """What one scheme of a run calls its objectives, as it stood when the run was prepared."""

    calculation_id: int
    version: SchemeVersion
    definition: SchemeDefinition

    def payable(self, objective: int, component: str) -> Payable:
        return self.definition.payables[objective, component]

    def objective_title(self, objective: int) -> str:
        return self.definition.objective(objective).shown_title

    def title(self, objective: int, component: str) -> str:
        """``1. Quit attempts: Items of service``."""
        pays = self.payable(objective, component).title
        return f"{objective}. {self.objective_title(objective)}: {pays}"


@dataclass(frozen=True)
class Wordings:
    """Those of all schemes of a run, read from what it stored, in one query."""

    by_calculation: dict[int, Wording]

    def of(self, line: Line) -> Wording:
        return self.by_calculation[line.calculation_id]

    def title(self, line: Line) -> str:
        return self.of(line).title(line.objective, line.component)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """All that they pay, for a form: the values are those that ``chosen`` reads."""
        several = len(self.by_calculation) > 1
        return [
            (
                choice(wording.calculation_id, *key),
                f"{wording.version}, {wording.title(*key)}" if several else wording.title(*key),
            )
            for wording in self.by_calculation.values()
            for key in wording.definition.payables
        ]


def wordings(run: Run) -> Wordings:
    """Of the schemes of a run in the order in which it pays them."""
    found = (
        run.calculations.without_facts().annotate(scheme_document=F("facts__scheme")).order_by("pk")
    )
    return Wordings(
        {
            one.pk: Wording(one.pk, one.version, parse_definition(one.scheme_document))
            for one in found
        }
    )


def choice(calculation_id: int, objective: int, component: str) -> str:
    """How an address names a component of an objective of a scheme of a run."""
    return f"{calculation_id}.{objective}.{component}"


def chosen(value: str) -> dict[str, str]:
    """The lines that ``choice`` named."""
    calculation_id, objective, component = value.split(".", 2)
    return {"calculation": calculation_id, "objective": objective, "component": component}
