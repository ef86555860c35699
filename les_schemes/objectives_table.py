"""The objectives table of the source, its last column worked out from the lists held (R1-012)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from les_schemes.costing import available as costed
from les_schemes.definitions import definition_of
from les_schemes.models import Objective, SchemeVersion
from les_schemes.rules import available
from localities import list_sizes
from localities.models import Locality, Organisation, Practice
from pbc import clock
from pbc.money import pounds


@dataclass(frozen=True)
class Total:
    """One worked-out figure: a sentence in the source's phrasing, and the exact amount."""

    sentence: str
    figures: list[tuple[str, int]]


@dataclass(frozen=True)
class Extent:
    """Whom a scheme is offered to: patients and practices with a list, localities open today."""

    population: int
    practices: int
    practices_without_list: int
    localities: int


@dataclass(frozen=True)
class Row:
    """An objective with the level heading that stands above it, where one does."""

    heading: str
    introduction: str
    objective: Objective
    totals: list[Total]


def extent(version: SchemeVersion) -> Extent:
    """The practices of the commissioners that lead or share the scheme, and their patients."""
    commissioners = [version.commissioner_id, *version.partners.values_list("pk", flat=True)]
    today = clock.today()
    practices = Practice.objects.commissioned_by(commissioners, today).on(today)
    number = practices.count()
    lists = list_sizes.for_financial_year(practices, version.financial_year, clock.known_until())
    return Extent(
        population=sum(held.registered for held in lists.values()),
        practices=number,
        practices_without_list=number - len(lists),
        localities=Locality.objects.on(today).filter(commissioner__in=commissioners).count(),
    )


def rows(
    version: SchemeVersion,
    covered: Extent | None = None,
    own: Sequence[Organisation] = (),
) -> list[Row]:
    """The rows of the table; headings where the level changes.

    Of a scheme that was designed here the last column says what is available to the person's
    ``own`` providers, or where there are none to everyone together.
    """
    return list(_rows(version, covered or extent(version), own))


def _rows(version: SchemeVersion, covered: Extent, own: Sequence[Organisation]) -> Iterator[Row]:
    figures = _figures(version, covered)
    designed = _designed(version, own)
    introductions = version.texts.get("level_introductions", {})
    level = ""
    for objective in version.objectives.order_by("number"):
        heading = objective.level if objective.level != level else ""
        level = objective.level
        yield Row(
            heading=heading,
            introduction=introductions.get(level, "") if heading else "",
            objective=objective,
            totals=[
                _total(item, figures)
                for item in version.texts.get("totals", {}).get(str(objective.number), [])
            ]
            or designed.get(objective.number, []),
        )


def _designed(version: SchemeVersion, own: Sequence[Organisation]) -> dict[int, list[Total]]:
    if version.rules:
        return {}
    found = costed.to_own(version, own) if own else costed.to_all(version)
    return {number: [Total(one.sentence, one.figures)] for number, one in found.items()}


def _figures(version: SchemeVersion, covered: Extent) -> dict[str, int]:
    figures = available(definition_of(version), covered.population, covered.localities)
    return figures and {**figures, "localities": covered.localities}


def _total(item: Any, figures: dict[str, int]) -> Total:
    """``item`` is a sentence with the figures' names in braces, or plain text."""
    shown = {
        name: f"{value:,}" if name == "localities" else in_short(value)
        for name, value in figures.items()
    }
    named = [name for name in figures if "{" + name + "}" in item and name != "localities"]
    return Total(
        sentence=item.format(**shown),
        figures=[(_LABELS[name], figures[name]) for name in named],
    )


_LABELS = {
    "capitation": "Capitation",
    "information": "Information",
    "level_1_per_locality": "Level 1, a locality",
    "level_1": "Level 1, all localities",
    "level_2_gp": "Level 2, GP time",
    "level_2_staff": "Level 2, practice staff",
    "level_3_gp": "Level 3, GP time",
    "level_3_staff": "Level 3, practice staff",
}


def in_short(pence: int) -> str:
    """As the source prints its totals: ``£1.15m`` where two decimals say it, else whole pounds."""
    if pence >= 100_000_000 and pence % 1_000_000 == 0:
        millions = f"{pence // 100_000_000}.{pence % 100_000_000 // 1_000_000:02d}"
        return f"£{millions.rstrip('0').rstrip('.')}m"
    return pounds(pence).removesuffix(".00")
