"""The register of readings, other choices with their money effect, and what payees gain or lose."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.html import format_html

from les_schemes.models import SchemeVersion
from les_schemes.readings.register import Entry
from les_schemes.readings.slots import Slot
from pbc import tables
from pbc.financial_year import FinancialYear


class _Money(tables.MoneyColumn):
    """An amount whose sign does not part from it."""

    def words(self, value: Any) -> Any:
        return format_html('<span class="app-money">{}</span>', super().words(value))


class RegisterFilter(forms.Form):
    """Readings by scheme, year, words, and whether the Committee decided them."""

    scheme = forms.ChoiceField(label="Scheme", required=False, choices=[])
    year = forms.TypedChoiceField(
        label="Year", required=False, coerce=int, empty_value=None, choices=[]
    )
    q = forms.CharField(label="Words", required=False, max_length=100)
    chosen = forms.ChoiceField(
        label="Chosen",
        required=False,
        choices=[
            ("", "Any time"),
            ("decided", "By the Committee"),
            ("before", "Before opening"),
        ],
    )

    def __init__(self, *args: Any, versions: list[SchemeVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        schemes = {version.scheme.code: version.scheme.title for version in versions}
        years = sorted({version.financial_year_starts_in for version in versions}, reverse=True)
        self.fields["scheme"].choices = [("", "Any"), *schemes.items()]  # type: ignore[attr-defined]
        self.fields["year"].choices = [  # type: ignore[attr-defined]
            ("", "Any year"),
            *((year, FinancialYear(year).label) for year in years),
        ]

    def narrow(self, rows: list[Entry]) -> list[Entry]:
        asked = self.cleaned_data
        words = asked["q"].casefold().split()
        return [
            row
            for row in rows
            if (not asked["scheme"] or row.version.scheme.code == asked["scheme"])
            and (not asked["year"] or row.version.financial_year_starts_in == asked["year"])
            and (not asked["chosen"] or bool(row.decision) == (asked["chosen"] == "decided"))
            and all(
                word in f"{row.question} {row.slot.answer} {row.others}".casefold()
                for word in words
            )
        ]


class RegisterTable(tables.Table):
    caption = "Readings in force"
    columns = [
        tables.Column("question", "Question", header=True, href=lambda row: row.url),
        tables.Column("scheme", "Scheme", sort="scheme", href=lambda row: row.scheme_url),
        tables.Column("slot.where", "Where", sort="slot.where"),
        tables.Column("slot.answer", "In force"),
        tables.DateColumn("since_day", "Since", sort="since_day"),
        tables.Column("who", "Chosen by", sort="who"),
        tables.Column("why", "Why"),
        tables.Column("decision", "Decision", href=lambda row: row.decision_url or None),
        tables.Column("others", "Not chosen", screen=False),
    ]
    filters = RegisterFilter
    per_page = 25
    empty = "No scheme has been designed or loaded yet."

    def make_filters(self) -> RegisterFilter:
        return RegisterFilter(self.request.GET, versions=self.context["versions"])


@dataclass(frozen=True)
class OtherChoice:
    """Another choice of a reading, with what it would come to against the one in force.

    What is paid out in the year, of it in the next run, and set aside, is worked out from the
    facts that runs pay by, None before opening; the last two on the assumptions typed in for the
    scheme. Where it cannot stand, ``why_not`` says so.
    """

    slot: Slot
    choice: str
    url: str
    paid_pence: int | None
    so_far_pence: int | None
    set_aside_pence: int | None
    assumed_paid_pence: int | None
    assumed_set_aside_pence: int | None
    why_not: str = ""

    @property
    def told(self) -> str:
        """The choice in words, and why it cannot stand, if it cannot."""
        words = self.slot.reading.choices[self.choice]
        return f"{words} (cannot stand: {self.why_not})" if self.why_not else words

    @property
    def url_if_open(self) -> str | None:
        return None if self.why_not else self.url or None


_EFFECTS = [
    _Money("paid_pence", "Paid out in the year", sort="paid_pence"),
    _Money("so_far_pence", "Of it in the next run", sort="so_far_pence"),
    _Money("set_aside_pence", "Set aside", sort="set_aside_pence"),
    _Money("assumed_paid_pence", "Paid out, assumed", sort="assumed_paid_pence"),
    _Money("assumed_set_aside_pence", "Set aside, assumed", sort="assumed_set_aside_pence"),
]


class OtherChoicesTable(tables.Table):
    """Of every reading of a scheme."""

    caption = "What other choices would come to, more or less"
    columns = [
        tables.Column("slot.reading.question", "Question"),
        tables.Column("slot.where", "Where", sort="slot.where"),
        tables.Column("slot.answer", "In force", screen=False),
        tables.Column("told", "Another choice", header=True, href=lambda row: row.url_if_open),
        *_EFFECTS,
    ]
    per_page = 25
    empty = "The sources of this scheme leave nothing open."


class ChoicesOfOneTable(tables.Table):
    """Of one reading."""

    caption = "What another choice would come to, more or less"
    columns = [
        tables.Column("told", "Another choice", header=True, href=lambda row: row.url_if_open),
        *_EFFECTS,
    ]
    empty = "There is no other choice."


class AmountsFilter(forms.Form):
    """Amounts by payee, and whether they change."""

    payee = forms.CharField(label="Payee’s name or code", required=False, max_length=100)
    changed = forms.ChoiceField(
        label="Amount",
        required=False,
        choices=[("", "All"), ("more", "Gains"), ("less", "Loses"), ("same", "Stays")],
    )

    def narrow(self, rows: list[Any]) -> list[Any]:
        asked = self.cleaned_data
        word = asked["payee"].casefold()

        def is_asked(row: Any) -> bool:
            difference = row.amount.year_difference_pence
            return {
                "": True,
                "more": difference > 0,
                "less": difference < 0,
                "same": difference == 0,
            }[asked["changed"]]

        return [
            row
            for row in rows
            if is_asked(row) and (word in row.name.casefold() or word == row.code.casefold())
        ]


@dataclass(frozen=True)
class AmountRow:
    """A payee's amounts under a component, before and after."""

    name: str
    code: str
    url: str
    what: str
    kind: str
    amount: Any


class AmountsTable(tables.Table):
    caption = "Old and new amount of every payee"
    columns = [
        tables.Column("name", "Payee", sort=True, header=True, href=lambda row: row.url),
        tables.Column("code", "Code", sort=True),
        tables.Column("what", "What", sort=True),
        tables.Column("kind", "Kind", sort=True),
        _Money("amount.year_before_pence", "Old, in the year", sort=True),
        _Money("amount.year_after_pence", "New, in the year", sort=True),
        _Money("amount.year_difference_pence", "Difference", sort=True),
        _Money("amount.so_far_difference_pence", "Of it in the next run", sort=True),
    ]
    filters = AmountsFilter
    per_page = 25
    empty = "Nobody has an amount on the facts held."


class AssumedTable(tables.Table):
    caption = "Whose amount would change, on the assumptions"
    prefix = "assumed"
    columns = [
        tables.Column("name", "Payee", sort=True, header=True),
        tables.Column("code", "Code", sort=True),
        tables.Column("what", "What", sort=True),
        _Money("before_pence", "Old, assumed", sort=True),
        _Money("after_pence", "New, assumed", sort=True),
        _Money(lambda row: row["after_pence"] - row["before_pence"], "Difference, assumed"),
    ]
    per_page = 25
    empty = "Nobody’s amount would change."
