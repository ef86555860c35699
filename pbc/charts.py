"""Bars drawn on the server: a table whose rows carry their bar, the same on screen and in a PDF.

The figures are the table's own text, so nobody depends on seeing the bars.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from pbc import money

KINDS = ("number", "money", "percent")


@dataclass(frozen=True)
class Bar:
    """One bar. ``of`` is the whole it is a part of; money is in pence, a percentage in hundredths
    of the whole (74 is 74%)."""

    label: str
    value: int | float
    of: int | float | None = None
    note: str = ""
    href: str = ""


@dataclass(frozen=True)
class BarChart:
    """Bars on one scale. ``total`` adds a last row with the sum and no bar."""

    title: str
    bars: Sequence[Bar]
    kind: str = "number"
    label_heading: str = "Name"
    value_heading: str = "Value"
    caption: str = ""
    total: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"a chart is of {', '.join(KINDS)}, not {self.kind!r}")

    @property
    def scale(self) -> float:
        """The value that fills the width."""
        if self.kind == "percent":
            return 100
        return max((max(abs(bar.value), bar.of or 0) for bar in self.bars), default=0) or 1

    def words(self, value: float) -> str:
        """A value as people read it."""
        if self.kind == "money":
            return money.pounds(int(value))
        if self.kind == "percent":
            return f"{value:g}%"
        return f"{value:,}"

    def _words_of(self, bar: Bar) -> str:
        if bar.of is None:
            return self.words(bar.value)
        share = f" ({100 * bar.value / bar.of:.0f}%)" if bar.of else ""
        return f"{self.words(bar.value)} of {self.words(bar.of)}{share}"

    @property
    def rows(self) -> list[dict[str, Any]]:
        """What the template draws: words, and widths in hundredths of the drawing's width."""
        return [
            {
                "label": bar.label,
                "href": bar.href,
                "note": bar.note,
                "words": self._words_of(bar),
                "width": f"{min(100, 100 * abs(bar.value) / self.scale):.2f}",
                "whole": f"{100 * bar.of / self.scale:.2f}" if bar.of else "",
                "negative": bar.value < 0,
            }
            for bar in self.bars
        ]

    @property
    def sum_in_words(self) -> str:
        value = sum(bar.value for bar in self.bars)
        wholes = [bar.of for bar in self.bars if bar.of is not None]
        if len(wholes) == len(self.bars) and wholes:
            return self._words_of(Bar("", value, of=sum(wholes)))
        return self.words(value)

    def draw(self) -> SafeString:
        """The chart as HTML."""
        return render_to_string("pbc/charts/bars.html", {"chart": self})


@dataclass(frozen=True)
class Square:
    """One square of a grid: a mark (a letter or sign) on a colour, and what it stands for."""

    mark: str
    fill: str
    ink: str
    words: str


@dataclass(frozen=True)
class GridRow:
    """A row of squares, with the same said in words beside it."""

    label: str
    squares: Sequence[Square]
    words: str
    href: str = ""


@dataclass(frozen=True)
class GridChart:
    """Rows by columns, such as practices by months: every square by its colour and its mark.

    The squares are a picture for the eye; the words beside each row, and the table that the page
    shows with it, say the same.
    """

    title: str
    columns: Sequence[str]
    rows: Sequence[GridRow]
    caption: str = ""
    label_heading: str = "Name"
    words_heading: str = "In short"
    kinds: Sequence[Square] = ()

    @property
    def legend(self) -> list[Square]:
        """Every kind of square that is drawn, once, in the order of ``kinds``."""
        drawn = {square for row in self.rows for square in row.squares}
        return [square for square in self.kinds if square in drawn]

    @property
    def drawn(self) -> list[dict[str, Any]]:
        """What the template draws: places in hundredths of the drawing's width."""
        width = 100 / (len(self.columns) or 1)
        return [
            {
                "row": row,
                "squares": [
                    {
                        "square": square,
                        "x": f"{place * width + 0.3:.2f}",
                        "width": f"{width - 0.6:.2f}",
                        "middle": f"{(place + 0.5) * width:.2f}",
                    }
                    for place, square in enumerate(row.squares)
                ],
            }
            for row in self.rows
        ]

    @property
    def heads(self) -> list[tuple[str, str]]:
        """Each column's heading and the middle of its squares."""
        width = 100 / (len(self.columns) or 1)
        return [
            (heading, f"{(place + 0.5) * width:.2f}") for place, heading in enumerate(self.columns)
        ]

    def draw(self) -> SafeString:
        """The chart as HTML."""
        return render_to_string("pbc/charts/grid.html", {"chart": self})
