"""The tables of a costing: who is paid what, who gains and loses, what readings would cost."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from les_schemes.costing.costed import Costed, PayeeCost
from les_schemes.costing.differences import PayeeDifference, ReadingCost, payee_differences
from pbc import tables
from pbc.charts import Bar, BarChart
from pbc.money import pounds

MOST_BARS = 12
KINDS = {
    "practice": "Practice",
    "provider": "Other provider",
    "locality": "PBC Locality",
    "commissioner": "Commissioner",
}
GAINS, LOSES, SAME = "gains", "loses", "same"


class PayeeFilter(forms.Form):
    """By the locality, the name or code, and what changes."""

    locality = forms.ChoiceField(label="PBC Locality", required=False)
    named = forms.CharField(label="Name or code", required=False)

    def __init__(self, *args: Any, localities: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["locality"]
        field.choices = [("", "All"), *localities, ("-", "None")]

    def narrow(self, rows: Iterable[Any]) -> list[Any]:
        locality = self.cleaned_data["locality"]
        named = self.cleaned_data["named"].casefold()
        return [
            row
            for row in rows
            if (not locality or (row.payee.locality or "-") == locality)
            and (
                not named
                or named in row.payee.name.casefold()
                or named in row.payee.code.casefold()
            )
        ]


class DifferenceFilter(PayeeFilter):
    change = forms.ChoiceField(
        label="Compared",
        required=False,
        choices=[("", "All"), (GAINS, "Gains"), (LOSES, "Loses"), (SAME, "The same")],
    )

    def narrow(self, rows: Iterable[PayeeDifference]) -> list[PayeeDifference]:
        change = self.cleaned_data["change"]
        return [row for row in super().narrow(rows) if not change or _change(row) == change]


def _change(row: PayeeDifference) -> str:
    if row.difference_pence == 0:
        return SAME
    return GAINS if row.difference_pence > 0 else LOSES


class _PayeeTable(tables.Table):
    """``context``: ``localities`` as choices of the filter."""

    prefix = "payee"
    exports_totals = True
    empty = "Nobody who may take part could be counted."

    def make_filters(self) -> forms.Form:
        form: type[PayeeFilter] = self.filters  # type: ignore[assignment]
        return form(self.request.GET, localities=self.context["localities"])


def _kind(row: Any) -> str:
    return KINDS[row.payee.kind]


def _named(row: Any) -> str:
    return f"{row.payee.name} ({row.payee.code})"


def _signed(pence: int | None) -> SafeString | str:
    """A difference that stays on one line."""
    if pence is None:
        return tables.MISSING
    return format_html('<span class="app-money">{}</span>', pounds(pence))


_WHO = [
    tables.Column("payee.name", "Who", sort=True, header=True, text=_named),
    tables.Column("payee.code", "Code", screen=False),
    tables.Column(_kind, "Kind", screen=False),
    tables.Column("payee.locality", "Locality", sort=True),
    tables.NumberColumn("payee.patients", "Patients", sort=True, total=True),
]


class PayeeTable(_PayeeTable):
    """Everyone with what each is paid and what is set aside for each."""

    caption = "Who is paid what"
    filters = PayeeFilter
    columns = [
        *_WHO,
        tables.MoneyColumn("payee.paid_pence", "Paid", sort=True, total=True),
        tables.MoneyColumn("payee.set_aside_pence", "Set aside", sort=True, total=True),
        tables.MoneyColumn("payee.pence_per_patient", "A patient", sort=True),
    ]
    default_sort = "-payee__paid_pence"


class DifferenceTable(_PayeeTable):
    """Everyone with what each is paid now and as it is tried out."""

    caption = "Who gains and who loses"
    filters = DifferenceFilter
    columns = [
        *_WHO,
        tables.MoneyColumn("before_pence", "Before", sort=True, total=True),
        tables.MoneyColumn("after_pence", "Now", sort=True, total=True),
        tables.MoneyColumn("difference_pence", "Difference", sort=True, total=True),
        tables.MoneyColumn("payee.pence_per_patient", "A patient", sort=True),
    ]
    default_sort = "-difference_pence"


class ReadingTable(tables.Table):
    """What each other choice of a reading would cost, each changed by itself."""

    # Below zero where it would cost less.
    caption = "What other readings would cost"
    prefix = "reading"
    per_page = 10
    columns = [
        tables.Column(
            lambda row: f"Objective {row.objective}" if row.objective else "The whole scheme",
            "Where",
        ),
        tables.Column("question", "Question", header=True),
        tables.Column("chosen_words", "As it stands"),
        tables.Column("words", "Instead"),
        tables.MoneyColumn(
            "paid_difference_pence",
            "More paid",
            text=lambda row: _signed(row.paid_difference_pence),
        ),
        tables.MoneyColumn(
            "set_aside_difference_pence",
            "More set aside",
            text=lambda row: _signed(row.set_aside_difference_pence),
        ),
        tables.Column("why_not", "Why there is no sum", screen=False),
    ]
    empty = "No reading is left open."


def payee_table(request: HttpRequest, shown: Costed, base: Costed | None) -> tables.Table:
    """Who gains and loses against a base; without one who is paid what."""
    localities = sorted(shown.eligible.locality_names.items(), key=lambda one: one[1])
    if base is None:
        rows = [_Row(payee) for payee in shown.by_payee]
        return PayeeTable(request, rows, localities=localities)
    return DifferenceTable(request, payee_differences(base, shown), localities=localities)


class _Row:
    """A row of one that is compared with nothing."""

    def __init__(self, payee: PayeeCost) -> None:
        self.payee = payee


def reading_table(request: HttpRequest, rows: Sequence[ReadingCost]) -> ReadingTable:
    """The choices that would change most first; those of no difference keep their order."""
    return ReadingTable(request, sorted(rows, key=_least_difference))


def _least_difference(row: ReadingCost) -> int:
    return -abs(row.paid_difference_pence or 0) - abs(row.set_aside_difference_pence or 0)


def chart_of_differences(base: Costed, shown: Costed) -> BarChart | None:
    """Those whose payment changes most; None where nobody's does."""
    changed = [row for row in payee_differences(base, shown) if row.difference_pence]
    if not changed:
        return None
    most = sorted(changed, key=lambda row: (-abs(row.difference_pence), row.payee.code))
    bars = sorted(most[:MOST_BARS], key=lambda row: (-row.difference_pence, row.payee.code))
    others = len(changed) - len(bars)
    return BarChart(
        title="Who gains and who loses most",
        caption=f"Blue gains, red loses; {others} more change less"
        if others > 0
        else ("Blue gains, red loses"),
        kind="money",
        label_heading="Who",
        value_heading="Difference",
        bars=[Bar(row.payee.name, row.difference_pence) for row in bars],
    )


def chart_of_objectives(shown: Costed, draft: Costed | None = None) -> BarChart:
    """What is paid under each objective, and how much more or less than by the draft."""

    def note(number: int) -> str:
        change = shown.of_objective(number).paid_pence - (
            draft.of_objective(number).paid_pence if draft is not None else 0
        )
        if draft is None or not change:
            return ""
        return f"{pounds(abs(change))} {'more' if change > 0 else 'less'}"

    return BarChart(
        title="What is paid by objective",
        kind="money",
        label_heading="Objective",
        value_heading="Paid",
        bars=[
            Bar(f"{one.number}. {one.title}", one.paid_pence, note=one.note or note(one.number))
            for one in shown.by_objective
        ],
        total=True,
    )


def chart_of_localities(shown: Costed) -> BarChart:
    """What is paid to each locality and its members."""
    return BarChart(
        title="What is paid by locality",
        caption="To the locality and to its members",
        kind="money",
        label_heading="Locality",
        value_heading="Paid",
        bars=[Bar(one.name, one.paid_pence) for one in shown.by_locality],
        total=True,
    )
